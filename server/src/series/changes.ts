/** What a patch does to the files of a tree, as plain data. */

/** What of a tree is read to apply a diff to it. */
export interface Texts {
  read(path: string): string | null;
  exists(path: string): boolean;
  /** Names in a folder, folders with a slash at the end. */
  list(folder: string): readonly string[];
}

/** What a patch does to the files of a tree. */
export interface FileChanges {
  /** What files are after it; null for one that is there no more. */
  readonly texts: ReadonlyMap<string, string | null>;
  /** What the same files were before it. */
  readonly before: ReadonlyMap<string, string | null>;
  /** Where files were that it moved. */
  readonly renamed: ReadonlyMap<string, string>;
  /** The lines that it adds, from 1, by file; null stands for a whole new file. */
  readonly lines: ReadonlyMap<string, ReadonlySet<number> | null>;
  /** How many lines it adds and removes. */
  readonly size: { readonly files: number; readonly added: number; readonly removed: number };
}
