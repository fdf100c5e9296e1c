/** Where patches come from, and what they are applied to; `host` implements it. */
import type { NamedBytes } from './mail.ts';

/** What is read of the outside. All of it rejects with the reason in words. */
export interface PatchSources {
  /** The mails in a file, a folder, or standard input (`-`); null where there is nothing of the name. */
  mailsAt(path: string): Promise<readonly NamedBytes[] | null>;
  /** The commits of a range (`A..B`) as mails; null where a text is none. */
  commits(range: string): Promise<CommitMails | null>;
  /** The name of the commit that a revision is. */
  commit(revision: string): Promise<string>;
  /** The tree as it is in a commit: what is other than on disk, among sources, what Kbuild reads, and some paths besides. */
  treeIn(revision: string, paths: readonly string[]): Promise<CommitTree>;
}

/** Commits as mails, the commit that they start from, and how many merges were passed over. */
export interface CommitMails {
  readonly mails: NamedBytes;
  readonly base: string;
  readonly merges: number;
}

/** A commit, and its files that are others on disk: null for one that it has not, and for all where there are too many. */
export interface CommitTree {
  readonly commit: string;
  readonly texts: ReadonlyMap<string, string | null> | null;
}
