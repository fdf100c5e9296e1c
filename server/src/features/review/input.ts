/** What a review is of: where the mails of a series come from, and what it is applied to. */
import { reasonOf } from '../../base/contain.ts';
import type { NamedBytes } from '../../series/mail.ts';
import { candidatesIn } from '../../series/names.ts';
import type { Series } from '../../series/series.ts';
import type { PatchSources } from '../../series/sources.ts';
import type { Base } from './review.ts';

/** There is nothing to review; the message says why. */
export class Unreadable extends Error {}

/** Where patches come from: mails, or commits of a range. */
export interface Input {
  readonly mails: readonly NamedBytes[];
  readonly range: { readonly name: string; readonly base: string } | null;
  readonly notes: readonly string[];
}

/** The mails at a path, or the commits of a range. Rejects as unreadable where a name is neither. */
export async function inputOf(patches: PatchSources, name: string): Promise<Input> {
  const mails = await told(patches.mailsAt(name), '');
  return mails ? { mails, range: null, notes: [] } : rangeOf(patches, name);
}

/** The commits of a range. Rejects as unreadable where it is none. */
export async function rangeOf(patches: Pick<PatchSources, 'commits'>, name: string): Promise<Input> {
  const commits = await told(patches.commits(name), `${name}: `);
  if (!commits) throw new Unreadable(`${name}: no file, no folder, and no range of commits (A..B)`);
  const merges = commits.merges === 1 ? 'a merge is' : `${commits.merges} merges are`;
  const notes = commits.merges === 0 ? [] : [`${merges} passed over: what was changed in one is not looked at`];
  return { mails: [commits.mails], range: { name, base: commits.base }, notes };
}

/** What is read of the outside, with the reason told where it cannot be. */
async function told<T>(reading: Promise<T>, where: string): Promise<T> {
  return reading.catch((error: unknown) => {
    throw new Unreadable(`${where}${reasonOf(error)}`);
  });
}

/** What the series is applied to: what is asked for, else what it says itself, else what is on disk. */
export async function baseOf(
  patches: Pick<PatchSources, 'treeIn'>,
  series: Series,
  { onto, range }: { readonly onto: string | null; readonly range: Input['range'] },
): Promise<Base> {
  const at = async (revision: string): Promise<Pick<Base, 'used' | 'texts'>> => {
    const { commit, texts } = await patches.treeIn(revision, candidatesIn(series.patches));
    if (texts === null)
      throw new Unreadable(`too much of ${revision} differs from what is checked out: check out something nearer`);
    return { used: commit, texts };
  };
  if (onto !== null) return { asked: onto, ...(await told(at(onto), `--onto ${onto}: `)), why: '--onto asks for it' };
  if (range)
    return { asked: range.name, ...(await told(at(range.base), `${range.name}: `)), why: 'the range starts from it' };
  const asked = series.baseCommit;
  if (asked === null) return { asked, ...DISK, why: 'the series names no base-commit' };
  return at(asked).then(
    (found) => ({ asked, ...found, why: 'the series names it as its base-commit' }),
    (error: unknown) => ({ asked, ...DISK, why: `its base-commit ${asked} is not to be had: ${reasonOf(error)}` }),
  );
}

/** The files as they are on disk. */
const DISK: Pick<Base, 'used' | 'texts'> = { used: null, texts: new Map() };
