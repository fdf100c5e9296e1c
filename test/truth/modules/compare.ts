/** Compares the module answers with a record of what kbuild did (record.ts). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '../../../server/src/kbuild/arches.ts';
import type { TreeReader } from '../../../server/src/kbuild/reader.ts';
import { type ModuleStatus, openKbuild } from '../../../server/src/kbuild/status.ts';
import type { BuildRecord } from './record.ts';

/** The part of the answers that has to be the record's. */
export const GOAL = 0.998;

/** What kbuild did with a file; `either`: it was compiled twice, into a module and into the kernel. */
type Seen = 'module' | 'built-in' | 'either' | 'unbuilt';

export interface Comparison {
  readonly title: string;
  readonly files: number;
  readonly wrong: readonly string[];
}

/** Differences that are as they should be, and why. */
const EXPLAINED: ReadonlyMap<string, string> = new Map([
  ['drivers/misc/lkdtm/rodata.c', 'compiled without -DMODULE, then copied into an object of the module lkdtm'],
  ['kernel/trace/undefsyms_base.c', 'compiled to look at its undefined symbols, linked into nothing'],
]);

/**
 * With the record's .config, the answers must be the record's. Without one, a file that was compiled with -DMODULE must
 * be able to be a module on x86, and one that was compiled without must be able to be built in there.
 */
export function compareModules(tree: string, record: BuildRecord, folders: readonly string[]): Comparison[] {
  const reader = diskReader(tree);
  const files = folders.flatMap((folder) => [...cFiles(reader, folder)]);
  const seen = seenIn(record);
  const given = openKbuild(reader, { config: parseConfig(record.config) });
  const open = openKbuild(reader);
  return [
    compare('with the .config', files, seen, (file) => given.status(file), isExactly),
    compare('without a .config', files, seen, (file) => open.status(file), allows),
  ];
}

function isExactly(status: ModuleStatus, seen: Seen): boolean {
  // What is included is compiled, though no command names it.
  return status.status === seen || (status.includedBy !== null && seen === 'unbuilt');
}

function allows({ moduleOn, builtInOn }: ModuleStatus, seen: Seen): boolean {
  const asModule = seen === 'built-in' || seen === 'unbuilt' || moduleOn.includes('x86');
  const builtIn = seen === 'module' || seen === 'unbuilt' || builtInOn.includes('x86');
  return asModule && builtIn;
}

function compare(
  title: string,
  files: readonly string[],
  seen: ReadonlyMap<string, Seen>,
  statusOf: (file: string) => ModuleStatus,
  isRight: (status: ModuleStatus, seen: Seen) => boolean,
): Comparison {
  const wrong: string[] = [];
  for (const file of files) {
    const [status, expected] = [statusOf(file), seen.get(file) ?? 'unbuilt'];
    if (!isRight(status, expected)) wrong.push(describe(status, expected));
  }
  return { title, files: files.length, wrong };
}

function describe({ file, status, why, config }: ModuleStatus, expected: Seen): string {
  const line = why === null ? '' : ` (${why.file}:${why.line} ${config ?? ''})`;
  return `${file}: kbuild says ${expected}, opscope ${status}${line}: ${EXPLAINED.get(file) ?? 'NOT EXPLAINED'}`;
}

function seenIn(record: BuildRecord): Map<string, Seen> {
  const seen = new Map<string, Seen>();
  for (const { file, generated, module } of record.compiled) {
    if (generated) continue;
    const now = module ? 'module' : 'built-in';
    seen.set(file, (seen.get(file) ?? now) === now ? now : 'either');
  }
  return seen;
}

function* cFiles(reader: TreeReader, folder: string): Iterable<string> {
  for (const entry of reader.list(folder)) {
    if (entry.endsWith('/')) yield* cFiles(reader, `${folder}/${entry.slice(0, -1)}`);
    else if (entry.endsWith('.c')) yield `${folder}/${entry}`;
  }
}

/** Reads a tree from the disk, each folder once. */
function diskReader(root: string): TreeReader {
  const folders = new Map<string, readonly string[]>();
  return {
    read: (path) => orElse(null, () => readFileSync(join(root, path), 'latin1')),
    list: (folder) => {
      const names = folders.get(folder) ?? orElse([], () => entriesOf(join(root, folder)));
      folders.set(folder, names);
      return names;
    },
  };
}

function entriesOf(path: string): string[] {
  const entries = readdirSync(path, { withFileTypes: true });
  return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
}

/** What `read` returns, or the other value when there is no such file. */
function orElse<T>(other: T, read: () => T): T {
  try {
    return read();
  } catch {
    return other;
  }
}
