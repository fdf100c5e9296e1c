/** What `--help` says of each command, and what each command takes. */
import { largest } from '../base/extremes.ts';
import { type Arguments, UsageError } from './io.ts';
import { commonOptions, FORMS, flagOf, type NamedOption, ownOptions, strangeOption } from './options.ts';

/** A name, and what it means. */
type Row = readonly [string, string];

/** One command. */
interface Manual {
  /** What follows the command's name. */
  readonly takes: 'nothing' | 'a symbol' | 'paths' | 'a series' | 'sides' | 'a shell';
  readonly synopsis: string;
  readonly summary: string;
  /** Its forms of answers, where they are not text and JSON. */
  readonly forms?: readonly string[];
  readonly more?: string;
  /** Options of every command that it does not take. */
  readonly without?: readonly string[];
}

const EVERY_OPS_TEXT = '--ops takes "all", too: every struct with a hook.';

const JSON_LINES = 'JSON comes as a line for each.';

/** The shells that options can be completed in. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

const MANUALS: Readonly<Record<string, Manual>> = {
  matrix: {
    takes: 'nothing',
    synopsis: 'matrix',
    summary: 'hooks x memory types: who fills which hook',
  },
  tables: {
    takes: 'nothing',
    synopsis: 'tables',
    summary: 'every initialised ops table, one a line',
    more: `${EVERY_OPS_TEXT} ${JSON_LINES}`,
  },
  dispatch: {
    takes: 'nothing',
    synopsis: 'dispatch',
    summary: 'every call through a hook, one a line',
    more: `${EVERY_OPS_TEXT} ${JSON_LINES}`,
  },
  reach: {
    takes: 'nothing',
    synopsis: 'reach',
    summary: 'ioctls x hooks x memory types: what each ioctl can run',
  },
  graph: {
    takes: 'nothing',
    synopsis: `graph ${['ioctl', 'hook', 'from', 'to'].map(flagOf).join(' | ')}`,
    summary: 'a call graph, through ops tables too',
    forms: FORMS.graph,
  },
  calls: {
    takes: 'paths',
    synopsis: 'calls PATHS',
    summary: 'every direct call in files or folders, one a line',
    more: JSON_LINES,
  },
  check: {
    takes: 'paths',
    synopsis: 'check [PATHS]',
    summary: 'what the rules find: page-table internals in modules, broken contracts of ops tables',
    forms: FORMS.check,
    more: 'Ends with 1 when there is a finding that is more than a hint.',
  },
  compare: {
    takes: 'sides',
    synopsis: 'compare A B',
    summary: 'two trees, revisions or series side by side, counted claim by claim',
    forms: FORMS.compare,
    more: [
      'A side is a folder, a revision of the tree, or MBOX@SIDE: a series of patches on one of those, applied in memory.',
      'With --base, a third side, each is held against what both came from.',
      'Ends with 0 where they differ, too, unless --exit-code is given.',
    ].join('\n'),
  },
  review: {
    takes: 'a series',
    synopsis: 'review MBOX | - | DIR | A..B',
    summary: 'a series of patches: what each introduces, removes and settles',
    forms: FORMS.review,
    more: [
      'MBOX is a mailbox, a mail or a diff, - one on standard input, DIR a folder of patches, A..B a range of commits.',
      'Nothing is written: patches are applied in memory.',
      'Ends with 1 when a patch introduces more than hints, with 2 when one does not apply.',
    ].join('\n'),
  },
  modules: {
    takes: 'paths',
    synopsis: 'modules PATHS',
    summary: 'built-in, module or either, and the Kbuild line that says so',
  },
  export: {
    takes: 'nothing',
    synopsis: 'export',
    summary:
      'all facts of a tree, for other tools: tables, slots, calls through hooks and direct ones, modules, findings',
    forms: FORMS.export,
    more: [
      'Without --ops every struct with a hook is told. jsonl is a fact a line, as docs/schema.json has them.',
      'docs/export.md says what is in them.',
    ].join('\n'),
  },
  explain: {
    takes: 'a symbol',
    synopsis: 'explain SYMBOL',
    summary: 'a hook, a function, a table, an ioctl: what it is and where it is used',
    more: 'SYMBOL may be STRUCT.FIELD. A FIELD that hooks of several structs are called lists these.',
  },
  mcp: {
    takes: 'nothing',
    synopsis: 'mcp',
    without: ['ops', 'format'],
    summary: 'the same answers for agents: a server of the Model Context Protocol',
    more: 'It speaks on standard input and output until its input ends. docs/agents.md says how agents are told of it.',
  },
  completions: {
    takes: 'a shell',
    synopsis: `completions ${SHELLS.join(' | ')}`,
    without: commonOptions().map(([name]) => name),
    summary: 'what a shell reads to complete commands, options and their values',
    more: 'The shell reads what is printed: source <(opscope completions bash).',
  },
  lsp: {
    takes: 'nothing',
    synopsis: 'lsp --stdio',
    summary: 'the language server',
  },
};

export const EXITS =
  'Exit code 0: fine. 1: findings. 2: wrong use, or no kernel tree. Colours follow the terminal and NO_COLOR.';

/** What there is to say of one command, or of all of them when there is none of the name. */
export function manual(command: string): string {
  const one = Object.hasOwn(MANUALS, command) ? MANUALS[command] : undefined;
  return one ? commandManual(command, one) : overview();
}

function overview(): string {
  const commands = Object.values(MANUALS).map(
    ({ synopsis, summary }): Row => [synopsis.split(/ (?:--ioctl|bash)/)[0] ?? '', summary],
  );
  return [
    'usage: opscope COMMAND [OPTIONS]',
    '',
    ...table(commands),
    '',
    ...table(commonOptions().map(optionRow)),
    '',
    'opscope COMMAND --help says more of one command.',
    EXITS,
    '',
  ].join('\n');
}

function commandManual(command: string, one: Manual): string {
  const { takes, synopsis, summary, more } = one;
  return [
    `usage: opscope ${synopsis} [OPTIONS]`,
    '',
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    ...(more ? [more] : []),
    ...(takes === 'paths' ? ['PATHS are files and folders, from the root of the tree.'] : []),
    '',
    ...table(optionsOf(command, one).map(optionRow)),
    '',
  ].join('\n');
}

function table(rows: readonly Row[]): readonly string[] {
  const width = largest(rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}

/** What a command takes: what it has for itself first, and its own forms of answers with that. */
function optionsOf(command: string, { forms, without = [] }: Manual): readonly NamedOption[] {
  const own = ownOptions(command);
  if (command === 'lsp') return own;
  const common = commonOptions().filter(([name]) => !without.includes(name));
  const format = common
    .filter(([name]) => forms && name === 'format')
    .map(([name, option]): NamedOption => {
      const meaning = [forms?.slice(0, -1).join(', '), forms?.at(-1)].filter(Boolean).join(' or ');
      return [name, { ...option, meaning }];
    });
  return [...own, ...format, ...common.filter(([name]) => !forms || name !== 'format')];
}

function optionRow([name, { meaning = '' }]: NamedOption): Row {
  return [flagOf(name), meaning];
}

/** One command, for whoever tells of it in another form than `--help`. */
export interface ToldCommand extends Pick<Manual, 'takes' | 'synopsis' | 'summary'> {
  readonly name: string;
  readonly more: string;
  readonly options: readonly NamedOption[];
  readonly forms: readonly string[];
}

/** All of them, in the order of `--help`. */
export function toldCommands(): readonly ToldCommand[] {
  return Object.entries(MANUALS).map(([name, one]) => ({
    ...one,
    name,
    more: one.more ?? '',
    options: optionsOf(name, one),
    forms: one.forms ?? ['text', 'json'],
  }));
}

/** Throws a UsageError for what a command does not take. */
export function checkArguments({ command, rest, options }: Arguments): void {
  const one = Object.hasOwn(MANUALS, command) ? MANUALS[command] : undefined;
  if (!one) return;
  const other = one.without?.find((name) => Object.hasOwn(options, name)) ?? strangeOption(command, options);
  if (other !== null) throw new UsageError(`${command} has no option --${other}; see opscope ${command} --help`);
  if (one.takes === 'nothing' && rest.length > 0) {
    const isStruct = /^\w+$/.test(rest[0] ?? '') && command !== 'lsp' && !one.without?.includes('ops');
    const hint = isStruct ? `; for another struct, --ops ${rest[0]}` : '';
    throw new UsageError(`${command} takes no "${rest[0]}"${hint}`);
  }
}
