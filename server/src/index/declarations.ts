/** Who declares a name, and which of several declarations is meant. */
import { pattern } from '../base/patterns.ts';
import type { FileSymbol, SourceFile, SymbolKind } from './file.ts';

/** The declarations of the files read so far, by name. */
export class Declarations {
  readonly #byName = new Map<string, FileSymbol[]>();

  add(file: SourceFile): void {
    for (const [name, symbols] of file.symbolTable()) {
      const known = this.#byName.get(name);
      if (known) known.splice(placeOf(file, known), 0, ...symbols);
      else this.#byName.set(name, [...symbols]);
    }
  }

  forget(file: SourceFile): void {
    for (const name of file.symbolTable().keys()) {
      const kept = this.#byName.get(name)?.filter((symbol) => symbol.file !== file);
      if (kept && kept.length > 0) this.#byName.set(name, kept);
      else this.#byName.delete(name);
    }
  }

  of(name: string): readonly FileSymbol[] {
    return this.#byName.get(name) ?? [];
  }
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
