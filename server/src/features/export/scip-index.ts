/** What a SCIP index is written with. */
import type { SourceFile } from '../../index/file.ts';
import type { Place } from '../../model/answers.ts';
import type { Fact } from './fact.ts';

/** Takes facts; the index is written when all are there, document by document: what a function fills is known only then. */
export interface IndexWriter {
  write(fact: Fact): void;
  close(): void;
}

/** What an index is of, and where it goes. */
export interface Indexed {
  /** The URI of the tree's root. */
  readonly root: string;
  write(bytes: Uint8Array): void;
  /** How much of a line the word at a place takes. */
  width(at: Place, name: string): number;
  /** Whether a function is only declared at a place, and not defined. */
  isDeclared(at: Place): boolean;
}

/** How much words take, by the texts of files; the last one is kept, since facts come file by file. */
export class WordWidths {
  readonly #read: (path: string) => string | null;
  #path = '';
  #lines: readonly string[] = [];

  constructor(read: (path: string) => string | null) {
    this.#read = read;
  }

  /** That of `name`, where it is written out, else that of the word, which may be a macro's. */
  of({ file, line, column }: Place, name: string): number {
    if (file !== this.#path) {
      this.#path = file;
      this.#lines = (this.#read(file) ?? '').split('\n');
    }
    const rest = (this.#lines[line - 1] ?? '').slice(column - 1);
    if (name !== '' && rest.startsWith(name)) return name.length;
    return /^\w+/.exec(rest)?.[0].length ?? Math.min(rest.length, 1);
  }
}

/** Where functions are only declared, by the files; the last one is kept, since it is asked file by file. */
export class Declarations {
  readonly #read: (path: string) => SourceFile | null;
  #last: SourceFile | null = null;

  constructor(read: (path: string) => SourceFile | null) {
    this.#read = read;
  }

  has({ file: path, line, column }: Place): boolean {
    if (this.#last?.path !== path) this.#last = this.#read(path);
    const file = this.#last;
    return file?.regionAt(file.offset({ line, column }))?.kind === 'prototype';
  }
}
