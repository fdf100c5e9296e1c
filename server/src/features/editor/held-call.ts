/** The call of a parameter or a variable that a position is on: what it can reach. */
import type { SourceFile } from '../../index/file.ts';
import { Bodies } from '../../resolve/ops/bodies.ts';
import { type HandedFunction, handedFunctionsIn } from '../../resolve/ops/handings.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { wordAt } from '../cursor/cursor.ts';
import { type Spot, sorted } from '../places.ts';
import { code, place, say } from '../prose.ts';
import type { Explanation } from './hover.ts';
import { functionSpot } from './locations.ts';

/** A call with the functions that it can reach, of which there is one at least. */
export interface HeldCallAt {
  /** Offsets of the name that is called. */
  readonly at: number;
  readonly end: number;
  readonly name: string;
  readonly functions: readonly HandedFunction[];
}

/** The call at an offset; null where there is none, and where nothing is known to get there. */
export function heldCallAt(resolver: Resolver, file: SourceFile, offset: number): HeldCallAt | null {
  const word = wordAt(file.text, offset);
  if (!word || !CALLED.test(file.text.slice(word.at + word.text.length, word.at + word.text.length + 3))) return null;
  const body = new Bodies(resolver).at(file, word.at);
  const functions = body ? handedFunctionsIn(resolver, body, ({ at }) => at === word.at) : [];
  if (functions.length === 0) return null;
  return { at: word.at, end: word.at + word.text.length, name: word.text, functions };
}

/** `fn(`, or `(*fn)(`. */
const CALLED = /^\s?\)?\(/;

/** Where the functions are that a call can reach. */
export function heldCallSpots(resolver: Resolver, { functions }: HeldCallAt): readonly Spot[] {
  return sorted(functions.map(({ name, file, at }) => functionSpot(resolver, { function: name, file, at })));
}

/** What a hover says of it. */
export function explainHeldCall({ name, functions }: HeldCallAt): Explanation {
  const points = functions.map(({ name: each, file, at, inFunction }) => {
    if (inFunction === '') return say`${code(each)}, set where it is declared (${place(file, at)})`;
    return say`${code(each)}, handed over in ${code(`${inFunction}()`)} (${place(file, at)})`;
  });
  const shown = points.slice(0, MOST);
  if (points.length > MOST) shown.push(say`and ${points.length - MOST} more`);
  return { title: name, code: `/* ${name}() can be */`, doc: '', points: shown };
}

const MOST = 20;
