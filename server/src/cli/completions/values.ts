/** What can stand for the value of an option, and what can follow a command: of that, shells know how to complete some. */
import { SEVERITY_KEYS } from '../../features/findings/level.ts';
import { COMPARE_GROUPS } from '../../model/compare-answers.ts';
import { SHELLS, type ToldCommand } from '../manual.ts';
import { LEVEL_WORDS, type NamedOption, programOptions } from '../options.ts';

/** Paths of some kind, one of some words, or what no shell can know. */
export type Simple = 'folders' | 'files' | 'unknown' | readonly string[];

/** Some words, or one of a person's own, with a sign of equality and a value behind it. */
export interface Pairs {
  readonly keys: readonly string[];
  readonly behind: Simple;
}

export type Values = Simple | Pairs;

/** Whether the values of an option are pairs. */
export function isPairs(values: Values): values is Pairs {
  return typeof values === 'object' && 'behind' in values;
}

/** What the value of an option can be; null where it has none. */
export function valuesOf([, { value }]: NamedOption, { forms }: ToldCommand): Values | null {
  switch (value) {
    case undefined:
      return null;
    case 'DIR':
      return 'folders';
    case 'FILE':
      return 'files';
    case 'FORM':
      return forms;
    case 'GROUPS':
      return COMPARE_GROUPS.map((name) => name.replace(' ', '-'));
    case 'RULE=LEVEL':
      return { keys: SEVERITY_KEYS, behind: LEVEL_WORDS };
    case 'NAME=SIDE':
      return { keys: [], behind: 'files' };
    default:
      return 'unknown';
  }
}

/** What follows the name of a command. */
export function argumentsOf({ takes }: ToldCommand): Simple | null {
  switch (takes) {
    case 'nothing':
      return null;
    case 'a symbol':
      return 'unknown';
    case 'paths':
    case 'a series':
    case 'sides':
      return 'files';
    case 'a shell':
      return SHELLS;
  }
}

/** The options of a command, those of the program with them. */
export function optionsOf({ options }: ToldCommand): readonly NamedOption[] {
  return [...options, ...programOptions()];
}

/** The ways to write an option: `--out`, `-o`. */
export function flags([name, { short }]: NamedOption): readonly string[] {
  return short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`];
}

/** The ways to write all options that have a value. */
export function withValue(commands: readonly ToldCommand[]): readonly string[] {
  const named = commands.flatMap(({ options }) => options.filter(([, { value }]) => value !== undefined));
  return [...new Set(named.flatMap(flags))];
}

/** The first sentence, or part of one, of what is said of something. */
export function inShort(text: string): string {
  return text.split('\n')[0] ?? '';
}
