/**
 * Files that only save time: whatever happens to them costs time, never an answer. Nothing is written anywhere else. A file is
 * replaced in one step, so that another window sees the old one or the new one; one that is damaged, of another version or
 * unreadable counts as missing; a folder that cannot be written to stays as it is.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** All files of the folder together; the ones that were not written for the longest time go first. */
const MAX_FOLDER_BYTES = 512 * 1024 * 1024;

/** A larger file would cost more to read than it saves. */
const MAX_FILE_BYTES = 192 * 1024 * 1024;

/** Where the cache is: `$OPSCOPE_CACHE`, else the folder for caches that the system names. */
export function cacheFolder(): string {
  const { OPSCOPE_CACHE, XDG_CACHE_HOME } = process.env;
  return OPSCOPE_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'opscope', 'index');
}

/** A name that no other tree or list of folders has. */
export function cacheName(root: string, folders: readonly string[], ending: string): string {
  const sum = createHash('sha256').update(JSON.stringify([root, folders]));
  return `${sum.digest('hex').slice(0, 24)}.${ending}`;
}

/** The bytes of a file in the cache, `format` bytes being as when it was written; null when there are none to be had. */
export function readCached(folder: string, name: string, format: string): Buffer | null {
  try {
    const bytes = readFileSync(join(folder, name));
    const head = header(format, '');
    const body = bytes.subarray(head.length + SUM);
    return bytes.toString('latin1', 0, head.length + SUM) === header(format, sum([body])) ? body : null;
  } catch {
    return null;
  }
}

/** Writes a file of the cache, in parts. */
export function writeCached(folder: string, name: string, format: string, parts: readonly Uint8Array[]): void {
  const size = parts.reduce((total, part) => total + part.byteLength, 0);
  if (size > MAX_FILE_BYTES) return;
  const path = join(folder, name);
  const scratch = `${path}.${process.pid}.tmp`;
  try {
    makeFolder(folder);
    writeParts(scratch, [Buffer.from(header(format, sum(parts)), 'latin1'), ...parts]);
    renameSync(scratch, path);
  } catch {
    // A read-only or full disk, or something else where the folder should be: the next run starts without.
    discard(scratch);
  }
  prune(folder, name);
}

/** Writes a file part by part: put together first, an index of a whole kernel would be in memory twice. */
function writeParts(path: string, parts: readonly Uint8Array[]): void {
  const file = openSync(path, 'w');
  try {
    for (const part of parts) writeFileSync(file, part);
  } finally {
    closeSync(file);
  }
}

/** The length of a checksum in letters. */
const SUM = 40;

function header(format: string, checksum: string): string {
  return `${format.padEnd(24)}${checksum}`;
}

function sum(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha1');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** Makes a folder and those around it: Node's own way to do so never ends where the system refuses with "not found", as /proc does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const around = dirname(folder);
  if (around !== folder) makeFolder(around);
  mkdirSync(folder);
}

/** Removes the oldest files, `newest` last, until the folder is small enough. */
function prune(folder: string, newest: string): void {
  try {
    const files = readdirSync(folder)
      .filter((name) => name !== newest)
      .map((name) => ({ path: join(folder, name), ...stat(join(folder, name)) }))
      .sort((a, b) => b.mtimeMs - a.mtimeMs);
    let total = stat(join(folder, newest)).size;
    for (const { path, size } of files) {
      total += size;
      if (total > MAX_FOLDER_BYTES) discard(path);
    }
  } catch {
    // No folder: nothing to remove.
  }
}

function stat(path: string): { readonly mtimeMs: number; readonly size: number } {
  return statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0 };
}

/** Removes a file that may not be there, or may not be removed. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Not ours to remove: the next run tries again.
  }
}
