/**
 * Makes and keeps facts, and knows what each was made of. A fact is made once for all snapshots in which all that it read is the
 * same. One that came of a circle of questions is not kept, since it depends on who asked first.
 */
import { checkpoint } from '../base/checkpoint.ts';
import { BeyondBound } from '../base/contain.ts';
import type { Gaps } from '../model/gaps.ts';
import { type AnyQuery, Fact, Frame, type Input, PINNED, type Store } from './fact.ts';
import type { Kept } from './kept-facts.ts';
import type { Key, Query } from './query.ts';

/** How deep questions may lead to others. Real trees stay far below it; each level costs the stack a few calls. */
const MAX_DEPTH = 400;

/** The facts of one snapshot. */
export class Facts<View> {
  readonly #kept: Kept<View>;
  readonly #gaps: Gaps;
  /** Whether what facts read is kept, so that later snapshots can take them over. */
  readonly records: boolean;
  #top: Frame<View> | null = null;

  constructor(kept: Kept<View>, records: boolean, gaps: Gaps) {
    this.#kept = kept;
    this.#gaps = gaps;
    this.records = records;
  }

  /** Notes that what is being answered read something of the tree. */
  read(input: () => Input<View>): void {
    const reads = this.#top?.reads;
    if (reads) reads.add(input());
  }

  /** Notes that what is being answered reads on after it was answered, and so is good for one snapshot alone. */
  pin(): void {
    if (!this.#top) return;
    this.#top.readsOn = true;
    this.#top.reads?.add(PINNED);
  }

  /** Notes that what is being answered depends on the unit, or on there being none. */
  readUnit(): void {
    if (this.#top) this.#top.ofUnit = true;
  }

  /** The answer to a query. `own` has the facts of the view that is asked; `ofUnit` says whether the key is of its unit. */
  get<K extends Key, V>(view: View, own: Store<View>, query: Query<View, K, V>, key: K, ofUnit: boolean): V {
    return this.#answer(view, own, query as AnyQuery<View>, key, ofUnit) as V;
  }

  /** Whether a fact is there. */
  has<K extends Key>(view: View, own: Store<View>, query: Query<View, K, unknown>, key: K): boolean {
    const slot = this.#kept.general.find(query, key) ?? own.find(query, key);
    return slot instanceof Fact && this.#holds(view, slot);
  }

  #answer(view: View, own: Store<View>, query: AnyQuery<View>, key: Key, ofUnit: boolean): unknown {
    const slot = this.#kept.general.find(query, key) ?? own.find(query, key);
    if (slot instanceof Frame) return this.#circle(slot);
    const holds = slot !== undefined && this.#holds(view, slot);
    // What is made instead may depend on the unit where this did not: it must not be hidden by it.
    if (slot && !holds) for (const store of [this.#kept.general, own]) this.#remove(store, query, key);
    const fact = slot && holds ? slot : this.#made(view, own, query, key, ofUnit);
    fact.usedAt = this.#kept.question;
    const top = this.#top;
    if (top) {
      top.reads?.add(fact);
      top.readsOn ||= fact.readsOn;
      // What depends on another view's unit, or on its having none, is the same for this one's.
      top.ofUnit ||= fact.ofUnit && top.own === own;
    }
    return fact.value;
  }

  /** A question that came back to itself. All that is being answered since then hangs on what it goes on with. */
  #circle({ query, key, depth }: Frame<View>): unknown {
    if (!query.provisional) throw new Error(`"${query.name}" asks for itself`);
    for (let frame = this.#top; frame && frame.depth > depth; frame = frame.outer) {
      frame.backTo = Math.min(frame.backTo, depth);
    }
    return query.provisional(...(key as never));
  }

  #made(view: View, own: Store<View>, query: AnyQuery<View>, key: Key, ofUnit: boolean): Fact<View> {
    const outer = this.#top;
    const frame = new Frame(query, key, outer, own, ofUnit, this.records);
    if (frame.depth > MAX_DEPTH) return this.#tooDeep(frame);
    checkpoint();
    const store = ofUnit ? own : this.#kept.general;
    store.set(query, key, frame);
    this.#top = frame;
    let fact: Fact<View> | null = null;
    try {
      fact = new Fact(frame, query.compute(view, ...(key as never)), this);
      return fact;
    } finally {
      this.#top = outer;
      const isKept = fact !== null && frame.backTo >= frame.depth;
      const home = frame.ofUnit ? own : this.#kept.general;
      if (!isKept || home !== store) store.remove(query, key);
      if (fact && isKept) {
        home.set(query, key, fact);
        this.#kept.count(home, fact, 1);
      }
    }
  }

  #remove(store: Store<View>, query: AnyQuery<View>, key: Key): void {
    const slot = store.find(query, key);
    if (slot instanceof Fact) this.#kept.count(store, slot, -1);
    store.remove(query, key);
  }

  /** What is answered too deep is answered as a circle is: nothing that hangs on it is kept, and it is told. */
  #tooDeep(frame: Frame<View>): Fact<View> {
    const { query, key } = frame;
    const bound = `${MAX_DEPTH} questions in each other`;
    if (!query.provisional) throw new BeyondBound(`it takes more than ${bound}`);
    for (let outer = frame.outer; outer; outer = outer.outer) outer.backTo = -1;
    this.#gaps.add({ k: 'cut', what: query.name, file: null, line: null, bound });
    return new Fact(frame, query.provisional(...(key as never)), this);
  }

  /** Whether a fact that an earlier snapshot may have made is one of this. */
  #holds(view: View, fact: Fact<View>): boolean {
    if (fact.checkedIn === this) return fact.holds;
    fact.checkedIn = this;
    fact.holds = fact.reads !== null;
    for (const read of fact.reads ?? []) {
      if (read instanceof Fact ? this.#holds(view, read) : read.isSame(view)) continue;
      fact.holds = false;
      break;
    }
    return fact.holds;
  }
}
