/** Cache folders that are filled, and what their files are made of. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Outcome, opscope } from '../harness/command.ts';
import { sampleTree } from '../protocol/sample.ts';

/** What is asked: two answers are kept, and the third is made of the index. */
export const QUESTIONS: readonly (readonly string[])[] = [
  ['matrix', '--format', 'json'],
  ['reach', '--format', 'json'],
  ['tables', '--ops', 'all', '--format', 'json'],
];

/** A tree, and a cache folder that can be put back as it was when all questions had been asked. */
export interface Cache {
  readonly root: string;
  readonly folder: string;
  /** Asks a question, by its number. */
  ask(question: number): Promise<Outcome>;
  /** What each question answers without a cache. */
  readonly expected: readonly Outcome[];
  /** Puts the folder back. */
  restore(): void;
  /** The names in the folder. */
  names(): string[];
}

const place = mkdtempSync(join(tmpdir(), 'opscope-filled-'));
process.once('exit', () => rmSync(place, { recursive: true, force: true }));
let filled: Promise<Cache> | null = null;

/** A cache that has all answers. It is filled once for all tests of a file, and put back for each. */
export async function filledCache(): Promise<Cache> {
  filled ??= fill();
  const cache = await filled;
  cache.restore();
  return cache;
}

async function fill(): Promise<Cache> {
  const [root, folder, kept] = [join(place, 'linux'), join(place, 'cache'), join(place, 'kept')];
  cpSync(sampleTree, root, { recursive: true });
  const ask = (question: number, ...more: string[]): Promise<Outcome> =>
    opscope([...(QUESTIONS[question] ?? []), '--tree', root, ...more], { env: { OPSCOPE_CACHE: folder } });
  const expected: Outcome[] = [];
  for (const question of QUESTIONS.keys()) {
    expected.push(await ask(question, '--no-cache'));
    assert.deepEqual(await ask(question), expected[question]);
  }
  cpSync(folder, kept, { recursive: true });
  return {
    root,
    folder,
    ask: (question) => ask(question),
    expected,
    restore() {
      rmSync(folder, { recursive: true, force: true });
      cpSync(kept, folder, { recursive: true, preserveTimestamps: true });
    },
    names: () => readdirSync(folder).sort(),
  };
}

const FORMAT = 24;
const HEADER = FORMAT + 40;

/** What a file of the cache says, without what stands in front. */
export function bodyOf(path: string): Buffer {
  return readFileSync(path).subarray(HEADER);
}

/** Writes another body, with the checksum that it should have. */
export function seal(path: string, body: Uint8Array): void {
  const format = readFileSync(path).subarray(0, FORMAT);
  const sum = createHash('sha1').update(body).digest('hex');
  writeFileSync(path, Buffer.concat([format, Buffer.from(sum), body]));
}
