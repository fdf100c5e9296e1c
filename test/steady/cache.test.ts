/** The cache folder under what should not happen: no answer is different for it, and nothing is said. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import type { MatrixResult } from '../../server/src/protocol/requests.ts';
import { command, opscope } from '../harness/command.ts';
import { rounds } from '../harness/nightly.ts';
import { sampleCopy, sampleTree, scratch, serveApart } from '../protocol/sample.ts';
import { random } from '../robust/random.ts';

const questions = [
  ['matrix', '--format', 'json'],
  ['tables', '--ops', 'all'],
  ['reach', '--format', 'json'],
];

/** What the command says, asked all questions with a cache folder. It must not complain. */
async function answers(root: string, cache: string): Promise<string[]> {
  const found: string[] = [];
  for (const question of questions) {
    const { code, out, err } = await opscope([...question, '--tree', root], { env: { OPSCOPE_CACHE: cache } });
    assert.deepEqual([code, err], [0, '']);
    found.push(out);
  }
  return found;
}

/** Files of a folder, those in its folders included. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

let first: { root: string; cache: string; expected: string[] };
const folders = mkdtempSync(join(tmpdir(), 'opscope-cache-test-'));
before(async () => {
  const [root, cache] = [join(folders, 'linux'), join(folders, 'cache')];
  cpSync(sampleTree, root, { recursive: true });
  first = { root, cache, expected: await answers(root, cache) };
  assert.ok(filesIn(cache).length > 0, 'something is cached');
});
after(() => rmSync(folders, { recursive: true }));

/** A tree, a filled cache folder that a test may do anything to, and the answers that filled it. */
function filled(t: TestContext): { root: string; cache: string; expected: string[] } {
  const cache = join(scratch(t), 'cache');
  cpSync(first.cache, cache, { recursive: true });
  return { ...first, cache };
}

describe('a cache folder', () => {
  test('may hold noise in place of every byte, or of some', async (t) => {
    const { root, cache, expected } = filled(t);
    for (let seed = 0; seed < rounds(4, 2); seed++) {
      const next = random(seed);
      for (const path of filesIn(cache)) {
        const bytes = readFileSync(path);
        const changes = seed === 0 ? bytes.length : 1 + Math.floor(next() * 40);
        for (let left = changes; left > 0; left--) bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
        writeFileSync(path, bytes);
      }
      assert.deepEqual(await answers(root, cache), expected, `seed ${seed}`);
    }
  });

  test('may hold files that end anywhere, or lead on', async (t) => {
    const { root, cache, expected } = filled(t);
    for (const part of [0, 0.3, 0.9, 1.5]) {
      for (const path of filesIn(cache)) {
        const bytes = readFileSync(path);
        const length = Math.floor(bytes.length * part);
        writeFileSync(path, Buffer.concat([bytes, bytes]).subarray(0, length));
      }
      assert.deepEqual(await answers(root, cache), expected, `${part} of each file`);
    }
  });

  test('may have folders where its files were', async (t) => {
    const { root, cache, expected } = filled(t);
    for (const path of filesIn(cache)) {
      rmSync(path);
      mkdirSync(path);
    }
    assert.deepEqual(await answers(root, cache), expected);
  });

  test('may be of another tree: each has its own part', async (t) => {
    const { cache, expected } = filled(t);
    const other = sampleCopy(t);
    rmSync(join(other, 'virt'), { recursive: true });
    const others = await answers(other, cache);
    assert.doesNotMatch(others[0] ?? '', /kvm_gmem/);
    assert.match(expected[0] ?? '', /kvm_gmem/);
    assert.deepEqual(await answers(other, cache), others);
  });

  test('may be that of another version, and is made anew', async (t) => {
    const { root, cache, expected } = filled(t);
    // Each file begins with its format, whose last letter is a number, and a checksum of what is behind that.
    const formats = (): string[] => filesIn(cache).map((path) => readFileSync(path, 'latin1').slice(0, 24).trimEnd());
    const now = formats();
    for (const path of filesIn(cache)) {
      const bytes = readFileSync(path);
      const last = bytes.toString('latin1', 0, 24).trimEnd().length - 1;
      bytes[last] = (bytes[last] ?? 0) - 1;
      writeFileSync(path, bytes);
    }
    assert.ok(formats().every((each, i) => /^opscope-[a-z]+-\d+$/.test(each) && each !== now[i]));
    assert.deepEqual(await answers(root, cache), expected);
    assert.deepEqual(formats(), now);
  });

  test('may be where nobody can write', async (t) => {
    const { root, expected } = filled(t);
    const file = join(scratch(t), 'file');
    writeFileSync(file, 'in the way');
    for (const cache of [file, join(file, 'folder')]) assert.deepEqual(await answers(root, cache), expected);
    assert.equal(readFileSync(file, 'utf8'), 'in the way');
  });

  test('may be on a disk that is full', { skip: process.platform === 'win32' }, async (t) => {
    const { root, expected } = filled(t);
    const cache = join(scratch(t), 'cache');
    // No file may grow beyond a block; what would grow further fails, as it does on a full disk.
    const limited = `trap '' XFSZ; ulimit -f 1; exec "$0" "$@"`;
    for (const [index, question] of questions.entries()) {
      const args = ['-c', limited, process.execPath, command, ...question, '--tree', root];
      assert.deepEqual(await outcome('sh', args, cache), { code: 0, out: expected[index], err: '' });
    }
    const rest = filesIn(cache).filter((path) => path.endsWith('.tmp'));
    assert.deepEqual(rest, [], 'nothing half written stays behind');
    assert.deepEqual(await answers(root, cache), expected);
  });

  test('may be used by several at the same time', async (t) => {
    const { root, expected } = filled(t);
    const cache = join(scratch(t), 'cache');
    const all = await Promise.all([answers(root, cache), answers(root, cache), answers(root, cache)]);
    for (const each of all) assert.deepEqual(each, expected);
    assert.deepEqual(await answers(root, cache), expected);
    assert.deepEqual(
      filesIn(cache).filter((path) => path.endsWith('.tmp')),
      [],
    );
  });

  test('may be left by somebody who was killed', async (t) => {
    const { root, expected } = filled(t);
    const cache = join(scratch(t), 'cache');
    for (let round = 0; round < 5; round++) {
      const env = { ...process.env, OPSCOPE_CACHE: cache };
      const child = spawn(process.execPath, [command, ...(questions[1] ?? []), '--tree', root], { env });
      // Once it answers it is about to write, or writes already.
      child.stdout.once('data', () => child.kill('SIGKILL'));
      await new Promise((resolve) => child.once('close', resolve));
    }
    assert.deepEqual(await answers(root, cache), expected);
  });
});

/** Runs a program to its end. */
function outcome(program: string, args: readonly string[], cache: string) {
  const child = spawn(program, args, { env: { ...process.env, OPSCOPE_CACHE: cache } });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part: Buffer) => {
    out += part.toString();
  });
  child.stderr.on('data', (part: Buffer) => {
    err += part.toString();
  });
  return new Promise<{ code: number | null; out: string; err: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

describe('two servers', () => {
  const typesOf = (answer: MatrixResult) => answer.matrices[0]?.tables.map((each) => each.memoryType);
  const all = ['hugetlb', 'shmem', 'anon', 'kvm_gmem'];

  test('share a cache folder from the start, and one goes on when the other is killed', async (t) => {
    const cacheFolder = join(scratch(t), 'cache');
    const [first, second] = await Promise.all([serveApart(t, { cacheFolder }), serveApart(t, { cacheFolder })]);
    const asked = await Promise.all([first, second].map((server) => server.request('opscope/matrix', {})));
    for (const answer of asked) assert.deepEqual(typesOf(answer as MatrixResult), all);
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    assert.deepEqual(typesOf(await second.request('opscope/matrix', {})), all);
    assert.equal(await second.stop(), 0);
    assert.equal(second.stderr(), '');
    const third = await serveApart(t, { root: sampleTree, cacheFolder });
    assert.deepEqual(typesOf(await third.request('opscope/matrix', {})), all);
  });

  test('that cannot cache answer the same', async (t) => {
    const file = join(scratch(t), 'file');
    writeFileSync(file, 'in the way');
    const server = await serveApart(t, { cacheFolder: join(file, 'cache') });
    assert.deepEqual(typesOf(await server.request('opscope/matrix', {})), all);
    assert.equal(await server.stop(), 0);
  });
});
