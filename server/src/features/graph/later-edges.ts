/** Edges to what runs later, in graphs from a function and to one. */
import type { Neighbours } from '../../resolve/graph/neighbours.ts';
import type { LaterCall } from '../../resolve/graph/queuers.ts';
import { Bodies, type Body } from '../../resolve/ops/bodies.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { NAMES } from '../../resolve/ops/struct-names.ts';
import type { Placed } from './call-sites.ts';
import type { Drawing } from './drawing.ts';

/** How many functions a hook shows that is called later. */
const MAX_FILLERS = 24;

/**
 * Draws what a function queues. Where nobody knows what runs, the hook that is called, with what fills it, unless its struct is in so
 * many others that this would be most of all that is queued. What those call is another question.
 */
export function later(drawn: Drawing, from: string, call: LaterCall): void {
  const { from: caller, to, name, at, hook } = call;
  const place = { file: caller.file.path, ...caller.file.point(at) };
  const id = to?.id ?? `${hook ? `later:${from} ` : 'name:'}${name}`;
  const target = to ? { file: to.file.path, ...to.file.point(to.fn.nameAt) } : place;
  const kind = hook ? 'dispatch' : 'function';
  const functions = hook ? fillersOf(drawn.reach.resolver, hook) : [];
  const more = to !== null || functions === null;
  if (!drawn.node({ id, function: name, ...target, kind, memoryType: null, more })) {
    drawn.leave(from, id, place);
    return;
  }
  edge(drawn, from, id, caller, at);
  for (const [i, filler] of (functions ?? []).entries()) fill(drawn, id, filler, i < MAX_FILLERS, place);
}

/** The functions that fill a hook, by name; null where they are too many to be asked for. */
function fillersOf(resolver: Resolver, { struct, field }: NonNullable<LaterCall['hook']>): readonly Filler[] | null {
  const { snapshot } = resolver;
  if (struct.name === '' || !snapshot.get(NAMES, struct.name).hasHolders) return null;
  const ops = resolver.ops(struct.name);
  if (ops.definition() !== struct) return null;
  const bodies = new Bodies(resolver);
  const found = new Map<string, Filler>();
  for (const { function: name, file } of ops.implementations(field)) {
    const body = bodies.anywhere(name, file)[0] ?? null;
    found.set(body?.id ?? name, { name, body });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface Filler {
  readonly name: string;
  readonly body: Body | null;
}

function fill(drawn: Drawing, hook: string, { name, body }: Filler, isShown: boolean, call: Placed): void {
  const id = body?.id ?? `name:${name}`;
  const place = body ? { file: body.file.path, ...body.file.point(body.fn.nameAt) } : call;
  const node = { id, function: name, ...place, kind: 'hook', memoryType: null, more: body !== null } as const;
  if (!isShown || !drawn.node(node)) drawn.leave(hook, id, call);
  else drawn.edge({ from: hook, to: id, kind: 'dispatch', file: call.file, line: call.line, condition: null });
}

/** Draws who queues a function. */
export function queuer(drawn: Drawing, { from: caller, at }: LaterCall, to: Body, fills: Neighbours): void {
  const target = drawn.body(to, fills);
  const from = drawn.body(caller, fills);
  if (drawn.hasNode(from)) edge(drawn, from, target, caller, at);
  else drawn.leave(target, from, { file: caller.file.path, ...caller.file.point(at) });
}

function edge(drawn: Drawing, from: string, to: string, { file }: Body, at: number): void {
  const { line } = file.point(at);
  drawn.edge({ from, to, kind: 'async', file: file.path, line, condition: file.condition(at) });
}
