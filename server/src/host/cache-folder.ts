/**
 * Files that only save time: whatever happens to them costs time, never an answer. Nothing is written anywhere else. A file is
 * replaced in one step, so that another window sees the old one or the new one; one that is damaged, of another version,
 * somebody else's or unreadable counts as missing; a folder that cannot be written to stays as it is.
 */
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { makeRoom, readOwn, replaceOwn } from './files/own.ts';

/** How much is kept, in bytes. */
export interface Bounds {
  /** All files of the folder together; the ones that were not written for the longest time go first. */
  readonly folder: number;
  /** One file: a larger one would cost more to read than it saves. */
  readonly file: number;
}

const BOUNDS: Bounds = { folder: 512 * 1024 * 1024, file: 192 * 1024 * 1024 };

/** Where the cache is: `$OPSCOPE_CACHE`, else the folder for caches that the system names. */
export function cacheFolder(): string {
  const { OPSCOPE_CACHE, XDG_CACHE_HOME } = process.env;
  return OPSCOPE_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'opscope', 'index');
}

/** What is kept of a tree. */
export type Ending = 'words' | 'cards' | 'answer';

/** What this program writes: nothing else is removed where somebody names a folder that has other things in it. */
const OURS = /^[0-9a-f]{24}\.(?:words|cards|answer)$/;

/** A name that nothing else has: what the file is about, as a checksum. The file says itself what it is about, too. */
export function cacheName(about: string, ending: Ending): string {
  return `${createHash('sha256').update(about).digest('hex').slice(0, 24)}.${ending}`;
}

/** The bytes of a file in the cache, `format` bytes being as when it was written; null when there are none to be had. */
export function readCached(folder: string, name: string, format: string): Buffer | null {
  const bytes = readOwn(join(folder, name), HEADER + BOUNDS.file);
  const body = bytes?.subarray(HEADER);
  return bytes && body && bytes.toString('latin1', 0, HEADER) === header(format, sum([body])) ? body : null;
}

/** Writes a file of the cache, in parts. One that does not fit is left out, and nothing goes for it. */
export function writeCached(
  folder: string,
  name: string,
  format: string,
  parts: readonly Uint8Array[],
  bounds = BOUNDS,
): void {
  const size = parts.reduce((total, part) => total + part.byteLength, HEADER);
  if (size > Math.min(bounds.file, bounds.folder)) return;
  // First, so that those who never come to the end of their writing leave no more than one file.
  makeRoom(folder, { name, bytes: size, ours: OURS, most: bounds.folder });
  replaceOwn(folder, name, [Buffer.from(header(format, sum(parts)), 'latin1'), ...parts]);
}

/** The length of what stands in front: a format, padded, and a checksum in letters. */
const FORMAT = 24;
const HEADER = FORMAT + 40;

function header(format: string, checksum: string): string {
  return `${format.padEnd(FORMAT)}${checksum}`;
}

function sum(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha1');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
