/** Size: what differs, and how long the functions of each memory type are. */
import type { FilledSlot } from '../../rules/tables.ts';
import { type Facts, order } from './facts.ts';
import { type Against, type Group, itemAt, itemOf, type Row, sorted } from './rows.ts';

export const size: Group = {
  name: 'size',
  *rows(facts, against) {
    if (against) yield* changes(against);
    if (!facts.hasStruct) return;
    for (const [type, slots] of ownFunctions(facts)) {
      const functions = [...slots.values()].map((slot) => ({ slot, lines: linesOf(slot) }));
      yield {
        id: `size.own-lines.${type}`,
        claim: `lines of ${type}'s own hook functions`,
        value: functions.reduce((sum, { lines }) => sum + lines, 0),
        items: sorted(
          functions.flatMap(({ slot: { name, body }, lines }) =>
            body ? [itemAt(`${name}(), ${lines} ${lines === 1 ? 'line' : 'lines'}`, body.file, body.fn.nameAt)] : [],
          ),
        ),
      };
    }
    const alike = facts.findings.filter(({ rule }) => rule === 'hook-duplicate-body');
    yield {
      id: 'size.duplicates',
      claim: 'functions of one hook with the same body',
      items: sorted(alike.map(itemOf)),
    };
  },
};

function* changes({ differences: { files } }: Against): Iterable<Row> {
  const told = files.map(({ path, added, removed }) => ({ message: `+${added} -${removed}`, file: path, line: 1 }));
  yield { id: 'size.files', claim: 'files that differ', items: told };
  for (const [id, claim] of [
    ['added', 'lines added'],
    ['removed', 'lines removed'],
  ] as const) {
    yield {
      id: `size.${id}`,
      claim,
      value: files.reduce((sum, each) => sum + each[id], 0),
      items: told.filter((_, i) => (files[i]?.[id] ?? 0) > 0),
    };
  }
}

/** The functions that fill hooks for one memory type alone, by type; what the core has is nobody's own. */
function ownFunctions(facts: Facts): readonly (readonly [string, ReadonlyMap<string, FilledSlot>])[] {
  const users = new Map<string, Set<string>>();
  for (const { body, type } of facts.slots) {
    if (body) users.set(body.id, (users.get(body.id) ?? new Set()).add(type));
  }
  const core = new Set(facts.reach.core);
  const isOwn = ({ body, table }: FilledSlot): boolean =>
    body !== null && (body.file === table.file || !core.has(body.file)) && users.get(body.id)?.size === 1;
  const found = new Map(facts.tables.map(({ memoryType }) => [memoryType, new Map<string, FilledSlot>()]));
  for (const slot of facts.slots) {
    if (slot.body && isOwn(slot)) found.get(slot.type)?.set(slot.body.id, slot);
  }
  return [...found].sort(([a], [b]) => order(a, b));
}

/** The lines of a function that are not empty, from its head on. */
function linesOf({ body }: FilledSlot): number {
  if (!body) return 0;
  const { file, fn } = body;
  return file.text
    .slice(fn.at, fn.end)
    .split('\n')
    .filter((line) => line.trim() !== '').length;
}
