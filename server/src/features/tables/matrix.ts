/** hooks x memory types: every table of an ops struct and what each slot holds. */
import type { HookSlot, Installation, Matrix, MatrixField, MatrixTable, TreeInfo } from '../../model/answers.ts';
import { SCHEMA } from '../../model/answers.ts';
import type { MemberRef, Types } from '../../resolve/language/types.ts';
import type { OpsIndex } from '../../resolve/ops/ops.ts';
import { returnsOf } from '../../resolve/ops/returns.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import { tableCondition } from '../../resolve/tables/table-condition.ts';
import type { OpsTable, Slot } from '../../resolve/tables/tables.ts';
import { fieldComment } from '../cursor/comments.ts';

/** The matrix of one ops struct. */
export function matrix(ops: OpsIndex, tree: TreeInfo): Matrix {
  const definition = ops.definition();
  const tables = ops.tables();
  ops.resolver.functions.prefetch(functionNames(tables));
  const at = definition?.file.point(definition.at);
  return {
    schema: SCHEMA,
    tree,
    ops: ops.name,
    defined: definition && at ? { file: definition.file.path, ...at } : null,
    fields: ops.fields().map((ref) => field(ops.resolver.expressions.types, ref)),
    tables: tables.map((table) => matrixTable(ops, table)),
    note: definition ? null : `This tree (Linux ${tree.version}) has no struct ${ops.name}.`,
  };
}

/** The functions that are not defined in their table's own file: those have to be looked for. */
function* functionNames(tables: readonly OpsTable[]): Iterable<string> {
  for (const table of tables) {
    for (const { value } of table.slots) {
      if (value.k === 'function' && !table.unit.symbols(value.name).some((each) => each.kind === 'function'))
        yield value.name;
    }
  }
}

/** What one member of an ops struct is. */
export function field(types: Types, ref: MemberRef): MatrixField {
  const { file } = ref.owner;
  return {
    name: ref.member.name ?? '',
    signature: file.slice(ref.member).replace(/;$/, '').replace(/\s+/g, ' ').trim(),
    doc: fieldComment(ref),
    file: file.path,
    ...file.point(ref.member.nameAt),
    kind: types.isHook(ref) ? 'hook' : 'value',
  };
}

/** One table with all its slots, set and unset. */
export function matrixTable(ops: OpsIndex, table: OpsTable): MatrixTable {
  const { file } = table;
  const hooks: Record<string, HookSlot | null> = {};
  for (const ref of ops.fields()) hooks[ref.member.name ?? ''] = null;
  for (const slot of table.slots) hooks[slot.field] ??= hookSlot(ops, table, slot);
  return {
    name: table.name + table.path,
    memoryType: memoryType(table, ops.name),
    file: file.path,
    ...file.point(table.at),
    condition: tableCondition(ops.resolver.snapshot, table),
    installedIn: installations(ops, table),
    ...returning(ops, table),
    hooks,
  };
}

function hookSlot(ops: OpsIndex, table: OpsTable, slot: Slot): HookSlot | null {
  const { line, column } = table.file.point(slot.at);
  const common = { slotLine: line, slotColumn: column, condition: slot.condition };
  switch (slot.value.k) {
    case 'null':
      return null;
    case 'value':
      return { value: slot.value.text, ...common };
    case 'function': {
      const place = ops.resolver.functions.find(slot.value.name, table.unit);
      const at = place?.file.point(place.at) ?? { line, column };
      return { function: slot.value.name, file: place?.file.path ?? table.file.path, ...at, ...common };
    }
  }
}

function returning(ops: OpsIndex, table: OpsTable): Pick<MatrixTable, 'returnedBy'> {
  const returnedBy = returnsOf(ops, table).map(({ inFunction, file, at }) => ({
    function: inFunction,
    file: file.path,
    ...file.point(at),
  }));
  return returnedBy.length > 0 ? { returnedBy } : {};
}

function installations(ops: OpsIndex, table: OpsTable): Installation[] {
  return ops.installsOf(table).map(({ into, inFunction, member, file, at }) => ({
    table: into,
    function: inFunction,
    member,
    file: file.path,
    ...file.point(at),
  }));
}
