/** Opens regular files and nothing else: no link, no device, and no pipe, whose opening waits for somebody to write. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';

/** Files above this are not read: no kernel source is that large, and generated headers of tens of megabytes are. */
export const MAX_BYTES = 32 * 1024 * 1024;

/** Windows knows none but the first. */
const FLAGS =
  constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/** Whether opening a link fails. */
export const REFUSES_LINKS = constants.O_NOFOLLOW !== undefined;

/** A file that is not read although it is there. The message is the reason told. */
export class NotRead extends Error {}

/** Uses an opened file. Throws NotRead for what is no regular file or too large, the system's error for what cannot be opened. */
export function withRegular<T>(path: string, use: (file: number, stats: Stats) => T, most: number = MAX_BYTES): T {
  const file = openSync(path, FLAGS);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new NotRead(NO_FILE);
    if (stats.size > most) throw new NotRead(TOO_LARGE);
    return use(file, stats);
  } finally {
    closeSync(file);
  }
}

export const NO_FILE = 'it is no regular file';

const TOO_LARGE = `it is larger than ${MAX_BYTES >> 20} MB`;

/** Reads as many bytes as a file was told to have, or those that are left of them: one that grows meanwhile is not followed. */
export function readInto(file: number, into: Uint8Array, at: number, size: number): number {
  let read = 0;
  while (read < size) {
    const more = readSync(file, into, at + read, size - read, null);
    if (more === 0) break;
    read += more;
  }
  return read;
}

/** The bytes of an opened file. */
export function readBytes(file: number, size: number, bytes: Buffer = Buffer.allocUnsafe(size)): Buffer {
  return bytes.subarray(0, readInto(file, bytes, 0, size));
}

/** Why a file was not read; null where it is gone, which is no reason to tell. Any other failure is thrown again. */
export function whyNot(error: unknown): string | null {
  if (error instanceof NotRead) return error.message;
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
  const code = String(error.code);
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return null;
  return REASONS[code] ?? `the system says ${code}`;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ELOOP: 'it is a link',
  EISDIR: 'it is a folder',
};
