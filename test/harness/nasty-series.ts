/** A hostile tree in a repository, with a branch, a mailbox and a configuration of hostile texts. */
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git } from './git.ts';
import { NAME } from './nasty-tree.ts';

/** What git takes for a branch, and others for more than its name. */
export const BRANCH = 'a](b)<img/src=x>`t`$(zap)\u202e\u200b|x';

const SUBJECT = 'mm: \x1b]0;title\x07 ::error::x ##[group] <img src=x> [l](command:x) @user `t` \u202e\x9b';

/** What comes with a tree: where its mailbox and its configuration are. */
export interface NastySeries {
  readonly mailbox: string;
  readonly config: string;
}

/** Makes a repository of a tree that `makeNasty` made; the commit of its branch introduces findings in files with hostile names. */
export function makeSeries(root: string): NastySeries {
  git(root, 'init', '--quiet', '--initial-branch=master');
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'base');
  git(root, 'checkout', '--quiet', '-b', BRANCH);
  for (const folder of ['mm', 'drivers/misc/glimpse'])
    appendFileSync(
      join(root, folder, NAME),
      `/* \x1b[31m \u202e \x9b */
static const struct vm_uffd_ops bare_uffd_ops = { };
int again(const struct vm_uffd_ops *ops) { return ops->can_userfault(0, 0); }
pte_t *walked(pte_t *pte) { return pte; } /* \x1b[2J \u200b */
`,
    );
  git(root, 'add', '.');
  const who = 'evil \x1b[31m \u202e [x](command:y)';
  git(root, '-c', `user.name=${who}`, 'commit', '--quiet', '-m', SUBJECT);
  const mailbox = join(root, '../series.mbox');
  writeFileSync(mailbox, git(root, 'format-patch', '--stdout', 'master..HEAD'));
  git(root, 'checkout', '--quiet', 'master');
  const config = join(root, '../nasty.config');
  writeFileSync(
    config,
    `CONFIG_GLIMPSE=m\nCONFIG_SHMEM="\x1b[31m\u202e::error::x"\nCONFIG_USERFAULTFD=\x1b[2J\n::error::x\n`,
  );
  return { mailbox, config };
}
