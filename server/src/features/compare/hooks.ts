/** Hooks: the struct, its tables, and what became of them. */
import type { MatrixField } from '../../model/answers.ts';
import type { CompareItem } from '../../model/compare-answers.ts';
import { contextRows } from './context.ts';
import { type Facts, order } from './facts.ts';
import { renames } from './renames.ts';
import { type Group, type Row, sorted } from './rows.ts';

export const hooks: Group = {
  name: 'hooks',
  *rows(facts, against) {
    if (!facts.hasStruct) return;
    yield* counts(facts);
    yield* contextRows(facts);
    if (against) yield* changes(facts, against.facts);
  },
};

function* counts(facts: Facts): Iterable<Row> {
  const fields = (kind: MatrixField['kind']): readonly CompareItem[] =>
    facts.matrix.fields.filter((each) => each.kind === kind).map(fieldItem);
  yield { id: 'hook.hooks', claim: 'hooks in the struct', items: fields('hook') };
  yield { id: 'hook.values', claim: 'values in the struct', items: fields('value') };
  const tables = facts.tables.map(({ name, memoryType, file, line }) => ({
    message: `${name} (${memoryType})`,
    file,
    line,
  }));
  yield { id: 'hook.tables', claim: 'tables', items: sorted(tables) };
  yield { id: 'hook.slots', claim: 'slots that hold a function', items: sorted(slotItems(facts).values()) };
  yield { id: 'hook.shared', claim: 'functions that several memory types share', items: shared(facts) };
}

function fieldItem({ name, file, line }: MatrixField): CompareItem {
  return { message: name, file, line };
}

/** By memory type and hook. */
function slotItems(facts: Facts): ReadonlyMap<string, CompareItem> {
  return new Map(
    facts.slots.map(({ table, slot, name, type }) => [
      `${type}.${slot.field}`,
      { message: `${type}: ${slot.field} = ${name}()`, file: table.file.path, line: table.file.point(slot.at).line },
    ]),
  );
}

function shared(facts: Facts): readonly CompareItem[] {
  const types = new Map<string, Set<string>>();
  const places = new Map<string, CompareItem>();
  for (const { body, name, type } of facts.slots) {
    if (!body) continue;
    types.set(body.id, (types.get(body.id) ?? new Set()).add(type));
    places.set(body.id, { message: name, file: body.file.path, line: body.file.point(body.fn.nameAt).line });
  }
  return sorted(
    [...types].flatMap(([id, all]) => {
      const place = places.get(id);
      return place && all.size > 1
        ? [{ ...place, message: `${place.message}() for ${[...all].sort(order).join(', ')}` }]
        : [];
    }),
  );
}

function* changes(facts: Facts, other: Facts): Iterable<Row> {
  const renamed = renames(other.matrix, facts.matrix);
  const [now, before] = [facts, other].map(({ matrix }) => new Map(matrix.fields.map((each) => [each.name, each])));
  if (!now || !before) return;
  const fresh = [...now.values()].filter(({ name }) => !before.has(name) && !renamed.has(name));
  yield { id: 'hook.gained', claim: 'hooks and values gained', items: fresh.map(fieldItem) };
  const old = new Set(renamed.values());
  yield {
    id: 'hook.lost',
    claim: 'hooks and values lost',
    items: [...before.values()].filter(({ name }) => !now.has(name) && !old.has(name)).map(fieldItem),
  };
  yield {
    id: 'hook.renamed',
    claim: 'hooks renamed',
    items: [...renamed].flatMap(([name, from]) => {
      const field = now.get(name);
      return field ? [{ ...fieldItem(field), message: `${name}, which was ${from}` }] : [];
    }),
  };
  yield {
    id: 'hook.signatures',
    claim: 'signatures changed',
    items: [...now.values()]
      .filter((each) => hasOther(each, before.get(each.name)))
      .map((each) => ({ ...fieldItem(each), message: each.signature })),
  };
  yield* tableChanges(facts, other);
}

function hasOther(field: MatrixField, before: MatrixField | undefined): boolean {
  return before !== undefined && plain(before.signature) !== plain(field.signature);
}

/** A signature without layout. */
export function plain(signature: string): string {
  return signature.replace(/\s+/g, ' ').replace(/ (?=\W)|(?<=\W) /g, '');
}

function* tableChanges(facts: Facts, other: Facts): Iterable<Row> {
  const keyed = (of: Facts): ReadonlyMap<string, CompareItem> =>
    new Map(of.tables.map(({ name, memoryType, file, line }) => [memoryType, { message: name, file, line }]));
  for (const [what, now, before] of [
    ['table', keyed(facts), keyed(other)],
    ['slot', slotItems(facts), slotItems(other)],
  ] as const) {
    const missing = (
      a: ReadonlyMap<string, CompareItem>,
      b: ReadonlyMap<string, CompareItem>,
    ): readonly CompareItem[] => sorted([...a].flatMap(([key, item]) => (b.has(key) ? [] : [item])));
    yield { id: `hook.${what}s-gained`, claim: `${what}s gained`, items: missing(now, before) };
    yield { id: `hook.${what}s-lost`, claim: `${what}s lost`, items: missing(before, now) };
  }
}
