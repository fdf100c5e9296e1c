/**
 * What files were in the commit that work is compared with. Only commands that read objects are run, which start no
 * program that a repository configures; no shell is run.
 */
import { execFile } from 'node:child_process';

const MAX_OUTPUT = 64 * 1024 * 1024;

/**
 * The merge base of HEAD and a revision; of HEAD and its upstream branch when none is named, else HEAD. Rejects with git's
 * word where that is no commit or the tree is in no repository.
 */
export async function baseCommit(root: string, revision: string): Promise<string> {
  if (revision !== '') return mergeBase(root, await commit(root, revision));
  const upstream = await commit(root, '@{upstream}').catch(() => null);
  return upstream === null ? commit(root, 'HEAD') : mergeBase(root, upstream);
}

/** The text of a file in a commit; null where the commit has no such file. */
export async function textIn(root: string, revision: string, path: string): Promise<string | null> {
  try {
    return await git(root, ['cat-file', 'blob', `${revision}:./${path}`]);
  } catch {
    return null;
  }
}

async function commit(root: string, revision: string): Promise<string> {
  const found = await git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]).catch(
    (error: Error) => {
      // Asked to be quiet, git gives no reason for a name that it does not know.
      throw error.message === '' ? new Error(`git knows no commit ${revision}`) : error;
    },
  );
  return found.trim();
}

async function mergeBase(root: string, revision: string): Promise<string> {
  return (await git(root, ['merge-base', revision, 'HEAD'])).trim();
}

function git(root: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    // An object that a partial clone left behind is not fetched: that would run what the repository configures.
    const env = { ...process.env, GIT_NO_LAZY_FETCH: '1' };
    const options = { maxBuffer: MAX_OUTPUT, encoding: 'utf8', env } as const;
    execFile('git', ['-C', root, ...args], options, (error, stdout, stderr) => {
      const [reason = ''] = stderr.trim().split('\n');
      if (error) reject(new Error(reason || (error.code === 'ENOENT' ? 'git is not installed' : '')));
      else resolve(stdout);
    });
  });
}
