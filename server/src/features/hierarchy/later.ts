/** Steps of the call hierarchy to what runs later: to who queues a function, and to what a function queues. */
import { type LaterCall, queuedBy, queuersOf } from '../../resolve/graph/queuers.ts';
import type { Body } from '../../resolve/ops/bodies.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { wordAt } from '../cursor/cursor.ts';
import { spot } from '../places.ts';
import { CallSteps } from './call-steps.ts';
import { type CallItem, type CallStep, functionItem, hookItem } from './items.ts';

/** The functions that queue a function. */
export function queuers(resolver: Resolver, body: Body): readonly CallStep[] {
  return stepsOf(queuersOf(resolver, body), (call) => functionItem(call.from, detailOf(call), null));
}

/** What a function queues: functions, or where nobody knows them the hook that is called. */
export function queuedLater(resolver: Resolver, body: Body): readonly CallStep[] {
  return stepsOf(queuedBy(resolver, body), (call) => {
    if (call.to) return functionItem(call.to, detailOf(call), null);
    const [hook] = call.hook ? hookItem(resolver, call.hook.struct.name, call.hook.field) : [];
    return hook ? { ...hook, detail: detailOf(call) } : null;
  });
}

/** `runs later, queued by mod_timer()`. */
function detailOf({ by }: LaterCall): string {
  return `runs later, queued by ${by}()`;
}

function stepsOf(calls: readonly LaterCall[], itemOf: (call: LaterCall) => CallItem | null): readonly CallStep[] {
  const steps = new CallSteps();
  for (const call of calls) {
    const item = itemOf(call);
    const { file } = call.from;
    if (item) steps.add(item, spot(file, call.at, wordAt(file.text, call.at)?.text.length ?? 1));
  }
  return steps.all();
}
