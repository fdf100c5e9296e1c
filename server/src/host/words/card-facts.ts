/** The cards of many headers as plain data, which threads share. */
import type { ConditionalInclude } from '../../index/conditional-includes.ts';
import type { FileCard } from '../../index/file-card.ts';
import type { Stamp } from '../files/stamps.ts';
import { sharedNumbers } from './block.ts';

/** The cards, one behind the other. */
export interface CardFacts {
  readonly paths: readonly string[];
  /** Time of change and size of each. */
  readonly stamps: Float64Array;
  /** What they include as it is written, each once. */
  readonly includes: readonly string[];
  /** The includes under an `#if`, of those that have any, by their places. */
  readonly conditional: Readonly<Record<number, readonly ConditionalInclude[]>>;
  /** Of each where its includes begin, where its names begin, and 1 where it holds code; one more than there are. */
  readonly heads: Uint32Array;
  /** Numbers of includes. */
  readonly included: Uint32Array;
  readonly names: Uint32Array;
}

/** How many numbers stand in `heads` for one. */
const HEAD = 3;

/** How many numbers `heads` has for so many cards. */
export function headNumbers(cards: number): number {
  return HEAD * (cards + 1);
}

/** A card, and of which file it is. */
export interface Written {
  readonly path: string;
  readonly stamp: Stamp;
  readonly card: FileCard;
}

/** No cards. */
export const EMPTY_CARDS: CardFacts = {
  paths: [],
  stamps: new Float64Array(),
  includes: [],
  conditional: {},
  heads: new Uint32Array(HEAD),
  included: new Uint32Array(),
  names: new Uint32Array(),
};

/** The card at a place. */
export function cardAt(facts: CardFacts, place: number): Omit<Written, 'path'> {
  const { stamps, includes, conditional, heads, included, names } = facts;
  const at = HEAD * place;
  const refs = included.subarray(heads[at], heads[at + HEAD]);
  const own = names.subarray(heads[at + 1], heads[at + HEAD + 1]);
  return {
    stamp: { ctimeMs: stamps[2 * place] ?? 0, size: stamps[2 * place + 1] ?? -1 },
    card: {
      includes: Array.from(refs, (number) => includes[number] ?? ''),
      conditional: conditional[place] ?? NONE,
      holdsCode: heads[at + 2] === 1,
      names: new Int32Array(own.buffer, own.byteOffset, own.length),
    },
  };
}

const NONE: readonly ConditionalInclude[] = [];

/** Cards as plain data, in memory that threads can share. */
export function together(cards: readonly Written[]): CardFacts {
  const numbers = new Map<string, number>();
  const heads = sharedNumbers(headNumbers(cards.length));
  const included = sharedNumbers(sumOf(cards, ({ includes }) => includes.length));
  const names = sharedNumbers(sumOf(cards, (card) => card.names.length));
  const conditional: Record<number, readonly ConditionalInclude[]> = {};
  let include = 0;
  let name = 0;
  for (const [i, { card }] of cards.entries()) {
    heads.set([include, name, card.holdsCode ? 1 : 0], HEAD * i);
    for (const each of card.includes) {
      const number = numbers.get(each) ?? numbers.size;
      numbers.set(each, number);
      included[include++] = number;
    }
    names.set(card.names, name);
    name += card.names.length;
    if (card.conditional.length > 0) conditional[i] = card.conditional;
  }
  heads.set([include, name, 0], HEAD * cards.length);
  return {
    paths: cards.map(({ path }) => path),
    stamps: Float64Array.from(cards.flatMap(({ stamp }) => [stamp.ctimeMs, stamp.size])),
    includes: [...numbers.keys()],
    conditional,
    heads,
    included,
    names,
  };
}

function sumOf(cards: readonly Written[], count: (card: FileCard) => number): number {
  return cards.reduce((sum, { card }) => sum + count(card), 0);
}

/** Whether each card has its share of the numbers and no others', and each include is one of those that there are. */
export function isCardFacts({ paths, includes, heads, included, names }: CardFacts): boolean {
  for (let i = 0; i < paths.length; i++) {
    const at = HEAD * i;
    if ((heads[at] ?? 0) > (heads[at + HEAD] ?? 0) || (heads[at + 1] ?? 0) > (heads[at + HEAD + 1] ?? 0)) return false;
  }
  const end = HEAD * paths.length;
  if (heads[0] !== 0 || heads[1] !== 0 || heads[end] !== included.length || heads[end + 1] !== names.length)
    return false;
  return included.every((number) => number < includes.length);
}
