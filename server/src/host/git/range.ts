/** The commits of a range, as the mails that git makes of them, and where they start. */
import type { NamedBytes } from '../../series/mail.ts';
import { commit } from './revisions.ts';
import { type Git, inRepository } from './stand-in.ts';

/** Commits, each as a patch. */
export interface Range {
  readonly mails: NamedBytes;
  /** The commit that they start from. */
  readonly base: string;
  /** How many merges are among them, of which there are no patches. */
  readonly merges: number;
}

/** No setting of a person or repository is read, so only what is usual without any has to be said. */
const FORM = [
  'format-patch',
  '--stdout',
  '--no-signature',
  '--no-stat',
  '--no-cover-letter',
  '--find-renames',
  '--relative',
];

/** Two revisions with dots between them; null where a text is none of that. */
export function rangeIn(text: string): readonly [string, string] | null {
  const [, from, to] = /^(?!-)(.+?)\.\.\.?(?!-)([^.].*)$/.exec(text) ?? [];
  return from === undefined || to === undefined ? null : [from, to];
}

/** The commits behind one revision up to another. Rejects with git's word where one of them is none. */
export async function commitsBetween(root: string, [from, to]: readonly [string, string]): Promise<Range> {
  return inRepository(root, async (git) => {
    const end = await commit(git, to);
    const base = await start(git, await commit(git, from), end);
    const merges = Number((await git.text('rev-list', '--count', '--merges', `${base}..${end}`)).trim());
    const bytes = await git.bytes([...FORM, `${base}..${end}`]);
    return { mails: { name: `${from}..${to}`, bytes }, base, merges };
  });
}

async function start(git: Git, from: string, end: string): Promise<string> {
  const found = await git.text('merge-base', from, end).catch(() => '');
  if (found === '') throw new Error('the two have no commit in common');
  return found.trim();
}
