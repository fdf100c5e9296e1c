/** What settles a finding, where one change is right: an edit of the code, by the rule. */

import { wordAt as wordFrom } from '../../base/words.ts';
import type { SourceFile } from '../../index/file.ts';
import type { OpsIndex, Resolver } from '../../resolve/ops/ops.ts';
import type { OpsTable, Slot } from '../../resolve/tables/tables.ts';
import { bitIn, IMPLIES } from '../../rules/capabilities.ts';
import { exportOf } from '../../rules/exports.ts';
import { RULE_KEYS } from '../../rules/index.ts';
import { suppressionsIn } from '../../rules/suppress.ts';
import { wordAt } from '../cursor/cursor.ts';
import type { Action, Edit } from './actions.ts';
import { newline, REASON } from './actions.ts';
import { guardedCall } from './guarded-call.ts';
import { addFunction } from './stub.ts';

/** Where a finding is. */
export interface Found {
  readonly resolver: Resolver;
  /** The structs that are checked. */
  readonly ops: readonly OpsIndex[];
  readonly file: SourceFile;
  readonly at: number;
}

/** The changes that settle a finding of a rule; none where what is right is not determined. */
export function changesFor(rule: string, found: Found): readonly Action[] {
  const change = CHANGES[rule]?.(found) ?? null;
  return change === null ? [] : [change];
}

const CHANGES: Readonly<Record<string, (found: Found) => Action | null>> = {
  'bad-suppression': withReason,
  'capability-implies': withImplied,
  'hook-undefined': withFunction,
  'hook-unexported-call': exported,
  'hook-unguarded': guardedCall,
  'table-not-const': constTable,
};

function insertion(file: SourceFile, at: number, text: string, placeholder: string | null = null): Edit {
  return { file, at, end: at, text, placeholder };
}

/** Others may declare a table that is not static as it is now. */
function constTable({ ops, file, at }: Found): Action | null {
  const table = tablesIn(ops, file).find(({ table: each }) => each.at === at)?.table;
  const region = file.regionAt(at);
  const struct = table?.isStatic && region ? wordFrom(file.text, 'struct', region.start, at) : -1;
  return table && struct >= 0
    ? { title: `Declare ${table.name} const`, edits: [insertion(file, struct, 'const ')] }
    : null;
}

/** `BIT(_UFFDIO_ZEROPAGE)` with ` | BIT(_UFFDIO_COPY)` behind it: bits of one kind stand in one mask. */
function withImplied({ ops, file, at }: Found): Action | null {
  const slot = slotsIn(ops, file).find(({ slot: each }) => each.at === at)?.slot;
  if (slot?.value.k !== 'value') return null;
  for (const { bits, implied } of IMPLIES) {
    const bit = bitIn(slot.value.text, bits);
    const other = implied.find((each) => bit !== null && kindOf(each) === kindOf(bit));
    const bitAt = bit === null ? -1 : wordFrom(file.text, bit, slot.at);
    if (bit === null || other === undefined || bitAt < 0 || bitIn(slot.value.text, implied) !== null) continue;
    const macro = file.text.charAt(bitAt - 1) === '(' ? wordAt(file.text, bitAt - 2)?.text : undefined;
    const open = macro === undefined ? '' : `${macro}(`;
    const end = bitAt + bit.length + (open === '' ? 0 : 1);
    const close = open === '' ? '' : ')';
    return { title: `Set ${other}, too`, edits: [insertion(file, end, ` | ${open}${other}${close}`)] };
  }
  return null;
}

const kindOf = (bit: string): string => bit.slice(0, bit.lastIndexOf('_'));

/** The function that a slot names, as a stub. */
function withFunction({ ops, file, at }: Found): Action | null {
  for (const { ops: each, table, slot } of slotsIn(ops, file)) {
    if (slot.value.k === 'function' && slot.value.at === at)
      return addFunction(each, table, slot.field, slot.value.name);
  }
  return null;
}

/** `EXPORT_SYMBOL_GPL` behind the function that a module needs, where nothing exports it. */
function exported({ resolver, ops, file, at }: Found): Action | null {
  const slot = slotsIn(ops, file).find(({ slot: each }) => each.at === at)?.slot;
  const name = slot?.value.k === 'function' ? slot.value.name : wordAt(file.text, at)?.text;
  const found = name === undefined ? null : resolver.functions.anywhere(name);
  const region = found?.kind === 'definition' ? found.file.regionAt(found.at) : undefined;
  if (!found || !region || !found.file.path.endsWith('.c')) return null;
  if (exportOf(resolver.snapshot, found.name, found.file) !== null) return null;
  const close = found.file.text.lastIndexOf('}', region.end) + 1;
  const text = `${newline(found.file)}EXPORT_SYMBOL_GPL(${found.name});`;
  return {
    title: `Export ${found.name}() to modules, in ${found.file.path}`,
    edits: [insertion(found.file, close, text)],
  };
}

/** A reason behind a suppression that has none. */
function withReason({ resolver, file, at }: Found): Action | null {
  const found = suppressionsIn(resolver.snapshot, [file.path]).find((each) => each.at === at);
  if (found?.reason !== '' || !RULE_KEYS.includes(found.rule)) return null;
  const behind = file.text.indexOf(found.rule, at) + found.rule.length;
  const close = file.text.startsWith('/*', at) ? ' */' : '';
  const edit = { file, at: behind, end: found.end, text: `: ${REASON}${close}`, placeholder: REASON };
  return { title: `Give a reason for ignoring ${found.rule}`, edits: [edit] };
}

function tablesIn(
  ops: readonly OpsIndex[],
  file: SourceFile,
): readonly { readonly ops: OpsIndex; readonly table: OpsTable }[] {
  return ops.flatMap((each) =>
    each.tables().flatMap((table) => (table.file === file && table.macro === null ? [{ ops: each, table }] : [])),
  );
}

function slotsIn(
  ops: readonly OpsIndex[],
  file: SourceFile,
): readonly { readonly ops: OpsIndex; readonly table: OpsTable; readonly slot: Slot }[] {
  return tablesIn(ops, file).flatMap((each) => each.table.slots.map((slot) => ({ ...each, slot })));
}
