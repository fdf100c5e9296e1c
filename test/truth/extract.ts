import { spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CLANG_COMMAND, type Plugin } from './build-plugin.ts';
import { type CompileLine, readingFlags } from './compile-lines.ts';
import type { TrueFile } from './facts.ts';
import { Part } from './part.ts';
import type { TruthFolder } from './places.ts';

/** What a plugin records: where its parts are kept, and the files that they are put together in, by the kinds of records. */
export interface Records {
  readonly parts: string;
  readonly files: ReadonlyMap<string, string>;
  /** The file for all other kinds. */
  readonly rest: string;
}

/** What is said of slots, calls and lines. */
export function factRecords({ parts, slots, dispatch, calls, files }: TruthFolder): Records {
  const kinds = [
    ['slot', slots],
    ['assign', slots],
    ['dispatch', dispatch],
    ['static-call', dispatch],
    ['call', calls],
  ] as const;
  return { parts, files: new Map(kinds), rest: files };
}

/** What is said of functions that are values. */
export function valueRecords({ valueParts, values }: TruthFolder): Records {
  return { parts: valueParts, files: new Map(), rest: values };
}

/**
 * Has clang read every compiled file that it has not read yet, about a second each, at low priority.
 * A folder that is done is kept, so that a run that was stopped goes on from there.
 */
export async function extract(
  truth: TruthFolder,
  compiled: readonly CompileLine[],
  plugin: Plugin,
  records: Records,
): Promise<void> {
  mkdirSync(records.parts, { recursive: true });
  const byFolder = groupBy(compiled, (line) => partName(line.file));
  let fresh = false;
  for (const [name, lines] of byFolder) {
    const path = join(records.parts, `${name}.${plugin.hash}.jsonl`);
    if (existsSync(path)) continue;
    console.error(`clang: ${name.replaceAll('__', '/')} (${lines.length} files)`);
    await writeLines(path, extractPart(truth, lines, plugin).output());
    fresh = true;
  }
  if (fresh || !existsSync(records.rest)) await assemble(records, plugin);
}

/**
 * Files outside the folders that keep what most callers hand over. Only what they do with functions is recorded; they are read
 * with the flags of the first file that is built in.
 */
const KEEPERS: readonly string[] = [
  'kernel/irq_work.c',
  'kernel/kthread.c',
  'kernel/rcu/srcutree.c',
  'kernel/rcu/tree.c',
  'kernel/smp.c',
  'kernel/task_work.c',
  'kernel/time/hrtimer.c',
  'kernel/time/timer.c',
  'kernel/workqueue.c',
];

/** Compile lines for those of them that are not among the given ones. */
export function keepers(tree: string, lines: readonly CompileLine[]): CompileLine[] {
  const like = lines.find((line) => !line.args.includes('-DMODULE')) ?? lines[0];
  if (like === undefined) return [];
  const absent = KEEPERS.filter((file) => !lines.some((line) => line.file === file) && existsSync(join(tree, file)));
  return absent.map((file) => ({ ...like, file, args: like.args.map((arg) => arg.replaceAll(like.file, file)) }));
}

/** `fs/xfs/libxfs/xfs_bmap.c` belongs to `fs__xfs`, `mm/shmem.c` to `mm`. */
function partName(file: string): string {
  return file.split('/').slice(0, -1).slice(0, 3).join('__');
}

function extractPart(truth: TruthFolder, lines: readonly CompileLine[], plugin: Plugin): Part {
  const part = new Part();
  const out = join(truth.folder, `unit-${process.pid}.jsonl`);
  for (const line of lines) {
    const own = [`tree=${truth.tree}`, `out=${out}`, ...truth.folders.map((folder) => `folder=${folder}`)];
    const flags = [`-fplugin=${plugin.path}`, ...own.map((value) => `-fplugin-arg-opscope-${value}`)];
    const command = [CLANG_COMMAND, '-fsyntax-only', '-w', ...flags, ...readingFlags(line)];
    const run = spawnSync('nice', ['-n', '15', ...command], { cwd: line.directory, encoding: 'utf8' });
    if (run.status !== 0) console.error(`${line.file}: clang says ${run.stderr.trim().slice(0, 500)}`);
    if (existsSync(out)) part.addUnit(out);
    rmSync(out, { force: true });
  }
  return part;
}

/** Puts the parts together into one file for each kind. */
async function assemble({ parts, files, rest }: Records, plugin: Plugin): Promise<void> {
  const whole = new Part();
  for (const name of readdirSync(parts).sort()) {
    const path = join(parts, name);
    if (!name.endsWith(`.${plugin.hash}.jsonl`)) {
      rmSync(path);
      continue;
    }
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      if (line.startsWith('{"kind":"file"')) {
        const file: TrueFile = JSON.parse(line);
        whole.addFile(file);
      } else if (line !== '') whole.lines.add(line);
    }
  }
  const fileOf = (line: string): string => files.get(/"kind":"([a-z-]+)"/.exec(line)?.[1] ?? '') ?? rest;
  const all = groupBy(whole.output(), fileOf);
  for (const path of new Set([...files.values(), rest])) {
    await writeLines(path, all.get(path) ?? []);
  }
}

function groupBy<T>(all: Iterable<T>, keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}

/** Written beside and renamed, so that a run that is stopped leaves nothing half-written. */
async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  const withEnds = function* (): Generator<string> {
    for (const line of lines) yield `${line}\n`;
  };
  await pipeline(Readable.from(withEnds()), createWriteStream(`${path}.new`));
  renameSync(`${path}.new`, path);
}
