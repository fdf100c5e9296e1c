/** What the language server needs of the outside; `host` implements it. */
import type { SideSources } from '../features/compare/open-side.ts';
import type { Checker, Found } from '../features/findings/checker.ts';
import type { FilesBefore } from '../features/findings/tree-before.ts';
import type { Reviewing, ReviewQuestion } from '../features/review/reviewer.ts';
import type { Overlay, TreeSource } from '../index/source.ts';
import type { Revisions } from '../protocol/requests.ts';
import type { NamedBytes } from '../series/mail.ts';
import type { CommitTree, PatchSources } from '../series/sources.ts';
import type { HookNames } from '../syntax/hook-names.ts';
import type { Lowerer } from '../syntax/lower.ts';

/** What was read of a tree so that it can be searched. */
export interface Indexed {
  readonly files: number;
  /** Whether an earlier session had read them. */
  readonly isKept: boolean;
}

/** Files and trees, for the server. */
export interface LspHost {
  /** What this is, and what it runs on. */
  readonly program: { readonly version: string; readonly runtime: string };
  /** The root of the kernel tree that a file or folder is in; null when it is in none. */
  findTree(path: string): string | null;
  /** Whether a folder is the root of a kernel tree. */
  isTree(path: string): boolean;
  version(root: string): string;
  /**
   * Gets ready to search some folders of a tree; none for all of it. Where the cache folder (null for the usual one) knows them,
   * that is believed at first, and `changed` is told of the files that turn out to be others. `at` is told of a large one how far it is.
   */
  prepare(
    root: string,
    folders: readonly string[],
    cache: string | null,
    changed: (paths: readonly string[]) => void,
    at?: (count: number, path: string) => void,
  ): Promise<void>;
  /** Gets ready to search what is likely to have an answer of a large tree; of any other, all. Whether it is all. */
  prepareFirst(root: string, cache: string | null, changed: (paths: readonly string[]) => void): Promise<boolean>;
  /**
   * A tree with the texts of open editors laid over it. `changed` are files that may not be on disk as they were when the tree was
   * last opened.
   */
  openTree(root: string, overlay: Overlay, changed: readonly string[]): TreeSource;
  /** What was read of a tree; null before that. */
  indexed(root: string): Indexed | null;
  /** Whether a file of a tree is not on disk as it was read; false where nothing was read for searches. */
  isNews(root: string, path: string): boolean;
  /** The names of hooks and tables by their text, in all files that searches in a tree go through; `at` is told how many were read. */
  hookNames(root: string, at: (count: number) => void): Promise<readonly (readonly [path: string, names: HookNames])[]>;
  /** Gives back memory that nothing holds any more. */
  collect(): void;
  /** Keeps what was learned for the next session. */
  save(): void;
  loadLowerer(): Promise<Lowerer>;
  toPath(uri: string): string | null;
  toUri(path: string): string;
  /** The path of a file relative to a root, with forward slashes; null when it is outside. */
  within(root: string, path: string): string | null;
  /** Whether there is a file at a path: absolute, or relative to a root. */
  isFile(root: string, path: string): boolean;
  /** Whether a folder of a tree leads out of it, by a link or by its path. */
  leadsOut(root: string, folder: string): boolean;
  /** The address of a rule's page; null where it was not installed. */
  rulePage(rule: string): string | null;
  /** Starts to check files of a tree; `found` is told what is found, and `failed` why nothing will be. */
  startChecker(root: string, found: (found: Found) => void, failed: (why: string) => void): Checker;
  /** Where the patches for a tree come from. All but `mailsAt` run git. */
  patches(root: string): PatchSources;
  /** The patches of the series that a file is one of, by their names, itself included; none where it is not named as git does. */
  patchesBeside(path: string): readonly NamedBytes[];
  /** Starts to review a series; `doing` is told what that is at. */
  review(root: string, question: ReviewQuestion, doing: (text: string) => void): Reviewing;
  /**
   * The commit that work in a tree is compared with: the merge base of HEAD and a revision; when none is named, of HEAD and
   * the branch that it seems to start from. Rejects with git's word where there is none. Runs git.
   */
  baseCommit(root: string, revision: string): Promise<string>;
  /** What the tracked files were in a commit that are others on disk now. Rejects with git's word. Runs git. */
  filesSince(root: string, commit: string): Promise<FilesBefore>;
  /** The text of a file in a commit; null where the commit has no such file. Runs git. */
  textIn(root: string, commit: string, path: string): Promise<string | null>;
  /** A tree as it is in a commit: what is other than on disk. Rejects with git's word. Runs git. */
  treeIn(root: string, revision: string, paths: readonly string[]): Promise<CommitTree>;
  /** The branches and tags of the repository around a tree. Rejects with git's word. Runs git. */
  revisionsIn(root: string): Promise<Revisions>;
  /** The mails in a file or a folder; null where there is nothing of the name. Rejects with the reason where they cannot be read. */
  mailsAt: SideSources['mailsAt'];
}
