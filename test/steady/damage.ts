/** Ways to damage a cache folder. Each leaves answers as they are, unless it says otherwise. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bodyOf, type Cache, seal } from './cache-files.ts';

/** Numbers from 0 up to 1. */
type Random = () => number;

/** Damages a folder. Whether what a file says may be another thing now, which nobody can tell: its checksum fits. */
export type Damage = (cache: Cache, next: Random) => boolean;

const pick = <T>(all: readonly T[], next: Random): T | undefined => all[Math.floor(next() * all.length)];

function someFile(cache: Cache, next: Random, ending = ''): string {
  return join(
    cache.folder,
    pick(
      cache.names().filter((name) => name.endsWith(ending)),
      next,
    ) ?? '',
  );
}

/** Turns some bits of every file over, where the checksum tells. */
function noise(cache: Cache, next: Random): boolean {
  for (const name of cache.names()) {
    const bytes = readFileSync(join(cache.folder, name));
    for (let left = 1 + Math.floor(next() * 20); left > 0; left--) flip(bytes, Math.floor(next() * bytes.length), next);
    writeFileSync(join(cache.folder, name), bytes);
  }
  return false;
}

function flip(bytes: Buffer, at: number, next: Random): void {
  bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(next() * 8));
}

/** Cuts every file off, or doubles it. */
function cut(cache: Cache, next: Random): boolean {
  for (const name of cache.names()) {
    const bytes = readFileSync(join(cache.folder, name));
    writeFileSync(join(cache.folder, name), Buffer.concat([bytes, bytes]).subarray(0, next() * 2 * bytes.length));
  }
  return false;
}

/** Cuts what a file says, or doubles it, under a checksum that fits. */
function cutSealed(cache: Cache, next: Random): boolean {
  const path = someFile(cache, next);
  const body = bodyOf(path);
  seal(path, Buffer.concat([body, body]).subarray(0, next() * 2 * body.length));
  return false;
}

/** Copies one file over another. */
function swap(cache: Cache, next: Random): boolean {
  copyFileSync(someFile(cache, next), someFile(cache, next));
  const names = cache.names().filter((name) => name.endsWith('.answer'));
  copyFileSync(join(cache.folder, names[0] ?? ''), join(cache.folder, names[1] ?? ''));
  return false;
}

const WRONG: readonly unknown[] = [null, -1, 1e300, 0.5, 2 ** 31, [], {}, [[]], { paths: 1 }, true, [null], [1, 2]];

/** Puts something of another kind in the place of one value. */
function retype(value: unknown, next: Random): unknown {
  if (typeof value === 'object' && value !== null && next() < 0.8) {
    const keys = Object.keys(value);
    const key = pick(keys, next);
    if (key !== undefined) {
      const inner: unknown = Reflect.get(value, key);
      if (next() < 0.15 && !Array.isArray(value)) Reflect.deleteProperty(value, key);
      else Reflect.set(value, key, retype(inner, next));
      return value;
    }
  }
  const others = WRONG.filter((each) => kindOf(each) !== kindOf(value));
  return typeof value === 'number' && next() < 0.5 ? value + 1 + Math.floor(next() * 1e9) : pick(others, next);
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
}

/** Gives an answer another shape. */
function answerShape(cache: Cache, next: Random): boolean {
  const path = someFile(cache, next, '.answer');
  const stored: { answer: { code: unknown } } = JSON.parse(bodyOf(path).toString());
  const code = stored.answer.code;
  const changed = retype(stored, next);
  seal(path, Buffer.from(JSON.stringify(changed)));
  // Another exit status is as good a number as the right one.
  return typeof stored.answer?.code === 'number' && stored.answer.code !== code;
}

/** Where the parts of an index are: the JSON, and the arrays behind it. */
function partsOf(body: Buffer): { readonly json: string; readonly end: number; readonly files: number } {
  const end = 4 + body.readUInt32LE(0);
  const json = body.toString('utf8', 4, end);
  const { paths }: { paths: readonly string[] } = JSON.parse(json);
  return { json, end, files: paths.length };
}

/** Gives an index another shape. */
function indexShape(cache: Cache, next: Random): boolean {
  const path = someFile(cache, next, '.words');
  const body = bodyOf(path);
  const { json, end } = partsOf(body);
  const text = Buffer.from(JSON.stringify(retype(JSON.parse(json), next)));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  seal(path, Buffer.concat([length, text, body.subarray(end)]));
  return false;
}

/** Says that a file's words begin somewhere else, or that the JSON is of another length. */
function indexNumbers(cache: Cache, next: Random): boolean {
  const path = someFile(cache, next, '.words');
  const body = Buffer.from(bodyOf(path));
  const { end, files } = partsOf(body);
  const starts = end + 16 * files;
  const at = next() < 0.2 ? 0 : starts + 4 * Math.floor(next() * 2 * (files + 1));
  body.writeUInt32LE(pick([0xffff_ffff, 0x8000_0000, 0x7fff_ffff, 0x4000_0000], next) ?? 0, at);
  seal(path, body);
  return false;
}

/** Turns a bit over under a checksum that fits. Of the words themselves, and of an answer's text, nobody can tell. */
function flipSealed(cache: Cache, next: Random): boolean {
  const path = someFile(cache, next);
  const body = Buffer.from(bodyOf(path));
  const at = Math.floor(next() * body.length);
  const isContent = path.endsWith('.answer') ? at >= body.lastIndexOf('"answer":{') + 9 : isWords(body, at);
  flip(body, at, next);
  seal(path, body);
  return isContent;
}

function isWords(body: Buffer, at: number): boolean {
  const { end, files } = partsOf(body);
  if (at >= end + 16 * files + 4 * (files + 1)) return true;
  return at > body.indexOf('"matches":') && at < body.lastIndexOf('"lanes":', end);
}

export const DAMAGES: readonly (readonly [what: string, damage: Damage])[] = [
  ['noise', noise],
  ['cut', cut],
  ['cut under a checksum that fits', cutSealed],
  ['swapped', swap],
  ['an answer of another shape', answerShape],
  ['an index of another shape', indexShape],
  ['an index with other numbers', indexNumbers],
  ['a bit under a checksum that fits', flipSealed],
];
