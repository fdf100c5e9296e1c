/** `opscope check --base`: what a change introduced, on its own lines and elsewhere. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { CheckAnswer } from '../../server/src/features/check.ts';
import { opscope } from '../harness/command.ts';
import { git } from '../harness/git.ts';
import { sampleCopy, scratch } from '../protocol/sample.ts';

const driver = 'drivers/misc/glimpse/glimpse.c';
const gmem = 'virt/kvm/guest_memfd.c';

/** The sample tree in a repository, on a branch that has everything committed. */
function repository(t: TestContext): string {
  const root = sampleCopy(t);
  git(root, 'init', '--quiet', '--initial-branch=master');
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'base');
  git(root, 'checkout', '--quiet', '-b', 'topic');
  return root;
}

function edit(root: string, path: string, change: (text: string) => string): void {
  const before = readFileSync(join(root, path), 'utf8');
  const after = change(before);
  assert.notEqual(after, before, `nothing to change in ${path}`);
  writeFileSync(join(root, path), after);
}

function add(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** `file function rule` of each finding that the change introduced. */
async function introduced(root: string, ...args: string[]): Promise<string[]> {
  const { out, err } = await opscope(['check', '.', '--base', 'master', ...args, '--tree', root, '--format', 'json']);
  assert.equal(err, '');
  const { findings } = JSON.parse(out) as CheckAnswer;
  return findings.map((each) => `${each.file} ${each.function} ${each.rule}`);
}

describe('check --base reports', () => {
  test('nothing where nothing changed', async (t) => {
    assert.deepEqual(await introduced(repository(t)), []);
  });

  test('a file that git does not track yet', async (t) => {
    const root = repository(t);
    add(root, 'drivers/misc/glimpse/fresh.c', 'int fresh(pte_t *pte) { return 0; }\n');
    edit(root, 'drivers/misc/glimpse/Makefile', (text) => `${text}obj-$(CONFIG_GLIMPSE) += fresh.o\n`);
    assert.deepEqual(await introduced(root), ['drivers/misc/glimpse/fresh.c fresh pgtable-in-module']);
  });

  test('a hook that reaches page tables through a function that changed elsewhere', async (t) => {
    const root = repository(t);
    add(root, 'virt/kvm/gmem_touch.c', 'int gmem_touch(void *at) { return at != 0; }\n');
    edit(root, 'virt/kvm/Makefile.kvm', (text) => `${text}kvm-y += $(KVM)/gmem_touch.o\n`);
    edit(root, gmem, (text) =>
      text.replace(/(static \w[^;{]*kvm_gmem_folio_alloc\([^{]*\{\n)/, '$1\tgmem_touch(0);\n'),
    );
    edit(root, gmem, (text) => text.replace(/(\n#include[^\n]*\n)(?!#include)/, '$1int gmem_touch(void *at);\n'));
    git(root, 'add', '.');
    git(root, 'commit', '--quiet', '-m', 'a callee');
    git(root, 'checkout', '--quiet', '-B', 'master');
    git(root, 'checkout', '--quiet', '-b', 'callee');
    assert.deepEqual(await introduced(root), []);
    edit(root, 'virt/kvm/gmem_touch.c', (text) => text.replace('at != 0', 'pte_none(*(pte_t *)at)'));
    assert.deepEqual(await introduced(root), [
      'virt/kvm/gmem_touch.c gmem_touch pgtable-in-module',
      'virt/kvm/gmem_touch.c gmem_touch pgtable-in-module',
      `${gmem} kvm_gmem_folio_alloc pgtable-in-hook`,
    ]);
  });

  test('a file that a Makefile makes part of a module', async (t) => {
    const root = repository(t);
    add(root, 'drivers/misc/glimpse/old.c', 'int old(pte_t *pte) { return 0; }\n');
    git(root, 'add', '.');
    git(root, 'commit', '--quiet', '-m', 'unbuilt');
    git(root, 'branch', '--force', 'master');
    assert.deepEqual(await introduced(root), []);
    edit(root, 'drivers/misc/glimpse/Makefile', (text) => `${text}obj-$(CONFIG_GLIMPSE) += old.o\n`);
    assert.deepEqual(await introduced(root), ['drivers/misc/glimpse/old.c old pgtable-in-module']);
  });

  test('a check that went', async (t) => {
    const root = repository(t);
    const table = 'static const struct vm_uffd_ops bare_uffd_ops = {\n};\n';
    edit(root, 'mm/userfaultfd.c', (text) => `${text}\n${table}`);
    git(root, 'commit', '--quiet', '-a', '-m', 'a table');
    git(root, 'branch', '--force', 'master');
    edit(root, 'mm/userfaultfd.c', (text) => text.replace(/\n\tif \(ops->filemap_add\) \{/, '\n\t{'));
    assert.ok((await introduced(root)).includes('mm/userfaultfd.c __mfill_atomic_pte hook-unguarded'));
  });

  test('a call through a hook that was not there', async (t) => {
    const root = repository(t);
    const again = 'int again(const struct vm_uffd_ops *ops)\n{\n\treturn ops->can_userfault(0, 0);\n}\n';
    edit(root, 'mm/userfaultfd.c', (text) => `${text}\n${again}`);
    assert.deepEqual(await introduced(root), ['mm/userfaultfd.c again dispatch-added']);
  });

  test('a suppression that went', async (t) => {
    const root = repository(t);
    const comment = '/* opscope-ignore pgtable-in-module: its own mapping */\n';
    edit(root, driver, (text) => text.replace('static int glimpse_map_one', `${comment}static int glimpse_map_one`));
    git(root, 'commit', '--quiet', '-a', '-m', 'suppressed');
    git(root, 'branch', '--force', 'master');
    edit(root, driver, (text) => text.replace(comment, ''));
    const found = new Set(await introduced(root));
    assert.deepEqual([...found], [`${driver} glimpse_map_one pgtable-in-module`]);
  });
});

describe('check --base does not report', () => {
  test('what only moved', async (t) => {
    const root = repository(t);
    edit(root, driver, (text) => `\n\n/* A comment. */\n${text}`);
    edit(root, 'mm/userfaultfd.c', (text) => `/* Another. */\n${text}`);
    assert.deepEqual(await introduced(root), []);
  });

  test('what moved with its file', async (t) => {
    const root = repository(t);
    git(root, 'mv', driver, driver.replace('glimpse.c', 'moved.c'));
    edit(root, 'drivers/misc/glimpse/Makefile', (text) => text.replace('glimpse.o', 'moved.o'));
    assert.deepEqual(await introduced(root), []);
  });

  test('what is left of a finding that became less', async (t) => {
    const root = repository(t);
    edit(root, 'mm/userfaultfd.c', (text) => text.replace(/is_vm_hugetlb_page\(/, 'other_page('));
    // Without that question, hugetlb gets to a hook that it leaves unset; that is introduced.
    assert.deepEqual(await introduced(root), ['mm/userfaultfd.c mfill_atomic_pte_continue hook-unguarded']);
  });
});

describe('check --base says what is wrong', () => {
  const say = async (root: string, base = 'master'): Promise<string> => {
    const { code, err } = await opscope(['check', '--base', base, '--tree', root]);
    assert.equal(code, 2);
    return err;
  };

  test('outside a repository', async (t) => {
    assert.match(await say(sampleCopy(t)), /--base master: not a git repository/);
  });

  test('with a revision that is none', async (t) => {
    assert.match(await say(repository(t), 'no-such'), /--base no-such: git knows no such revision$/m);
  });

  test('without git', async (t) => {
    const root = repository(t);
    const { code, err } = await opscope(['check', '--base', 'master', '--tree', root], { env: { PATH: '/nowhere' } });
    assert.equal(code, 2);
    assert.match(err, /--base master: git is not installed, or not in PATH/);
  });

  test('in a shallow clone', async (t) => {
    const root = repository(t);
    appendFileSync(join(root, 'mm/memory.c'), '\n');
    git(root, 'commit', '--quiet', '-a', '-m', 'second');
    git(root, 'checkout', '--quiet', 'master');
    appendFileSync(join(root, 'mm/shmem.c'), '\n');
    git(root, 'commit', '--quiet', '-a', '-m', 'third');
    const clone = join(scratch(t), 'clone');
    git(root, 'clone', '--quiet', '--depth=1', '--no-single-branch', pathToFileURL(root).href, clone);
    assert.match(await say(clone, 'origin/topic'), /no commit in common with HEAD: the clone is shallow; fetch more/);
  });
});
