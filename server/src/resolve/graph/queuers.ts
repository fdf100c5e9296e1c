/** Who queues a function, and what runs of what a function queues: what is set in one place and queued in another. */
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { StructDef } from '../language/types.ts';
import { Bodies, type Body } from '../ops/bodies.ts';
import {
  isSame,
  isTold,
  type QueuedObject,
  type Queueing,
  queueingsIn,
  type SetObject,
  setObjectsIn,
} from '../ops/later.ts';
import { Resolver } from '../ops/ops.ts';
import { bodiesWith, functionsSet, setters, tableObjectsOf } from './objects-named.ts';

/** A call after which a function runs later. */
export interface LaterCall {
  readonly from: Body;
  /** Null where nobody knows what runs: then the hook that is called. */
  readonly to: Body | null;
  readonly name: string;
  /** Where it is queued, in the file of `from`. */
  readonly at: number;
  /** The function or macro that queues it. */
  readonly by: string;
  /** For an object of which nobody knows what it is set to: the struct whose hook is called. */
  readonly hook: { readonly struct: StructDef; readonly field: string } | null;
}

/** The calls that queue a function. */
export function queuersOf(resolver: Resolver, body: Body): readonly LaterCall[] {
  return resolver.snapshot.get(QUEUERS, body);
}

/** The calls of a function that queue others. */
export function queuedBy(resolver: Resolver, body: Body): readonly LaterCall[] {
  return resolver.snapshot.get(QUEUED, body);
}

const QUEUERS = query('who queues a function', (snapshot: Snapshot, to: Body): readonly LaterCall[] => {
  const resolver = Resolver.of(snapshot);
  const bodies = setters(resolver, to);
  const found = bodies.flatMap((body) =>
    queueingsIn(snapshot, body).filter((each) => each.functions.includes(to.name)),
  );
  const objects: readonly QueuedObject[] = [
    ...bodies.flatMap((body) => setObjectsIn(snapshot, body)).filter((each) => each.functions.includes(to.name)),
    ...tableObjectsOf(resolver, to),
  ];
  const calls = objects.filter(isTold).flatMap((object) => queueingsOf(resolver, object, to.name));
  return unique([...found, ...calls].map((each) => laterCall(each, to, to.name)));
});

const QUEUED = query('what a function queues, by name', (snapshot: Snapshot, from: Body): readonly LaterCall[] => {
  const resolver = Resolver.of(snapshot);
  const bodies = new Bodies(resolver);
  return unique(
    queueingsIn(snapshot, from).flatMap((queueing) => {
      const names = queueing.object ? runsOf(resolver, queueing.object) : here(queueing);
      const { object } = queueing;
      if (names.length === 0 && object && !isHandedOn(object)) return [unknown(snapshot, queueing, object)];
      return names.map(({ name, file }) => laterCall(queueing, bodies.anywhere(name, file)[0] ?? null, name));
    }),
  );
});

interface NamedIn {
  readonly name: string;
  readonly file: SourceFile;
}

function here({ functions, inBody }: Queueing): readonly NamedIn[] {
  return functions.map((name) => ({ name, file: inBody.file }));
}

/** Whether an object is that of a parameter as it is: those that call the function say what it is. */
function isHandedOn({ spot: { root, steps } }: QueuedObject): boolean {
  return root.k === 'param' && !steps.some(({ written }) => written);
}

function laterCall({ hand, inBody }: Queueing, to: Body | null, name: string): LaterCall {
  return { from: inBody, to, name, at: hand.at, by: hand.macro ?? hand.callee, hook: null };
}

function unknown(snapshot: Snapshot, queueing: Queueing, { struct }: QueuedObject): LaterCall {
  const { types } = Resolver.of(snapshot).expressions;
  const field = types.slots(struct).find((ref) => types.isHook(ref))?.member.name ?? '';
  return { ...laterCall(queueing, null, `${struct.title}.${field}`), hook: { struct, field } };
}

function unique(calls: readonly LaterCall[]): readonly LaterCall[] {
  const found = new Map(calls.map((each) => [`${each.from.id} ${each.at} ${each.to?.id ?? each.name}`, each]));
  return [...found.values()];
}

/** The calls that queue an object which was set to a function. */
function queueingsOf(resolver: Resolver, set: QueuedObject, name: string): readonly Queueing[] {
  const { snapshot } = resolver;
  return bodiesWith(snapshot, set).flatMap((body) =>
    queueingsIn(snapshot, body).filter(({ object }) => {
      if (!object || object.struct !== set.struct || !isSame(set, object)) return false;
      const own = setObjectsIn(snapshot, body).filter((each) => isSame(each, object));
      return own.length === 0 || own.some(({ functions }) => functions.includes(name));
    }),
  );
}

/** What an object that is queued is set to: in the same function, else anywhere. */
function runsOf(resolver: Resolver, object: QueuedObject): readonly NamedIn[] {
  const { snapshot } = resolver;
  const setIn = (body: Body): readonly SetObject[] =>
    setObjectsIn(snapshot, body).filter((each) => each.struct === object.struct && isSame(each, object));
  const named = (sets: readonly SetObject[]): readonly NamedIn[] =>
    sets.flatMap(({ functions, file }) => functions.map((name) => ({ name, file })));
  const own = setIn(object.inBody);
  if (own.length > 0 || !isTold(object)) return named(own);
  return [...named(bodiesWith(snapshot, object).flatMap(setIn)), ...functionsSet(resolver, object)];
}
