/** What the cursor is on, as far as ops tables are concerned. */
import type { SourceFile } from '../../index/file.ts';
import type { OpsIndex, Resolver } from '../../resolve/ops/ops.ts';
import type { OpsTable, Slot } from '../../resolve/tables/tables.ts';
import type { Region } from '../../syntax/region.ts';
import type { QuerySettings } from '../query.ts';
import { type Cursor, cursorAt, firstOf } from './cursor.ts';
import { fillsOf, isFilledFrom } from './fills.ts';
import { memberAt } from './member-at.ts';
import type { Target } from './target.ts';

/** What an offset of a file is on; null where opscope has nothing to say. */
export function targetAt(resolver: Resolver, settings: QuerySettings, file: SourceFile, offset: number): Target | null {
  const cursor = cursorAt(resolver, settings, file, offset);
  if (!cursor) return null;
  const known = firstOf(cursor.ops, (ops) => inDefinition(cursor, ops) ?? inTables(cursor, ops));
  return known ?? functionNamed(cursor) ?? memberAt(cursor);
}

function inDefinition({ file, word, span }: Cursor, ops: OpsIndex): Target | null {
  const struct = ops.definition();
  if (!struct) return null;
  const ref = ops.fields().find((each) => each.owner.file === file && each.member.nameAt === span.at);
  if (ref) return { ...span, k: 'field', ops, ref };
  return struct.file === file && struct.at === span.at && word === ops.name
    ? { ...span, k: 'struct', ops, struct }
    : null;
}

/** Designators, function names and table names; and a table's name wherever it is used. */
function inTables(cursor: Cursor, ops: OpsIndex): Target | null {
  const { file, word, span } = cursor;
  for (const table of ops.tables()) {
    if (table.name === word && (table.file === file || !table.isStatic)) {
      const named = table.path === '' || table.at === span.at;
      if (named && isMentioned(cursor, table)) return { ...span, k: 'table', ops, table };
    }
    if (table.file !== file) continue;
    for (const slot of table.slots) {
      if (slot.at === span.at && slot.field === word) {
        const ref = ops.field(slot.field);
        if (ref) return { ...span, k: 'field', ops, ref };
      }
      if (slot.value.k === 'function' && slot.value.at === span.at) return filling(cursor);
    }
  }
  return null;
}

/** Whether the word means the table's object here, and is not a variable or member of the same name. */
function isMentioned({ resolver, file, word, span }: Cursor, table: OpsTable): boolean {
  if (file === table.file && table.at === span.at) return true;
  if (/(?:->|\.)\s*$/.test(before(file, span.at))) return false;
  return resolver.snapshot.lookup(word, ['object', 'function'], file)?.kind === 'object';
}

/** What stands directly before an offset. */
function before(file: SourceFile, at: number): string {
  return file.text.slice(Math.max(0, at - 8), at);
}

function filling({ resolver, settings, word, span }: Cursor): Extract<Target, { k: 'function' }> | null {
  const fills = fillsOf(resolver, settings.ops, word);
  return fills.length > 0 ? { ...span, k: 'function', name: word, fills } : null;
}

/** The name in a function's definition or prototype, or on the right of `x->hook = f`. */
function functionNamed(cursor: Cursor): Target | null {
  const { file, word, span } = cursor;
  const region = file.regionAt(span.at);
  if (!region) return null;
  const isHead = region.name === word && (region.brace < 0 || span.at < region.brace);
  if (isHead && (region.kind === 'function' || region.kind === 'prototype')) return ownFills(cursor);
  if (isInMadeTable(cursor, region)) return filling(cursor);
  const called = /^\s*\(/.test(file.text.slice(span.at + word.length, span.at + word.length + 8));
  const assigned = !called && /=\s*(?:&\s*)?$/.test(before(file, span.at));
  return assigned && region.kind === 'function' ? filling(cursor) : null;
}

/** The hooks that this file's function fills, where several files define one of its name. */
function ownFills(cursor: Cursor): Target | null {
  const target = filling(cursor);
  const fills = target?.fills.filter((fill) => isFilledFrom(cursor.file, target.name, fill)) ?? [];
  return target && fills.length > 0 ? { ...target, fills } : null;
}

/** Whether a macro that stands in a region makes a slot that holds a function of this name. */
function isInMadeTable({ ops, file, word }: Cursor, region: Region): boolean {
  const isHere = (slot: Slot): boolean =>
    slot.value.k === 'function' && slot.value.name === word && region.start <= slot.at && slot.at < region.end;
  return ops.some((each) => each.tables().some((table) => table.file === file && table.slots.some(isHere)));
}
