/**
 * Questions that come back to themselves, and only grow by it. What is answered on the way hangs on the question that they came back
 * to; it is answered again, with what it came to the last time, until that adds nothing. Each is answered once in each round: in a
 * circle with many ways round, going each of them would take for ever.
 */
import type { Gaps } from '../model/gaps.ts';
import { Fact, type Frame, Hung, type Store } from './fact.ts';
import type { Kept } from './kept-facts.ts';

/** A circle of n questions is settled after n rounds at the latest, and mostly after two. */
const MAX_ROUNDS = 50;

/** Answers a question, again as long as one that came back to it got less. */
export function settled<View>(frame: Frame<View>, compute: () => unknown, gaps: Gaps): unknown {
  let value = compute();
  for (let round = 1; !isSettled(frame, value); round++) {
    if (frame.backTo < frame.depth) {
      frame.isUnsettled = true;
      break;
    }
    if (round > MAX_ROUNDS) {
      const bound = `${MAX_ROUNDS} rounds of a circle`;
      gaps.add({ k: 'cut', what: frame.query.name, file: null, line: null, bound });
      break;
    }
    goRound(frame, value);
    value = compute();
  }
  return value;
}

function isSettled<View>({ query, wasAsked, isUnsettled, last }: Frame<View>, value: unknown): boolean {
  return !query.grows || (!isUnsettled && (!wasAsked || sizeOf(last) === sizeOf(value)));
}

/** How far something has grown. */
function sizeOf(value: unknown): number {
  return Array.isArray(value) ? value.length : Number(value === true);
}

function goRound<View>(frame: Frame<View>, value: unknown): void {
  frame.last = value;
  frame.wasAsked = false;
  frame.isUnsettled = false;
  frame.backTo = Number.POSITIVE_INFINITY;
  for (const each of frame.hung) each.isOld = true;
}

/** Begins a question with what it came to in the round before: whatever it asks now, it hangs on what is gone round. */
export function beginWith<View>(frame: Frame<View>, before: Hung<View>): void {
  frame.last = before.fact.value;
  frame.backTo = before.frame.backTo;
}

/** Hangs an answer, and what hangs on it, on the question that it came back to, and says whether it did. */
export function hang<View>(frame: Frame<View>, fact: Fact<View>, home: Store<View>): boolean {
  const head = frame.query.grows && !frame.isPartial ? headOf(frame) : null;
  if (!head) return false;
  const hung = new Hung(frame, fact, home);
  home.set(frame.query, frame.key, hung);
  for (const each of [...frame.hung, hung]) {
    each.frame.backTo = head.depth;
    head.hung.push(each);
  }
  head.isUnsettled ||= frame.isUnsettled;
  return true;
}

function headOf<View>({ outer, backTo }: Frame<View>): Frame<View> | null {
  let head = outer;
  while (head && head.depth > backTo) head = head.outer;
  return head?.depth === backTo ? head : null;
}

/**
 * Keeps what hung on a question that is answered for good: it asked that question and was asked by it, so that it was made of the same
 * and holds where that does.
 */
export function keepHung<View>(frame: Frame<View>, fact: Fact<View>, home: Store<View>, kept: Kept<View>): void {
  const isWhole = frame.query.grows && isSettled(frame, fact.value);
  for (const { frame: asked, fact: found } of lostHung(frame)) {
    // In another view the unit may be another, too.
    if (!isWhole || asked.own !== frame.own) continue;
    const reads = fact.reads && new Set([fact]);
    const one = new Fact(asked, found.value, fact.checkedIn, reads, fact.ofUnit);
    home.set(asked.query, asked.key, one);
    kept.count(home, one, 1);
  }
}

/** Takes away what hangs on a question, and says which of it was answered in the last round. */
export function lostHung<View>(frame: Frame<View>): readonly Hung<View>[] {
  return frame.hung.filter((each) => {
    const { query, key } = each.frame;
    if (each.store.find(query, key) !== each) return false;
    each.store.remove(query, key);
    return !each.isOld;
  });
}
