/**
 * Compares the module answers with a record of what kbuild did (record.ts):
 *
 *     compare TREE RECORD.jsonl CONFIG [FOLDER...]
 *
 * With the record's .config the answers must be the record's; without, a file that was compiled with -DMODULE must be
 * one that can be a module on x86, and one compiled without must be one that can be built in there.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '../../../server/src/kbuild/arches.ts';
import type { TreeReader } from '../../../server/src/kbuild/reader.ts';
import { type ModuleStatus, openKbuild } from '../../../server/src/kbuild/status.ts';

const DEFAULT_FOLDERS = ['mm', 'fs', 'ipc', 'virt', 'drivers/xen', 'arch/x86/kvm'];

type Seen = 'module' | 'built-in' | 'either' | 'unbuilt';

function main(): void {
  const [tree, record, config, ...folders] = process.argv.slice(2);
  if (tree === undefined || record === undefined || config === undefined) {
    throw new Error('usage: compare TREE RECORD.jsonl CONFIG [FOLDER...]');
  }
  const reader = diskReader(tree);
  const files = (folders.length > 0 ? folders : DEFAULT_FOLDERS).flatMap((folder) => [...cFiles(reader, folder)]);
  const seen = readRecord(record);
  const given = openKbuild(reader, { config: parseConfig(readFileSync(config, 'utf8')) });
  report('with the .config', files, (file) => {
    const status = given.status(file);
    const expected = seen.get(file) ?? 'unbuilt';
    // What is included is compiled, though no command names it.
    return status.status === expected || (status.includedBy !== null && expected === 'unbuilt')
      ? null
      : say(status, expected);
  });
  const open = openKbuild(reader);
  report('without a .config', files, (file) => {
    const status = open.status(file);
    const expected = seen.get(file) ?? 'unbuilt';
    const asModule = expected === 'built-in' || expected === 'unbuilt' || status.moduleOn.includes('x86');
    const builtIn = expected === 'module' || expected === 'unbuilt' || status.builtInOn.includes('x86');
    return asModule && builtIn ? null : say(status, expected);
  });
}

function report(title: string, files: readonly string[], check: (file: string) => string | null): void {
  const start = performance.now();
  const wrong = files.map(check).filter((line) => line !== null);
  const share = ((100 * (files.length - wrong.length)) / files.length).toFixed(2);
  const milliseconds = (performance.now() - start).toFixed(0);
  console.log(`${title}: ${files.length} C files, ${wrong.length} differ, ${share} % right (${milliseconds} ms)`);
  for (const line of wrong) console.log(`  ${line}`);
}

function say(status: ModuleStatus, expected: Seen): string {
  const why = status.why === null ? '' : ` (${status.why.file}:${status.why.line} ${status.config ?? ''})`;
  return `${status.file}: kbuild says ${expected}, opscope ${status.status}${why}`;
}

function readRecord(path: string): Map<string, Seen> {
  const seen = new Map<string, Seen>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue;
    const entry = JSON.parse(line) as { file: string; generated: boolean; module: boolean };
    if (entry.generated) continue;
    const now = entry.module ? 'module' : 'built-in';
    // A file may be compiled twice, into two objects.
    seen.set(entry.file, (seen.get(entry.file) ?? now) === now ? now : 'either');
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
    read: (path) => {
      try {
        return readFileSync(join(root, path), 'latin1');
      } catch {
        return null;
      }
    },
    list: (folder) => {
      let names = folders.get(folder);
      if (names === undefined) {
        names = listFolder(join(root, folder));
        folders.set(folder, names);
      }
      return names;
    },
  };
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true }).map((entry) =>
      entry.isDirectory() ? `${entry.name}/` : entry.name,
    );
  } catch {
    return [];
  }
}

main();
