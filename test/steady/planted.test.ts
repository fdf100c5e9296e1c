/** A cache folder in which somebody has put something: nothing is written through it, and nothing of it is believed. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { isOwn } from '../../server/src/host/files/own.ts';
import { command, opscope } from '../harness/command.ts';
import { ANOTHER, asSomebody, isRoot, openScratch, SOMEBODY } from '../harness/somebody.ts';
import { sampleCopy, sampleTree, scratch } from '../protocol/sample.ts';
import { bodyOf, filledCache, QUESTIONS, seal } from './cache-files.ts';

/** Loaded in front of the command: puts a link where a file is to be made in the cache folder, at the last moment. */
const PLANTER = `
  const fs = require('node:fs');
  const { openSync } = fs;
  fs.openSync = (path, flags, ...rest) => {
    if (String(path).startsWith(process.env.OPSCOPE_CACHE) && flags & fs.constants.O_CREAT) fs.symlinkSync(process.env.TARGET, path);
    return openSync(path, flags, ...rest);
  };
`;

describe('a link', () => {
  test('in the place of what is half written is not written through', async (t) => {
    const cache = await filledCache();
    const [planter, target] = [join(scratch(t), 'planter.cjs'), join(scratch(t), 'target')];
    writeFileSync(planter, PLANTER);
    writeFileSync(target, 'as it was');
    for (const name of cache.names()) rmSync(join(cache.folder, name));
    const env = { ...process.env, OPSCOPE_CACHE: cache.folder, TARGET: target };
    const args = ['--require', planter, command, ...(QUESTIONS[0] ?? []), '--tree', cache.root];
    const { status, stdout } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
    assert.deepEqual([status, stdout], [0, cache.expected[0]?.out]);
    assert.equal(readFileSync(target, 'utf8'), 'as it was');
  });

  test('in the place of a file is replaced, and not read', async (t) => {
    const cache = await filledCache();
    const target = join(scratch(t), 'target');
    for (const name of cache.names()) {
      writeFileSync(`${target}.${name}`, 'as it was');
      rmSync(join(cache.folder, name));
      symlinkSync(`${target}.${name}`, join(cache.folder, name));
    }
    const names = cache.names();
    for (const question of QUESTIONS.keys()) assert.deepEqual(await cache.ask(question), cache.expected[question]);
    assert.deepEqual(cache.names(), names);
    for (const name of names) {
      assert.equal(readFileSync(`${target}.${name}`, 'utf8'), 'as it was');
      assert.ok(lstatSync(join(cache.folder, name)).isFile());
    }
  });

  test('or a pipe does not hold a question up', async () => {
    const cache = await filledCache();
    for (const name of cache.names()) {
      rmSync(join(cache.folder, name));
      execFileSync('mkfifo', [join(cache.folder, name)]);
    }
    for (const question of QUESTIONS.keys()) assert.deepEqual(await cache.ask(question), cache.expected[question]);
  });
});

describe('what is kept', () => {
  test('is nobody else’s to read', async (t) => {
    const root = sampleCopy(t);
    const cache = join(scratch(t), 'a/cache');
    await opscope(['matrix', '--tree', root], { env: { OPSCOPE_CACHE: cache } });
    assert.equal(statSync(cache).mode & 0o777, 0o700);
    const modes = readdirSync(cache).map((name) => statSync(join(cache, name)).mode & 0o777);
    assert.deepEqual(modes, [0o600, 0o600, 0o600]);
  });

  test('answers the question that it was asked, whatever its file is called', async () => {
    const cache = await filledCache();
    const [first = '', second = ''] = cache.names().filter((name) => name.endsWith('.answer'));
    cpSync(join(cache.folder, first), join(cache.folder, second));
    assert.deepEqual(await cache.ask(1), cache.expected[1]);
    cache.restore();
    cpSync(join(cache.folder, second), join(cache.folder, first));
    assert.deepEqual(await cache.ask(0), cache.expected[0]);
  });

  test('is about the tree that it was made of, whatever its file is called', async (t) => {
    const cache = await filledCache();
    const other = sampleCopy(t);
    rmSync(join(other, 'virt'), { recursive: true });
    const asked = ['tables', '--ops', 'all', '--tree', other];
    const env = { OPSCOPE_CACHE: join(scratch(t), 'cache') };
    const expected = await opscope([...asked, '--no-cache']);
    await opscope(asked, { env });
    const words = (folder: string): string =>
      join(folder, readdirSync(folder).find((name) => name.endsWith('.words')) ?? '');
    cpSync(words(cache.folder), words(env.OPSCOPE_CACHE));
    assert.deepEqual(await opscope(asked, { env }), expected);
  });
});

describe('room is made', () => {
  const name = (letter: string, ending: string): string => `${letter.repeat(24)}.${ending}`;
  const dead = spawnSync('true').pid;

  test('by what was left half written, and what is too much, and by nothing that is not ours', async () => {
    const cache = await filledCache();
    const left = [
      name('a', `words.${dead}.tmp`),
      name('b', `answer.${dead}-00ff.tmp`),
      name('c', `words.${process.pid}-00ff.tmp`),
    ];
    const kept = [name('d', `words.${process.pid}-00ff.tmp`), 'notes.txt', 'mine.words', `mine.words.${dead}.tmp`];
    for (const each of [...left, ...kept, name('e', 'words')]) writeFileSync(join(cache.folder, each), '');
    for (const each of ['notes.txt', name('e', 'words')]) truncateSync(join(cache.folder, each), 600 << 20);
    const hoursAgo = Date.now() / 1000 - 7200;
    for (const each of [name('c', `words.${process.pid}-00ff.tmp`), name('e', 'words')])
      utimesSync(join(cache.folder, each), hoursAgo, hoursAgo);
    rmSync(
      join(cache.folder, cache.names().find((each) => each.endsWith('.words') && each !== name('e', 'words')) ?? ''),
    );
    for (const question of QUESTIONS.keys()) assert.deepEqual(await cache.ask(question), cache.expected[question]);
    const names = cache.names();
    for (const each of [...left, name('e', 'words')]) assert.ok(!names.includes(each), each);
    for (const each of kept) assert.ok(names.includes(each), each);
  });
});

test('a full disk leaves nothing half written, wherever it ends', async () => {
  const cache = await filledCache();
  for (const blocks of [0, 1, 4, 16, 48]) {
    for (const name of cache.names()) rmSync(join(cache.folder, name));
    // No file may grow beyond so many blocks; what would grow further fails, as it does on a full disk.
    const limited = `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`;
    const args = ['-c', limited, process.execPath, command, ...(QUESTIONS[0] ?? []), '--tree', cache.root];
    const env = { ...process.env, OPSCOPE_CACHE: cache.folder };
    // Its output goes to a pipe, which has no blocks.
    const { status, stdout, stderr } = spawnSync('sh', args, { env, encoding: 'utf8' });
    assert.deepEqual({ code: status, out: stdout, err: stderr }, cache.expected[0]);
    assert.deepEqual(
      cache.names().filter((name) => name.endsWith('.tmp')),
      [],
    );
    assert.deepEqual(await cache.ask(0), cache.expected[0]);
  }
});

describe('another user’s folder', () => {
  test('may not be written to, and is not believed', async (t) => {
    const cache = await filledCache();
    const [root, folder] = [join(openScratch(t), 'linux'), join(openScratch(t), 'cache')];
    cpSync(sampleTree, root, { recursive: true });
    mkdirSync(folder);
    const env = { OPSCOPE_CACHE: folder };
    const args = ['matrix', '--format', 'json', '--tree', root];
    const expected = await asSomebody(t, args, { OPSCOPE_CACHE: '/nonexistent/cache' });
    assert.deepEqual([expected.code, expected.err], [0, '']);
    assert.equal(expected.out, cache.expected[0]?.out.replaceAll(cache.root, root));
    if (isRoot) chownSync(folder, SOMEBODY, SOMEBODY);
    assert.deepEqual(await asSomebody(t, args, env), expected);
    assert.equal(readdirSync(folder).length, 3);
    for (const name of readdirSync(folder)) {
      // A file of root's would be believed; this one is another's.
      if (isRoot) forge(join(folder, name));
      if (isRoot) chownSync(join(folder, name), ANOTHER, ANOTHER);
      chmodSync(join(folder, name), 0o644);
    }
    if (isRoot) chownSync(folder, ANOTHER, ANOTHER);
    chmodSync(folder, 0o555);
    const before = readdirSync(folder);
    assert.deepEqual(await asSomebody(t, args, env), expected);
    assert.deepEqual(readdirSync(folder), before);
    chmodSync(folder, 0o755);
  });

  test('is told by who owns a file', () => {
    assert.deepEqual(
      [
        isOwn({ uid: 5 }, 5),
        isOwn({ uid: 0 }, 5),
        isOwn({ uid: 6 }, 5),
        isOwn({ uid: 6 }, 0),
        isOwn({ uid: 6 }, undefined),
      ],
      [true, true, false, false, true],
    );
  });
});

/** Lets a kept answer say something else, under a checksum that fits. */
function forge(path: string): void {
  if (path.endsWith('.answer')) seal(path, Buffer.from(bodyOf(path).toString().replaceAll('shmem', 'forged')));
}
