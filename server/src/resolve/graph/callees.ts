/**
 * Which function a called name means. A kernel has many names twice: the real function, and a stub or a generic version in
 * another branch of an `#if`. The one that an ordinary configuration has is answered.
 */
import { pattern } from '../../base/patterns.ts';
import type { FileSymbol, SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { ruleOut } from '../../syntax/conditionals.ts';
import type { Lowerer } from '../../syntax/lower.ts';
import type { Region } from '../../syntax/region.ts';
import { closing } from '../../syntax/sheet.ts';
import type { FoundFunction } from '../language/functions.ts';
import { headersOf } from '../language/header-choices.ts';
import { wayTo } from '../language/header-ways.ts';
import { isOrdinary, likelihood } from '../language/likelihood.ts';
import { type Macro, readDefine } from '../language/macros/definition.ts';
import { expansions } from '../language/macros/expansions.ts';
import type { Macros } from '../language/macros/macros.ts';
import { Resolver } from '../ops/ops.ts';

/** A function where it is declared, with how likely it is the configured one. */
interface Candidate {
  readonly symbol: FileSymbol;
  readonly rank: number;
}

/** Finds callees for one snapshot. */
export class Callees {
  readonly #resolver: Resolver;
  readonly #snapshot: Snapshot;

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
    this.#snapshot = resolver.snapshot;
  }

  /** Where the function that a file means by a name is; null when it is no function. */
  find(name: string, from: SourceFile): FoundFunction | null {
    const macro = this.#resolver.expressions.macros.find(name, from);
    const best = this.#best(name, from);
    const hides = macro !== null && !isItself(macro) && !this.#beats(best, macro, from);
    // In the other branch of an `#if` it is called under that branch's condition.
    if (hides) return best?.symbol.kind === 'function' && excludes(best.symbol, macro) ? apart(best.symbol) : null;
    const made = best && best.rank < 0 ? this.#madeBy(name, from) : null;
    if (made) return made;
    if (best?.symbol.kind === 'function') return place(best.symbol, 'definition', false);
    const elsewhere = best || !macro ? this.#resolver.functions.find(name, from) : null;
    if (elsewhere && (best || !elsewhere.byName || /[a-z]/.test(name))) return this.#elsewhere(name, elsewhere, best);
    return this.#madeBy(name, from);
  }

  /** Whether a file sees a function that is likelier than the macro of its name. */
  outdoes(name: string, macro: Macro, from: SourceFile): boolean {
    return this.#beats(this.#best(name, from), macro, from);
  }

  /** Whether a function is likelier than the macro of its name; a prototype alone is not, `memset` is one. */
  #beats(best: Candidate | null, macro: Macro, from: SourceFile): boolean {
    if (!best) return false;
    const rank = this.chosenRank(macro.file, macro.at, from);
    return best.rank > rank || (best.rank === rank && best.symbol.kind === 'function');
  }

  /** Whether a file sees the function's own definition, so that it need not be looked for. */
  sees(name: string, from: SourceFile): boolean {
    return this.#best(name, from)?.symbol.kind === 'function';
  }

  /** A definition in another file; not a stub of a header where a prototype was the better declaration. */
  #elsewhere(name: string, found: FoundFunction, best: Candidate | null): FoundFunction {
    if (!best || found.byName) return found;
    if (found.kind === 'declaration') return place(best.symbol, 'declaration', false);
    const external = this.#resolver.functions
      .definitions(name)
      .filter((each) => each.file.path.endsWith('.c'))
      .sort((a, b) => this.#rank(b, b.file) - this.#rank(a, a.file) || (a.file.path < b.file.path ? -1 : 1));
    return external[0] ? place(external[0], 'definition', true) : place(best.symbol, 'declaration', false);
  }

  /** The likeliest declaration that a file sees; a definition wins over a prototype that is as likely. */
  #best(name: string, from: SourceFile): Candidate | null {
    let best: Candidate | null = null;
    for (const symbol of this.#snapshot.allSeen(name, ['function', 'prototype'], from)) {
      if (symbol.kind === 'prototype' && /^[A-Z0-9_]+$/.test(name)) continue;
      const own = symbol.file === from ? 1 : 0;
      const rank = this.#rank(symbol, from) * 4 + (symbol.kind === 'function' ? 2 : 0) + own;
      if (!best || rank > best.rank) best = { symbol, rank };
    }
    return best && { symbol: best.symbol, rank: Math.floor(best.rank / 4) };
  }

  #rank(symbol: FileSymbol, from: SourceFile): number {
    return this.chosenRank(symbol.file, symbol.region.start, from);
  }

  /** How likely what stands at a place is to be there, as a file sees it: zero for what is certain to be, else less. */
  rankOf(file: SourceFile, at: number, from: SourceFile): number {
    return this.#likelihood(file.condition(at), from);
  }

  /** The same with the `#if` that chooses the header among others, or what stands on the way to it where that is more. */
  chosenRank(file: SourceFile, at: number, from: SourceFile): number {
    const choices = file === from ? [] : headersOf(this.#snapshot, file, from);
    const chosen = choices.find((each) => each.file === file)?.condition ?? null;
    return this.rankOf(file, at, from) + Math.min(this.#likelihood(chosen, from), wayTo(this.#snapshot, file, from));
  }

  #likelihood(condition: string | null, from: SourceFile): number {
    return likelihood(condition, {
      has: (name) => isOrdinary(name) ?? this.#isDefined(name, from),
      number: (name) => this.#snapshot.get(NUMBER, name, from),
    });
  }

  #isDefined(name: string, from: SourceFile): boolean {
    return this.#snapshot.get(IS_DEFINED, name, from);
  }

  /** A function that a macro's use in a header makes. */
  #madeBy(name: string, from: SourceFile): FoundFunction | null {
    for (const file of this.#snapshot.closure(from)) {
      const { functions, open } = this.#snapshot.by(file).get(MADE, file);
      const inUnit = open.length > 0 ? this.#snapshot.get(MADE_IN_UNIT, file) : null;
      const at = functions.get(name) ?? inUnit?.get(name);
      if (at !== undefined) return { name, file, at, kind: 'definition', byName: false };
    }
    return null;
  }
}

const IS_DEFINED = query(
  'macro that is defined',
  (snapshot: Snapshot, name: string, from: SourceFile): boolean => {
    const callees = new Callees(Resolver.of(snapshot));
    const defines = snapshot.allSeen(name, ['define'], from);
    return defines.some(({ file, region }) => callees.chosenRank(file, region.start, from) === 0);
  },
  // What is only defined where it is not defined (`#ifndef x` ... `#define x`) is not counted.
  () => false,
);

const NUMBER = query(
  'number that a macro stands for',
  (snapshot: Snapshot, name: string, from: SourceFile): number | null => {
    const callees = new Callees(Resolver.of(snapshot));
    const defines = snapshot.allSeen(name, ['define'], from);
    const ordinary = defines.filter(({ file, region }) => callees.chosenRank(file, region.start, from) === 0);
    const numbers = new Set(ordinary.map((each) => numberOf(readDefine(each))));
    const [number] = numbers;
    return numbers.size === 1 ? (number ?? null) : null;
  },
  () => null,
);

/** The number that a macro's body is; null for any other. */
function numberOf({ params, body }: Macro): number | null {
  const [, digits] = /^\(?\s*(0[xX][\da-fA-F]+|\d+)[uUlL]*\s*\)?$/.exec(body) ?? [];
  return params === null && digits !== undefined ? Number(digits) : null;
}

/** What the uses of macros at a file's top level make. */
interface MadeByUses {
  /** Where functions are made, by name: offsets in the file. */
  readonly functions: ReadonlyMap<string, number>;
  /** The uses of macros that the file does not see by itself: who includes it may define them. */
  readonly open: readonly Region[];
}

/** The functions that macros' uses in a file make, and where. */
const MADE = query(
  'functions that macros make',
  (snapshot: Snapshot, file: SourceFile): MadeByUses => {
    const { macros } = Resolver.of(snapshot).expressions;
    const told: Region[] = [];
    const open: Region[] = [];
    // Headers of lists use one macro thousands of times.
    const known = new Map<string, boolean>();
    for (const region of file.regions)
      for (const use of uses(file, region)) {
        const isKnown = known.get(use.name) ?? macros.find(use.name, file) !== null;
        known.set(use.name, isKnown);
        (isKnown ? told : open).push(use);
      }
    return { functions: madeIn(snapshot, file, told), open };
  },
  () => ({ functions: new Map(), open: [] }),
);

/** The same of those that only the unit has the macros of. */
const MADE_IN_UNIT = query(
  'functions that macros of a unit make',
  (snapshot: Snapshot, file: SourceFile): ReadonlyMap<string, number> =>
    madeIn(snapshot, file, snapshot.by(file).get(MADE, file).open),
  () => new Map(),
);

/** Of several uses that make a function of one name the likeliest one tells where. */
function madeIn(snapshot: Snapshot, file: SourceFile, all: readonly Region[]): ReadonlyMap<string, number> {
  const resolver = Resolver.of(snapshot);
  const callees = new Callees(resolver);
  const made = new Map<string, number>();
  const ranks = new Map<string, number>();
  for (const use of all) {
    const rank = callees.rankOf(file, use.start, file);
    for (const name of madeNames(snapshot.lowerer, resolver.expressions.macros, file, use)) {
      if (rank <= (ranks.get(name) ?? Number.NEGATIVE_INFINITY)) continue;
      made.set(name, use.start);
      ranks.set(name, rank);
    }
  }
  return made;
}

/** The functions that a macro's use defines, by name. */
function* madeNames(lowerer: Lowerer, macros: Macros, file: SourceFile, use: Region): Iterable<string> {
  const text = file.text.slice(use.start, use.end);
  // Most uses, `EXPORT_SYMBOL(name);` among them, make no body: to tell takes less than to expand them.
  if (!macros.mayMakeBody(text, file)) return;
  for (const made of expansions(lowerer, macros, file, text, use.start)) {
    for (const { kind, name } of made.regions) if (kind === 'function' && name !== '') yield name;
  }
}

/** The macros' uses in a region that has nothing else: several may stand in a row. */
function* uses(file: SourceFile, region: Region): Iterable<Region> {
  if (region.kind !== 'invocation' && region.kind !== 'prototype') return;
  const text = file.text.slice(region.start, region.end);
  const head = /\s*([A-Z_][A-Z0-9_]*)\s*\(/y;
  for (let at = 0; ; ) {
    head.lastIndex = at;
    const match = head.exec(text);
    if (!match?.[1]) return;
    const start = at + match[0].indexOf(match[1]);
    at = closing(text, head.lastIndex - 1) + 1;
    yield { ...region, kind: 'invocation', name: match[1], start: region.start + start, end: region.start + at };
  }
}

/** Whether a function and the macro of its name stand in branches of which only one is ever there. */
function excludes({ file, region }: FileSymbol, macro: Macro): boolean {
  return ruleOut(file.condition(region.start), macro.file.condition(macro.at));
}

/** A function whose name is a macro under the opposite condition. */
function apart(symbol: FileSymbol): FoundFunction {
  return { ...place(symbol, 'definition', false), condition: symbol.file.condition(symbol.region.start) };
}

/** `#define f f`: says that there is a function of the name. */
function isItself(macro: Macro): boolean {
  return macro.params === null && macro.body === macro.name;
}

function place(symbol: FileSymbol, kind: FoundFunction['kind'], byName: boolean): FoundFunction {
  const { file, region, name } = symbol;
  const head = file.text.slice(region.start, region.brace < 0 ? region.end : region.brace);
  const found = pattern`\b${name}\b`.exec(head);
  return { name, file, at: region.start + (found?.index ?? 0), kind, byName };
}
