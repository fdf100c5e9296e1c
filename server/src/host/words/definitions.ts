/** Who may define which type, for passes over much of a tree that ask it of thousands of names. */
import type { TreeFiles } from '../files/tree-files.ts';
import { HashTable } from './hash-table.ts';
import type { WordIndex } from './index.ts';
import type { WordScanner } from './scanner.ts';

/** For so few names the words are asked: to read all files once takes as long as to look for some hundreds. */
const FEW = 100;

/** The definitions of the files of one state of a tree. */
export class Definitions {
  readonly #index: WordIndex;
  readonly #scanner: WordScanner;
  #asked = 0;
  #table: HashTable | null = null;

  constructor(index: WordIndex, scanner: WordScanner) {
    this.#index = index;
    this.#scanner = scanner;
  }

  /** Files that may define a struct, union, enum or typedef of a name; null where it is not yet worth while to find out. */
  of(name: string, files: TreeFiles): readonly string[] | null {
    if (++this.#asked <= FEW) return null;
    this.#table ??= this.#read(files);
    return this.#table.of(this.#scanner.key(name).low);
  }

  #read(files: TreeFiles): HashTable {
    const paths = this.#index.paths();
    return new HashTable(
      paths,
      paths.map((path) => this.#scanner.definitions(files, path) ?? NONE),
    );
  }
}

const NONE = new Uint32Array();
