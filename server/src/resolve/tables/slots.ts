/** The slots of a table, as its initialiser sets them one after the other. */
import type { Slot } from './tables.ts';

/** The slots of a table under way. */
export class Slots {
  /** By number, in the order in which they were set. */
  readonly #slots = new Map<number, Slot>();
  /** The numbers of the slots of a member, and of an element of it; what is gone since may be among them. */
  readonly #under = new Map<string, Set<number>>();
  #next = 0;

  get all(): readonly Slot[] {
    return [...this.#slots.values()];
  }

  add(slot: Slot): void {
    const number = this.#next++;
    this.#slots.set(number, slot);
    for (const field of around(slot.field)) {
      const numbers = this.#under.get(field) ?? new Set();
      this.#under.set(field, numbers.add(number));
    }
  }

  /** Removes what a member, or one of its elements, was set to: C takes the last value, unless that stands under a condition. */
  unset(field: string, condition: string | null): void {
    const numbers = this.#under.get(field) ?? new Set();
    for (const number of numbers) {
      const slot = this.#slots.get(number);
      if (slot && condition !== null && slot.condition !== condition) continue;
      this.#slots.delete(number);
      numbers.delete(number);
    }
  }
}

/** `name`, `name[2]` and `name[2][0]` for the last of them. */
function around(field: string): readonly string[] {
  const parts = field.split('[');
  return parts.map((_, i) => parts.slice(0, i + 1).join('['));
}
