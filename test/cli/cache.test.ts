/** The cache of earlier runs: it makes no answer different, whatever is done to it or to the tree. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { opscope } from '../harness/command.ts';
import { git } from '../harness/git.ts';
import { sampleCopy, sampleText, scratch } from '../protocol/sample.ts';

/** A tree, and a way to ask about it with a cache folder of its own. */
function setUp(t: TestContext) {
  const root = sampleCopy(t);
  const cache = join(scratch(t), 'cache');
  const ask = async (...more: string[]) => {
    const args = ['tables', '--tree', root, '--format', 'text', ...more];
    const { code, out, err } = await opscope(args, { env: { OPSCOPE_CACHE: cache } });
    assert.deepEqual([code, err], [0, '']);
    return out;
  };
  const files = () => readdirSync(cache).map((name) => join(cache, name));
  return { root, cache, ask, files };
}

describe('the cache', () => {
  test('gives the same answer cold, warm and switched off', async (t) => {
    const { ask, files } = setUp(t);
    const cold = await ask();
    assert.ok(files().length > 0);
    assert.equal(await ask(), cold);
    assert.equal(await ask('--no-cache'), cold);
  });

  test('is neither read nor written when switched off', async (t) => {
    const { ask, cache } = setUp(t);
    await ask('--no-cache');
    assert.equal(existsSync(cache), false);
  });

  test('sees files that are changed, new, and gone', async (t) => {
    const { root, ask } = setUp(t);
    await ask();
    writeFileSync(
      join(root, 'mm/hugetlb.c'),
      sampleText('mm/hugetlb.c').replace('hugetlb_uffd_ops = {', 'huge_uffd_ops = {'),
    );
    writeFileSync(join(root, 'mm/new.c'), sampleText('mm/shmem.c').replaceAll('shmem_', 'new_'));
    rmSync(join(root, 'virt/kvm/guest_memfd.c'));
    const warm = await ask();
    assert.match(warm, / huge_uffd_ops /);
    assert.match(warm, / new_uffd_ops /);
    assert.doesNotMatch(warm, /kvm_gmem_uffd_ops/);
    assert.equal(warm, await ask('--no-cache'));
  });

  test('is made anew when it is cut off, altered or empty', async (t) => {
    const { ask, files } = setUp(t);
    const cold = await ask();
    for (const spoil of [(text: string) => text.slice(0, -10), (text: string) => text.replace(/mm/g, 'nn'), () => '']) {
      for (const path of files()) writeFileSync(path, spoil(readFileSync(path, 'utf8')));
      assert.equal(await ask(), cold);
    }
  });

  test('does without its folder where a file is in the way', async (t) => {
    const { ask, cache } = setUp(t);
    mkdirSync(join(cache, '..'), { recursive: true });
    writeFileSync(cache, 'in the way');
    assert.match(await ask(), /shmem_uffd_ops/);
  });
});

describe('the cache of a comparison', () => {
  /** Two trees, and a way to compare them; the files of answers that are kept. */
  function twoTrees(t: TestContext) {
    const [a, b] = [sampleCopy(t), sampleCopy(t)];
    const env = { OPSCOPE_CACHE: join(scratch(t), 'cache') };
    const slot = '\t.filemap_remove\t\t= shmem_mfill_filemap_remove,\n';
    writeFileSync(join(a, 'mm/shmem.c'), sampleText('mm/shmem.c').replace(slot, ''));
    const compared = async (...more: string[]) => {
      const { code, out } = await opscope(['compare', a, b, '--as', `a=${a}`, '--as', `b=${b}`, ...more], { env });
      assert.equal(code, 0);
      return out;
    };
    const answers = () => readdirSync(env.OPSCOPE_CACHE).filter((name) => name.endsWith('.answer'));
    return { a, b, compared, answers };
  }

  test('gives the same answer cold, warm and switched off', async (t) => {
    const { compared, answers } = twoTrees(t);
    const cold = await compared();
    assert.equal(answers().length, 1);
    assert.equal(await compared(), cold);
    assert.equal(await compared('--no-cache'), cold);
  });

  test('sees what changed on either side, sources and what Kbuild reads', async (t) => {
    const { a, b, compared } = twoTrees(t);
    let before = await compared();
    const steps: readonly (readonly [string, string, (text: string) => string])[] = [
      [b, 'mm/hugetlb.c', (text) => text.replace('hugetlb_uffd_ops = {', 'huge_uffd_ops = {')],
      [a, 'Kbuild', (text) => `${text}obj-y += new/\n`],
    ];
    for (const [root, path, change] of steps) {
      writeFileSync(join(root, path), change(readFileSync(join(root, path), 'utf8')));
      const after = await compared();
      assert.notEqual(after, before, path);
      assert.equal(after, await compared('--no-cache'), path);
      before = after;
    }
  });

  test('keeps nothing of what git says', async (t) => {
    const { a, answers, compared } = twoTrees(t);
    await compared('--format', 'sarif');
    assert.deepEqual(answers(), []);
    git(a, 'init', '--quiet');
    git(a, 'add', '.');
    git(a, 'commit', '--quiet', '-m', 'all');
    const env = { OPSCOPE_CACHE: join(scratch(t), 'cache') };
    assert.equal((await opscope(['compare', 'HEAD', a, '--tree', a], { env })).code, 0);
    assert.deepEqual(
      readdirSync(env.OPSCOPE_CACHE).filter((name) => name.endsWith('.answer')),
      [],
    );
  });
});
