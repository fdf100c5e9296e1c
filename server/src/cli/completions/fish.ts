/** What fish reads. */
import type { ToldCommand } from '../manual.ts';
import { type NamedOption, programOptions } from '../options.ts';
import { argumentsOf, inShort, isPairs, optionsOf, type Values, valuesOf } from './values.ts';

/** The script. */
export function fishCompletions(commands: readonly ToldCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const first = [...commands.map(({ name, summary }) => [name, summary] as const), ['help', 'what one command takes']];
  return [
    '# Completes opscope in fish; printed by: opscope completions fish',
    'complete -c opscope -f',
    ...first.map(
      ([name = '', summary = '']) => `complete -c opscope -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ),
    ...programOptions().map(([name, { meaning = '' }]) => {
      return `complete -c opscope -n __fish_use_subcommand -l ${name} -d ${quoted(meaning)}`;
    }),
    `complete -c opscope -n '__fish_seen_subcommand_from help' -a ${quoted(names)}`,
    ...commands.flatMap(ofCommand),
    '',
  ].join('\n');
}

function ofCommand(command: ToldCommand): readonly string[] {
  const when = `complete -c opscope -n '__fish_seen_subcommand_from ${command.name}'`;
  const rest = argumentsOf(command);
  return [
    ...optionsOf(command).map((option) => `${when} ${optionOf(option, command)}`),
    ...(rest === null || rest === 'unknown' ? [] : [`${when} ${values(rest)}`]),
  ];
}

function optionOf(option: NamedOption, command: ToldCommand): string {
  const [name, { meaning = '', short }] = option;
  const can = valuesOf(option, command);
  const taken = can === null ? '' : ` -r ${values(can)}`;
  return `-l ${name}${short ? ` -s ${short}` : ''} -d ${quoted(inShort(meaning))}${taken}`.trimEnd();
}

function values(can: Values): string {
  // Paths behind a sign of equality fish completes by itself.
  if (isPairs(can))
    return typeof can.behind === 'string' ? values(can.behind) : `-f -a ${quoted(pairs(can.keys, can.behind))}`;
  switch (can) {
    case 'folders':
      return "-a '(__fish_complete_directories)'";
    case 'files':
      return '-F';
    case 'unknown':
      return '-f';
    default:
      return `-f -a ${quoted(can.join(' '))}`;
  }
}

/** Keys at first, each with its levels when one is written: a list of all of both would hide what there is. */
function pairs(keys: readonly string[], levels: readonly string[]): string {
  const written = `(commandline -ct | string replace -r '^--[^=]*=' '' | string match -r '.*=')`;
  const [each, all] = [levels.join(' '), keys.map((key) => `${key}=`).join(' ')];
  return `(set -l key ${written}; and printf '%s\\n' $key(string split ' ' '${each}'); or string split ' ' '${all}')`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, (sign) => `\\${sign}`)}'`;
}
