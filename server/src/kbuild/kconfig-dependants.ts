/** Which config symbols can depend on which. */
import { spend } from './bounds.ts';
import type { Symbols } from './kconfig-symbols.ts';

export class Dependants {
  readonly #symbols: Symbols;
  readonly #known = new Map<string, ReadonlySet<string>>();

  constructor(symbols: Symbols) {
    this.#symbols = symbols;
  }

  /** The symbols whose own conditions mention this one, directly or through others. */
  of(name: string): ReadonlySet<string> {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const found = new Set<string>([name]);
    for (const each of found) {
      for (const user of this.#symbols.mentionedBy.get(each) ?? []) {
        spend(1);
        found.add(user);
      }
    }
    this.#known.set(name, found);
    return found;
  }
}
