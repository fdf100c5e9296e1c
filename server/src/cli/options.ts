/** The options of the command, each said once: how it is read, who takes it, and what `--help` says of it. */
import { nearest } from '../base/nearest.ts';

/** The ops structs that questions are about unless told otherwise. */
export const DEFAULT_OPS: readonly string[] = ['vm_uffd_ops'];

/** One option; its name is its key. */
export interface Option {
  readonly type: 'string' | 'boolean';
  /** Whether it may be repeated. */
  readonly multiple?: true;
  readonly short?: string;
  /** What stands for its value in texts. */
  readonly value?: string;
  /** The commands that take it; `every` are those about a tree, and `any` is the program itself. */
  readonly of: readonly string[] | 'every' | 'any';
  /** Nothing where a person has no use for it. */
  readonly meaning?: string;
}

/** All of them, in the order that they are told in. */
export const OPTIONS = {
  tree: {
    type: 'string',
    value: 'DIR',
    of: 'every',
    meaning: 'the kernel tree; else the one around the current folder',
  },
  ops: {
    type: 'string',
    multiple: true,
    value: 'NAME',
    of: 'every',
    meaning: `an ops struct, or a pattern such as '*_operations'; may be repeated (default ${DEFAULT_OPS.join(', ')})`,
  },
  folders: {
    type: 'string',
    value: 'A,B',
    of: 'every',
    meaning: 'folders of the tree that the question is about; else all of it',
  },
  'all-folders': { type: 'boolean', of: 'every', meaning: 'the whole tree, as without --folders' },
  'no-cache': {
    type: 'boolean',
    of: 'every',
    meaning: 'neither read nor write the cache of earlier runs ($OPSCOPE_CACHE, else ~/.cache/opscope)',
  },
  format: { type: 'string', value: 'FORM', of: 'every', meaning: 'text or json' },
  'with-values': {
    type: 'boolean',
    of: ['tables', 'export'],
    meaning: 'with --ops all, and in an export: tables without a function in a slot, too',
  },
  out: {
    type: 'string',
    short: 'o',
    value: 'FILE',
    of: ['export'],
    meaning: 'the file to write, which is replaced when all is written; else jsonl goes to standard output',
  },
  ioctl: { type: 'string', value: 'NAME', of: ['graph'], meaning: 'what an ioctl runs' },
  hook: {
    type: 'string',
    value: 'NAME',
    of: ['graph'],
    meaning: 'what leads to a hook, and who fills it; STRUCT.FIELD is one of any struct',
  },
  from: {
    type: 'string',
    value: 'FUNCTION',
    of: ['graph'],
    meaning: 'what a function calls; FILE:FUNCTION where several have the name',
  },
  to: { type: 'string', value: 'FUNCTION', of: ['graph'], meaning: 'what leads to a function' },
  depth: { type: 'string', value: 'N', of: ['graph'], meaning: 'so many calls deep' },
  async: { type: 'boolean', of: ['reach'], meaning: 'what runs later, too: queued work, timers, callbacks' },
  base: {
    type: 'string',
    value: 'REV',
    of: ['check', 'compare'],
    meaning: 'check: only what was introduced since the merge base with REV; compare: the side that both came from',
  },
  as: {
    type: 'string',
    multiple: true,
    value: 'NAME=SIDE',
    of: ['compare'],
    meaning: 'what a side is called in the answer; may be repeated',
  },
  for: { type: 'string', value: 'TYPE', of: ['compare'], meaning: 'count for one memory type alone' },
  only: { type: 'string', value: 'GROUPS', of: ['compare'], meaning: 'groups of rows: size,hooks,new-type,...' },
  evidence: { type: 'string', value: 'ROW', of: ['compare'], meaning: 'file and line of all that a row counts' },
  'exit-code': { type: 'boolean', of: ['compare'], meaning: 'end with 1 where the sides differ' },
  baseline: {
    type: 'string',
    value: 'FILE',
    of: ['check'],
    meaning: 'leave out the findings of an earlier answer in JSON',
  },
  severity: {
    type: 'string',
    multiple: true,
    value: 'RULE=LEVEL',
    of: ['check'],
    meaning: 'off, hint, info, warning or error; a group is pgtable-in-module/GROUP; may be repeated',
  },
  exclude: {
    type: 'string',
    multiple: true,
    value: 'GLOB',
    of: ['check'],
    meaning: 'leave out files and folders; may be repeated',
  },
  config: {
    type: 'string',
    value: 'FILE',
    of: ['check', 'modules'],
    meaning: 'the .config that says who is a module; else the one in the root of the tree',
  },
  onto: {
    type: 'string',
    value: 'REV',
    of: ['review'],
    meaning: 'apply the series to this revision; else to its base-commit, else to what is checked out',
  },
  patch: { type: 'string', value: 'N', of: ['review'], meaning: 'answer about this patch of the series alone' },
  fuzz: {
    type: 'string',
    value: 'N',
    of: ['review'],
    meaning: 'so many lines at the ends of a hunk may differ (default 0)',
  },
  'list-suppressed': { type: 'boolean', of: ['check'], meaning: 'list what comments suppress, and why' },
  also: {
    type: 'string',
    multiple: true,
    value: 'DIR',
    of: ['mcp'],
    meaning: 'another kernel tree that agents may have compared with this one; may be repeated',
  },
  stdio: { type: 'boolean', of: ['lsp'], meaning: 'speak the protocol on standard input and output' },
  help: { type: 'boolean', short: 'h', of: 'any', meaning: 'what there is, or what one command takes' },
  version: { type: 'boolean', of: 'any', meaning: 'which version this is' },
  // What VS Code's client says when it starts a server.
  'node-ipc': { type: 'boolean', of: 'any' },
  clientProcessId: { type: 'string', of: 'any' },
} as const satisfies Readonly<Record<string, Option>>;

type Value<O extends Option> = O extends { readonly multiple: true }
  ? readonly string[]
  : O extends { readonly type: 'boolean' }
    ? boolean
    : string;

/** The options that were given, as they were written. */
export type OptionValues = { readonly [K in keyof typeof OPTIONS]?: Value<(typeof OPTIONS)[K]> | undefined };

/** What a rule can be set to. */
export const LEVEL_WORDS = ['off', 'hint', 'info', 'warning', 'error'] as const;

/** The forms of answers, for the commands that have more than text and JSON. */
export const FORMS = {
  graph: ['text', 'json', 'dot', 'mermaid', 'svg'],
  check: ['text', 'json', 'sarif', 'github'],
  compare: ['text', 'markdown', 'json', 'sarif'],
  export: ['jsonl', 'sqlite', 'scip'],
  review: ['text', 'reply', 'markdown', 'json', 'sarif', 'github', 'b4'],
} as const;

/** An option with its name, as a command takes it. */
export type NamedOption = readonly [name: string, option: Option];

/** The options that only some commands take, this one among them. */
export function ownOptions(command: string): readonly NamedOption[] {
  return all().filter(([, { of }]) => of !== 'every' && of !== 'any' && of.includes(command));
}

/** The options of every command that is about a tree. */
export function commonOptions(): readonly NamedOption[] {
  return all().filter(([, { of }]) => of === 'every');
}

/** Those of the program itself that a person has a use for. */
export function programOptions(): readonly NamedOption[] {
  return all().filter(([, { of, meaning }]) => of === 'any' && meaning !== undefined);
}

/** The first of the options given that a command does not take; null when there is none. */
export function strangeOption(command: string, given: OptionValues): string | null {
  const known = [...ownOptions(command), ...commonOptions(), ...all().filter(([, { of }]) => of === 'any')];
  return Object.keys(given).find((name) => !known.some(([each]) => each === name)) ?? null;
}

/** What Node says of the command line; of an option that there is not, which may be meant. */
export function withNear(said: string): string {
  const [, strange] = /^Unknown option '(--?[\w-]+)'/.exec(said) ?? [];
  if (strange === undefined) return said;
  const near = strange.startsWith('--') ? nearest(strange.slice(2), Object.keys(OPTIONS))[0] : undefined;
  return `no option ${strange}; ${near === undefined ? 'see opscope --help' : `did you mean --${near}?`}`;
}

function all(): readonly NamedOption[] {
  return Object.entries<Option>(OPTIONS);
}

/** An option as it is written: `--tree DIR`. */
export function flagOf(name: string): string {
  const option = all().find(([each]) => each === name)?.[1];
  return option?.value === undefined ? `--${name}` : `--${name} ${option.value}`;
}

/** Names that are given one by one, or in a list with commas. */
export function namesIn(given: readonly string[]): readonly string[] {
  return given.flatMap((each) => each.split(',')).filter(Boolean);
}

/** Folders in a list with commas, with or without slashes at their ends. */
export function foldersNamed(list: string): readonly string[] {
  return namesIn([list])
    .map((each) => each.replace(/(?<!\/)\/+$/, ''))
    .filter(Boolean);
}
