#!/usr/bin/env node
/** The `opscope` command: reads arguments, opens trees, and hands over to the command line or the language server. */
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { lookAtCheckpoints } from './base/checkpoint.ts';
import { setStrict } from './base/contain.ts';
import { type Arguments, type OpenTree, type Output, UsageError } from './cli/io.ts';
import { asksForEveryOps, COMMAND_NAMES, run } from './cli/main.ts';
import { checkArguments } from './cli/manual.ts';
import { OPTIONS, withNear } from './cli/options.ts';
import { Shown, shown } from './cli/shown.ts';
import { CachedAnswer, Told } from './host/answer-cache.ts';
import { loadLowerer } from './host/assets.ts';
import { DiskTree } from './host/disk.ts';
import { ipcChannel, stdioChannel } from './host/editor/channel.ts';
import { Parents } from './host/editor/parents.ts';
import { startServer } from './host/editor/thread.ts';
import { builtAt } from './host/files/installed.ts';
import { findKernelTree } from './host/kernel-tree.ts';
import { isFolder, OpenedTrees, treesIn } from './host/opened.ts';
import { ProgressLine } from './host/progress-line.ts';
import { endWithReader } from './host/reader-gone.ts';
import { takesControls } from './host/terminal.ts';
import { openWords, saveWords } from './host/words/store.ts';
import { Snapshot } from './index/snapshot.ts';
import { Front } from './lsp/front/front.ts';
import { locate, openTree, type Surroundings } from './open-tree.ts';

/** The version in package.json, put in by the build. */
declare const OPSCOPE_VERSION: string;

/** The address of the repository in package.json, put in by the build; null where it names none. */
declare const OPSCOPE_HOME: string | null;

/** Parses the command line. Throws a UsageError for an unknown option or a missing value. */
function parseArguments(argv: readonly string[]): Arguments {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
    const [command = '', ...rest] = positionals;
    return { command, rest, options: values };
  } catch (error) {
    throw new UsageError(error instanceof Error ? withNear(error.message.split('\n')[0] ?? '') : String(error));
  }
}

/** What is shown while an answer takes long. */
const progress = new ProgressLine(process.stderr, takesControls(process.env));

/** What is left to do when the answer has been printed: what is kept for the next run. */
const afterwards: (() => void)[] = [];

/** Runs a command on a tree, unless an earlier run has left the answer. */
async function runOnTree(args: Arguments, output: Output): Promise<number> {
  const of = locate({ options: { ...args.options, ...treeOfSides(args) } }, __dirname);
  const others = args.command === 'compare' ? treesBeside(args, of.root) : null;
  const isCached = of.cache !== null && (others !== null || CACHED.has(args.command)) && !asksForEveryOps(args);
  // The parser takes as long to load as the index: where an answer may be there already, it can wait.
  const loading = isCached ? null : loadLowerer(of.assets);
  lookAtCheckpoints((doing) => doing && progress.say(doing));
  const words = await openWords(of, (count) => progress.sayRead(count));
  const { terminal, width, colour } = output;
  const question = [OPSCOPE_VERSION, builtAt(__filename), args, terminal, width, colour];
  const trees = isCached ? await treesOf(args).all(others ?? []) : [];
  const indexes = [words, ...trees.map((each) => each.words)];
  const cached = isCached && of.cache !== null ? new CachedAnswer(of.cache, question, indexes) : null;
  const found = cached?.find();
  if (found) {
    progress.instead(process.stdout, found.out);
    process.stderr.write(found.err);
    return found.code;
  }
  afterwards.push(() => saveWords(of, words));
  const source = new DiskTree(of.root, new Map(), words);
  const isLast = !GOES_ON.has(args.command);
  const snapshot = Snapshot.of(source, { folders: of.asked }, await (loading ?? loadLowerer(of.assets)), isLast);
  const told = new Told();
  const telling: Output = {
    ...output,
    out: (text) => {
      told.add('out', `${text}`);
      output.out(text);
    },
    err: (text) => {
      told.add('err', `${text}`);
      output.err(text);
    },
  };
  const code = await run(args, async () => openTree(words, snapshot, around(args)), cached ? telling : output);
  if (cached)
    afterwards.push(() =>
      cached.store(
        told.answer(code),
        [source, ...trees.map((each) => each.source)].map(({ reads }) => reads),
      ),
    );
  return code;
}

/** Commands whose answer depends on nothing but their arguments and the tree's C files. */
const CACHED: ReadonlySet<string> = new Set(['matrix', 'tables', 'dispatch', 'reach', 'graph', 'explain']);

/** Commands that make other states of the tree out of the one on disk, and take over what they can. */
const GOES_ON: ReadonlySet<string> = new Set(['compare', 'review']);

/** A comparison of folders needs no tree around the current one: then the first of them is it. */
function treeOfSides({ command, rest, options }: Arguments): { readonly tree?: string } {
  if (command !== 'compare' || options.tree !== undefined || findKernelTree(process.cwd()) !== null) return {};
  const tree = sidesOf(rest, options.base)
    .flatMap((side) => [side, side.slice(side.indexOf('@') + 1)])
    .find(isFolder);
  return tree === undefined ? {} : { tree };
}

let opened: OpenedTrees | null = null;

/** The trees beside the first. */
function treesOf({ options }: Arguments): OpenedTrees {
  opened ??= new OpenedTrees((tree) => locate({ options: { ...options, tree } }, __dirname), afterwards);
  return opened;
}

function around(args: Arguments): Surroundings {
  const program = { version: OPSCOPE_VERSION, home: OPSCOPE_HOME };
  return { assets: __dirname, program, others: treesOf(args) };
}

/**
 * The trees that a comparison of folders is of, but for the first; null for any other, and where the answer says of which commit they
 * are: what git says is not kept.
 */
function treesBeside({ rest, options }: Arguments, root: string): readonly string[] | null {
  if (options.format === 'sarif') return null;
  return treesIn(sidesOf(rest, options.base))?.filter((each) => each !== root) ?? null;
}

function sidesOf(rest: readonly string[], base: string | undefined): readonly string[] {
  return [...rest, ...(base === undefined ? [] : [base])];
}

/** Wrong use is told before a tree is opened. */
const NO_TREE = (): Promise<OpenTree> => Promise.reject(new UsageError('no tree'));

/** Serves an editor until the process ends: the promise is never kept. */
function serveEditor(): Promise<never> {
  const channel = process.argv.includes('--node-ipc') ? ipcChannel() : stdioChannel();
  const parents = new Parents(() => front.gone());
  const thread = startServer(
    { assets: __dirname },
    (message) => front.received(message),
    (why) => front.died(why),
  );
  const front: Front = new Front({
    send: (message) => channel.send(message),
    post: (message) => thread.post(message),
    follow: (processId) => parents.follow(processId),
    say: (line) => void process.stderr.write(`${shown`${line}`}\n`),
    leave: (code) => thread.leave(code),
  });
  channel.listen(front);
  return new Promise(() => {});
}

/** Serves agents until the process ends, in a bundle that nobody else has to load: the promise is never kept. */
async function serveAgents(): Promise<never> {
  await import(pathToFileURL(join(__dirname, 'mcp.cjs')).href);
  return new Promise(() => {});
}

async function main(): Promise<number> {
  setStrict(process.env['OPSCOPE_STRICT'] === '1');
  const output = {
    out: (text: Shown): void => progress.instead(process.stdout, `${text}`),
    err: (text: Shown): void => progress.instead(process.stderr, `${text}`),
    taken: async (): Promise<void> => {
      if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
    },
    terminal: process.stdout.isTTY === true,
    width: process.stdout.columns ?? 120,
    colour: process.stdout.isTTY === true && !process.env['NO_COLOR'] && takesControls(process.env),
  };
  try {
    const args = parseArguments(process.argv.slice(2));
    const { help, version } = args.options;
    if (version) {
      output.out(shown`opscope ${OPSCOPE_VERSION}\n`);
      return 0;
    }
    if (!help) checkArguments(args);
    if (args.command === 'lsp' && !help) {
      if (!process.argv.some((each) => /^--(?:stdio|node-ipc)$/.test(each)))
        throw new UsageError('lsp is started by an editor: opscope lsp --stdio');
      return await serveEditor();
    }
    if (args.command === 'mcp' && !help) return await serveAgents();
    endWithReader();
    return await (COMMAND_NAMES.has(args.command) && !help ? runOnTree(args, output) : run(args, NO_TREE, output));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    output.err(shown`opscope: ${error.message}\n`);
    return 2;
  }
}

/**
 * Ends the process once what it printed has left it, and what is kept is written. A process that ends by itself first waits for
 * V8's own threads, and now and then one of them waits for the process: Node's bug 54918, met where an answer is short and the
 * machine is busy.
 */
function end(code: number): void {
  progress.clear();
  process.exitCode = code;
  const leave = (): void => {
    for (const each of afterwards) each();
    process.exit();
  };
  process.stdout.write('', () => process.stderr.write('', leave));
}

main().then(end, (error: unknown) => {
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`opscope: internal error: ${Shown.document(told)}\n`);
  end(70);
});
