/** Which values a config symbol can have, for all architectures at once, with or without other symbols held fast. */
import { type Arches, archValues } from './arches.ts';
import { M, N, Y } from './guard.ts';
import type { Expr } from './kconfig-expr.ts';
import type { Definition, Raise, Symbols } from './kconfig-symbols.ts';
import { any, equal, greatest, inverse, least, NOWHERE, on, union, type Values } from './ternary.ts';

/** Values that are taken for granted, as masks of N, M and Y by symbol. */
export type Assumed = ReadonlyMap<string, number>;

const NOTHING: Assumed = new Map();

export class SymbolValues {
  readonly #symbols: Symbols;
  readonly #arches: Arches;
  readonly #memos = new Map<string, Map<string, Values>>();
  readonly #dependants = new Map<string, ReadonlySet<string>>();
  readonly #n: Values;
  readonly #m: Values;
  readonly #y: Values;
  /** Of a question to the compiler or the like. */
  readonly #either: Values;

  constructor(symbols: Symbols, arches: Arches) {
    this.#symbols = symbols;
    this.#arches = arches;
    this.#n = { n: arches.all, m: 0, y: 0 };
    this.#m = { n: 0, m: arches.all, y: 0 };
    this.#y = { n: 0, m: 0, y: arches.all };
    this.#either = { n: arches.all, m: 0, y: arches.all };
  }

  /** The values a symbol can have while the others have the values assumed. */
  of(name: string, assumed: Assumed = NOTHING): Values {
    const counting = [...assumed].filter(([other]) => other !== name && this.dependantsOf(other).has(name));
    return this.#value(name, new Run(counting, this.#memo(counting)));
  }

  /** The symbols whose own conditions mention this one, directly or through others. */
  dependantsOf(name: string): ReadonlySet<string> {
    const known = this.#dependants.get(name);
    if (known !== undefined) return known;
    const found = new Set<string>([name]);
    for (const each of found) for (const user of this.#symbols.mentionedBy.get(each) ?? []) found.add(user);
    this.#dependants.set(name, found);
    return found;
  }

  #memo(counting: readonly (readonly [string, number])[]): Map<string, Values> {
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
    if (run.assumed.size > 0 && allowed === undefined && !run.concerns(name, this)) {
      return this.#value(name, new Run([], this.#memo([])));
    }
    const known = run.memo.get(name);
    if (known !== undefined) return known;
    // A symbol that is asked for while it is being worked out may be anything.
    run.memo.set(name, { n: this.#arches.all, m: this.#arches.all, y: this.#arches.all });
    const values = this.#work(name, allowed === undefined ? run : new Run([], this.#memo([])));
    const result = allowed === undefined ? values : keep(values, allowed);
    run.memo.set(name, result);
    return result;
  }

  #work(name: string, run: Run): Values {
    const definitions = this.#symbols.definitions.get(name) ?? [];
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
    switch (expr.kind) {
      case 'symbol':
        return this.#value(expr.name, run);
      case 'constant':
        return expr.text === 'y' ? this.#y : expr.text === 'm' ? this.#m : this.#n;
      case 'not':
        return inverse(this.#expr(expr.of, run));
      case 'and':
        return least(this.#expr(expr.left, run), this.#expr(expr.right, run));
      case 'or':
        return greatest(this.#expr(expr.left, run), this.#expr(expr.right, run));
      case 'compare':
        return this.#compare(expr.operator, expr.left, expr.right, run);
      case 'unknown':
        return this.#either;
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
    return definitions.every(({ entry }) => entry.type !== 'other');
  }
}

/** One line of questions, under one set of assumptions. */
class Run {
  readonly assumed: Assumed;
  readonly memo: Map<string, Values>;

  constructor(assumed: readonly (readonly [string, number])[], memo: Map<string, Values>) {
    this.assumed = new Map(assumed);
    this.memo = memo;
  }

  /** Whether a symbol's values can depend on what is assumed. */
  concerns(name: string, values: SymbolValues): boolean {
    for (const other of this.assumed.keys()) if (values.dependantsOf(other).has(name)) return true;
    return false;
  }
}

function withArch(text: string, folder: string, arch: string): string {
  return text.replaceAll('$(SRCARCH)', folder).replaceAll('$(ARCH)', arch);
}

function keep(values: Values, allowed: number): Values {
  return {
    n: (allowed & N) === 0 ? 0 : values.n,
    m: (allowed & M) === 0 ? 0 : values.m,
    y: (allowed & Y) === 0 ? 0 : values.y,
  };
}

/** The architectures on which a symbol can have one of the values. */
export function where(values: Values, allowed: number): number {
  return any(keep(values, allowed));
}
