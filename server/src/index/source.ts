/** Where the index gets its files: one interface, implemented by `host` on disk and by tests in memory. */

import type { Gaps } from '../model/gaps.ts';
import type { FileCard, KnownFile } from './file-card.ts';

/** The texts of open editors, by path: a value, so that what was read with it stays as it was. */
export type Overlay = ReadonlyMap<string, string>;

/** An overlay with a text laid over one more file; null takes it away. */
export function laidOver(overlay: Overlay, path: string, text: string | null): Overlay {
  const next = new Map(overlay);
  if (text === null) next.delete(path);
  else next.set(path, text);
  return next;
}

/** How an include of a `.c` ends: a text that is no word and may stand among those of a pattern. */
export const INCLUDED_C: readonly string[] = ['.c"', '.c>'];

/**
 * What the include of a header of a path counts as: its name without its folder, which is no word and may stand alone for one of a pattern.
 * Null for other files.
 */
export function includedAs(path: string): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.endsWith('.h') && name.length < 100 ? name : null;
}

/** Stands among them for a macro with parameters whose body calls a member: `#define CALL(x, hook) ((x)->ops->hook(x))`. */
export const MEMBER_MACRO = '#define(';

/** All that is no word and may stand among those of a pattern. */
export const NO_WORDS: readonly string[] = [...INCLUDED_C, MEMBER_MACRO];

/** What more is known of files that a pattern is looked for in: each makes the search shorter, and none is asked of what is found. */
export interface Narrowed {
  /** Each has one of these words too, whole. */
  readonly words?: readonly string[];
  /** It is the pattern `definitionOf` of this name. */
  readonly defines?: string;
  /** Only headers are wanted. */
  readonly headers?: boolean;
}

/** A kernel tree as the index sees it. Paths are relative to its root, with forward slashes. */
export interface TreeSource {
  readonly root: string;
  /** What reading it went without. A snapshot of it tells that with its own. */
  readonly gaps: Gaps;
  /** The text of a file; null when it is missing, unreadable or too large. Unsaved edits count. */
  read(path: string): string | null;
  /** What is known of a file as it is, without reading it; null for one that must be read. */
  known(path: string): KnownFile | null;
  /** Told of a file that was read, to know it the next time. */
  learn(path: string, card: () => FileCard): void;
  /** Whether there is a file that can be read. */
  exists(path: string): boolean;
  /** Names in a folder, folders with a slash at the end; empty when there is no such folder. */
  list(folder: string): readonly string[];
  /**
   * Files (`.c` and `.h`) under the folders whose text has one of the words, whole; every file when there are none. An empty
   * list of folders means the whole tree. In the order of their paths.
   */
  search(folders: readonly string[], words: readonly string[]): readonly string[];
  /**
   * For each of the names the files that may define or declare a function of it: all that have it in front of a parenthesis on a
   * line that starts in column 0, and maybe others.
   */
  searchHeads(folders: readonly string[], names: readonly string[]): ReadonlyMap<string, readonly string[]>;
  /**
   * The same for files whose text matches a pattern, which sees each byte above 127 as some letter. What it matches has one of
   * the words in it, whole, or one of `NO_WORDS`, or includes a header (`includedAs`); none where no word is certain.
   */
  searchPattern(
    folders: readonly string[],
    pattern: RegExp,
    words: readonly string[],
    narrowed?: Narrowed,
  ): readonly string[];
  /**
   * Those of the files whose text has one of the words, whole. Each word has one of the stems in it: they are looked for first,
   * as most files have none.
   */
  among(paths: readonly string[], words: readonly string[], stems: readonly string[]): readonly string[];
}
