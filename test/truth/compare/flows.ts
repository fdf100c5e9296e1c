import type { OfParameter, TrueHanded, TrueIndirect, TrueValue } from '../facts.ts';
import { Groups } from './groups.ts';

/** The functions that get somewhere; `isAll` says whether clang shows all of them. */
export interface Known {
  readonly functions: ReadonlySet<string>;
  readonly isAll: boolean;
}

/** Where functions that are handed over go, as clang's records say. */
export class Flows {
  readonly #handed = new Groups<TrueHanded>();
  readonly #held = new Groups<Extract<TrueValue, { kind: 'held' }>>();
  readonly #kept = new Groups<string>();
  /** What functions hand on of their own parameters. */
  readonly #onward = new Groups<TrueHanded>();

  readonly #hooked: ReadonlySet<string>;

  /** `hooked` are functions that some table holds: calls through hooks hand over to them, too, and are not recorded. */
  constructor(values: readonly TrueValue[], hooked: ReadonlySet<string> = new Set()) {
    this.#hooked = hooked;
    for (const fact of values) {
      if (fact.kind === 'keeps') this.#kept.add(keyOf(fact), `${fact.struct}.${fact.field}`);
      else if (fact.kind === 'held') this.#held.add(`${fact.inFile} ${fact.in} ${fact.name}`, fact);
      else if (fact.kind === 'handed') {
        this.#handed.add(keyOf(fact), fact);
        const from = { callee: fact.in, calleeFile: fact.inFile, index: fact.from };
        if (fact.from >= 0) this.#onward.add(keyOf(from), fact);
      }
    }
  }

  /** The functions that a called parameter or variable can be; null for anything else. */
  into(site: TrueIndirect): Known | null {
    if (site.form === 'parameter' && site.index !== undefined) {
      const given = this.#handed.of(keyOf({ callee: site.function, calleeFile: site.functionFile, index: site.index }));
      // Of a function that others can call, not all calls are seen.
      return known(given, site.functionFile !== '' && !this.#hooked.has(site.function));
    }
    if (site.form !== 'variable' || site.local !== true) return null;
    return known(this.#held.of(`${site.functionFile} ${site.function} ${site.name}`), true);
  }

  /** The members that what is handed over ends in, handed on or not. */
  ends(fact: OfParameter, under: ReadonlySet<string> = new Set()): readonly string[] {
    const key = keyOf(fact);
    if (under.has(key)) return [];
    const inside = new Set([...under, key]);
    return [...this.#kept.of(key), ...this.#onward.of(key).flatMap((each) => this.ends(each, inside))];
  }
}

function known(facts: readonly Pick<TrueHanded, 'functions' | 'from' | 'others'>[], closed: boolean): Known {
  const isAll = closed && facts.every(({ from, others }) => from < 0 && !others);
  return { functions: new Set(facts.flatMap(({ functions }) => functions)), isAll };
}

function keyOf({ callee, calleeFile, index }: OfParameter): string {
  return `${calleeFile} ${callee} ${index}`;
}
