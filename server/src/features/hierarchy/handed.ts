/** Steps of the call hierarchy through functions that are handed over: to who calls a parameter or a variable, or to the hook that is filled. */

import { Bodies, type Body } from '../../resolve/ops/bodies.ts';
import { handedFunctionsIn, handingsOf } from '../../resolve/ops/handings.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { spot } from '../places.ts';
import { CallSteps } from './call-steps.ts';
import { type CallStep, functionItem, hookItem } from './items.ts';

/** The functions that call what a function is handed over as, and the hooks that it fills that way. */
export function callersByHanding(resolver: Resolver, body: Body): readonly CallStep[] {
  const steps = new CallSteps();
  for (const { to, file, at, inFunction, hooks, calls } of handingsOf(resolver, body)) {
    for (const call of calls) {
      const from = new Bodies(resolver).at(call.file, call.at);
      const item = from && functionItem(from, `by ${call.name}, handed over in ${inFunction}()`, null);
      if (item) steps.add(item, spot(call.file, call.at, call.end - call.at));
    }
    for (const { struct, field } of hooks) {
      const detail = to === null ? `set in ${inFunction}()` : `handed to ${to}() in ${inFunction}()`;
      for (const item of hookItem(resolver, struct.name, field))
        steps.add({ ...item, detail: `${detail}, ${file.path}` }, spot(file, at, body.name.length));
    }
  }
  return steps.all();
}

/** The functions that a function calls by its parameters and variables. */
export function calleesByHanding(resolver: Resolver, body: Body): readonly CallStep[] {
  const steps = new CallSteps();
  for (const { call, name, file, inFunction } of handedFunctionsIn(resolver, body)) {
    const [to] = new Bodies(resolver).anywhere(name, file);
    if (!to) continue;
    const item = functionItem(to, `by ${call.name}, handed over in ${inFunction}()`, null);
    steps.add(item, spot(call.file, call.at, call.end - call.at));
  }
  return steps.all();
}
