/** Adds a hook that a table leaves unset: a stub above the table, and the slot in it. */
import type { SourceFile, SymbolKind } from '../../index/file.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { OpsIndex } from '../../resolve/ops/ops.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import { isNamed } from '../../rules/tables.ts';
import { type Action, type Edit, firstLine, lineText, newline } from './actions.ts';
import { lastCode } from './last-code.ts';
import { stubText, todo } from './signature.ts';

/** The hooks that a table leaves unset, where one could be added: the table is written out, slot by slot. */
export function unsetHooks(ops: OpsIndex, table: OpsTable): readonly string[] {
  if (!isNamed(table) || table.macro !== null || table.file.text.charAt(table.end - 1) !== '}') return [];
  const isDesignated = table.slots.every(({ at }) => /\.\s*$/.test(table.file.text.slice(Math.max(0, at - 8), at)));
  if (!isDesignated) return [];
  return ops
    .hookNames()
    .filter((name) => table.slots.every(({ field, value }) => field !== name || value.k === 'null'));
}

/** Fills a hook of a table with a stub; null where the hook's declaration is of a form that no stub is known for. */
export function addHook(ops: OpsIndex, table: OpsTable, field: string): Action | null {
  const { file } = table;
  const region = file.regionAt(table.at);
  const type = memoryType(table, ops.name);
  const name = freeName(ops.resolver.snapshot, file, `${type.replace(/\W+/g, '_')}_${field}`);
  const stub = stubFor(ops, table, field, name);
  const slot = stub && region ? slotEdits(ops, table, field, name) : [];
  if (!stub || slot.length === 0) return null;
  return {
    title: `Add ${field} to ${table.name}, with a stub`,
    edits: [above(table, stub, todo(field, type)), ...slot],
  };
}

/** A stub of the function that a slot names already; null where the hook's declaration is of a form that no stub is known for. */
export function addFunction(ops: OpsIndex, table: OpsTable, field: string, name: string): Action | null {
  const stub = stubFor(ops, table, field, name);
  if (stub === null) return null;
  return { title: `Write ${name}(), as a stub`, edits: [above(table, stub, todo(field, memoryType(table, ops.name)))] };
}

/** A function for a hook of a table; null where the hook's declaration is of a form that no stub is known for. */
function stubFor(ops: OpsIndex, table: OpsTable, field: string, name: string): string | null {
  const ref = ops.field(field);
  return ref ? stubText(ops.resolver.expressions.types, ref, name, memoryType(table, ops.name)) : null;
}

/** A text that stands above what is declared at an offset, such as a table, and above the comment on it. */
export function above({ file, at }: Pick<OpsTable, 'file' | 'at'>, text: string, placeholder: string): Edit {
  const region = file.regionAt(at);
  const start = aboveComment(
    file,
    file.offset({ line: region ? firstLine(file, region) : file.point(at).line, column: 1 }),
  );
  return { file, at: start, end: start, text: `${text}\n`.replaceAll('\n', newline(file)), placeholder };
}

/** A name that neither a file nor a header that it includes declares: the one that is wanted, or it with a number. */
export function freeName(snapshot: Snapshot, file: SourceFile, wanted: string): string {
  const isTaken = (name: string): boolean =>
    file.symbols(name).length > 0 || snapshot.declares(name, PLAIN_NAMES, file);
  let name = wanted;
  for (let i = 2; isTaken(name); i++) name = `${wanted}_${i}`;
  return name;
}

/** What a header declares that a function's name must not be; a struct's tag may be the same. */
const PLAIN_NAMES: readonly SymbolKind[] = ['function', 'prototype', 'object', 'define', 'typedef'];

/** The start of the comment that stands directly above an offset at the start of a line; the offset where none does. */
function aboveComment(file: SourceFile, at: number): number {
  const before = file.text.slice(0, at);
  if (!/\*\/[ \t]*\r?\n$/.test(before)) return at;
  const open = before.lastIndexOf('/*');
  const line = before.lastIndexOf('\n', open) + 1;
  return before.slice(line, open).trim() === '' ? line : at;
}

function slotEdits(ops: OpsIndex, table: OpsTable, field: string, name: string): readonly Edit[] {
  const { file } = table;
  const unset = table.slots.find((slot) => slot.field === field);
  if (unset) {
    const match = /^(\w+\s*=\s*)(\w+)/.exec(file.text.slice(unset.at));
    if (!match?.[1] || !match[2]) return [];
    const at = unset.at + match[1].length;
    return [{ file, at, end: at + match[2].length, text: name, placeholder: null }];
  }
  const following = followingSlot(ops, table, field);
  if (following === null) return atEnd(table, field, name);
  const { line } = file.point(following);
  const at = file.offset({ line, column: 1 });
  return [insertion(file, at, `${slotLine(lineText(file, line), field, name)}${newline(file)}`)];
}

/** The first slot behind a field in the struct's order that stands on a line of its own, under no condition. */
function followingSlot(ops: OpsIndex, table: OpsTable, field: string): number | null {
  const order = ops.fields().map(({ member }) => member.name);
  const found = table.slots.filter((slot) => {
    const { line, column } = table.file.point(slot.at);
    const isAlone = /^\s*\.\s*$/.test(lineText(table.file, line).slice(0, column - 1));
    return isAlone && slot.condition === null && order.indexOf(slot.field) > order.indexOf(field);
  });
  return found.reduce<number | null>((first, { at }) => (first === null ? at : Math.min(first, at)), null);
}

/** Behind the last slot, with the comma that may be missing there. */
function atEnd(table: OpsTable, field: string, name: string): readonly Edit[] {
  const { file } = table;
  const close = table.end - 1;
  const last = lastCode(file, table.at, close);
  const needsComma = !'{,'.includes(file.text.charAt(last));
  const comma = needsComma ? [insertion(file, last + 1, ',')] : [];
  const { line } = file.point(close);
  const start = file.offset({ line, column: 1 });
  const sample = table.slots.map((slot) => lineText(file, file.point(slot.at).line)).at(-1) ?? '';
  const text = `${slotLine(sample, field, name)}${newline(file)}`;
  if (file.text.slice(start, close).trim() === '') return [...comma, insertion(file, start, text)];
  // The brace stands behind other code: the slot gets a line of its own between them.
  const edit: Edit = { file, at: last + 1, end: close, text: `${newline(file)}${text}`, placeholder: null };
  return [needsComma ? { ...edit, text: `,${edit.text}` } : edit];
}

function insertion(file: SourceFile, at: number, text: string): Edit {
  return { file, at, end: at, text, placeholder: null };
}

const TAB = 8;

/** A slot that is set out like another one. */
export function slotLine(sample: string, field: string, name: string): string {
  const match = /^([ \t]*)\.\w+([ \t]*)=/.exec(sample);
  const [indent, gap] = [match?.[1] ?? '\t', match?.[2] ?? ' '];
  let line = `${indent}.${field}`;
  if (!gap.includes('\t')) return `${line} = ${name},`;
  const column = width(match?.[0].slice(0, -1) ?? '');
  do line += '\t';
  while (width(line) < column);
  return `${line}= ${name},`;
}

/** How many columns a text takes. */
export function width(text: string): number {
  let columns = 0;
  for (const letter of text) columns = letter === '\t' ? columns - (columns % TAB) + TAB : columns + 1;
  return columns;
}
