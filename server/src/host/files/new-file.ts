/** Files that a person asks for: they take their names when they are whole, and what is not whole is removed. */
import { randomBytes } from 'node:crypto';
import { closeSync, lstatSync, openSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type NewFile, NotWritten } from '../../model/new-file.ts';
import { NEW } from './own.ts';

/** Those that are not whole yet: they go with the process. */
const underWay = new Set<NewFile>();

/** What ends the process by itself leaves no time to remove anything. */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/**
 * Begins a file beside the one that it replaces, under a name that nobody can have guessed and where nothing is yet. Throws a
 * NotWritten where there can be none, or something else than a file has the name.
 */
export function createFile(path: string): NewFile {
  const target = resolve(path);
  return telling(path, () => {
    const there = lstatSync(target, { throwIfNoEntry: false });
    if (there && !there.isFile()) throw new NotWritten(`${path} is no regular file`);
    const scratch = join(dirname(target), `.${basename(target)}.${process.pid}-${randomBytes(8).toString('hex')}.tmp`);
    return new Scratch(path, target, scratch);
  });
}

class Scratch implements NewFile {
  readonly scratch: string;
  readonly #path: string;
  readonly #target: string;
  #file: number | null;

  constructor(path: string, target: string, scratch: string) {
    this.#path = path;
    this.#target = target;
    this.scratch = scratch;
    watchEnd();
    this.#file = openSync(scratch, NEW, 0o666);
    underWay.add(this);
  }

  write(part: string | Uint8Array): void {
    const file = this.#file;
    if (file !== null) telling(this.#path, () => writeFileSync(file, part));
  }

  keep(): void {
    telling(this.#path, () => {
      this.#close();
      renameSync(this.scratch, this.#target);
      underWay.delete(this);
    });
  }

  discard(): void {
    if (!underWay.delete(this)) return;
    this.#close();
    rmSync(this.scratch, { force: true });
    // SQLite's lock on a base that is not closed.
    if (lstatSync(`${this.scratch}.lock`, { throwIfNoEntry: false })?.isDirectory()) rmdirSync(`${this.scratch}.lock`);
  }

  #close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }
}

function discardAll(): void {
  for (const each of underWay) each.discard();
}

let isWatched = false;

function watchEnd(): void {
  if (isWatched) return;
  isWatched = true;
  process.once('exit', discardAll);
  for (const [signal, number] of Object.entries(SIGNALS)) process.once(signal, () => process.exit(128 + number));
}

/** Tells the person why the system refuses. */
function telling<T>(path: string, attempt: () => T): T {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof NotWritten || !(error instanceof Error) || !('code' in error)) throw error;
    throw new NotWritten(`${path}: cannot be written: ${error.message}`);
  }
}
