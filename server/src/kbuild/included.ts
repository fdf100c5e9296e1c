/** `.c` files that another `.c` includes: they are built as part of it, and are what it is. */
import { normalPath } from '../base/paths.ts';
import { baseName, folderOf, inFolder, type TreeReader } from './reader.ts';

/** One `#include "x.c"`. */
interface Inclusion {
  readonly by: string;
  readonly name: string;
}

/** A folder this far below the root holds one driver or less: its neighbours are few enough to be read. */
const NEIGHBOURLY = 3;

export class Includers {
  readonly #reader: TreeReader;
  readonly #including: () => readonly string[];
  #anywhere: ReadonlyMap<string, readonly Inclusion[]> | null = null;
  /** By folder, then by the last part of the name included. */
  readonly #folders = new Map<string, ReadonlyMap<string, readonly Inclusion[]>>();

  /** `including` finds the files of the whole tree that include C files; it is asked only where none nearby does. */
  constructor(reader: TreeReader, including: () => readonly string[]) {
    this.#reader = reader;
    this.#including = including;
  }

  /** The C files that include this one: in its own folder, failing that in those above, failing that in those beside, failing that anywhere. */
  of(file: string): readonly string[] {
    for (let folder = folderOf(file); folder !== ''; folder = folderOf(folder)) {
      const found = this.#in(folder, file);
      if (found.length > 0) return found;
    }
    const beside = this.#beside(file);
    if (beside.length > 0) return beside;
    this.#anywhere ??= this.#read(this.#including());
    return means(this.#anywhere, file);
  }

  #beside(file: string): readonly string[] {
    const parent = folderOf(folderOf(file));
    if (parent.split('/').length < NEIGHBOURLY) return [];
    const beside = this.#reader.list(parent).filter((entry) => entry.endsWith('/'));
    return beside.flatMap((entry) => this.#in(inFolder(parent, entry.slice(0, -1)), file));
  }

  #in(folder: string, file: string): readonly string[] {
    let inclusions = this.#folders.get(folder);
    if (inclusions === undefined) {
      inclusions = this.#read(this.#reader.list(folder).map((entry) => inFolder(folder, entry)));
      this.#folders.set(folder, inclusions);
    }
    return means(inclusions, file);
  }

  /** What C files include, by the last part of the name. */
  #read(paths: readonly string[]): ReadonlyMap<string, readonly Inclusion[]> {
    const found = new Map<string, Inclusion[]>();
    for (const by of paths) {
      if (!by.endsWith('.c')) continue;
      for (const name of includedIn(this.#reader.read(by) ?? '')) {
        const known = found.get(baseName(name));
        if (known === undefined) found.set(baseName(name), [{ by, name }]);
        else known.push({ by, name });
      }
    }
    return found;
  }
}

/** Those of some files that include another. */
function means(inclusions: ReadonlyMap<string, readonly Inclusion[]>, file: string): readonly string[] {
  const named = inclusions.get(baseName(file)) ?? [];
  return named.filter(({ by, name }) => by !== file && names(name, by, file)).map(({ by }) => by);
}

/** The `.c` files that a text includes, each once. */
function includedIn(text: string): Iterable<string> {
  if (!text.includes('.c"') && !text.includes('.c>')) return [];
  const includes = text.matchAll(/^[ \t]*#[ \t]*include[ \t]+["<]([^">\r\n]+\.c)[">]/gm);
  return new Set(Array.from(includes, ([, name = '']) => name));
}

/** Whether an include in one file means another: from its own folder, or by a path that `-I` can complete. */
function names(name: string, by: string, file: string): boolean {
  if (normalPath(inFolder(folderOf(by), name)) === file) return true;
  return name.includes('/') && !name.startsWith('.') && `/${file}`.endsWith(`/${name}`);
}
