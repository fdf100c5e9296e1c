/**
 * The command inside the process of a test, where its answer is looked at and not how it starts and ends: from the second question on
 * the parser is loaded and the code compiled. It keeps no cache. `command.ts` runs the command as it ships.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setStrict } from '../../server/src/base/contain.ts';
import { type Arguments, type OpenTree, type Output, UsageError } from '../../server/src/cli/io.ts';
import { run } from '../../server/src/cli/main.ts';
import { checkArguments } from '../../server/src/cli/manual.ts';
import { OPTIONS, type OptionValues } from '../../server/src/cli/options.ts';
import { shown } from '../../server/src/cli/shown.ts';
import { DiskTree } from '../../server/src/host/disk.ts';
import { type Located, OpenedTrees } from '../../server/src/host/opened.ts';
import { openWords } from '../../server/src/host/words/store.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { locate, openTree } from '../../server/src/open-tree.ts';
import type { Outcome } from './command.ts';
import { assets, lowerer } from './loaded.ts';
import { projectRoot } from './root.ts';

// No bug hides behind a boundary in tests.
setStrict(true);

const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { readonly version: string };
const program = { version, home: null };

/** Commands that make other states of the tree out of the one on disk. */
const GOES_ON: readonly string[] = ['compare', 'review'];

/** Opens a tree as the command does, but for its cache. */
async function open({ command, options }: Arguments): Promise<OpenTree> {
  const at = (more: OptionValues): Located => locate({ options: { ...options, ...more, 'no-cache': true } }, assets);
  const of = at({});
  const words = await openWords(of);
  const source = new DiskTree(of.root, new Map(), words);
  const snapshot = Snapshot.of(source, { folders: of.asked }, await lowerer(), !GOES_ON.includes(command));
  const others = new OpenedTrees((tree) => at({ tree }), []);
  return openTree(words, snapshot, { assets, program, others });
}

/** Answers `opscope` with arguments, as it prints it where no terminal is; wrong use ends with 2 there, and a bug throws. */
export async function inside(args: readonly string[]): Promise<Outcome> {
  const said = { out: '', err: '' };
  const output: Output = {
    out(text) {
      said.out += `${text}`;
    },
    err(text) {
      said.err += `${text}`;
    },
    taken: async () => {},
    terminal: false,
    width: 120,
    colour: false,
  };
  const { values: options, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  const [command = '', ...rest] = positionals;
  const asked = { command, rest, options };
  try {
    checkArguments(asked);
    return { code: await run(asked, open, output), ...said };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    output.err(shown`opscope: ${error.message}\n`);
    return { code: 2, ...said };
  }
}

/** Reads the one answer that a command prints; `codes` are those that it may end with. */
export async function answer<T>(args: readonly string[], codes: readonly number[] = [0]): Promise<T> {
  return JSON.parse(await printed(args, codes)) as T;
}

/** The same of a command that prints a row in each line. */
export async function rows<T>(args: readonly string[]): Promise<T[]> {
  const lines = (await printed(args)).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as T);
}

async function printed(args: readonly string[], codes: readonly number[] = [0]): Promise<string> {
  const { code, out, err } = await inside([...args, '--format', 'json']);
  if (code === null || !codes.includes(code)) throw new Error(`opscope ${args.join(' ')} ended with ${code}: ${err}`);
  return out;
}
