/** Where the patches for a tree come from: files, and git. */
import type { PatchSources } from '../../series/sources.ts';
import { mailsAt } from '../files/mails.ts';
import { commitsBetween, rangeIn } from './range.ts';
import { commitIn } from './revisions.ts';
import { treeIn } from './tree-in.ts';

export function patchSources(root: string): PatchSources {
  return {
    mailsAt,
    commits: async (text) => {
      const range = rangeIn(text);
      return range && commitsBetween(root, range);
    },
    commit: (revision) => commitIn(root, revision),
    treeIn: (revision, paths) => treeIn(root, revision, paths),
  };
}
