/** Who declares a name, and which of several declarations is meant. */
import { addTo } from '../base/add-to.ts';
import { pattern } from '../base/patterns.ts';
import { wordAt } from '../base/words.ts';
import type { FileSymbol, SourceFile, SymbolKind } from './file.ts';
import { Layers } from './layers.ts';

/** The declarations of the files read so far, by name. */
export class Declarations {
  readonly #byName: Layers<string, FileSymbol[]>;

  /** How often files were added. */
  #additions = 0;

  constructor(before: Declarations | null = null) {
    this.#byName = before ? before.#byName.fork() : new Layers();
  }

  add(file: SourceFile): void {
    this.#additions++;
    for (const [name, symbols] of file.symbolTable()) {
      const own = this.#byName.own(name);
      if (own) insert(own, file, symbols);
      else this.#byName.set(name, insert([...(this.#byName.inherited(name) ?? NONE)], file, symbols));
    }
  }

  forget(file: SourceFile): void {
    for (const name of file.symbolTable().keys()) {
      const left = this.of(name).filter((symbol) => symbol.file !== file);
      if (left.length > 0) this.#byName.set(name, left);
      else this.#byName.remove(name);
    }
  }

  of(name: string): readonly FileSymbol[] {
    return this.#byName.get(name) ?? NONE;
  }

  /** A test for many files in turn, more of which are read meanwhile: whether one declares a name as one of the kinds. */
  declaring(name: string, kinds: readonly SymbolKind[]): (file: SourceFile) => boolean {
    let at = -1;
    let files: ReadonlySet<SourceFile> = new Set();
    return (file) => {
      if (at !== this.#additions) {
        at = this.#additions;
        files = new Set(this.of(name).flatMap((symbol) => (kinds.includes(symbol.kind) ? [symbol.file] : [])));
      }
      return files.has(file);
    };
  }
}

const NONE: readonly FileSymbol[] = [];

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

export function pickIn(
  symbols: readonly FileSymbol[],
  files: ReadonlySet<SourceFile>,
  kinds: readonly SymbolKind[],
): FileSymbol | null {
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
