/** The words of a make variable, each with the condition under which it is there and the line that wrote it. */
import { spend } from './bounds.ts';
import { ALWAYS, and, type Guard, isAlways, NEVER, not, or } from './guard.ts';
import type { Line } from './reader.ts';

export interface Word {
  readonly text: string;
  readonly guard: Guard;
  readonly at: Line;
}

/** One of the texts that an expression can have, all told exclusive of each other. */
export interface Alternative {
  readonly text: string;
  readonly guard: Guard;
}

/** An expression with more texts than this is treated as unknown: a condition of it as one that may hold or not. */
export const MOST_ALTERNATIVES = 64;

/** The words under a further condition; those that can no longer be there are dropped. */
export function under(words: readonly Word[], guard: Guard): readonly Word[] {
  if (isAlways(guard)) return words;
  const result: Word[] = [];
  spend(words.length);
  for (const word of words) {
    const both = and(word.guard, guard);
    if (both.length > 0) result.push({ text: word.text, guard: both, at: word.at });
  }
  return result;
}

/** Words out of a variable count as written where the variable is used: that is the line that decides. */
export function writtenAt(at: Line, words: readonly Word[]): readonly Word[] {
  return words.every((word) => word.at === at) ? words : words.map((word) => ({ ...word, at }));
}

/** When there is any word at all. */
export function whenAny(words: readonly Word[]): Guard {
  if (words.some((word) => isAlways(word.guard))) return ALWAYS;
  let guard: Guard = NEVER;
  for (const word of words) guard = or(guard, word.guard);
  return guard;
}

/** Whether the words stand for one another (`y` or `m` of a config symbol) rather than one after another. */
export function areExclusive(words: readonly Word[]): boolean {
  const [first, second] = words;
  return first === undefined || second === undefined || pairOf(first.guard, second.guard).exclusive;
}

/** When none of the words is there. */
export function whenNone(words: readonly Word[]): Guard {
  const [first, second] = words;
  if (first === undefined) return ALWAYS;
  if (second === undefined || words.length > 2) return not(whenAny(words));
  return pairOf(first.guard, second.guard).none;
}

interface Pair {
  readonly second: Guard;
  readonly exclusive: boolean;
  readonly none: Guard;
}

/** By first guard: the two values of a config symbol come by on most lines, always the same two guards. */
const pairs = new WeakMap<Guard, Pair>();

function pairOf(first: Guard, second: Guard): Pair {
  let pair = pairs.get(first);
  if (pair?.second !== second) {
    pair = { second, exclusive: and(first, second).length === 0, none: not(or(first, second)) };
    pairs.set(first, pair);
  }
  return pair;
}

/** Every text that the words can make, joined by single spaces; null when there are too many to say. */
export function alternatives(words: readonly Word[]): readonly Alternative[] | null {
  let result: Alternative[] = [{ text: '', guard: ALWAYS }];
  for (const word of words) {
    const next: Alternative[] = [];
    const absent = not(word.guard);
    for (const { text, guard } of result) {
      spend(word.text.length);
      const present = and(guard, word.guard);
      if (present.length > 0) next.push({ text: text === '' ? word.text : `${text} ${word.text}`, guard: present });
      const without = and(guard, absent);
      if (without.length > 0) next.push({ text, guard: without });
    }
    if (next.length > MOST_ALTERNATIVES) return null;
    result = next;
  }
  return result;
}

/** The words' text where no condition matters (patterns, names of variables). */
export function plainText(words: readonly Word[]): string {
  for (const word of words) spend(word.text.length);
  return words.map((word) => word.text).join(' ');
}
