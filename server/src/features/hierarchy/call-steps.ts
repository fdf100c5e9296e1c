/** Steps of the call hierarchy under way: one for each item at the other end. */
import type { Spot } from '../places.ts';
import type { CallItem, CallStep } from './items.ts';

/** Steps with all their places, by item and detail. */
export class CallSteps {
  readonly #all = new Map<string, { readonly item: CallItem; readonly calls: Spot[] }>();

  add(item: CallItem, at: Spot): void {
    const key = `${item.at.file}:${item.at.line} ${item.name} ${item.detail} ${at.file}`;
    const step = this.#all.get(key) ?? { item, calls: [] };
    this.#all.set(key, step);
    if (!step.calls.some((each) => each.line === at.line && each.column === at.column)) step.calls.push(at);
  }

  all(): readonly CallStep[] {
    return [...this.#all.values()];
  }
}
