/** What the cursor is on, as far as ops tables are concerned. */
import type { SourceFile } from '../index/file.ts';
import { type Mention, membersIn } from '../resolve/mentions.ts';
import type { Implementation, OpsIndex, Resolver } from '../resolve/ops.ts';
import type { OpsTable, Slot } from '../resolve/tables.ts';
import type { MemberRef, StructDef } from '../resolve/types.ts';
import type { Region } from '../syntax/region.ts';

/** What a person set that matters to cursors. */
export interface QuerySettings {
  readonly ops: readonly string[];
  readonly contextStructs: readonly string[];
}

/** Structs that carry the state of one operation in the proposals and kernels known. */
export const DEFAULT_CONTEXT_STRUCTS: readonly string[] = ['uffd_info', 'mfill_state'];

/** The names that a question can be about. */
export type Target = { readonly at: number; readonly end: number } & (
  | { readonly k: 'field'; readonly ops: OpsIndex; readonly ref: MemberRef }
  | { readonly k: 'function'; readonly name: string; readonly fills: readonly Fill[] }
  | { readonly k: 'table'; readonly ops: OpsIndex; readonly table: OpsTable }
  | { readonly k: 'installer'; readonly ops: OpsIndex; readonly ref: MemberRef }
  | {
      readonly k: 'context';
      readonly resolver: Resolver;
      readonly settings: QuerySettings;
      readonly ref: MemberRef;
    }
  | { readonly k: 'struct'; readonly ops: OpsIndex; readonly struct: StructDef }
);

/** A hook that a function fills; `table` is null for an assignment at run time. */
export interface Fill {
  readonly ops: OpsIndex;
  readonly field: string;
  readonly table: OpsTable | null;
  /** Where the slot or the assignment is. */
  readonly file: SourceFile;
  readonly line: number;
  /** The function that assigns at run time; null for a table. */
  readonly inFunction: string | null;
}

/** The word around an offset. */
export function wordAt(
  text: string,
  offset: number,
): { readonly text: string; readonly at: number; readonly end: number } | null {
  let at = offset;
  let end = offset;
  while (at > 0 && /\w/.test(text[at - 1] ?? '')) at--;
  while (end < text.length && /\w/.test(text[end] ?? '')) end++;
  const word = text.slice(at, end);
  return /^[A-Za-z_]\w*$/.test(word) ? { text: word, at, end } : null;
}

/** What an offset of a file is on; null where opscope has nothing to say. */
export function targetAt(resolver: Resolver, settings: QuerySettings, file: SourceFile, offset: number): Target | null {
  const word = wordAt(file.text, offset);
  if (!word) return null;
  const span = { at: word.at, end: word.end };
  for (const name of settings.ops) {
    const ops = resolver.ops(name);
    if (!ops.definition()) continue;
    const found = inDefinition(ops, file, word.text, span) ?? inTables(resolver, settings, ops, file, word.text, span);
    if (found) return found;
  }
  return (
    functionNamed(resolver, settings, file, word.text, span) ??
    memberOfStruct(resolver, settings, file, word.text, span) ??
    memberExpression(resolver, settings, file, word.text, span)
  );
}

type Span = { readonly at: number; readonly end: number };

function inDefinition(ops: OpsIndex, file: SourceFile, word: string, span: Span): Target | null {
  const struct = ops.definition();
  if (!struct) return null;
  const ref = ops.fields().find((each) => each.owner.file === file && each.member.nameAt === span.at);
  if (ref) return { ...span, k: 'field', ops, ref };
  return struct.file === file && struct.at === span.at && word === ops.name
    ? { ...span, k: 'struct', ops, struct }
    : null;
}

/** Designators, function names and table names; and a table's name wherever it is used. */
function inTables(
  resolver: Resolver,
  settings: QuerySettings,
  ops: OpsIndex,
  file: SourceFile,
  word: string,
  span: Span,
): Target | null {
  for (const table of ops.tables()) {
    if (table.name === word && (table.file === file || !table.isStatic)) {
      const named = table.path === '' || table.at === span.at;
      if (named && isMentioned(resolver, file, table, word, span)) return { ...span, k: 'table', ops, table };
    }
    if (table.file !== file) continue;
    for (const slot of table.slots) {
      if (slot.at === span.at && slot.field === word) {
        const ref = ops.fields().find((each) => each.member.name === slot.field);
        if (ref) return { ...span, k: 'field', ops, ref };
      }
      if (slot.value.k === 'function' && slot.value.at === span.at) return filling(resolver, settings, word, span);
    }
  }
  return null;
}

/** Whether the word means the table's object here, and is not a variable or member of the same name. */
function isMentioned(resolver: Resolver, file: SourceFile, table: OpsTable, word: string, span: Span): boolean {
  if (file === table.file && table.at === span.at) return true;
  if (/(?:->|\.)\s*$/.test(file.text.slice(Math.max(0, span.at - 8), span.at))) return false;
  const symbol = resolver.snapshot.lookup(word, ['object', 'function'], file);
  return symbol?.kind === 'object';
}

/** One function in one hook. */
export function fill(ops: OpsIndex, field: string, { table, file, at, inFunction }: Implementation): Fill {
  return { ops, field, table, file, line: file.point(at).line, inFunction };
}

/** The hooks that a function fills. */
export function fillsOf(resolver: Resolver, settings: QuerySettings, name: string): Fill[] {
  const found: Fill[] = [];
  for (const struct of settings.ops) {
    const ops = resolver.ops(struct);
    for (const each of ops.definition() ? ops.filledBy(name) : []) found.push(fill(ops, each.field, each));
  }
  return found;
}

function filling(resolver: Resolver, settings: QuerySettings, name: string, span: Span): Target | null {
  const fills = fillsOf(resolver, settings, name);
  return fills.length > 0 ? { ...span, k: 'function', name, fills } : null;
}

/** The name in a function's definition or prototype, or on the right of `x->hook = f`. */
function functionNamed(
  resolver: Resolver,
  settings: QuerySettings,
  file: SourceFile,
  word: string,
  span: Span,
): Target | null {
  const region = file.regionAt(span.at);
  if (!region) return null;
  const isHead = region.name === word && (region.brace < 0 || span.at < region.brace);
  if (isHead && (region.kind === 'function' || region.kind === 'prototype')) {
    const target = filling(resolver, settings, word, span);
    return target?.k === 'function' ? ownFills(target, file) : target;
  }
  if (isInMadeTable(settings, resolver, file, word, region)) return filling(resolver, settings, word, span);
  const assigned = /=\s*&?\s*$/.test(file.text.slice(Math.max(0, span.at - 8), span.at));
  return assigned && region.kind === 'function' ? filling(resolver, settings, word, span) : null;
}

/** Whether a macro that stands in a region makes a slot that holds a function of this name. */
function isInMadeTable(
  settings: QuerySettings,
  resolver: Resolver,
  file: SourceFile,
  word: string,
  region: Region,
): boolean {
  const isHere = (slot: Slot): boolean =>
    slot.value.k === 'function' && slot.value.name === word && region.start <= slot.at && slot.at < region.end;
  return settings.ops.some((name) =>
    resolver
      .ops(name)
      .tables()
      .some((table) => table.file === file && table.slots.some(isHere)),
  );
}

/** Of fills by a name that several files define, those by this file's function. */
function ownFills(target: Extract<Target, { k: 'function' }>, file: SourceFile): Target | null {
  const reaches = (fill: Fill): boolean => {
    if (!fill.table || fill.table.file === file) return true;
    return fill.ops.resolver.functions.find(target.name, fill.table.file)?.file === file;
  };
  const fills = target.fills.filter(reaches);
  return fills.length > 0 ? { ...target, fills } : null;
}

/** A member in the definition of a struct: one of an operation's state, or one that installs tables. */
function memberOfStruct(
  resolver: Resolver,
  settings: QuerySettings,
  file: SourceFile,
  word: string,
  span: Span,
): Target | null {
  const region = file.regionAt(span.at);
  if (!region || (region.kind !== 'type' && region.kind !== 'typedef')) return null;
  const { types } = resolver.expressions;
  for (const type of file.lower(region).types) {
    const member = type.members?.find((each) => each.name === word && each.nameAt === span.at);
    if (!member) continue;
    const struct = type.tag === null ? null : types.structByTag(type.tag, file);
    return struct && memberTarget(resolver, settings, { owner: struct, member }, span);
  }
  return null;
}

/** A member named in a function, by its type; or by an initialiser's designator that installs a table. */
function memberExpression(
  resolver: Resolver,
  settings: QuerySettings,
  file: SourceFile,
  word: string,
  span: Span,
): Target | null {
  const mention: Mention | undefined = membersIn(resolver.expressions, file, span.at, span.end)[0];
  if (mention) {
    const ref = resolver.expressions.types.member(mention.struct, word);
    return ref && memberTarget(resolver, settings, { owner: mention.struct, member: ref.member }, span);
  }
  return hookArgument(resolver, settings, file, word, span) ?? installingSlot(resolver, settings, file, span);
}

/** The argument that names the hook in a macro's use: `call(box, run)`. */
function hookArgument(
  resolver: Resolver,
  settings: QuerySettings,
  file: SourceFile,
  word: string,
  span: Span,
): Target | null {
  for (const name of settings.ops) {
    const ops = resolver.ops(name);
    if (!ops.hookNames().includes(word)) continue;
    const call = ops
      .usesOf(word)
      .calls.find((each) => each.file === file && each.at === span.at && each.field === word);
    const ref = call && resolver.expressions.types.member(call.struct, word);
    if (ref) return memberTarget(resolver, settings, { owner: call.struct, member: ref.member }, span);
  }
  return null;
}

/** `.uffd_ops = &shmem_uffd_ops` */
function installingSlot(resolver: Resolver, settings: QuerySettings, file: SourceFile, span: Span): Target | null {
  for (const name of settings.ops) {
    const ops = resolver.ops(name);
    const install = ops.installs().find((each) => each.file === file && each.at === span.at);
    const ref = install && installers(ops).find((each) => each.member.name === install.member);
    if (ref) return { ...span, k: 'installer', ops, ref };
  }
  return null;
}

function memberTarget(resolver: Resolver, settings: QuerySettings, ref: MemberRef, span: Span): Target | null {
  for (const name of settings.ops) {
    const ops = resolver.ops(name);
    if (!ops.definition()) continue;
    if (ops.is(ref.owner)) return { ...span, k: 'field', ops, ref };
  }
  if (settings.contextStructs.includes(ref.owner.name)) return { ...span, k: 'context', resolver, settings, ref };
  for (const name of settings.ops) {
    const ops = resolver.ops(name);
    if (pointsTo(ops, ref)) return { ...span, k: 'installer', ops, ref };
  }
  return null;
}

function pointsTo(ops: OpsIndex, ref: MemberRef): boolean {
  const { types } = ops.resolver.expressions;
  const typed = { type: ref.member.type, file: ref.owner.file };
  const struct = types.structOf(types.pointee(typed)) ?? types.structOf(typed);
  return struct !== null && ops.is(struct);
}

/** The members that tables of an ops struct are installed in, e.g. `vm_operations_struct.uffd_ops`. */
export function installers(ops: OpsIndex): readonly MemberRef[] {
  return ops.resolver.snapshot.once(`installers:${ops.name}`, () => {
    const found: MemberRef[] = [];
    for (const file of ops.candidates()) {
      for (const region of file.regions) {
        if (region.kind !== 'type' || !file.text.slice(region.start, region.end).includes(ops.name)) continue;
        for (const type of file.lower(region).types) {
          const struct = type.tag === null ? null : ops.resolver.expressions.types.structByTag(type.tag, file);
          for (const member of struct?.members ?? [])
            if (struct && pointsTo(ops, { owner: struct, member })) found.push({ owner: struct, member });
        }
      }
    }
    return found;
  });
}
