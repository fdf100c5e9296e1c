/** Edges to what runs later, in graphs from a function and to one. */
import type { Neighbours } from '../../resolve/graph/neighbours.ts';
import type { LaterCall } from '../../resolve/graph/queuers.ts';
import type { Body } from '../../resolve/ops/bodies.ts';
import type { Drawing } from './drawing.ts';

/** Draws what a function queues; where nobody knows what runs, the hook that is called. What that calls is another question. */
export function later(drawn: Drawing, from: string, { from: caller, to, name, at, hook }: LaterCall): void {
  const place = { file: caller.file.path, ...caller.file.point(at) };
  const id = to?.id ?? `${hook ? `later:${from} ` : 'name:'}${name}`;
  const target = to ? { file: to.file.path, ...to.file.point(to.fn.nameAt) } : place;
  const kind = hook ? 'dispatch' : 'function';
  if (drawn.node({ id, function: name, ...target, kind, memoryType: null, more: to !== null }))
    edge(drawn, from, id, caller, at);
  else drawn.leave(from, id, place);
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
