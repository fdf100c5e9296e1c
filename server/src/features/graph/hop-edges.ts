/** Edges of graphs to a function: one step of the callers' side. */
import type { Hop, Neighbours } from '../../resolve/graph/neighbours.ts';
import type { Drawing } from './drawing.ts';

/** Draws a call, or a call through a hook with the node of the dispatch. */
export function hop(drawn: Drawing, step: Hop, fills: Neighbours): void {
  const place = { file: step.from.file.path, ...step.from.file.point(step.at) };
  const { file, line } = place;
  const condition = step.from.file.condition(step.at);
  const to = step.to ? drawn.body(step.to, fills) : `name:${step.name}`;
  const from = drawn.body(step.from, fills);
  if (!drawn.hasNode(from)) {
    drawn.leave(to, from, place);
    return;
  }
  if (!step.hook) {
    drawn.edge({ from, to, kind: 'call', file, line, condition });
    return;
  }
  const id = `${place.file}:${step.at}:${step.hook.field}`;
  const name = `${step.hook.ops.name}.${step.hook.field}`;
  if (!drawn.node({ id, function: name, ...place, kind: 'dispatch', memoryType: null, more: false })) return;
  drawn.edge({ from, to: id, kind: 'call', file, line, condition });
  drawn.edge({ from: id, to, kind: 'dispatch', file, line, condition: null });
}
