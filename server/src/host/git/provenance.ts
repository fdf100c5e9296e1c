/** Where a tree comes from, by git. */
import type { Provenance } from '../../model/answers.ts';
import { inRepository } from './stand-in.ts';

/** Which commit a folder is at, and where its repository was fetched from; null where git does not say. */
export async function provenance(root: string): Promise<Provenance | null> {
  return inRepository(root, async (git) => {
    const ask = async (...args: string[]): Promise<string | null> =>
      (await git.text(...args).catch(() => '')).trim() || null;
    const remote = git.settings.findLast(([name]) => name === 'remote.origin.url')?.[1] ?? null;
    const commit = await ask('rev-parse', '--verify', '--quiet', 'HEAD^{commit}');
    const repository = remote === null ? null : publicAddress(remote);
    if (commit === null || repository === null) return null;
    const branch = await ask('symbolic-ref', '--quiet', '--short', 'HEAD');
    return { repository, commit, branch, up: (await ask('rev-parse', '--show-cdup')) ?? '' };
  }).catch(() => null);
}

/** A remote's address as a URI without name or password; null for a folder on this machine, which says nothing elsewhere. */
export function publicAddress(remote: string): string | null {
  // One letter is a drive.
  const scp = /^(?:[^@/:]+@)?([^/:]{2,}):(?!\/\/)(.+)$/.exec(remote);
  const url = scp ? `ssh://${scp[1]}/${scp[2]?.replace(/^\/+/, '')}` : remote;
  if (!/^(?:https?|ssh|git):\/\//.test(url) || !URL.canParse(url)) return null;
  const found = new URL(url);
  found.username = '';
  found.password = '';
  return found.href;
}
