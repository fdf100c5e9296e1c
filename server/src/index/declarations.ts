/** Who declares a name, and which of several declarations is meant. */
import { addTo } from '../base/add-to.ts';
import { pattern } from '../base/patterns.ts';
import { wordAt } from '../base/words.ts';
import type { Seen } from './closure.ts';
import type { FileSymbol, SourceFile, SymbolKind } from './file.ts';
import { NameTable } from './name-table.ts';

/** What is known of a name: its declarations in so much of a table. */
interface Known {
  readonly symbols: readonly FileSymbol[];
  readonly of: number;
}

/** The declarations of the files read so far, by name. */
export class Declarations {
  /** What was read before it was forked last, the latest first. */
  #frozen: readonly NameTable[] = [];
  /** The files among those that are no more. */
  #gone: ReadonlySet<SourceFile> = new Set();
  #own = new NameTable();
  readonly #known = new Map<string, Known>();

  constructor(before: Declarations | null = null) {
    if (!before) return;
    before.#freeze();
    this.#frozen = before.#frozen;
    this.#gone = before.#gone;
  }

  /** Another one and this are to go on from here, and neither to see what the other does. */
  #freeze(): void {
    if (this.#own.size === 0) return;
    const all = [this.#own, ...this.#frozen];
    this.#frozen = pressed(all, this.#gone);
    // What was put together has nothing of the files that are gone: those that no other table has need not be known any more.
    const untouched = this.#frozen.filter((table) => all.includes(table));
    this.#gone = new Set([...this.#gone].filter((file) => untouched.some((table) => table.has(file))));
    this.#own = new NameTable();
    this.#known.clear();
  }

  add(file: SourceFile): void {
    this.#own.add(file);
  }

  forget(file: SourceFile): void {
    this.#gone = new Set(this.#gone).add(file);
    this.#known.clear();
  }

  of(name: string): readonly FileSymbol[] {
    const known = this.#known.get(name);
    if (known?.of === this.#own.size) return known.symbols;
    const before = known?.symbols ?? this.#frozen.reduceRight((all, table) => this.#among(all, table, name, 0), NONE);
    const symbols = this.#among(before, this.#own, name, known?.of ?? 0);
    this.#known.set(name, { symbols, of: this.#own.size });
    return symbols;
  }

  /** Some declarations of a name with those that a table has behind so many of its entries. */
  #among(symbols: readonly FileSymbol[], table: NameTable, name: string, behind: number): readonly FileSymbol[] {
    let all: FileSymbol[] | null = null;
    for (const file of [...table.with(name, behind)].sort(byPath)) {
      if (this.#gone.has(file)) continue;
      all = insert(all ?? [...symbols], file, file.symbols(name));
    }
    return all ?? symbols;
  }

  /** A test for many files in turn, more of which are read meanwhile: whether one declares a name as one of the kinds. */
  declaring(name: string, kinds: readonly SymbolKind[]): (file: SourceFile) => boolean {
    let at: readonly FileSymbol[] | null = null;
    let size = -1;
    let files: ReadonlySet<SourceFile> = new Set();
    return (file) => {
      if (size === this.#own.size) return files.has(file);
      size = this.#own.size;
      const symbols = this.of(name);
      if (at !== symbols) files = new Set(symbols.flatMap((each) => (kinds.includes(each.kind) ? [each.file] : [])));
      at = symbols;
      return files.has(file);
    };
  }
}

const NONE: readonly FileSymbol[] = [];

/** Puts tables together until each is much smaller than the one behind it; those that do not change are never written to. */
function pressed(tables: readonly NameTable[], gone: ReadonlySet<SourceFile>): readonly NameTable[] {
  const [first, second, ...rest] = tables;
  if (!first || !second || first.size * 4 < second.size) return tables;
  const both = new NameTable();
  for (const table of [second, first]) both.addAll(table, gone);
  return pressed([both, ...rest], gone);
}

function byPath(a: SourceFile, b: SourceFile): number {
  return a.path < b.path ? -1 : 1;
}

/** Puts the symbols of a file among others. */
function insert(all: FileSymbol[], file: SourceFile, symbols: readonly FileSymbol[]): FileSymbol[] {
  const behind = all.splice(placeOf(file, all));
  addTo(all, symbols);
  addTo(all, behind);
  return all;
}

/** Where the symbols of a file go among others: by path, so that no answer depends on what was read, or edited, first. */
function placeOf(file: SourceFile, symbols: readonly FileSymbol[]): number {
  let at = symbols.length;
  while (at > 0 && (symbols[at - 1]?.file.path ?? '') > file.path) at--;
  return at;
}

export function pickIn(symbols: readonly FileSymbol[], files: Seen, kinds: readonly SymbolKind[]): FileSymbol | null {
  const seen = symbols.filter((symbol) => files.has(symbol.file));
  return pick(seen, kinds);
}

/** The declaration that is included first: how far includes were followed before does not matter. */
export function firstIncluded(
  symbols: readonly FileSymbol[],
  files: Iterable<SourceFile>,
  kinds: readonly SymbolKind[],
): FileSymbol | null {
  for (const file of files) {
    const found = pick(
      symbols.filter((symbol) => symbol.file === file),
      kinds,
    );
    if (found) return found;
  }
  return null;
}

/** Kinds whose definitions can be told by their looks. */
export const DEFINED: readonly SymbolKind[] = ['tag', 'typedef', 'function'];

/** What a definition of a struct, union, enum or typedef of a name looks like. */
export function definitionOf(name: string): RegExp {
  const tag = pattern`\b(?:struct|union|enum)\s+(?:\w+\s+)?${name}\s*\{`;
  return pattern`${tag}|\}[\s\w]*\b${name}\s*;|\btypedef\b[^;{}]*\b${name}\b[^;{}]*;`;
}

export function pick(symbols: readonly FileSymbol[], kinds: readonly SymbolKind[]): FileSymbol | null {
  for (const kind of kinds) {
    const found = symbols.find((symbol) => symbol.kind === kind);
    if (found) return found;
  }
  return null;
}

/** Whether a function's name stands in front of a parenthesis on a line that starts in column 0. */
export function isHead({ kind, name, file: { text }, region }: FileSymbol): boolean {
  if (kind !== 'function' && kind !== 'prototype') return false;
  const end = region.brace < 0 ? region.end : region.brace;
  for (let at = wordAt(text, name, region.start, end); at >= 0; at = wordAt(text, name, at + 1, end)) {
    const line = text.lastIndexOf('\n', at) + 1;
    if (/\w/.test(text.charAt(line)) && /^\s*\(/.test(text.slice(at + name.length, end))) return true;
  }
  return false;
}
