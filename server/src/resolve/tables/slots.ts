/** The slots of a table, as its initialiser sets them one after the other. */
import { addTo } from '../../base/add-to.ts';
import type { Slot } from './tables.ts';

/** The slots of a table under way. */
export class Slots {
  readonly all: Slot[] = [];
  /** The members that are set, without indices. */
  readonly #members = new Set<string>();

  add(slot: Slot): void {
    this.all.push(slot);
    this.#members.add(memberOf(slot.field));
  }

  /** Removes what a member, or one of its elements, was set to: C takes the last value, unless that stands under a condition. */
  unset(field: string, condition: string | null): void {
    if (!this.#members.has(memberOf(field))) return;
    const left = this.all.filter(
      (slot) =>
        !(slot.field === field || slot.field.startsWith(`${field}[`)) ||
        (condition !== null && slot.condition !== condition),
    );
    this.all.length = 0;
    addTo(this.all, left);
  }
}

/** `name` of `name[2]`. */
function memberOf(field: string): string {
  return field.split('[', 1)[0] ?? field;
}
