/** `opscope check --base`: what a change introduced, on its own lines and elsewhere. */
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { CheckAnswer } from '../../server/src/features/findings/check.ts';
import { opscope } from '../harness/command.ts';
import { git } from '../harness/git.ts';
import { inside } from '../harness/inside.ts';
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
  const { out, err } = await inside(['check', '.', '--base', 'master', ...args, '--tree', root, '--format', 'json']);
  assert.equal(err, '');
  const { findings } = JSON.parse(out) as CheckAnswer;
  return findings.map((each) => `${each.file} ${each.function} ${each.rule}`);
}

/** The same of each finding that it removed. */
async function removed(root: string): Promise<string[]> {
  const { out } = await inside(['check', '.', '--base', 'master', '--tree', root, '--format', 'json']);
  const answer = JSON.parse(out) as CheckAnswer;
  return (answer.removed ?? []).map((each) => `${each.file} ${each.function} ${each.rule}`);
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

  test('a change outside of the folders that are read, without a word on paths', async (t) => {
    const root = repository(t);
    add(root, 'drivers/misc/glimpse/fresh.c', 'int fresh(pte_t *pte) { return 0; }\n');
    add(root, 'drivers/misc/built.c', 'int built(pte_t *pte) { return 0; }\n');
    edit(root, 'drivers/misc/glimpse/Makefile', (text) => `${text}obj-$(CONFIG_GLIMPSE) += fresh.o ../built.o\n`);
    const { out } = await inside(['check', '--base', 'master', '--tree', root, '--format', 'json']);
    const { findings } = JSON.parse(out) as CheckAnswer;
    assert.deepEqual(
      findings.map(({ file }) => file),
      ['drivers/misc/built.c', 'drivers/misc/glimpse/fresh.c'],
    );
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

test('check --base sees a change of no size in the second of the index', async (t) => {
  const root = repository(t);
  git(root, 'config', 'core.trustctime', 'false');
  const path = join(root, driver);
  const second = new Date('2026-01-01T00:00:00Z');
  edit(root, driver, (text) => `${text}\nint fresh(int_t *pte) { return 0; }\n`);
  utimesSync(path, second, second);
  git(root, 'commit', '--quiet', '-a', '-m', 'fresh');
  git(root, 'branch', '--force', 'master');
  edit(root, driver, (text) => text.replace('int_t *pte', 'pte_t *pte'));
  for (const each of [path, join(root, '.git/index')]) utimesSync(each, second, second);
  assert.deepEqual(await introduced(root), [`${driver} fresh pgtable-in-module`]);
});

describe('check --base does not report', () => {
  test('what only moved', async (t) => {
    const root = repository(t);
    edit(root, driver, (text) => `\n\n/* A comment. */\n${text}`);
    edit(root, 'mm/userfaultfd.c', (text) => `/* Another. */\n${text}`);
    assert.deepEqual(await introduced(root), []);
  });

  test('lines that are white space apart', async (t) => {
    const root = repository(t);
    edit(root, driver, (text) => text.replaceAll('\n', '\r\n').replaceAll('\t', '        '));
    assert.deepEqual(await introduced(root), []);
  });

  test('what moved with its file', async (t) => {
    const root = repository(t);
    git(root, 'mv', driver, driver.replace('glimpse.c', 'moved.c'));
    edit(root, 'drivers/misc/glimpse/Makefile', (text) => text.replace('glimpse.o', 'moved.o'));
    assert.deepEqual(await introduced(root), []);
  });

  test('what moved to another file with its function, but what is new there', async (t) => {
    const root = repository(t);
    appendFileSync(join(root, driver), `\nint carried(pte_t *pte)\n{\n\treturn 0;\n}\n`);
    git(root, 'commit', '--quiet', '-a', '-m', 'a function');
    git(root, 'branch', '--force', 'master');
    edit(root, driver, (text) => text.slice(0, text.indexOf('\nint carried')));
    const other = 'drivers/misc/glimpse/other.c';
    add(root, other, '/* Moved here. */\nint carried(pte_t *pte)\n{\n\treturn 0;\n}\n');
    edit(root, 'drivers/misc/glimpse/Makefile', (text) => `${text}obj-$(CONFIG_GLIMPSE) += other.o\n`);
    assert.deepEqual(await introduced(root), []);
    add(root, other, 'int carried(pte_t *pte)\n{\n\treturn pte_none(*pte);\n}\nint fresh(pte_t *pte);\n');
    assert.deepEqual(await introduced(root), [`${other} carried pgtable-in-module`, `${other} null pgtable-in-module`]);
  });

  test('what is left of a finding that became less', async (t) => {
    const root = repository(t);
    edit(root, 'mm/userfaultfd.c', (text) => text.replace(/is_vm_hugetlb_page\(/, 'other_page('));
    // Without that question, hugetlb gets to a hook that it leaves unset; that is introduced.
    assert.deepEqual(await introduced(root), ['mm/userfaultfd.c mfill_atomic_pte_continue hook-unguarded']);
  });
});

/** A file of the core that knows hugetlb, and does not dispatch. */
const aside = `#include <linux/hugetlb.h>
#include <linux/userfaultfd_k.h>
int aside(struct vm_area_struct *vma)
{
	return is_vm_hugetlb_page(vma) ? 1 : 0;
}
`;

describe('check --base, where calls of hooks move', () => {
  const dispatches = 'int moved(const struct vm_uffd_ops *ops)\n{\n\treturn ops->can_userfault(0, 0);\n}\n';
  /** A repository with both files, of which one dispatches and the other will. */
  function moving(t: TestContext): string {
    const root = repository(t);
    add(root, 'mm/aside.c', aside);
    add(root, 'mm/before.c', aside.replaceAll('aside', 'before') + dispatches);
    edit(root, 'mm/Makefile', (text) => `${text}obj-y += aside.o before.o\n`);
    git(root, 'add', '.');
    git(root, 'commit', '--quiet', '-m', 'beside each other');
    git(root, 'branch', '--force', 'master');
    return root;
  }

  test('calls nothing introduced or removed that stood there before', async (t) => {
    const root = moving(t);
    edit(root, 'mm/before.c', (text) => text.replace(dispatches, ''));
    appendFileSync(join(root, 'mm/aside.c'), dispatches);
    assert.deepEqual(await introduced(root), []);
    assert.deepEqual(await removed(root), []);
  });

  test('tells what is new in a file that comes to dispatch', async (t) => {
    const root = moving(t);
    edit(root, 'mm/before.c', (text) => text.replace(dispatches, ''));
    add(root, 'mm/aside.c', aside.replace('? 1', '&& is_vm_hugetlb_page(0) ? 1') + dispatches);
    assert.deepEqual(await introduced(root), ['mm/aside.c aside core-special-case']);
    assert.deepEqual(await removed(root), []);
  });
});

describe('check --base lists as removed', () => {
  test('what a change took away, and nothing else', async (t) => {
    const root = repository(t);
    assert.deepEqual(await removed(root), []);
    appendFileSync(join(root, driver), ONE);
    git(root, 'commit', '--quiet', '-a', '-m', 'one');
    git(root, 'branch', '--force', 'master');
    edit(root, driver, (text) => text.replace(ONE, ''));
    assert.deepEqual(await removed(root), fresh(driver));
    const { out } = await inside(['check', '.', '--base', 'master', '--tree', root]);
    assert.match(out, /^drivers\/misc\/glimpse\/glimpse\.c:\d+:\d+: note: removed: fresh\(\).*\n0 findings, 1 removed/);
  });

  test('what went with its file, or is of a hook elsewhere', async (t) => {
    const root = repository(t);
    edit(root, 'mm/userfaultfd.c', (text) => text.replace('#include <linux/hugetlb.h>\n', ''));
    git(root, 'rm', '--quiet', driver);
    edit(root, 'drivers/misc/glimpse/Makefile', () => '# none\n');
    const found = new Set(await removed(root));
    assert.ok(found.has('mm/userfaultfd.c null core-includes-backend'));
    assert.ok(found.has(`${driver} glimpse_map_one pgtable-in-module`));
  });

  test('nothing that a comment suppresses now', async (t) => {
    const root = repository(t);
    const comment = '/* opscope-ignore pgtable-in-module: its own mapping */\n';
    edit(root, driver, (text) => text.replace('static int glimpse_map_one', `${comment}static int glimpse_map_one`));
    assert.deepEqual(await removed(root), []);
  });
});

/** What git may be made to say or to run, by its configuration and by the environment. */
const ODD: Readonly<Record<string, string>> = {
  'color.ui': 'always',
  'core.quotePath': 'true',
  'diff.context': '9',
  'diff.external': 'touch ran',
  'diff.interHunkContext': '9',
  'diff.mnemonicPrefix': 'true',
  'diff.noprefix': 'true',
  'diff.orderFile': '/none',
  'diff.relative': 'false',
  'diff.renames': 'false',
  'filter.odd.clean': 'touch ran; cat',
  'filter.odd.required': 'true',
  'status.showUntrackedFiles': 'no',
};

const ONE = 'int fresh(pte_t *pte) { return 0; }\n';
const fresh = (path: string): string[] => [`${path} fresh pgtable-in-module`];

describe('check --base reads a repository', () => {
  test('that is configured oddly, and runs nothing that it names', async (t) => {
    const root = repository(t);
    const odd = 'drivers/misc/glimpse/ü\t"b.c';
    add(root, odd, 'int old;\n\nint older(pte_t *pte) { return 0; }\n');
    edit(root, 'drivers/misc/glimpse/Makefile', (text) => `${text}obj-$(CONFIG_GLIMPSE) += a.o\n`);
    add(root, 'drivers/misc/glimpse/a.c', `#include "ü\t"b.c"\n`);
    git(root, 'add', '.');
    git(root, 'commit', '--quiet', '-m', 'odd');
    git(root, 'branch', '--force', 'master');
    for (const [key, value] of Object.entries(ODD)) git(root, 'config', key, value);
    writeFileSync(join(root, '.git/info/attributes'), '*.c filter=odd diff=odd\n');
    appendFileSync(join(root, driver), ONE);
    appendFileSync(join(root, 'mm/shmem.c'), '/* \u00fc */\n');
    const { out } = await opscope(['check', '.', '--base', 'master', '--tree', root, '--format', 'json'], {
      env: { GIT_DIFF_OPTS: '--unified=9' },
    });
    const { findings } = JSON.parse(out) as CheckAnswer;
    assert.deepEqual(
      findings.map((each) => `${each.file} ${each.function} ${each.rule}`),
      fresh(driver),
    );
    assert.equal(existsSync(join(root, 'ran')), false);
  });

  test('with a merge, a HEAD on no branch, and another worktree', async (t) => {
    const root = repository(t);
    git(root, 'checkout', '--quiet', 'master');
    appendFileSync(join(root, driver), 'int theirs(pte_t *pte) { return 0; }\n');
    git(root, 'commit', '--quiet', '-a', '-m', 'theirs');
    git(root, 'checkout', '--quiet', 'topic');
    appendFileSync(join(root, 'drivers/misc/glimpse/Makefile'), '# mine\n');
    git(root, 'commit', '--quiet', '-a', '-m', 'mine');
    git(root, 'merge', '--quiet', '-m', 'merge', 'master');
    assert.deepEqual(await introduced(root), []);
    appendFileSync(join(root, driver), ONE);
    git(root, 'commit', '--quiet', '-a', '-m', 'fresh');
    git(root, 'checkout', '--quiet', '--detach');
    assert.deepEqual(await introduced(root), fresh(driver));
    const other = join(scratch(t), 'other tree');
    git(root, 'worktree', 'add', '--quiet', other, 'topic');
    assert.deepEqual(await introduced(other), fresh(driver));
  });

  test('above the tree, out of which files move and into which they come', async (t) => {
    const root = sampleCopy(t);
    const above = dirname(root);
    git(above, 'init', '--quiet', '--initial-branch=master');
    add(above, 'other/come.c', 'int come(pte_t *pte) { return 0; }\n');
    git(above, 'add', '.');
    git(above, 'commit', '--quiet', '-m', 'base');
    git(above, 'checkout', '--quiet', '-b', 'topic');
    appendFileSync(join(root, driver), ONE);
    git(above, 'mv', 'other/come.c', 'linux/drivers/misc/glimpse/come.c');
    git(above, 'mv', 'linux/mm/memory.c', 'other/memory.c');
    edit(root, 'drivers/misc/glimpse/Makefile', (text) => `${text}obj-$(CONFIG_GLIMPSE) += come.o\n`);
    assert.deepEqual(await introduced(root), ['drivers/misc/glimpse/come.c come pgtable-in-module', ...fresh(driver)]);
  });

  test('with a submodule, a binary file and a symbolic link', async (t) => {
    const root = repository(t);
    const inner = join(root, 'inner');
    mkdirSync(inner);
    git(inner, 'init', '--quiet');
    add(inner, 'inner.c', ONE);
    git(inner, 'add', '.');
    git(inner, 'commit', '--quiet', '-m', 'inner');
    git(root, '-c', 'advice.addEmbeddedRepo=false', 'add', 'inner');
    add(root, 'drivers/misc/glimpse/blob.c', '\0\x01 pte_t');
    symlinkSync('glimpse.c', join(root, 'drivers/misc/glimpse/link.c'));
    git(root, 'add', '.');
    git(root, 'commit', '--quiet', '-m', 'odd files');
    appendFileSync(join(inner, 'inner.c'), ONE);
    assert.deepEqual(await introduced(root), []);
  });
});

describe('check --base says what is wrong', () => {
  const say = async (root: string, base = 'master'): Promise<string> => {
    const { code, err } = await inside(['check', '--base', base, '--tree', root]);
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

  test('in a clone without the texts of files, and how to get them', async (t) => {
    const root = repository(t);
    appendFileSync(join(root, driver), ONE);
    git(root, 'commit', '--quiet', '-a', '-m', 'fresh');
    for (const key of ['allowFilter', 'allowAnySHA1InWant']) git(root, 'config', `uploadpack.${key}`, 'true');
    const clone = join(scratch(t), 'clone');
    git(root, 'clone', '--quiet', '--filter=blob:none', '--branch=topic', pathToFileURL(root).href, clone);
    const [, advice = ''] =
      /clone is partial, .*; "git (.*)" fetches them$/m.exec(await say(clone, 'origin/master')) ?? [];
    git(clone, ...advice.split(' '));
    git(clone, 'branch', 'master', 'origin/master');
    assert.deepEqual(await introduced(clone), fresh(driver));
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
