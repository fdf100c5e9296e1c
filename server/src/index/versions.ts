/** Which texts and folders of a tree changed from one snapshot to the next. */
import type { Input } from './fact.ts';
import { folderOf } from './includes.ts';
import { Layers } from './layers.ts';

/** What has versions. */
export interface Versioned {
  readonly versions: Versions;
}

/** A state of a text or a folder; no two states of one are the same object. */
type Version = object;

/** The states of the paths of a tree in one snapshot. A path that never changed has none. */
export class Versions {
  readonly #of: Layers<string, Version>;

  constructor(before: Versions | null = null, changed: Iterable<string> = []) {
    this.#of = before ? before.#of.fork() : new Layers();
    for (const path of changed) {
      this.#of.set(path, {});
      for (let folder = folderOf(path); ; folder = folderOf(folder)) {
        this.#of.set(`${folder}/`, {});
        if (folder === '') break;
      }
    }
  }

  /** What a path, or with a slash at its end a folder, is in this snapshot. */
  of(path: string): Version | null {
    return this.#of.get(path) ?? null;
  }

  /** That a path, or with a slash at its end a folder, was looked at. */
  read(path: string): Input<Versioned> {
    const version = this.of(path);
    return { isSame: ({ versions }) => versions.of(path) === version };
  }
}
