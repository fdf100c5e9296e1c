/** What a new memory type has to bring: for each ioctl, the hooks that are called unguarded on its way, and the values that are asked. */
import { addTo } from '../../base/add-to.ts';
import type { CompareItem } from '../../model/compare-answers.ts';
import { losing } from '../../model/gaps.ts';
import { costsOf, type Ioctl } from '../../resolve/graph/ioctls.ts';
import type { Entry } from '../../resolve/graph/reach.ts';
import type { StructDef } from '../../resolve/language/types.ts';
import { Assumption, type NullCall } from '../../resolve/run/assumption.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import { answerFor } from '../../rules/memory-types.ts';
import type { Facts } from './facts.ts';
import { type Group, itemAt, type Row, sorted } from './rows.ts';

export const newType: Group = {
  name: 'new type',
  *rows(facts) {
    if (!facts.hasStruct) return;
    for (const entry of facts.reach.entries) for (const ioctl of entry.ioctls) yield* needs(facts, entry, ioctl);
  },
};

function needs(facts: Facts, entry: Entry, ioctl: Ioctl): readonly Row[] {
  const { gaps } = facts.side.snapshot;
  const found = losing(
    gaps,
    () => costsOf(ioctl),
    () => whatIsAsked(facts, entry, ioctl),
    null,
  );
  if (!found) return [];
  const rowOf = (id: string, claim: string, items: readonly CompareItem[]): Row => ({
    id: `new-type.${id}.${ioctl.name}`,
    claim: `${claim} ${ioctl.name}`,
    value: new Set(items.map(({ message }) => message)).size,
    items: sorted(items),
  });
  return [
    rowOf('slots', 'slots that a new memory type must fill for', found.slots),
    rowOf('checked', 'slots that are checked before they are called on the way of', found.checked),
    rowOf('bits', 'values that a new memory type is asked for on the way of', found.bits),
  ];
}

interface Asked {
  readonly slots: readonly CompareItem[];
  readonly checked: readonly CompareItem[];
  readonly bits: readonly CompareItem[];
}

/**
 * Runs an ioctl for a mapping whose table has everything, to see which hooks are called on its way; and again for each of those, with
 * that one unset: where it is called all the same, the table must have it.
 */
function whatIsAsked(facts: Facts, entry: Entry, ioctl: Ioctl): Asked | null {
  const struct = facts.ops.definition();
  if (!struct) return null;
  const run = (unset: string | null): Assumption => {
    const table = tableOf(
      struct,
      facts.ops.hookNames().filter((name) => name !== unset),
    );
    const assumption = new Assumption(facts.ops, [table], (name) => answerFor(name, ''), false);
    facts.reach.runAssuming(entry, ioctl, assumption);
    return assumption;
  };
  const whole = run(null);
  const called = itemsOf(whole.calls);
  const slots: CompareItem[] = [];
  const checked: CompareItem[] = [];
  for (const name of new Set(called.map(({ message }) => message))) {
    const missed = itemsOf(run(name).nullCalls).filter(({ message }) => message === name);
    if (missed.length > 0) addTo(slots, missed);
    else
      addTo(
        checked,
        called.filter(({ message }) => message === name),
      );
  }
  const bits = whole.valuesAsked.map(({ field, file, at }) => itemAt(asked(file.text, at, field), file, at));
  return { slots, checked, bits };
}

/** Calls through the hooks of the table that is assumed: it has no name, as no other has. */
function itemsOf(calls: readonly NullCall[]): readonly CompareItem[] {
  return calls.flatMap(({ table, field, file, at }) => (table.name === NEW ? [itemAt(field, file, at)] : []));
}

/** A value with the mask that it is asked for: `supported_ioctls & BIT(_UFFDIO_COPY)`. */
function asked(text: string, at: number, field: string): string {
  const mask = /^\s*&\s*(\w+(?:\s*\([^()]*\))?)/.exec(text.slice(at + field.length, at + field.length + 200))?.[1];
  return mask === undefined ? field : `${field} & ${mask.replace(/\s+/g, '')}`;
}

/** What the table is called: no identifier, so that no code names it. */
const NEW = '(new type)';

/** The table of a memory type that is not there yet. Its values are not known: they are what is counted. */
function tableOf(struct: StructDef, hooks: readonly string[]): OpsTable {
  const { file, at } = struct;
  const slots = hooks.map((field) => ({
    field,
    value: { k: 'function', name: `${NEW} ${field}`, at } as const,
    at,
    condition: null,
  }));
  return {
    struct,
    name: NEW,
    path: '',
    file,
    unit: file,
    at,
    end: at,
    condition: null,
    slots,
    isConst: false,
    isStatic: true,
    inFunction: null,
    macro: null,
  };
}
