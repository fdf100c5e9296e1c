/**
 * Makes and keeps facts, and knows what each was made of. A fact is made once for all snapshots in which all that it read is the
 * same. One that came of a circle of questions is not kept, since it depends on who asked first, unless it grows (`circles.ts`).
 */
import { checkpoint } from '../base/checkpoint.ts';
import { BeyondBound } from '../base/contain.ts';
import type { Gaps } from '../model/gaps.ts';
import { beginWith, hang, keepHung, lostHung, settled } from './circles.ts';
import { type AnyQuery, Fact, Frame, Hung, type Input, PINNED, type Store } from './fact.ts';
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
    if (this.#top) pin(this.#top);
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
    if (slot instanceof Hung && !slot.isOld) this.#hangOn(slot.frame.backTo);
    const fact = this.#found(view, slot) ?? this.#madeAnew(view, own, query, key, ofUnit, slot);
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

  /** The fact that is there, if it is one of this snapshot. */
  #found(view: View, slot: Fact<View> | Hung<View> | undefined): Fact<View> | null {
    if (slot instanceof Hung) return slot.isOld ? null : slot.fact;
    return slot && this.#holds(view, slot) ? slot : null;
  }

  #madeAnew(
    view: View,
    own: Store<View>,
    query: AnyQuery<View>,
    key: Key,
    ofUnit: boolean,
    before: Fact<View> | Hung<View> | undefined,
  ): Fact<View> {
    // What is made instead may depend on the unit where this did not: it must not be hidden by it.
    if (before) for (const store of [this.#kept.general, own]) this.#remove(store, query, key);
    return this.#made(view, own, query, key, ofUnit, before instanceof Hung ? before : null);
  }

  /** A question that came back to itself. All that is being answered since then hangs on what it goes on with. */
  #circle(frame: Frame<View>): unknown {
    const { query, depth, last } = frame;
    if (!query.provisional) throw new Error(`"${query.name}" asks for itself`);
    frame.wasAsked = true;
    this.#hangOn(depth);
    if (!query.grows) for (let each = this.#top; each && each.depth > depth; each = each.outer) each.isPartial = true;
    return last;
  }

  /** What is being answered since a question was begun hangs on that. */
  #hangOn(depth: number): void {
    for (let frame = this.#top; frame && frame.depth > depth; frame = frame.outer) {
      frame.backTo = Math.min(frame.backTo, depth);
    }
  }

  #made(
    view: View,
    own: Store<View>,
    query: AnyQuery<View>,
    key: Key,
    ofUnit: boolean,
    before: Hung<View> | null,
  ): Fact<View> {
    const outer = this.#top;
    const frame = new Frame(query, key, outer, own, ofUnit, this.records);
    if (before) beginWith(frame, before);
    else frame.last = query.provisional?.(...(key as never));
    if (frame.depth > MAX_DEPTH) return this.#tooDeep(frame);
    checkpoint();
    const store = ofUnit ? own : this.#kept.general;
    store.set(query, key, frame);
    this.#top = frame;
    let fact: Fact<View> | null = null;
    try {
      fact = new Fact(
        frame,
        settled(frame, () => query.compute(view, ...(key as never)), this.#gaps),
        this,
      );
      return fact;
    } finally {
      this.#top = outer;
      store.remove(query, key);
      this.#keep(frame, fact, frame.ofUnit ? own : this.#kept.general);
    }
  }

  /** Keeps an answer, for as long as it can be; null where there is none. */
  #keep(frame: Frame<View>, fact: Fact<View> | null, home: Store<View>): void {
    const isCircle = frame.backTo < frame.depth;
    if (fact && isCircle && hang(frame, fact, home)) return;
    if (!fact || isCircle) {
      lostHung(frame);
      return;
    }
    home.set(frame.query, frame.key, fact);
    this.#kept.count(home, fact, 1);
    keepHung(frame, fact, home, this.#kept);
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
    let { grows } = query;
    for (let outer = frame.outer; outer; outer = outer.outer) {
      grows &&= outer.query.grows;
      // What grows is kept for this snapshot, which has been told: a long circle would be gone round in all ways without.
      if (grows) pin(outer);
      else outer.backTo = -1;
    }
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

function pin<View>(frame: Frame<View>): void {
  frame.readsOn = true;
  frame.reads?.add(PINNED);
}
