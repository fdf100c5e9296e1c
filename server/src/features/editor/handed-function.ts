/** The function that a position names without calling it: where it is defined, and where it is handed over. */
import type { SourceFile } from '../../index/file.ts';
import { queuersOf } from '../../resolve/graph/queuers.ts';
import { Bodies, type Body } from '../../resolve/ops/bodies.ts';
import { handingsOf } from '../../resolve/ops/handings.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { wordAt } from '../cursor/cursor.ts';
import { type Spot, sorted, spot } from '../places.ts';

/** A function, and where its name stands. */
export interface HandedFunctionAt {
  readonly at: number;
  readonly end: number;
  readonly body: Body;
}

/** The function that an offset is on, at the head of its definition or as a value; null on anything else. */
export function handedFunctionAt(resolver: Resolver, file: SourceFile, offset: number): HandedFunctionAt | null {
  const word = wordAt(file.text, offset);
  const bodies = new Bodies(resolver);
  const around = word && bodies.at(file, word.at);
  if (!word || !around) return null;
  const { at, text } = word;
  const end = at + text.length;
  if (around.fn.nameAt === at) return { at, end, body: around };
  if (!VALUE.test(file.text.slice(end, end + 3)) || /[.>]/.test(file.text.charAt(at - 1))) return null;
  const [body] = around.place.scope?.local(text, at) ? [] : bodies.anywhere(text, file);
  return body ? { at, end, body } : null;
}

/** What stands behind a name that is handed over or kept. */
const VALUE = /^\s*[,);:]/;

/** Where a function is called as what it is handed over as, and where it is queued to run later. */
export function handedCallSpots(resolver: Resolver, body: Body): readonly Spot[] {
  const calls = handingsOf(resolver, body).flatMap((handing) =>
    handing.calls.map(({ file, at, end }) => spot(file, at, end - at)),
  );
  const queued = queuersOf(resolver, body).map(({ from, at, by }) => spot(from.file, at, by.length));
  return sorted([...calls, ...queued]);
}
