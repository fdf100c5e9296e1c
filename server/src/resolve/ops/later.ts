/**
 * What runs later: who queues a function, and what a function queues. An object is queued where it is handed by address to a function
 * that links it; what runs is what its hook was set to, wherever an object is set that is named the same. docs/call-graph.md has the rule.
 */
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { StructDef } from '../language/types.ts';
import { type CallbackPart, callbackParts } from '../uses/callbacks.ts';
import { valuesOf } from '../uses/handed-values.ts';
import type { Hand } from '../uses/object-uses.ts';
import type { Source } from '../uses/sources.ts';
import { type Spot, stepKey } from '../uses/spots.ts';
import type { Body } from './bodies.ts';
import { hasRoot, isDeferred, isKept, objectUsesOf, setsOf, takes } from './kept.ts';

/** An object whose hook is called back, as a function names it. */
export interface QueuedObject {
  readonly struct: StructDef;
  readonly spot: Spot;
  readonly inBody: Body;
}

/** A call that queues an object, or that hands over a function which is kept for later. */
export interface Queueing {
  readonly hand: Hand;
  readonly inBody: Body;
  /** The functions that are handed over in the call itself, which then are what runs. */
  readonly functions: readonly string[];
  /** The object; null where functions are handed over. */
  readonly object: QueuedObject | null;
}

/** An object of which a function sets a hook to functions. */
export interface SetObject extends QueuedObject {
  readonly functions: readonly string[];
  /** Where these names mean what they say. */
  readonly file: SourceFile;
  readonly field: string;
  readonly at: number;
}

/** The calls of a function that queue something. */
export function queueingsIn(snapshot: Snapshot, body: Body): readonly Queueing[] {
  return snapshot.get(QUEUEINGS, body);
}

const QUEUEINGS = query('what a function queues', (snapshot: Snapshot, body: Body): readonly Queueing[] => {
  return objectUsesOf(snapshot, body).hands.flatMap((hand): readonly Queueing[] => {
    const functions = deferredIn(snapshot, hand);
    if (functions.length > 0) return [{ hand, inBody: body, functions, object: null }];
    return hand.args.flatMap(({ spot, struct }, index) => {
      if (!spot || !struct) return [];
      return callbackParts(snapshot, struct)
        .filter((part) => isNamed(spot, part) && isQueued(snapshot, hand, index, part))
        .map((part) => ({ hand, inBody: body, functions: [], object: objectOf(spot, part, body) }));
    });
  });
});

function deferredIn(snapshot: Snapshot, hand: Hand): readonly string[] {
  return hand.args.flatMap(({ functions }, index) => {
    const names = functions.flatMap((each) => (each.k === 'function' ? [each.name] : []));
    return names.length > 0 && isDeferred(snapshot, hand, index) ? names : [];
  });
}

function isQueued(snapshot: Snapshot, hand: Hand, index: number, { callback, member }: CallbackPart): boolean {
  if (!callback.single) return false;
  const before = member ? [member.member] : [];
  return callback.links.some((link) =>
    // By itself it is linked as what it is, not as the bytes that it begins with.
    link.length === 0 && !member
      ? takes(snapshot, hand, index, callback.struct) && isKept(snapshot, hand, index, [])
      : isKept(snapshot, hand, index, [...before, ...link]),
  );
}

/** Whether it is named here what is queued: what a pointer leads to that is a part of it is named by the function that it is handed to. */
function isNamed({ root, steps, loaded }: Spot, { member }: CallbackPart): boolean {
  return member === null || (!loaded && (root.k === 'global' || steps.length > 0));
}

function objectOf(spot: Spot, { callback, member }: CallbackPart, inBody: Body): QueuedObject {
  const steps = member ? [...spot.steps, { ...member, written: false }] : spot.steps;
  return { struct: callback.struct, spot: { root: spot.root, steps }, inBody };
}

/** The objects that are called back of which a function sets a hook to functions that it names. */
export function setObjectsIn(snapshot: Snapshot, body: Body): readonly SetObject[] {
  return snapshot.get(SET_OBJECTS, body);
}

const SET_OBJECTS = query(
  'objects whose hooks a function sets',
  (snapshot: Snapshot, body: Body): readonly SetObject[] =>
    setsOf(snapshot, body).flatMap(({ object, struct, field, from, file, at }) => {
      const functions = from.flatMap((each) => namesOf(snapshot, each));
      const part = functions.length > 0 && callbackParts(snapshot, struct)[0];
      return part && part.member === null && part.callback.single
        ? [{ struct, spot: object, inBody: body, functions, file, field, at }]
        : [];
    }),
);

function namesOf(snapshot: Snapshot, source: Source): readonly string[] {
  if (source.k === 'function') return [source.name];
  if (source.k !== 'local') return [];
  return valuesOf(snapshot, source).flatMap(({ from }) => (from.k === 'function' ? [from.name] : []));
}

/** Whether it is told of an object which one it is: by a variable, or by a member that is written out. */
export function isTold({ spot: { root, steps } }: QueuedObject): boolean {
  return root.k === 'global' || root.k === 'local' || steps[0]?.written === true;
}

/** Whether what is queued is what was set: the same variable, or the same member of the same struct. */
export function isSame(set: QueuedObject, queued: QueuedObject): boolean {
  const [a, b] = [set.spot, queued.spot];
  const inOne = set.inBody === queued.inBody && a.root.k !== 'pointer';
  if ((inOne || a.root.k === 'global') && hasRoot(a, b)) return sameSteps(a, b, 0);
  const first = a.steps[0];
  if (!first?.written) return false;
  return b.steps.some((step, i) => step.written && stepKey(step) === stepKey(first) && sameSteps(a, b, i));
}

function sameSteps({ steps: a }: Spot, { steps: b }: Spot, from: number): boolean {
  return a.length === b.length - from && a.every((step, i) => step.member === b[i + from]?.member);
}
