/** Where functions are defined. */
import { wordAt } from '../../base/words.ts';
import type { FileSymbol, SourceFile } from '../../index/file.ts';
import { includersOf } from '../../index/parts.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { declaredFunction, madeFunction } from './macros/declared-names.ts';
import { functionOfTemplate } from './macros/instances.ts';

/** A function's place: its definition, or its declaration where the tree has no more. */
export interface FoundFunction {
  readonly name: string;
  readonly file: SourceFile;
  /** Offset of the name. */
  readonly at: number;
  readonly kind: 'definition' | 'declaration';
  /** Whether the name was matched across the tree rather than seen through includes. */
  readonly byName: boolean;
  /** The condition under which the name means it, and no macro; left out where that is not known to matter. */
  readonly condition?: string | null;
}

/** Finds functions' definitions for one snapshot. */
export class Functions {
  readonly #snapshot: Snapshot;

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
    const made = madeFunction(this.#snapshot, name, from);
    if (made) return { name, ...made, kind: 'definition', byName: false };
    const template = functionOfTemplate(this.#snapshot, name, from);
    if (template) return place(name, template, 'definition', false);
    const around = includersOf(this.#snapshot, from).map((file) => this.#snapshot.lookup(name, ['function'], file));
    const found = around.find((symbol) => symbol !== null);
    if (found) return place(name, found, 'definition', false);
    const handed = declaredFunction(this.#snapshot, name, from);
    return handed && { name, ...handed, kind: 'declaration', byName: false };
  }

  /** Where a function with external linkage is defined, else declared, in the folders that are read. */
  anywhere(name: string): FoundFunction | null {
    const found = this.#definition(name);
    if (found) return place(name, found, 'definition', true);
    const declared = this.#snapshot.heads(name)[0];
    return declared ? place(name, declared, 'declaration', true) : null;
  }

  /** Looks for the definitions of many names at once, so that later questions find them sooner. */
  prefetch(names: Iterable<string>): void {
    this.#snapshot.prefetchHeads(names);
  }

  /** A definition with external linkage; the first one by path. */
  #definition(name: string): FileSymbol | null {
    return this.definitions(name)[0] ?? null;
  }

  /** The definitions of a name with external linkage, by path. */
  definitions(name: string): readonly FileSymbol[] {
    return this.#snapshot.heads(name).filter((symbol) => symbol.kind === 'function' && !isStatic(symbol));
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
