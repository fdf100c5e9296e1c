/** Which values a config symbol can have, for all architectures at once, with or without other symbols held fast. */

import type { Gap } from '../model/gaps.ts';
import { type Arches, archValues } from './arches.ts';
import { cut, cuts, type Kept, keep, lacking, lacks, spend, taken } from './bounds.ts';
import { Dependants } from './kconfig-dependants.ts';
import { chainOf, type Expr, isJoined, type Joined, type Operand } from './kconfig-expr.ts';
import type { Definition, Raise, Symbols } from './kconfig-symbols.ts';
import { allowedOf, equal, greatest, inverse, least, NOWHERE, on, union, type Values } from './ternary.ts';

/** Values that are taken for granted, as masks of N, M and Y by symbol. */
export type Assumed = ReadonlyMap<string, number>;

const NOTHING: Assumed = new Map();

/** Symbols that wait for one another; kernels have 22. */
const DEEPEST = 300;

/** Operands of `&&` and `||` in a row; kernels have 30. */
const LONG = 50;

/** What symbols came to under one set of assumptions. */
type Memo = Map<string, Kept<Values>>;

export class SymbolValues {
  readonly #symbols: Symbols;
  readonly #arches: Arches;
  readonly #memos = new Map<string, Memo>();
  readonly #dependants: Dependants;
  readonly #n: Values;
  readonly #m: Values;
  readonly #y: Values;
  /** Of a question to the compiler or the like. */
  readonly #either: Values;
  readonly #anything: Values;
  #depth = 0;

  constructor(symbols: Symbols, arches: Arches) {
    this.#symbols = symbols;
    this.#dependants = new Dependants(symbols);
    this.#arches = arches;
    this.#n = { n: arches.all, m: 0, y: 0 };
    this.#m = { n: 0, m: arches.all, y: 0 };
    this.#y = { n: 0, m: 0, y: arches.all };
    this.#either = { n: arches.all, m: 0, y: arches.all };
    this.#anything = { n: arches.all, m: arches.all, y: arches.all };
  }

  /** The values a symbol can have while the others have the values assumed. */
  of(name: string, assumed: Assumed = NOTHING): Values {
    spend(1 + assumed.size);
    const counting = [...assumed].filter(([other]) => other !== name && this.#dependants.of(other).has(name));
    return this.#value(name, new Run(counting, this.#memo(counting)));
  }

  #memo(counting: readonly (readonly [string, number])[]): Memo {
    const key = counting.map(([name, values]) => `${name}=${values}`).join();
    let memo = this.#memos.get(key);
    if (memo === undefined) {
      memo = new Map();
      this.#memos.set(key, memo);
    }
    return memo;
  }

  #value(name: string, run: Run): Values {
    const allowed = run.assumed.get(name);
    if (run.assumed.size > 0 && allowed === undefined && !run.concerns(name, this.#dependants)) {
      return this.#value(name, new Run([], this.#memo([])));
    }
    const known = run.memo.get(name);
    if (known !== undefined) return taken(known);
    if (this.#depth >= DEEPEST) return this.#tooDeep(name);
    // A symbol that is asked for while it is being worked out may be anything.
    run.memo.set(name, this.#anything);
    const start = cuts();
    this.#depth++;
    try {
      const values = this.#allowed(name, run, allowed);
      run.memo.set(name, keep(values, start));
      return values;
    } catch (error) {
      // It stays anything; whoever asks again is told so.
      const gap: Gap = { k: 'cut', what: `the value of ${name}`, bound: 'its steps', ...this.#placeOf(name) };
      run.memo.set(name, lacking(this.#anything, gap));
      throw error;
    } finally {
      this.#depth--;
    }
  }

  #allowed(name: string, run: Run, allowed: number | undefined): Values {
    const values = this.#work(name, allowed === undefined ? run : new Run([], this.#memo([])));
    return allowed === undefined ? values : allowedOf(values, allowed);
  }

  /** Not kept: whoever asks from nearer by can have it. */
  #tooDeep(name: string): Values {
    cut(`the value of ${name}`, `${DEEPEST} symbols that wait for one another`, this.#placeOf(name));
    return this.#anything;
  }

  #placeOf(name: string): { readonly file: string; readonly line: number } {
    const [first] = this.#symbols.definitions.get(name) ?? [];
    return first === undefined ? { file: 'Kconfig', line: 1 } : { file: first.file, line: first.entry.line };
  }

  #work(name: string, run: Run): Values {
    if (this.#symbols.lost !== null) {
      lacks(this.#symbols.lost);
      return this.#anything;
    }
    const definitions = this.#symbols.definitions.get(name) ?? [];
    spend(1 + definitions.length);
    const here = definitions.reduce((mask, definition) => mask | definition.arches, 0);
    let values = this.#undefinedOn(this.#arches.all & ~here);
    const [bools, tristates] = this.#types(definitions);
    const own = on(here, this.#own(name, definitions, run));
    // A bool knows no m: what comes to m is y.
    values = union(values, on(bools, { n: own.n, m: 0, y: own.y | own.m }));
    return union(values, on(tristates, own));
  }

  #undefinedOn(arches: number): Values {
    return { n: arches, m: 0, y: 0 };
  }

  #types(definitions: readonly Definition[]): [number, number] {
    let [bools, tristates, others] = [0, 0, 0];
    for (const { entry, arches } of definitions) {
      if (entry.type === 'bool') bools |= arches;
      else if (entry.type === 'tristate') tristates |= arches;
      else if (entry.type === 'other') others |= arches;
    }
    return [bools & ~tristates & ~others, tristates & ~others];
  }

  #own(name: string, definitions: readonly Definition[], run: Run): Values {
    let visible = this.#n;
    let depends = this.#n;
    for (const definition of definitions) {
      const direct = this.#on(definition, this.#expr(definition.dependsOn, run));
      depends = greatest(depends, direct);
      const shown = least(direct, this.#expr(definition.visible, run));
      for (const prompt of definition.entry.prompts) {
        visible = greatest(visible, this.#on(definition, least(shown, this.#expr(prompt, run))));
      }
    }
    const chosen = { n: visible.m | visible.y, m: visible.m | visible.y, y: visible.y };
    const bools = this.#types(definitions)[0];
    const choosable = { n: chosen.n, m: chosen.m & ~bools, y: chosen.y | (visible.m & bools) };
    let rest = this.#defaults(definitions, run);
    for (const raise of this.#symbols.implies.get(name) ?? []) {
      const implied = least(this.#raise(raise, run), depends);
      rest = greatest(rest, implied);
    }
    // Where the prompt may be hidden, the default decides; where it may show, the user.
    let values = union(choosable, on(visible.n, rest));
    for (const raise of this.#symbols.selects.get(name) ?? []) values = greatest(values, this.#raise(raise, run));
    return values;
  }

  /**
   * What a `select` or `imply` raises to; n on the architectures where its entry does not exist. What the entry depends
   * on limits it once more: a bool that depends on something m raises to m only.
   */
  #raise({ by, definition, condition }: Raise, run: Run): Values {
    const limit = least(this.#expr(definition.dependsOn, run), this.#expr(condition, run));
    return this.#on(definition, least(this.#value(by, run), limit));
  }

  /** The first default whose condition holds. */
  #defaults(definitions: readonly Definition[], run: Run): Values {
    let open = this.#arches.all;
    let result = NOWHERE;
    for (const definition of definitions) {
      const direct = this.#on(definition, this.#expr(definition.dependsOn, run));
      for (const each of definition.entry.defaults) {
        const condition = least(direct, this.#expr(each.condition, run));
        const taken = { n: 0, m: condition.m & open, y: condition.y & open };
        result = union(result, least(this.#expr(each.expr, run), taken));
        open &= condition.n;
      }
    }
    return union(result, this.#undefinedOn(open));
  }

  #on(definition: Definition, values: Values): Values {
    if (definition.arches === this.#arches.all) return values;
    return union(on(definition.arches, values), this.#undefinedOn(this.#arches.all & ~definition.arches));
  }

  #expr(expr: Expr | null, run: Run): Values {
    if (expr === null) return this.#y;
    spend(1);
    if (!isJoined(expr)) return this.#operand(expr, run);
    if (expr.length > LONG) return this.#chain(expr, run);
    return together(expr, this.#expr(expr.left, run), this.#expr(expr.right, run));
  }

  /** Long chains one by one, since calls within calls have an end. */
  #chain(expr: Joined, run: Run): Values {
    const { first, rest } = chainOf(expr);
    spend(rest.length);
    return rest.reduce(
      (values, each) => together(each, values, this.#expr(each.right, run)),
      this.#operand(first, run),
    );
  }

  #operand(expr: Operand, run: Run): Values {
    switch (expr.kind) {
      case 'symbol':
        return this.#value(expr.name, run);
      case 'constant':
        return expr.text === 'y' ? this.#y : expr.text === 'm' ? this.#m : this.#n;
      case 'not':
        return inverse(this.#expr(expr.of, run));
      case 'compare':
        return this.#compare(expr.operator, expr.left, expr.right, run);
      case 'unknown':
        return this.#either;
      case 'cut':
        if (expr.gap !== null) lacks(expr.gap);
        return this.#anything;
    }
  }

  #compare(operator: string, left: Expr, right: Expr, run: Run): Values {
    if (operator !== '=' && operator !== '!=') return this.#either;
    const texts = this.#compareTexts(left, right);
    const same =
      texts ??
      (this.#isTernary(left) && this.#isTernary(right)
        ? equal(this.#expr(left, run), this.#expr(right, run))
        : this.#either);
    return operator === '=' ? same : inverse(same);
  }

  /** `"$(ARCH)" = "um"`. */
  #compareTexts(left: Expr, right: Expr): Values | null {
    if (left.kind !== 'constant' || right.kind !== 'constant') return null;
    let [n, y] = [0, 0];
    for (const name of this.#arches.names) {
      const bit = this.#arches.bit(name);
      for (const arch of archValues(name)) {
        const [a, b] = [left, right].map(({ text }) => withArch(text, name, arch));
        if (a === b) y |= bit;
        else n |= bit;
      }
    }
    return left.text.includes('$(') && !/\$\((SRC)?ARCH\)/.test(left.text) ? this.#either : { n, m: 0, y };
  }

  #isTernary(expr: Expr): boolean {
    if (expr.kind === 'constant') return expr.text === 'y' || expr.text === 'm' || expr.text === 'n';
    if (expr.kind !== 'symbol') return false;
    const definitions = this.#symbols.definitions.get(expr.name) ?? [];
    spend(definitions.length);
    return definitions.every(({ entry }) => entry.type !== 'other');
  }
}

function together({ kind }: Joined, left: Values, right: Values): Values {
  return kind === 'and' ? least(left, right) : greatest(left, right);
}

/** One line of questions, under one set of assumptions. */
class Run {
  readonly assumed: Assumed;
  readonly memo: Memo;

  constructor(assumed: readonly (readonly [string, number])[], memo: Memo) {
    this.assumed = new Map(assumed);
    this.memo = memo;
  }

  /** Whether a symbol's values can depend on what is assumed. */
  concerns(name: string, dependants: Dependants): boolean {
    spend(this.assumed.size);
    for (const other of this.assumed.keys()) if (dependants.of(other).has(name)) return true;
    return false;
  }
}

function withArch(text: string, folder: string, arch: string): string {
  return text.replaceAll('$(SRCARCH)', folder).replaceAll('$(ARCH)', arch);
}
