/** The branches and tags of a repository. */
import type { Revisions } from '../../protocol/requests.ts';
import { inRepository } from './stand-in.ts';

/** So many of a kind are told: one is chosen of them, and others can be written. */
const MOST = 500;

/** Branches, those of remotes too, the latest first, and tags, the highest version first. Rejects with git's word. */
export async function revisionsIn(root: string): Promise<Revisions> {
  return inRepository(root, async (git) => {
    const named = async (sort: string, ...refs: readonly string[]): Promise<readonly string[]> => {
      const format = '--format=%(refname:lstrip=2)';
      const listed = await git.text('for-each-ref', `--count=${MOST}`, `--sort=${sort}`, format, ...refs);
      return listed.split('\n').filter((name) => name !== '' && !name.endsWith('/HEAD'));
    };
    return {
      branches: await named('-committerdate', 'refs/heads', 'refs/remotes'),
      tags: await named('-version:refname', 'refs/tags'),
    };
  });
}
