/** The commit that work is compared with, and what files were in it. */
import { decode } from '../disk.ts';
import { type Git, inRepository } from './stand-in.ts';

/** What a branch is taken to start from when nobody says it: its upstream, else the main line of the repository. */
const MAIN_LINES = ['@{upstream}', 'origin/HEAD', 'origin/master', 'origin/main', 'master', 'main'];

/**
 * The merge base of HEAD and a revision; when none is named, of HEAD and the branch that it seems to start from, else HEAD.
 * Rejects with git's word where that is no commit or the tree is in no repository.
 */
export async function baseCommit(root: string, revision: string): Promise<string> {
  return inRepository(root, async (git) => {
    if (revision !== '') return mergeBase(git, await commit(git, revision));
    for (const name of MAIN_LINES) {
      const start = await commit(git, name)
        .then((found) => mergeBase(git, found))
        .catch(() => null);
      if (start !== null) return start;
    }
    return commit(git, 'HEAD');
  });
}

/** The text of a file in a commit; null where the commit has no such file. */
export async function textIn(root: string, revision: string, path: string): Promise<string | null> {
  const args = ['cat-file', 'blob', `${revision}:./${path}`];
  return inRepository(root, async (git) => decode(await git.bytes(args)), true).catch(() => null);
}

/** The commit that a revision is in the repository of a tree. Rejects with git's word where it is none, or there is no repository. */
export async function commitIn(root: string, revision: string): Promise<string> {
  return inRepository(root, (git) => commit(git, revision), true);
}

/** The commit that a revision is. Rejects with git's word where it is none. */
export async function commit(git: Git, revision: string): Promise<string> {
  const verify = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const found = await git.text(...verify).catch((error: Error) => {
    // Asked to be quiet, git gives no reason for a name that it does not know.
    throw error.message === '' ? new Error(`git knows no commit ${revision}`) : error;
  });
  return found.trim();
}

async function mergeBase(git: Git, revision: string): Promise<string> {
  return (await git.text('merge-base', revision, 'HEAD')).trim();
}
