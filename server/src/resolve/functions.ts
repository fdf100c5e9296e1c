/** Where functions are defined. */
import { wordAt } from '../base/words.ts';
import type { FileSymbol, SourceFile } from '../index/file.ts';
import type { Snapshot } from '../index/snapshot.ts';

/** A function's place: its definition, or its declaration where the tree has no more. */
export interface FoundFunction {
  readonly name: string;
  readonly file: SourceFile;
  /** Offset of the name. */
  readonly at: number;
  readonly kind: 'definition' | 'declaration';
  /** Whether the name was matched across the tree rather than seen through includes. */
  readonly byName: boolean;
}

/** Finds functions' definitions for one snapshot. */
export class Functions {
  readonly #snapshot: Snapshot;
  readonly #elsewhere = new Map<string, FileSymbol | null>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  /** Where the function that a file means by a name is defined; null when nothing of the name is found. */
  find(name: string, from: SourceFile): FoundFunction | null {
    const seen = this.#snapshot.lookup(name, ['function'], from);
    if (seen) return place(name, seen, 'definition', false);
    const elsewhere = this.#definition(name);
    if (elsewhere) return place(name, elsewhere, 'definition', true);
    const declared = this.#snapshot.lookup(name, ['prototype'], from);
    if (declared) return place(name, declared, 'declaration', false);
    const around = this.#includers(from).map((file) => this.#snapshot.lookup(name, ['function'], file));
    const found = around.find((symbol) => symbol !== null);
    return found ? place(name, found, 'definition', false) : null;
  }

  /** The files that a `.c` is included by, whose functions it sees. */
  #includers(from: SourceFile): readonly SourceFile[] {
    if (!from.path.endsWith('.c')) return [];
    const all = this.#snapshot.once('includers', () =>
      this.#snapshot.searchPattern(/^[ \t]*#[ \t]*include[ \t]+["<][^">\n]+\.c[">]/m, []),
    );
    const isIncluded = (file: SourceFile): boolean =>
      file.includes().some((each) => this.#snapshot.includes.resolve(each, file.path, file.path) === from.path);
    return all.flatMap((path) => this.#snapshot.file(path) ?? []).filter(isIncluded);
  }

  /** Where a function with external linkage is defined, else declared, among the files that `prefetch` read. */
  anywhere(name: string): FoundFunction | null {
    const found = this.#definition(name);
    if (found) return place(name, found, 'definition', true);
    const declared = this.#snapshot
      .declared(name)
      .find((symbol) => symbol.kind === 'function' || symbol.kind === 'prototype');
    return declared ? place(name, declared, 'declaration', true) : null;
  }

  /** Looks for the definitions of many names at once, so that later questions find them. */
  prefetch(names: Iterable<string>): void {
    const unknown = [...new Set(names)].filter((name) => !this.#elsewhere.has(name));
    if (unknown.length === 0) return;
    for (const path of this.#snapshot.searchHeads(unknown)) this.#snapshot.file(path);
    for (const name of unknown) this.#elsewhere.set(name, this.#known(name));
  }

  #definition(name: string): FileSymbol | null {
    if (!this.#elsewhere.has(name)) this.prefetch([name]);
    return this.#elsewhere.get(name) ?? this.#known(name);
  }

  /** A definition with external linkage among the files read so far; the first one by path. */
  #known(name: string): FileSymbol | null {
    const all = this.#snapshot.declared(name).filter((symbol) => symbol.kind === 'function' && !isStatic(symbol));
    return all.sort((a, b) => (a.file.path < b.file.path ? -1 : 1))[0] ?? null;
  }
}

function isStatic(symbol: FileSymbol): boolean {
  const { file, region } = symbol;
  return /^\s*(?:\w+\s+)*?static\b/.test(file.text.slice(region.start, region.start + 80));
}

function place(name: string, symbol: FileSymbol, kind: FoundFunction['kind'], byName: boolean): FoundFunction {
  const { file, region } = symbol;
  const head = region.brace < 0 ? region.end : region.brace;
  return { name, file, at: Math.max(region.start, wordAt(file.text, name, region.start, head)), kind, byName };
}
