/** Dispatch sites as answers: where a hook is called, what it can reach, and whether it was checked first. */
import type { SourceFile } from '../../index/file.ts';
import { isIn } from '../../index/folders.ts';
import type { DispatchSite } from '../../model/answers.ts';
import type { OpsIndex } from '../../resolve/ops/ops.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import type { MemberCall } from '../../resolve/uses/hook-uses.ts';

/** Every dispatch site of an ops struct, by file and line. */
export function dispatchSites(ops: OpsIndex): readonly DispatchSite[] {
  const { snapshot } = ops.resolver;
  return ops
    .uses()
    .calls.filter((call) => isIn(call.file.path, snapshot.folders))
    .map((call) => dispatchSite(ops, call))
    .sort((a, b) => (a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1));
}

/** One call as an answer. */
export function dispatchSite(ops: OpsIndex, call: MemberCall): DispatchSite {
  const check = call.guarded ? null : ops.checkElsewhere(call);
  return {
    kind: 'member',
    struct: call.struct.title,
    field: call.field,
    file: call.file.path,
    ...call.file.point(call.at),
    function: call.inFunction,
    targets: targets(ops, call),
    guarded: call.guarded,
    checkedIn: check ? { function: check.inFunction, file: check.file.path, ...check.file.point(check.at) } : null,
    condition: call.condition,
    through: call.through,
    macro: call.macro,
  };
}

/** The functions that a call can reach: those of the one table it names, else every implementation of the hook. */
export function targets(ops: OpsIndex, call: MemberCall): readonly string[] {
  const fields = fieldsBehind(ops, call);
  const all = fields.flatMap((field) => ops.implementations(field));
  const table = tableNamed(ops, call);
  const own = table ? all.filter((each) => each.table === table) : [];
  return [...new Set((own.length > 0 ? own : all).map((each) => each.function))].sort();
}

/** The table that a call names: `shmem_uffd_ops.alloc_folio(...)`, `(&shmem_uffd_ops)->alloc_folio(...)`. */
function tableNamed(ops: OpsIndex, { receiver, place, file }: MemberCall): OpsTable | undefined {
  const named = receiver.k === 'unary' && receiver.op === '&' ? receiver.arg : receiver;
  if (named.k !== 'id') return undefined;
  const { name, at } = named;
  const local = place.scope?.local(name, at);
  return ops
    .tables()
    .filter((table) => table.name === name && table.path === '')
    .find((table) => (local ? table.file === file && table.at === local.at : isSeen(table, file)));
}

function isSeen(table: OpsTable, file: SourceFile): boolean {
  return table.inFunction === null && (table.file === file || !table.isStatic);
}

/** The hooks that a call can be: its own, or those copied to the member that it goes through. */
function fieldsBehind(ops: OpsIndex, call: MemberCall): readonly string[] {
  if (ops.is(call.struct)) return [call.field];
  const copies = ops
    .uses()
    .copies.filter((each) => each.into?.struct === call.struct && each.into.field === call.field);
  return [...new Set(copies.map((each) => each.field))];
}
