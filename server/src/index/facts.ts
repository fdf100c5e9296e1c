/**
 * Makes and keeps facts, and knows what each was made of. A fact is made once for all snapshots in which all that it read is the
 * same. One that came of a circle of questions is not kept, since it depends on who asked first.
 */
import { checkpoint } from '../base/checkpoint.ts';
import { BeyondBound } from '../base/contain.ts';
import type { Gaps } from '../model/gaps.ts';
import type { Key, Query } from './query.ts';
import { Trie } from './trie.ts';

/** How deep questions may lead to others. Real trees stay far below it; each level costs the stack a few calls. */
const MAX_DEPTH = 400;

/** After so many snapshots the facts about files that are no more are let go of. */
const SWEEP = 64;

/** With more facts, those that the last snapshot did not use are let go of, too. */
const MAX_FACTS = 300_000;

/** Something that was read of the tree, as it was. */
export interface Input<View> {
  /** Whether a snapshot has the same. */
  isSame(view: View): boolean;
}

type AnyQuery<View> = Query<View, never, unknown>;
type Read<View> = Fact<View> | Input<View>;

/** A fact that was made. */
export class Fact<View> {
  readonly key: Key;
  readonly value: unknown;
  /** What it was made of; null when nobody keeps that. */
  readonly reads: ReadonlySet<Read<View>> | null;
  /** Whether it depends on the unit that is looked at, or on there being none. */
  readonly ofUnit: boolean;
  /** In which snapshot it was made or compared last, and whether it holds there. */
  checkedIn: object;
  holds = true;

  constructor(frame: Frame<View>, value: unknown, madeIn: object) {
    this.key = frame.key;
    this.value = value;
    this.reads = frame.reads;
    this.ofUnit = frame.ofUnit;
    this.checkedIn = madeIn;
  }
}

/** A question that is being answered. */
export class Frame<View> {
  readonly query: AnyQuery<View>;
  readonly key: Key;
  readonly outer: Frame<View> | null;
  readonly depth: number;
  readonly reads: Set<Read<View>> | null;
  /** Where the facts of the view that was asked are. */
  readonly own: Store<View>;
  ofUnit: boolean;
  /** The depth of the outermost question that this one came back to. */
  backTo = Number.POSITIVE_INFINITY;

  constructor(
    query: AnyQuery<View>,
    key: Key,
    outer: Frame<View> | null,
    own: Store<View>,
    ofUnit: boolean,
    records: boolean,
  ) {
    this.query = query;
    this.key = key;
    this.outer = outer;
    this.depth = outer ? outer.depth + 1 : 0;
    this.reads = records ? new Set() : null;
    this.own = own;
    this.ofUnit = ofUnit;
  }
}

/** Facts that are there, and questions that are being answered. */
export type Store<View> = Trie<Fact<View> | Frame<View>>;

/** What is kept for a line of snapshots, each made of the one before it. */
export class Kept<View> {
  /** Facts that are the same whichever unit is looked at. */
  readonly general: Store<View> = new Trie();
  /** Those that hold where no unit is looked at. */
  readonly withoutUnit: Store<View> = new Trie();
  #snapshots = 0;

  /** Lets go of what nobody can ask for any more. `last` are the facts of the last snapshot, `isLive` knows the parts of keys. */
  sweep(last: object, isLive: (part: unknown) => boolean): void {
    if (++this.#snapshots % SWEEP !== 0) return;
    const isFull = this.general.size + this.withoutUnit.size > MAX_FACTS;
    for (const store of [this.general, this.withoutUnit]) {
      store.keep((slot) => {
        if (slot instanceof Frame || (isFull && slot.checkedIn !== last)) return false;
        return slot.key.every(isLive);
      });
    }
  }
}

/** The facts of one snapshot. */
export class Facts<View> {
  readonly #kept: Kept<View>;
  readonly #gaps: Gaps;
  /** Whether what facts read is kept, so that later snapshots can take them over. */
  readonly #records: boolean;
  #top: Frame<View> | null = null;

  constructor(kept: Kept<View>, records: boolean, gaps: Gaps) {
    this.#kept = kept;
    this.#gaps = gaps;
    this.#records = records;
  }

  /** Notes that what is being answered read something of the tree. */
  read(input: () => Input<View>): void {
    const reads = this.#top?.reads;
    if (reads) reads.add(input());
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
    if (slot && !holds) for (const store of [this.#kept.general, own]) store.remove(query, key);
    const fact = slot && holds ? slot : this.#made(view, own, query, key, ofUnit);
    const top = this.#top;
    if (top) {
      top.reads?.add(fact);
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
    const frame = new Frame(query, key, outer, own, ofUnit, this.#records);
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
      if (fact && isKept) home.set(query, key, fact);
    }
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
