/** A tree as it is in a commit: what its files are there that are others on disk. */
import type { Change } from '../../features/findings/introduced.ts';
import { readBlobs } from './blobs.ts';
import { explained, filesBefore, READ, untrackedFiles } from './changes.ts';
import { ignoreFile } from './repository.ts';
import { commit } from './revisions.ts';
import { type Git, inRepository } from './stand-in.ts';

/** A commit, and what differs from the files on disk. */
export interface TreeIn {
  readonly commit: string;
  /** Null stands for files that it has not, and for all where there are too many. */
  readonly texts: Change['texts'];
}

/** A tree in a commit: the sources and what Kbuild reads, and those of `paths` besides. Rejects where a revision is no commit. */
export async function treeIn(root: string, revision: string, paths: readonly string[]): Promise<TreeIn> {
  const ignored = await ignoreFile(root).catch(() => null);
  return inRepository(root, async (git) => {
    const id = await commit(git, revision);
    const untracked = await untrackedFiles(git, ignored);
    return explained(git, id, async () => {
      const { texts } = await filesBefore(git, id, untracked);
      const others = await textsOf(
        git,
        id,
        paths.filter((path) => !READ.test(path)),
      );
      return { commit: id, texts: texts && new Map([...texts, ...others]) };
    });
  });
}

/** So many paths are asked for in one go. */
const AT_ONCE = 500;

/** Files of a commit; null for those that it has not. */
async function textsOf(git: Git, id: string, paths: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
  const found = new Map<string, string | null>(paths.map((path) => [path, null]));
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    const listed = await git.text('ls-tree', '-z', id, '--', ...paths.slice(at, at + AT_ONCE));
    const blobs = [...listed.matchAll(/100\d+ blob ([0-9a-f]+)\t([^\0]*)\0/g)];
    const texts = await readBlobs(
      git,
      blobs.map(([, blob = '']) => blob),
    );
    for (const [, blob = '', path = ''] of blobs) found.set(path, texts?.get(blob) ?? '');
  }
  return found;
}
