/** Steps of the call hierarchy through arrays of pointers to functions: one hop, since an array is nobody who calls. */
import { elementCalls, elementsCalledIn, elementsWith } from '../../resolve/ops/arrays.ts';
import { Bodies, type Body } from '../../resolve/ops/bodies.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import { wordAt } from '../cursor/cursor.ts';
import { type Spot, spot } from '../places.ts';
import { type CallItem, type CallStep, functionItem } from './items.ts';

/** The functions that call an element of an array which has the function. */
export function callersByArrays(resolver: Resolver, body: Body): readonly CallStep[] {
  const steps = new Steps();
  const arrays = new Map<string, OpsTable>();
  for (const each of elementsWith(resolver, body)) arrays.set(each.struct.array ?? '', each);
  for (const array of arrays.values()) {
    for (const { file, at } of elementCalls(resolver, array)) {
      const from = new Bodies(resolver).at(file, at);
      if (from) steps.add(from, array, spot(file, at, wordAt(file.text, at)?.text.length ?? 1));
    }
  }
  return steps.all();
}

/** The functions in the arrays of which a function calls an element. */
export function calleesByArrays(resolver: Resolver, body: Body): readonly CallStep[] {
  const steps = new Steps();
  for (const { call, elements } of elementsCalledIn(resolver, body)) {
    const at = spot(call.file, call.at, call.end - call.at);
    for (const element of elements) {
      for (const { value } of element.slots) {
        const [to] = value.k === 'function' ? new Bodies(resolver).anywhere(value.name, element.unit) : [];
        if (to) steps.add(to, element, at);
      }
    }
  }
  return steps.all();
}

/** Steps with all their places, by function and array. */
class Steps {
  readonly #all = new Map<string, { readonly item: CallItem; readonly calls: Spot[] }>();

  add(body: Body, { name, struct }: OpsTable, at: Spot): void {
    const key = `${body.id} ${struct.array}`;
    const step = this.#all.get(key) ?? { item: functionItem(body, `via array ${name}`, null), calls: [] };
    this.#all.set(key, step);
    if (!step.calls.some((each) => each.file === at.file && each.line === at.line && each.column === at.column))
      step.calls.push(at);
  }

  all(): readonly CallStep[] {
    return [...this.#all.values()];
  }
}
