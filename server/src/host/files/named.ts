/** Files that a person names outright. They may be anywhere, but must be files. */
import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { MAX_BYTES } from './open.ts';

/** What a shell makes of `<(command)`, and what comes in by a pipe: somebody writes already, so that it can be waited for. */
const PIPED = /^\/(?:dev\/(?:stdin|fd\/\d+)|proc\/self\/fd\/\d+)$/;

/** The text of a file, or of a pipe of the shell; null for anything else, and for what is too large or cannot be read. */
export function readNamed(path: string): string | null {
  return readNamedBytes(path)?.toString('utf8') ?? null;
}

/** The same in bytes. */
export function readNamedBytes(path: string): Buffer | null {
  try {
    return isReadable(path) ? readWhole(path) : null;
  } catch {
    return null;
  }
}

/** Whether there is a file of a name. */
export function isNamedFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isReadable(path: string): boolean {
  const stats = statSync(path);
  return stats.isFile() || (stats.isFIFO() && PIPED.test(path));
}

/** Reads to the end, of which the size says nothing: pipes have none. */
function readWhole(path: string): Buffer | null {
  const file = openSync(path, 'r');
  try {
    const parts: Buffer[] = [];
    for (let size = 0; size <= MAX_BYTES; ) {
      const part = Buffer.allocUnsafe(1 << 16);
      const read = readSync(file, part, 0, part.length, null);
      if (read === 0) return Buffer.concat(parts);
      parts.push(part.subarray(0, read));
      size += read;
    }
    return null;
  } finally {
    closeSync(file);
  }
}

/** A path relative to a root, with forward slashes, also where one of them is named by a link; null when it is outside. */
export function within(root: string, path: string): string | null {
  return inside(root, path) ?? inside(realOf(root), realOf(path));
}

function inside(root: string, path: string): string | null {
  const found = relative(root, resolve(path));
  return found.startsWith('..') || isAbsolute(found) ? null : found.split(sep).join('/');
}

/** The path with symbolic links followed; itself when it is not there. */
export function realOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
