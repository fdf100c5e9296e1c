/** `.c` files that another `.c` includes: they are built as part of it, and are what it is. */
import { normalPath } from '../base/paths.ts';
import { folderOf, inFolder, type TreeReader } from './reader.ts';

/** One `#include "x.c"`. */
interface Inclusion {
  readonly by: string;
  readonly name: string;
}

/** A folder this far below the root holds one driver or less: its neighbours are few enough to be read. */
const NEIGHBOURLY = 3;

export class Includers {
  readonly #reader: TreeReader;
  readonly #folders = new Map<string, readonly Inclusion[]>();

  constructor(reader: TreeReader) {
    this.#reader = reader;
  }

  /** The C files that include this one: in its own folder, failing that in those above, failing that in those beside. */
  of(file: string): readonly string[] {
    for (let folder = folderOf(file); folder !== ''; folder = folderOf(folder)) {
      const found = this.#in(folder, file);
      if (found.length > 0) return found;
    }
    const parent = folderOf(folderOf(file));
    if (parent.split('/').length < NEIGHBOURLY) return [];
    const beside = this.#reader.list(parent).filter((entry) => entry.endsWith('/'));
    return beside.flatMap((entry) => this.#in(inFolder(parent, entry.slice(0, -1)), file));
  }

  #in(folder: string, file: string): string[] {
    let inclusions = this.#folders.get(folder);
    if (inclusions === undefined) {
      inclusions = this.#read(folder);
      this.#folders.set(folder, inclusions);
    }
    return inclusions.filter(({ by, name }) => by !== file && names(name, by, file)).map(({ by }) => by);
  }

  #read(folder: string): Inclusion[] {
    return this.#reader.list(folder).flatMap((entry) => {
      if (!entry.endsWith('.c')) return [];
      const by = inFolder(folder, entry);
      const text = this.#reader.read(by) ?? '';
      if (!text.includes('.c"') && !text.includes('.c>')) return [];
      const includes = text.matchAll(/^[ \t]*#[ \t]*include[ \t]+["<]([^">\n]+\.c)[">]/gm);
      return Array.from(includes, ([, name = '']) => ({ by, name }));
    });
  }
}

/** Whether an include in one file means another: from its own folder, or by a path that `-I` can complete. */
function names(name: string, by: string, file: string): boolean {
  if (normalPath(inFolder(folderOf(by), name)) === file) return true;
  return name.includes('/') && !name.startsWith('.') && file.endsWith(`/${name}`);
}
