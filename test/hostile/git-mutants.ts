/** Folders of git that are broken at random. A number names a mutant: the same number is the same one. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { random } from '../robust/random.ts';
import { set } from './programs.ts';
import { put, type Trap } from './repository.ts';

/** What is broken: what git reads, and what names programs. */
export interface Victim {
  /** Paths in the folder of git, and `../.gitattributes` and the like. */
  readonly files: readonly string[];
  /** The folder of git as it was, to begin from. */
  readonly original: string;
  readonly root: string;
  readonly trap: Trap;
}

type Next = () => number;

/** Breaks the folder of git of a tree in one way to four; answers which files. */
export function mutate(victim: Victim, number: number): readonly string[] {
  const next = random(number);
  const broken = Array.from({ length: 1 + Math.floor(next() * 4) }, () => pick(next, victim.files));
  for (const path of broken) breakFile(join(victim.root, '.git', path), next, victim.trap);
  return broken;
}

/** Puts everything back. */
export function restore({ original, root, files }: Victim): void {
  rmSync(join(root, '.git'), { recursive: true, force: true });
  cpSync(original, join(root, '.git'), { recursive: true, verbatimSymlinks: true });
  for (const path of files)
    if (path.startsWith('..')) rmSync(join(root, '.git', path), { recursive: true, force: true });
}

function breakFile(path: string, next: Next, trap: Trap): void {
  const before = bytesOf(path);
  const way = pick(next, WAYS);
  const after = way(before, next, trap);
  rmSync(path, { recursive: true, force: true });
  put(path, '');
  writeFileSync(path, after);
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

/** Text that means something to git in one file or another. */
const WORDS = [
  ...[
    'ref: refs/heads/topic\n',
    'ref: ../../outside\n',
    'gitdir: ..\n',
    '\0',
    '\xff\xfe',
    '\n[',
    '"',
    '\\',
    '#',
    '=\n',
    '# pack-refs',
  ],
  ...['[core]\n\tbare = true\n', '[core]\n\trepositoryformatversion = 9\n', '[extensions]\n\tobjectFormat = sha256\n'],
  ...['[extensions]\n\tworktreeConfig = true\n', '[core]\n\tworktree = /\n', '[core]\n\tsparseCheckout = true\n'],
  ...[
    '*.c filter=odd diff=odd -text\n',
    '* binary ident working-tree-encoding=utf-16\n',
    '[attr]c filter=odd\n',
    'link',
    'TREE',
    'sdir',
  ],
  ...[
    '0'.repeat(40),
    'f'.repeat(40),
    `${'1'.repeat(40)} refs/heads/master\n`,
    '^',
    '../',
    '/dev/null',
    ' blob 99999999999\0',
  ],
];

/** Settings that name programs, of which mutants get some. */
const PROGRAMS = [
  'filter.odd.clean',
  'filter.odd.process',
  'diff.odd.textconv',
  'diff.external',
  'core.fsmonitor',
  'core.sshCommand',
];

const WAYS: readonly ((bytes: Buffer, next: Next, trap: Trap) => Buffer)[] = [
  (bytes, next) => bytes.subarray(0, at(bytes, next)),
  (bytes, next) => joined(bytes.subarray(at(bytes, next)), bytes.subarray(at(bytes, next))),
  (bytes, next) => flipped(bytes, next),
  (bytes, next) => inserted(bytes, next, Buffer.from(pick(next, WORDS), 'latin1')),
  (bytes, next) => joined(bytes, Buffer.from(pick(next, WORDS), 'latin1')),
  (bytes, next) => inserted(bytes, next, Buffer.alloc(Math.floor(next() * 5000), Math.floor(next() * 256))),
  (bytes, next, trap) => joined(bytes, Buffer.from(program(next, trap), 'latin1')),
  (bytes, next) => joined(...Array.from({ length: Math.floor(next() * 50) }, () => bytes.subarray(0, 20_000))),
];

function program(next: Next, trap: Trap): string {
  const key = pick(next, PROGRAMS);
  return `\n${set(key, trap.command(key))}`;
}

/** Some bytes changed: a letter to another, or bits of it. */
function flipped(bytes: Buffer, next: Next): Buffer {
  const copy = Buffer.from(bytes);
  for (let left = 1 + Math.floor(next() * 8); left > 0 && copy.length > 0; left--) {
    const place = at(copy, next);
    copy[place] = (copy[place] ?? 0) ^ (1 << Math.floor(next() * 8));
  }
  return copy;
}

function inserted(bytes: Buffer, next: Next, piece: Buffer): Buffer {
  const place = at(bytes, next);
  return joined(bytes.subarray(0, place), piece, bytes.subarray(place));
}

function at(bytes: Buffer, next: Next): number {
  return Math.floor(next() * bytes.length);
}

function joined(...parts: readonly Buffer[]): Buffer {
  return Buffer.concat(parts);
}

function pick<T>(next: Next, from: readonly T[]): T {
  const found = from[Math.floor(next() * from.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}
