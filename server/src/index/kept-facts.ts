/** The facts that are kept from question to question, and which of them go when they take too much. */
import { Fact, type Store } from './fact.ts';
import { Trie } from './trie.ts';

/** After so many snapshots the facts about files that are no more are let go of. */
const SWEEP = 64;

/** What is kept for a line of snapshots, each made of the one before it. */
export class Kept<View> {
  /** Facts that are the same whichever unit is looked at. */
  readonly general: Store<View> = new Trie();
  /** Those that hold where no unit is looked at. */
  readonly withoutUnit: Store<View> = new Trie();
  /** The question that is being answered, by number. */
  question: number;
  #bytes = 0;
  #snapshots = 0;

  constructor(question = 0) {
    this.question = question;
  }

  /** What the facts take, by an estimate. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Counts a fact that came to a store, or is gone from it; what is about one unit goes with the view of it. */
  count(store: Store<View>, fact: Fact<View>, times: 1 | -1): void {
    if (store === this.general || store === this.withoutUnit) this.#bytes += times * fact.bytes;
  }

  /** Lets go of what nobody can ask for any more; `isLive` knows the parts of keys. */
  sweep(isLive: (part: unknown) => boolean): void {
    if (++this.#snapshots % SWEEP === 0) this.#keep((fact) => fact.key.every(isLive));
  }

  /**
   * Lets go of the facts that were not asked for the longest, until the rest takes no more than so much. What a fact was made of
   * stays with it: made once more, it would be another one, and not fit what was made of the first. Of one that reads on nobody knows
   * what it was made of, so all of those go. Nothing may be under way.
   */
  letGo(most: number): void {
    const left = new Set<Fact<View>>();
    let bytes = 0;
    for (const fact of this.#byUse()) {
      const fresh = withReads(fact, left);
      for (const each of fresh) bytes += each.bytes;
      if (bytes > most) break;
      for (const each of fresh) left.add(each);
    }
    this.#keep((fact) => left.has(fact));
  }

  /** Every fact, the last that was asked for first. None where it is not known what they were made of. */
  #byUse(): readonly Fact<View>[] {
    const all = this.#stores().flatMap((store) => [...store.values()].filter((slot) => slot instanceof Fact));
    if (all.some(({ reads }) => reads === null)) return [];
    return all.filter(({ readsOn }) => !readsOn).sort((a, b) => b.usedAt - a.usedAt);
  }

  #keep(passes: (fact: Fact<View>) => boolean): void {
    this.#bytes = 0;
    for (const store of this.#stores()) {
      store.keep((slot) => {
        if (!(slot instanceof Fact) || !passes(slot)) return false;
        this.#bytes += slot.bytes;
        return true;
      });
    }
  }

  #stores(): readonly Store<View>[] {
    return [this.general, this.withoutUnit];
  }
}

/** A fact and all that it was made of, but for those that are known already. */
function withReads<View>(fact: Fact<View>, known: ReadonlySet<Fact<View>>): ReadonlySet<Fact<View>> {
  const all = new Set(known.has(fact) ? [] : [fact]);
  // A set is walked in the order of insertion, while it grows.
  for (const each of all) {
    for (const read of each.reads ?? []) if (read instanceof Fact && !known.has(read)) all.add(read);
  }
  return all;
}
