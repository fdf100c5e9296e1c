/** A hook that some table leaves unset is called where nothing checks it. */
import type { MemberCall } from '../resolve/dispatch.ts';
import { reacher } from '../resolve/graph/reachers.ts';
import type { OpsIndex } from '../resolve/ops.ts';
import type { OpsTable } from '../resolve/tables.ts';
import { identifiersIn } from './identifiers.ts';
import { MEMORY_TYPES } from './memory-types.ts';
import { evidenceAt, type Raised, type Rule } from './rule.ts';
import { isNamed, isSet, typeOf } from './tables.ts';

export const hookUnguarded: Rule = {
  id: 'hook-unguarded',
  severity: 'warning',
  title: 'A hook that some table leaves unset is called unchecked',
  *find({ ops }) {
    for (const each of ops) for (const call of each.uses().calls) yield* unguarded(each, call);
  },
};

function* unguarded(ops: OpsIndex, call: MemberCall): Iterable<Raised> {
  // A hook that was copied is checked, or not, where it was copied.
  if (call.guarded || !ops.is(call.struct) || isCheckedElsewhere(ops, call)) return;
  const named = call.receiver.k === 'unary' ? call.receiver.arg : call.receiver;
  const own = named.k === 'id' ? ops.tables().filter((table) => table.name === named.name) : [];
  const tables = (own.length > 0 ? own : ops.tables()).filter((table) => isNamed(table) && !isSet(table, call.field));
  const assigned = ops.uses().assignments.some((each) => each.field === call.field);
  const open = assigned ? [] : tables.filter((table) => !isDiverted(ops, table, call));
  if (open.length === 0) return;
  const types = open.map((table) => typeOf(ops, table));
  yield {
    message:
      `${call.inFunction}() calls ${call.field} without a check, but ${types.join(', ')} ` +
      `${types.length === 1 ? 'leaves' : 'leave'} it unset: the call would jump to NULL. ` +
      'Check the hook first, or make every table fill it.',
    file: call.file,
    at: call.at,
    end: call.end,
    function: call.inFunction,
    evidence: open.map((table) => evidenceAt(`${table.name} leaves ${call.field} unset`, table.file, table.at)),
  };
}

/** Whether another function checks the same hook: the check may stand in a caller. */
function isCheckedElsewhere(ops: OpsIndex, call: MemberCall): boolean {
  return ops.uses().checks.some((each) => each.field === call.field && ops.is(each.struct));
}

/**
 * Whether code on the way to the call asks for the table's memory type and so takes it elsewhere: in the function, in one
 * of its callers in the file, or in what those call to look the mapping up.
 */
function isDiverted(ops: OpsIndex, table: OpsTable, call: MemberCall): boolean {
  const type = typeOf(ops, table);
  const predicates = new Set(MEMORY_TYPES.find((each) => each.memoryType === type)?.predicates);
  if (predicates.size === 0) return false;
  return callersInFile(call).some(({ start, end }) => {
    for (const each of identifiersIn(call.file.text, start, end, predicates)) if (each.called) return true;
    return false;
  });
}

/** The regions of the functions in a file that lead to a call, the call's own first. */
function callersInFile({ file, at }: MemberCall): readonly { readonly start: number; readonly end: number }[] {
  const own = file.regionAt(at);
  const found = new Set(own ? [own] : []);
  for (const region of found) {
    const name = reacher(file, region)?.name;
    const word = new Set(name === undefined ? [] : [name]);
    for (const other of file.regions) {
      if (other.kind !== 'function' || other.brace < 0 || found.has(other)) continue;
      const [use] = identifiersIn(file.text, other.brace, other.end, word);
      if (use) found.add(other);
    }
  }
  return [...found];
}
