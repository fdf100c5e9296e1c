/** Files of our own, in a folder where others may have put something, too. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { readBytes, withRegular } from './open.ts';
import { isRunning } from './processes.ts';

/** The bytes of a file, no more than `most`, in memory that threads can share; null for what is no file, or somebody else's. */
export function readOwn(path: string, most: number): Buffer | null {
  const read = (file: number, stats: Stats): Buffer | null =>
    isOwn(stats, process.getuid?.())
      ? readBytes(file, stats.size, Buffer.from(new SharedArrayBuffer(stats.size)))
      : null;
  try {
    return withRegular(path, read, most);
  } catch {
    return null;
  }
}

/** Whether a file is ours, or the system's; Windows does not say. */
export function isOwn({ uid }: Pick<Stats, 'uid'>, own: number | undefined): boolean {
  return own === undefined || uid === own || uid === 0;
}

/** How files are made: nothing that is there already is written to, nor what a link leads to. */
export const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);

/**
 * Replaces a file in one step, part by part: put together first, an index of a whole kernel would be in memory twice. The new one
 * is nobody else's to read. Does nothing where it cannot be written.
 */
export function replaceOwn(folder: string, name: string, parts: readonly Uint8Array[]): void {
  const scratch = join(folder, scratchName(name));
  try {
    makeFolder(folder);
    const file = openSync(scratch, NEW, 0o600);
    try {
      for (const part of parts) writeFileSync(file, part);
    } finally {
      closeSync(file);
    }
    renameSync(scratch, join(folder, name));
  } catch {
    // A read-only or full disk, or something else where the folder or the file should be: the next run starts without.
    discard(scratch);
  }
}

/** A name that nobody can have guessed, and that says who writes. */
function scratchName(name: string): string {
  return `${name}.${process.pid}-${randomBytes(8).toString('hex')}.tmp`;
}

/** Makes a folder and those around it: Node's own way to do so never ends where the system refuses with "not found", as /proc does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const around = dirname(folder);
  if (around !== folder) makeFolder(around);
  mkdirSync(folder, 0o700);
}

/** A file that is half written for so long, in ms, has been left. */
const LEFT_AFTER = 3_600_000;

/** A file that is to be written, and what may lie beside it. */
export interface Room {
  readonly name: string;
  readonly bytes: number;
  /** The names that may be removed for it. */
  readonly ours: RegExp;
  /** How much all together may take. */
  readonly most: number;
}

/** Makes room for a file: those go first that were not written for the longest time, and what writers left that are no more. */
export function makeRoom(folder: string, { name, bytes, ours, most }: Room): void {
  let total = bytes;
  for (const { path, stats } of filesIn(folder, ours)) {
    if (path === join(folder, name)) continue;
    total += stats.size;
    if (total > most || isLeft(path, stats)) discard(path);
  }
}

function filesIn(folder: string, ours: RegExp): readonly { readonly path: string; readonly stats: Stats }[] {
  try {
    return readdirSync(folder)
      .filter((name) => ours.test(name.replace(SCRATCH, '')))
      .flatMap((name) => {
        const stats = lstatSync(join(folder, name), { throwIfNoEntry: false });
        return stats ? [{ path: join(folder, name), stats }] : [];
      })
      .sort((a, b) => b.stats.mtimeMs - a.stats.mtimeMs);
  } catch {
    // No folder: nothing to remove.
    return [];
  }
}

/** What is half written; the versions before this one had no letters behind the number. */
const SCRATCH = /\.(\d+)(?:-[0-9a-f]+)?\.tmp$/;

function isLeft(path: string, { mtimeMs }: Stats): boolean {
  const writer = SCRATCH.exec(path)?.[1];
  return writer !== undefined && (Date.now() - mtimeMs > LEFT_AFTER || !isRunning(Number(writer)));
}

/** Removes a file that may not be there, or may not be removed. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Not ours to remove: the next run tries again.
  }
}
