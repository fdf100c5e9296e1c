/**
 * The condition under which something in a Makefile holds: alternatives of conjunctions over config symbols and
 * architectures. A symbol's part is a mask of the values it may have.
 */
import type { ArchMask } from './arches.ts';
import { cut, spend } from './bounds.ts';

export const N = 1;
export const M = 2;
export const Y = 4;
const ANY = 7;

/** One conjunction. */
export interface Term {
  readonly arches: ArchMask;
  /** Allowed values by symbol; a symbol that is not here may have any. */
  readonly symbols: ReadonlyMap<string, number>;
}

/** Alternatives; none means never. */
export type Guard = readonly Term[];

const NONE: ReadonlyMap<string, number> = new Map();
/** Every architecture, including those of a tree not seen yet. */
const EVERYWHERE = 0x7fffffff;
/** A guard of more alternatives than this forgets its symbols, and says so. The most in a kernel are 54. */
const MOST_TERMS = 128;

export const ALWAYS: Guard = [{ arches: EVERYWHERE, symbols: NONE }];
export const NEVER: Guard = [];

export function isAlways(guard: Guard): boolean {
  const [term] = guard;
  return guard.length === 1 && term !== undefined && term.symbols.size === 0 && term.arches === EVERYWHERE;
}

/** The guard "the symbol has one of these values". */
export function whenSymbol(symbol: string, values: number): Guard {
  return [{ arches: EVERYWHERE, symbols: new Map([[symbol, values]]) }];
}

export function whenArch(arches: ArchMask): Guard {
  return arches === 0 ? NEVER : [{ arches, symbols: NONE }];
}

export function and(a: Guard, b: Guard): Guard {
  if (a === b || isAlways(b)) return a;
  if (isAlways(a)) return b;
  const terms: Term[] = [];
  spend(a.length * b.length);
  for (const left of a) {
    for (const right of b) {
      const term = meet(left, right);
      if (term !== null) terms.push(term);
    }
  }
  return a.length === 1 || b.length === 1 ? terms : simplify(terms);
}

function meet(a: Term, b: Term): Term | null {
  const arches = a.arches & b.arches;
  if (arches === 0) return null;
  if (a.symbols.size === 0) return { arches, symbols: b.symbols };
  if (b.symbols.size === 0) return { arches, symbols: a.symbols };
  spend(a.symbols.size + b.symbols.size);
  const symbols = new Map(a.symbols);
  for (const [symbol, values] of b.symbols) {
    const both = (symbols.get(symbol) ?? ANY) & values;
    if (both === 0) return null;
    symbols.set(symbol, both);
  }
  return { arches, symbols };
}

export function or(a: Guard, b: Guard): Guard {
  if (a.length === 0) return b;
  if (b.length === 0 || isAlways(a)) return a;
  if (isAlways(b)) return b;
  return bounded(absorbAll([...a], b));
}

export function not(guard: Guard): Guard {
  if (guard.length === 0) return ALWAYS;
  if (isAlways(guard)) return NEVER;
  return guard.reduce<Guard>((result, term) => and(result, notTerm(term)), ALWAYS);
}

function notTerm(term: Term): Guard {
  const terms: Term[] = [...term.symbols].map(([symbol, values]) => ({
    arches: EVERYWHERE,
    symbols: new Map([[symbol, ANY & ~values]]),
  }));
  const arches = EVERYWHERE & ~term.arches;
  return arches === 0 ? terms : [...terms, { arches, symbols: NONE }];
}

/** Merges terms that differ in one place only, until none do; `X is y` and `X is m` and `X is n` end as "always". */
function simplify(terms: readonly Term[]): Guard {
  return bounded(absorbAll([], terms));
}

function absorbAll(result: Term[], terms: readonly Term[]): Term[] {
  for (const term of terms) absorb(result, term);
  return result;
}

function bounded(terms: Guard): Guard {
  if (terms.length <= MOST_TERMS) return terms;
  cut('a condition', `${MOST_TERMS} alternatives`);
  return whenArch(terms.reduce((mask, term) => mask | term.arches, 0));
}

function absorb(result: Term[], term: Term): void {
  spend(result.length);
  for (let i = 0; i < result.length; i++) {
    const merged = merge(result[i] ?? term, term);
    if (merged === null) continue;
    if (merged === result[i]) return;
    result.splice(i, 1);
    absorb(result, merged);
    return;
  }
  result.push(term);
}

/** The one term that says "a or b", or null when there is none. */
function merge(a: Term, b: Term): Term | null {
  const difference = onlyDifference(a, b);
  if (difference === null) return covers(a, b) ? a : covers(b, a) ? b : null;
  if (difference === '') return { arches: a.arches | b.arches, symbols: a.symbols };
  const symbols = new Map(a.symbols);
  const values = (symbols.get(difference) ?? 0) | (b.symbols.get(difference) ?? 0);
  if (values === ANY) symbols.delete(difference);
  else symbols.set(difference, values);
  return { arches: a.arches, symbols };
}

/** The symbol in which two terms over the same symbols differ, '' for the architectures, null for more than one. */
function onlyDifference(a: Term, b: Term): string | null {
  if (a.symbols.size !== b.symbols.size) return null;
  spend(a.symbols.size);
  let difference = '';
  for (const [symbol, values] of a.symbols) {
    const other = b.symbols.get(symbol);
    if (other === undefined) return null;
    if (other === values) continue;
    if (difference !== '' || a.arches !== b.arches) return null;
    difference = symbol;
  }
  return difference;
}

function covers(wide: Term, narrow: Term): boolean {
  if ((narrow.arches & ~wide.arches) !== 0) return false;
  spend(wide.symbols.size);
  for (const [symbol, values] of wide.symbols) {
    if (((narrow.symbols.get(symbol) ?? ANY) & ~values) !== 0) return false;
  }
  return true;
}
