/** The cache of earlier runs: it makes no answer different, whatever is done to it or to the tree. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { opscope } from '../harness/command.ts';
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
    assert.match(warm, /^huge_uffd_ops /m);
    assert.match(warm, /^new_uffd_ops /m);
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
