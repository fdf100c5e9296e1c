/** The `opscope` command: which verb, which tree, which form. */

import { didYouMean } from '../base/nearest.ts';
import { structsInHeaders } from '../features/names-there-are.ts';
import { AUTO, opsNames } from '../features/ops-names.ts';
import { Resolver } from '../resolve/ops/ops.ts';
import { callsCommand } from './calls.ts';
import { checkCommand } from './check.ts';
import { compareCommand } from './compare.ts';
import { completions } from './completions.ts';
import { explainCommand } from './explain.ts';
import { type ExportedOps, exportCommand } from './export.ts';
import { graphCommand } from './graph.ts';
import { type Arguments, type OpenTree, type Output, UsageError } from './io.ts';
import { dispatchCommand, everythingCommand, tablesCommand } from './lists.ts';
import { manual } from './manual.ts';
import { matrixCommand } from './matrix.ts';
import { modulesCommand } from './modules.ts';
import { tellGaps } from './notes.ts';
import { DEFAULT_OPS, namesIn } from './options.ts';
import { reachCommand } from './reach.ts';
import { reviewCommand } from './review.ts';
import { Shown, shown } from './shown.ts';

/** Stand for every struct with a member that is a pointer to a function. */
const EVERY_OPS: readonly string[] = ['all', AUTO];

type Command = (tree: OpenTree, args: Arguments, output: Output) => number | Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = {
  matrix: (tree, args, output) => matrixCommand(tree, opsOf(tree, args), formatOf(args), output),
  tables: (tree, args, output) => listed('tables', tablesCommand, tree, args, output),
  dispatch: (tree, args, output) => listed('dispatch', dispatchCommand, tree, args, output),
  reach: (tree, args, output) => reachCommand(tree, args, opsOf(tree, args), formatOf(args), output),
  graph: (tree, args, output) => graphCommand(tree, args, opsOf(tree, args), output),
  calls: (tree, args, output) => callsCommand(tree, args.rest, formatOf(args), output),
  check: (tree, args, output) => checkCommand(tree, args, opsOf(tree, args), output),
  compare: (tree, args, output) => compareCommand(tree, args, opsWanted(args), output),
  review: (tree, args, output) => reviewCommand(tree, args, opsWanted(args), output),
  export: (tree, args, output) => exportCommand(tree, args, exportedOps(tree, args), output),
  modules: (tree, args, output) => modulesCommand(tree, args, formatOf(args), output),
  explain: (tree, args, output) => explainCommand(tree, opsOf(tree, args), args.rest, formatOf(args), output),
};

/** The commands that are about a tree. */
export const COMMAND_NAMES: ReadonlySet<string> = new Set(Object.keys(COMMANDS));

/** Those that are no questions about a tree. */
const APART: readonly string[] = ['completions', 'lsp', 'mcp', 'help'];

/** Runs one command; answers the exit code. `open` opens the tree that the arguments name, or throws a UsageError. */
export async function run(
  args: Arguments,
  open: (args: Arguments) => Promise<OpenTree>,
  output: Output,
): Promise<number> {
  try {
    if (args.options.help || args.command === 'help') {
      output.out(Shown.document(told(args.command === 'help' ? (args.rest[0] ?? '') : args.command)));
      return 0;
    }
    if (args.command === 'completions') {
      output.out(Shown.document(completions(args.rest)));
      return 0;
    }
    const command = Object.hasOwn(COMMANDS, args.command) ? COMMANDS[args.command] : undefined;
    if (!command) throw new UsageError(args.command ? noCommand(args.command) : 'which command? See opscope --help');
    return await answered(command, await open(args), args, output);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    output.err(shown`opscope: ${error.message}\n`);
    return 2;
  }
}

/** What `--help` says of a command, or of all where none is named. */
function told(name: string): string {
  if (name !== '' && !COMMAND_NAMES.has(name) && !APART.includes(name)) throw new UsageError(noCommand(name));
  return manual(name);
}

function noCommand(name: string): string {
  return `no command "${name}"${didYouMean(name, [...COMMAND_NAMES, ...APART]) || '; see opscope --help'}`;
}

/** Runs a command, and says what its answer lacks, also when it finds nothing. */
async function answered(command: Command, tree: OpenTree, args: Arguments, output: Output): Promise<number> {
  try {
    return await command(tree, args, output);
  } finally {
    tellGaps(tree, output);
  }
}

function listed(
  wanted: 'tables' | 'dispatch',
  named: typeof tablesCommand,
  tree: OpenTree,
  args: Arguments,
  output: Output,
): number | Promise<number> {
  const format = formatOf(args);
  if (!asksForEveryOps(args)) return named(tree, opsOf(tree, args), format, output);
  const isFilled = wanted === 'tables' && !args.options['with-values'];
  return everythingCommand(tree, isFilled ? 'tables with functions' : wanted, format, output);
}

/** Whether a question is about every struct with a hook. */
export function asksForEveryOps({ options }: Arguments): boolean {
  return namesIn(options.ops ?? []).some((name) => EVERY_OPS.includes(name));
}

/** Without a word on that, every struct is exported. */
function exportedOps(tree: OpenTree, args: Arguments): ExportedOps {
  if (args.options.ops === undefined || asksForEveryOps(args)) return { ops: [], checked: DEFAULT_OPS };
  return { ops: opsWanted(args), checked: opsOf(tree, args) };
}

function opsOf(tree: OpenTree, args: Arguments): readonly string[] {
  const resolver = Resolver.of(tree.snapshot);
  const names = opsNames(resolver, opsWanted(args));
  // A tree may well be older than the structs that questions are about unless told otherwise.
  const missing = names.find((name) => !DEFAULT_OPS.includes(name) && resolver.structNamed(name) === null);
  if (missing === undefined) return names;
  const near = didYouMean(missing, structsInHeaders(tree.snapshot));
  throw new UsageError(`Linux ${tree.tree.version} has no struct ${missing} in the folders read${near}`);
}

/** The ops structs that are asked for, patterns as they are written. */
function opsWanted(args: Arguments): readonly string[] {
  const ops = namesIn(args.options.ops ?? []);
  const all = ops.find((name) => EVERY_OPS.includes(name));
  if (all !== undefined) throw new UsageError(`--ops ${all} is for tables, dispatch and export`);
  const odd = ops.find((name) => /[*?]/.test(name) && !/^[\w*?]+$/.test(name));
  if (odd !== undefined) throw new UsageError(`--ops ${odd}: a pattern has letters, digits, _, * and ?`);
  return ops.length > 0 ? ops : DEFAULT_OPS;
}

function formatOf({ options: { format = 'text' } }: Arguments): 'text' | 'json' {
  if (format === 'text' || format === 'json') return format;
  throw new UsageError(`no format "${format}"; text and json are`);
}
