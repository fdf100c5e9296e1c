/** `opscope mcp`: serves agents on standard input and output. In a bundle of its own, which the command loads when it is asked for. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { lookAtCheckpoints } from './base/checkpoint.ts';
import { reasonOf, setStrict } from './base/contain.ts';
import { type OpenTree, UsageError } from './cli/io.ts';
import { OPTIONS } from './cli/options.ts';
import { Shown, shown } from './cli/shown.ts';
import { loadLowerer } from './host/assets.ts';
import { rulePagePath } from './host/files/installed.ts';
import { readNamed } from './host/files/named.ts';
import { KeptTree } from './host/kept-tree.ts';
import { OpenedTrees } from './host/opened.ts';
import { createServer, type McpHost } from './mcp/server.ts';
import { locate, openTree, type Surroundings } from './open-tree.ts';

/** The version in package.json, put in by the build. */
declare const OPSCOPE_VERSION: string;

/** The address of the repository in package.json, put in by the build; null where it names none. */
declare const OPSCOPE_HOME: string | null;

/** The command has looked at them before. */
const { values: options } = parseArgs({ args: process.argv.slice(2), allowPositionals: true, options: OPTIONS });

/** What is left to do when the process ends. */
const afterwards: (() => void)[] = [];

/** What is to be written of the trees that the last question opened besides. */
const saves: (() => void)[] = [];

/** Other trees are opened anew for each question: nobody watches them. */
function around(): Surroundings {
  for (const each of saves.splice(0)) each();
  const program = { version: OPSCOPE_VERSION, home: OPSCOPE_HOME };
  const others = new OpenedTrees((tree) => locate({ options: { ...options, tree } }, __dirname), saves);
  return { assets: __dirname, program, others };
}

/** Other trees that may be read: the agent names folders, and whoever started the server says which. */
const ALSO = (options.also ?? []).map((each) => resolve(each));

/** The tree, of which no other folder is read than those. */
function clamped(tree: OpenTree): OpenTree {
  return {
    ...tree,
    async beside(folder) {
      if (folder === '.') return tree;
      const path = resolve(folder);
      return path === tree.tree.root || ALSO.includes(path) ? tree.beside(folder) : null;
    },
  };
}

async function main(): Promise<void> {
  setStrict(process.env['OPSCOPE_STRICT'] === '1');
  const of = locate({ options }, __dirname);
  for (const folder of ALSO) locate({ options: { tree: folder } }, __dirname);
  // The client is answered while the tree is being read: it waits for its first answer only.
  const opening = KeptTree.open(of, of.asked, loadLowerer(__dirname));
  opening.then((kept) => afterwards.push(() => kept.close()), fail);
  const host: McpHost = {
    version: OPSCOPE_VERSION,
    async tree() {
      const kept = await opening;
      return clamped(openTree(kept.index, await kept.current(), around()));
    },
    failed(error) {
      say(error);
      void opening.then((kept) => kept.forget());
    },
    rulePage: (rule) => readNamed(rulePagePath(__dirname, rule) ?? ''),
  };
  serveStdio(() => createServer(host), { transport: new StdioServerTransport(), onerror: misunderstood });
}

/** What went wrong, on standard error: standard output is the protocol's. */
function say(error: unknown): void {
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`opscope: ${Shown.document(told)}\n`);
}

/** A message of the client that is none of the protocol, or too large for it: where that was noticed helps nobody. */
function misunderstood(error: unknown): void {
  const isOther = error instanceof Error && error.name.endsWith('ZodError');
  const why = isOther ? 'it is none of the protocol' : reasonOf(error);
  process.stderr.write(`${shown`opscope: a message of the client was left out: ${why}`}\n`);
}

function fail(error: unknown): void {
  if (error instanceof UsageError) process.stderr.write(`${shown`opscope: ${error.message}`}\n`);
  else say(error);
  process.exit(error instanceof UsageError ? 2 : 70);
}

const PARENT = process.ppid;

/**
 * A question about a whole kernel can take minutes, in which nothing else is noticed: not that whoever asked was killed. A process
 * whose parent dies is given another.
 */
function goOn(): void {
  if (process.ppid !== PARENT) process.exit(0);
}

/** Whoever asked has gone. */
function leave(): void {
  for (const each of [...saves, ...afterwards]) each();
  process.exit(0);
}

process.stdin.once('end', leave);
process.stdin.once('close', leave);
process.stdout.on('error', leave);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, leave);
// The protocol's library stops listening at a message of more than 10 MB: nothing is left to do, and nobody has gone.
process.once('beforeExit', () => process.exit(70));
lookAtCheckpoints(goOn);
main().catch(fail);
