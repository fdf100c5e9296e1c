/** A repository of the sample tree, and branches that a review is made of. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { git } from '../harness/git.ts';
import { type Ended, sampleCopy } from '../protocol/sample.ts';

export const driver = 'drivers/misc/glimpse/glimpse.c';
export const core = 'mm/userfaultfd.c';

/** The sample tree in a repository, committed, on a branch of its own. */
export function repository(t: Ended): string {
  const root = sampleCopy(t);
  git(root, 'init', '--quiet', '--initial-branch=master');
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'base');
  git(root, 'checkout', '--quiet', '-b', 'topic');
  return root;
}

/** Changes the text of a file, which must be another then. */
export function edit(root: string, path: string, change: (text: string) => string): void {
  const before = readFileSync(join(root, path), 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`nothing to change in ${path}`);
  writeFileSync(join(root, path), after);
}

export function add(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

export function commit(root: string, subject: string): void {
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '-m', subject);
}

const bare = '\nstatic const struct vm_uffd_ops bare_uffd_ops = {\n};\n';

/** Commits that introduce, settle, remove and move things, inside and outside of the folders that are read. */
export function commits(root: string): void {
  edit(
    root,
    core,
    (text) => `${text}\nint again(const struct vm_uffd_ops *ops)\n{\n\treturn ops->can_userfault(0, 0);\n}\n`,
  );
  commit(root, 'mm: userfaultfd: ask again');
  edit(root, core, (text) => `${text}${bare}`);
  commit(root, 'mm: userfaultfd: a bare table');
  edit(root, driver, (text) => `/* Of today. */\n${text}\nint fresh(pte_t *pte)\n{\n\treturn 0;\n}\n`);
  commit(root, 'glimpse: fresh');
  edit(root, core, (text) => `/* Moved. */\n${text.replace(bare, '')}`);
  add(root, 'drivers/misc/glimpse/more.c', 'int more(pte_t *pte) { return 0; }\n');
  commit(root, 'mm: userfaultfd: no bare table');
  edit(root, 'drivers/misc/glimpse/Makefile', (text) => `${text}obj-$(CONFIG_GLIMPSE) += more.o\n`);
  commit(root, 'glimpse: build more');
  git(root, 'mv', driver, driver.replace('glimpse.c', 'moved.c'));
  edit(root, 'drivers/misc/glimpse/Makefile', (text) => text.replace('glimpse.o', 'moved.o'));
  commit(root, 'glimpse: move');
  edit(root, driver.replace('glimpse.c', 'moved.c'), (text) =>
    text.replace(/static int glimpse_map_one[\s\S]*?\n}\n/, 'static int glimpse_map_one(void) { return 0; }\n'),
  );
  rmSync(join(root, 'drivers/misc/glimpse/more.c'));
  edit(root, 'drivers/misc/glimpse/Makefile', (text) => text.replace('obj-$(CONFIG_GLIMPSE) += more.o\n', ''));
  commit(root, 'glimpse: no page tables');
}

/** The branch as a mailbox, beside the tree. */
export function mailbox(root: string, ...args: readonly string[]): string {
  const path = join(root, '../series.mbox');
  writeFileSync(path, git(root, 'format-patch', '--stdout', ...args, 'master..topic'));
  return path;
}
