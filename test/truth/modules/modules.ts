/** Compares opscope's module answers with a real `make allmodconfig` of the same kernel. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { TruthFolder } from '../places.ts';
import { type Comparison, compareModules, GOAL } from './compare.ts';
import { type BuildRecord, type Compiled, TARGETS, takeRecord } from './record.ts';

const EVERYTHING = 'mm fs ipc virt drivers net sound kernel lib block crypto security io_uring init arch/x86/kvm'.split(
  ' ',
);

/** What is compared. */
export interface ModuleQuestion {
  /** Where kbuild works when a record has to be taken; beside the truth when null. */
  readonly work: string | null;
  /** All of the kernel instead of the folders that matter most. */
  readonly all: boolean;
}

/** What came of it. */
export interface ModuleReport {
  readonly text: string;
  readonly reachesGoal: boolean;
}

/**
 * Says how many files' answers are the record's. The record is taken when the truth's folder has none; that needs clang-19,
 * lld-19, llvm-19, flex, bison, bc, libelf and libssl, and a minute or, for all of the kernel, ten.
 */
export function moduleTruth(truth: TruthFolder, { work, all }: ModuleQuestion): ModuleReport {
  const path = join(truth.folder, all ? 'modules-all.jsonl' : 'modules.jsonl');
  const folder = resolve(work ?? join(truth.folder, 'build'));
  const record = keptRecord(path) ?? keep(path, takeRecord(truth.tree, folder, all ? ['./'] : TARGETS));
  const folders = all ? EVERYTHING : TARGETS.map((target) => target.slice(0, -1));
  const modules = record.compiled.filter((entry) => entry.module).length;
  const compared = compareModules(truth.tree, record, folders);
  const head = `Modules: ${record.compiled.length} objects compiled from C, ${modules} with -DMODULE`;
  return {
    text: [head, ...compared.flatMap(lines)].join('\n'),
    reachesGoal: compared.every((each) => share(each) >= GOAL),
  };
}

function share({ files, wrong }: Comparison): number {
  return (files - wrong.length) / files;
}

function lines(compared: Comparison): readonly string[] {
  const { title, files, wrong } = compared;
  const right = (100 * share(compared)).toFixed(2);
  return [`${title}: ${files} C files, ${wrong.length} differ, ${right} % right`, ...wrong.map((line) => `  ${line}`)];
}

/** Where the .config of a record is kept. */
export function configOf(record: string): string {
  return record.replace(/\.jsonl$/, '.config');
}

/** The record that a file keeps; null when it, or its .config, is missing. */
export function keptRecord(path: string): BuildRecord | null {
  if (!existsSync(path) || !existsSync(configOf(path))) return null;
  const kept = readFileSync(path, 'utf8').split('\n');
  const compiled = kept.filter((line) => line !== '').map((line): Compiled => JSON.parse(line));
  return { compiled, config: readFileSync(configOf(path), 'utf8') };
}

/** Keeps a record in a file, and its .config beside. */
export function keep(path: string, record: BuildRecord): BuildRecord {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, record.compiled.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  writeFileSync(configOf(path), record.config);
  return record;
}
