/**
 * Compares opscope's module answers with a real `make allmodconfig` of the same kernel.
 *
 *     esbuild test/truth/modules/main.ts --bundle --platform=node --format=esm --outfile=out/modules.mjs
 *     node out/modules.mjs TREE [--work FOLDER] [--all] [--record-only]
 *
 * The record is taken when the truth's folder has none, in the work folder; it needs clang-19, lld-19, llvm-19, flex,
 * bison, bc, libelf and libssl. `--all` builds and compares all of the kernel instead of the folders that matter most.
 * Exit 1 when a figure is below its goal.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { truthFolder } from '../places.ts';
import { compareModules, GOAL } from './compare.ts';
import { type BuildRecord, type Compiled, TARGETS, takeRecord } from './record.ts';

const EVERYTHING = 'mm fs ipc virt drivers net sound kernel lib block crypto security io_uring init arch/x86/kvm'.split(
  ' ',
);

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      work: { type: 'string' },
      all: { type: 'boolean', default: false },
      'record-only': { type: 'boolean', default: false },
    },
  });
  const tree = positionals[0];
  if (tree === undefined) throw new Error('which kernel tree?');
  const truth = truthFolder(resolve(tree));
  const work = values.work ?? join(truth.folder, 'build');
  const path = values.all ? join(truth.folder, 'compile-all.jsonl') : truth.record;
  const record = keptRecord(path) ?? keep(path, takeRecord(truth.tree, resolve(work), values.all ? ['./'] : TARGETS));
  const modules = record.compiled.filter((entry) => entry.module).length;
  console.log(`Linux ${truth.version}: ${record.compiled.length} objects compiled from C, ${modules} with -DMODULE`);
  if (values['record-only']) return 0;
  return report(truth.tree, record, values.all ? EVERYTHING : TARGETS.map((target) => target.slice(0, -1)));
}

function report(tree: string, record: BuildRecord, folders: readonly string[]): number {
  let failed = false;
  for (const { title, files, wrong } of compareModules(tree, record, folders)) {
    const right = (files - wrong.length) / files;
    failed ||= right < GOAL;
    console.log(`${title}: ${files} C files, ${wrong.length} differ, ${(100 * right).toFixed(2)} % right`);
    for (const line of wrong) console.log(`  ${line}`);
  }
  return failed ? 1 : 0;
}

/** Where the .config of a record is kept. */
function configOf(record: string): string {
  return record.replace(/\.jsonl$/, '.config');
}

function keptRecord(path: string): BuildRecord | null {
  if (!existsSync(path) || !existsSync(configOf(path))) return null;
  const lines = readFileSync(path, 'utf8').split('\n');
  const compiled = lines.filter((line) => line !== '').map((line): Compiled => JSON.parse(line));
  return { compiled, config: readFileSync(configOf(path), 'utf8') };
}

function keep(path: string, record: BuildRecord): BuildRecord {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, record.compiled.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  writeFileSync(configOf(path), record.config);
  return record;
}

process.exitCode = main();
