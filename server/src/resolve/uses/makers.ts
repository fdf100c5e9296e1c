/**
 * Which uses of macros at the top level can make functions that use hooks, told by names: what a macro is can only be said when all that
 * its file includes was read, and most, `MODULE_LICENSE("GPL")`, make none.
 */
import { WordSet } from '../../base/words.ts';
import type { SourceFile } from '../../index/file.ts';
import { unitOf } from '../../index/parts.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Region } from '../../syntax/region.ts';

/** Uses of macros that can have some names in what they make. */
export class Makers {
  readonly #snapshot: Snapshot;
  /** The names, and those of macros of headers that have one in their body; null where they are too many. */
  readonly #names: WordSet | null;

  constructor(snapshot: Snapshot, names: Iterable<string> | null) {
    this.#snapshot = snapshot;
    this.#names = names && new WordSet(names);
  }

  /** Whether a use can make something with one of the names: it has one, or the file has macros of its own for what it names. */
  mayMake(file: SourceFile, { start, end }: Region): boolean {
    if (!this.#names) return true;
    const text = file.text.slice(start, end);
    return this.#names.isIn(text) || namesOwnMacro(file, text) || this.#isPart(file);
  }

  /** Whether macros of those who include a file count in it, too. */
  #isPart(file: SourceFile): boolean {
    return !file.path.endsWith('.c') || unitOf(this.#snapshot, file) !== null;
  }
}

function namesOwnMacro(file: SourceFile, text: string): boolean {
  for (const [word] of text.matchAll(/\b[A-Za-z_]\w*/g))
    if (file.symbols(word).some(({ kind }) => kind === 'define')) return true;
  return false;
}
