/** What the language server needs of the outside; `host` implements it. */

import type { Lowerer } from '../syntax/lower.ts';
import type { TreeSource } from './source.ts';

/** Files and trees, for the server. */
export interface LspHost {
  /** The root of the kernel tree that a file or folder is in; null when it is in none. */
  findTree(path: string): string | null;
  /** Whether a folder is the root of a kernel tree. */
  isTree(path: string): boolean;
  version(root: string): string;
  /** A tree with the texts of open editors laid over it, by relative path; the map is read at each question. */
  openTree(root: string, overlay: ReadonlyMap<string, string>): TreeSource;
  loadLowerer(): Promise<Lowerer>;
  toPath(uri: string): string | null;
  toUri(path: string): string;
  /** The path of a file relative to a root, with forward slashes; null when it is outside. */
  within(root: string, path: string): string | null;
}
