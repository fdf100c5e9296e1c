/** What `--help` says of each command, and what each command takes. */
import { DEFAULT_FOLDERS } from '../index/snapshot.ts';
import { type Arguments, UsageError } from './io.ts';

/** The ops structs that questions are about unless told otherwise. */
export const DEFAULT_OPS: readonly string[] = ['vm_uffd_ops'];

/** An option with its value, and what it means. */
type Option = readonly [flag: string, meaning: string];

/** One command. */
interface Manual {
  /** What follows the command's name. */
  readonly takes: 'nothing' | 'a symbol' | 'paths';
  readonly synopsis: string;
  readonly summary: string;
  /** Options that only some commands have. */
  readonly options: readonly Option[];
  readonly more?: string;
}

const CONFIG: Option = ['--config FILE', 'the .config that says who is a module; else the one in the root of the tree'];

const EVERY_OPS_TEXT = '--ops takes "all", too: every struct with a hook.';

const JSON_LINES = 'JSON comes as a line for each where the output is no terminal.';

const MANUALS: Readonly<Record<string, Manual>> = {
  matrix: {
    takes: 'nothing',
    synopsis: 'matrix',
    summary: 'hooks x memory types: who fills which hook',
    options: [],
  },
  tables: {
    takes: 'nothing',
    synopsis: 'tables',
    summary: 'every initialised ops table, one a line',
    options: [],
    more: `${EVERY_OPS_TEXT} ${JSON_LINES}`,
  },
  dispatch: {
    takes: 'nothing',
    synopsis: 'dispatch',
    summary: 'every call through a hook, one a line',
    options: [],
    more: `${EVERY_OPS_TEXT} ${JSON_LINES}`,
  },
  reach: {
    takes: 'nothing',
    synopsis: 'reach',
    summary: 'ioctls x hooks x memory types: what each ioctl can run',
    options: [],
  },
  graph: {
    takes: 'nothing',
    synopsis: 'graph --ioctl NAME | --hook NAME | --from FUNCTION | --to FUNCTION',
    summary: 'a call graph, through ops tables too',
    options: [
      ['--ioctl NAME', 'what an ioctl runs'],
      ['--hook NAME', 'what leads to a hook, and who fills it; STRUCT.FIELD is one of any struct'],
      ['--from FUNCTION', 'what a function calls; FILE:FUNCTION where several have the name'],
      ['--to FUNCTION', 'what leads to a function'],
      ['--depth N', 'so many calls deep'],
      ['--format FORM', 'text, json, dot, mermaid or svg'],
    ],
  },
  calls: {
    takes: 'paths',
    synopsis: 'calls PATHS',
    summary: 'every direct call in files or folders, one a line',
    options: [],
    more: JSON_LINES,
  },
  check: {
    takes: 'paths',
    synopsis: 'check [PATHS]',
    summary: 'what the rules find: page-table internals in modules, broken contracts of ops tables',
    options: [
      ['--base REV', 'only what was introduced since the merge base with REV'],
      ['--baseline FILE', 'leave out the findings of an earlier answer in JSON'],
      [
        '--severity RULE=LEVEL',
        'off, hint, info, warning or error; a group is pgtable-in-module/GROUP; may be repeated',
      ],
      ['--exclude GLOB', 'leave out files and folders; may be repeated'],
      CONFIG,
      ['--list-suppressed', 'list what comments suppress, and why'],
      ['--format FORM', 'text, json, sarif or github'],
    ],
    more: 'Ends with 1 when there is a finding that is more than a hint.',
  },
  modules: {
    takes: 'paths',
    synopsis: 'modules PATHS',
    summary: 'built-in, module or either, and the Kbuild line that says so',
    options: [CONFIG],
  },
  explain: {
    takes: 'a symbol',
    synopsis: 'explain SYMBOL',
    summary: 'a hook, a function, a table: what it is and where it is used',
    options: [],
    more: 'SYMBOL may be STRUCT.FIELD.',
  },
  lsp: {
    takes: 'nothing',
    synopsis: 'lsp --stdio',
    summary: 'the language server',
    options: [['--stdio', 'speak the protocol on standard input and output']],
  },
};

const COMMON: readonly Option[] = [
  ['--tree DIR', 'the kernel tree; else the one around the current folder'],
  [
    '--ops NAME',
    `an ops struct, or a pattern such as '*_operations'; may be repeated (default ${DEFAULT_OPS.join(', ')})`,
  ],
  ['--folders A,B', `folders of the tree that are read (default ${DEFAULT_FOLDERS.join(',')})`],
  ['--all-folders', 'read the whole tree'],
  ['--no-cache', 'neither read nor write the cache of earlier runs ($OPSCOPE_CACHE, else ~/.cache/opscope)'],
  ['--format FORM', 'text or json'],
];

const EXITS =
  'Exit code 0: fine. 1: findings. 2: wrong use, or no kernel tree. Colours follow the terminal and NO_COLOR.';

/** What there is to say of one command, or of all of them when there is none of the name. */
export function manual(command: string): string {
  const one = Object.hasOwn(MANUALS, command) ? MANUALS[command] : undefined;
  return one ? commandManual(one) : overview();
}

function overview(): string {
  const commands = Object.values(MANUALS).map(({ synopsis, summary }) => [
    synopsis.split(' --ioctl')[0] ?? '',
    summary,
  ]);
  return [
    'usage: opscope COMMAND [OPTIONS]',
    '',
    ...table(commands),
    '',
    ...table(COMMON),
    '',
    'opscope COMMAND --help says more of one command.',
    EXITS,
    '',
  ].join('\n');
}

function commandManual({ takes, synopsis, summary, options, more }: Manual): string {
  const own = options.map(nameOf);
  const common = synopsis.startsWith('lsp') ? [] : COMMON.filter((each) => !own.includes(nameOf(each)));
  return [
    `usage: opscope ${synopsis} [OPTIONS]`,
    '',
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    ...(more ? [more] : []),
    ...(takes === 'paths' ? ['PATHS are files and folders, from the root of the tree.'] : []),
    '',
    ...table([...options, ...common]),
    '',
  ].join('\n');
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const width = Math.max(...rows.map(([first = '']) => first.length));
  return rows.map(([first = '', second = '']) => `  ${first.padEnd(width)}  ${second}`);
}

function nameOf([flag]: Option): string {
  return /^--([\w-]+)/.exec(flag)?.[1] ?? '';
}

/** Throws a UsageError for what a command does not take. */
export function checkArguments({ command, rest, given }: Arguments): void {
  const one = Object.hasOwn(MANUALS, command) ? MANUALS[command] : undefined;
  if (!one) return;
  const known = [...COMMON, ...one.options].map(nameOf);
  const other = given.find((name) => !known.includes(name));
  if (other !== undefined) throw new UsageError(`${command} has no option --${other}; see opscope ${command} --help`);
  if (one.takes === 'nothing' && rest.length > 0) {
    const hint = /^\w+$/.test(rest[0] ?? '') && command !== 'lsp' ? `; for another struct, --ops ${rest[0]}` : '';
    throw new UsageError(`${command} takes no "${rest[0]}"${hint}`);
  }
}
