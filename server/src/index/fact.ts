/** A fact, and a question that is being answered. */
import { bytesOfFact } from './memory.ts';
import type { Key, Query } from './query.ts';
import type { Trie } from './trie.ts';

/** Something that was read of the tree, as it was. */
export interface Input<View> {
  /** Whether a snapshot has the same. */
  isSame(view: View): boolean;
}

export type AnyQuery<View> = Query<View, never, unknown>;
export type Read<View> = Fact<View> | Input<View>;

/** That an answer is good for one snapshot alone, since whoever has it reads on. */
export const PINNED: Input<unknown> = { isSame: () => false };

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
  /** The question that asked for it last. */
  usedAt = 0;
  /** Whether what it was made of is not all in `reads`. */
  readonly readsOn: boolean;
  /** What it takes, by an estimate. */
  readonly bytes: number;

  constructor(frame: Frame<View>, value: unknown, madeIn: object, reads = frame.reads, ofUnit = frame.ofUnit) {
    this.key = frame.key;
    this.value = value;
    this.reads = reads;
    this.ofUnit = ofUnit;
    this.checkedIn = madeIn;
    this.readsOn = frame.readsOn;
    this.bytes = bytesOfFact(value, reads?.size ?? 0);
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
  readsOn = false;
  /** The depth of the outermost question that this one came back to. */
  backTo = Number.POSITIVE_INFINITY;
  /** What a question that comes back to this one gets. */
  last: unknown = undefined;
  /** Whether one came back, and whether one got less than there was in the end, of this or of what hangs on it. */
  wasAsked = false;
  isUnsettled = false;
  /** Whether it was made of what a question began with that does not grow: nobody else can have that. */
  isPartial = false;
  /** The answers that hang on this one. */
  readonly hung: Hung<View>[] = [];

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

/** An answer that hangs on a question that is still being answered. */
export class Hung<View> {
  readonly frame: Frame<View>;
  readonly fact: Fact<View>;
  /** Where it is found. */
  readonly store: Store<View>;
  /** Whether the circle is gone round again: then it is what is begun with. */
  isOld = false;

  constructor(frame: Frame<View>, fact: Fact<View>, store: Store<View>) {
    this.frame = frame;
    this.fact = fact;
    this.store = store;
  }
}

/** Facts that are there, questions that are being answered, and what hangs on them. */
export type Store<View> = Trie<Fact<View> | Frame<View> | Hung<View>>;
