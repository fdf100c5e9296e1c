/** Arrays of pointers to functions as people ask about them: which elements are a function, and where elements are called. */
import { addTo } from '../../base/add-to.ts';
import { pattern } from '../../base/patterns.ts';
import type { SourceFile } from '../../index/file.ts';
import { objectsIn } from '../tables/objects.ts';
import { type OpsTable, TableReader } from '../tables/tables.ts';
import { UseReader } from '../uses/dispatch.ts';
import type { HookUses, MemberCall } from '../uses/hook-uses.ts';
import { usesIn } from '../uses/use-index.ts';
import { type Body, ownFile } from './bodies.ts';
import type { Resolver } from './ops.ts';

/** The elements of arrays that are a function. */
export function elementsWith(resolver: Resolver, body: Body): readonly OpsTable[] {
  const { name } = body;
  const own = ownFile(body);
  const files = own ? [own] : filesWith(resolver, name);
  const named = pattern`\b${name}\b`;
  return files
    .flatMap((each) => elementsIn(resolver, each, named))
    .filter(({ slots }) => slots.some(({ value }) => value.k === 'function' && value.name === name));
}

/** The elements of the arrays of a name, where they are filled. */
export function elementsOf(resolver: Resolver, name: string): readonly OpsTable[] {
  const head = pattern`\b${name}\s*\[`;
  return filesWith(resolver, name)
    .flatMap((file) => elementsIn(resolver, file, head))
    .filter((table) => table.name === name);
}

/** The calls of elements of the array that an element is of. */
export function elementCalls(
  resolver: Resolver,
  { struct, name, file, isStatic, inFunction }: OpsTable,
): readonly MemberCall[] {
  const files = isStatic || inFunction !== null ? [file] : filesWith(resolver, name);
  const use = pattern`\b${name}\s*\[`;
  const uses: HookUses = { calls: [], copies: [], checks: [], assignments: [] };
  const reader = new UseReader(resolver.expressions, (each) => each.array === struct.array, NO_MACROS);
  for (const each of files) usesIn(resolver, each, reader, (text) => use.test(text), uses);
  return uses.calls;
}

/** The calls of elements in a function, each with the elements that the array has. */
export function elementsCalledIn(
  resolver: Resolver,
  { fn, place }: Body,
): readonly { readonly call: MemberCall; readonly elements: readonly OpsTable[] }[] {
  const uses: HookUses = { calls: [], copies: [], checks: [], assignments: [] };
  const reader = new UseReader(resolver.expressions, (struct) => struct.array !== undefined, NO_MACROS);
  reader.read({ fn, place, macro: null }, uses, null);
  return uses.calls.map((call) => {
    const { title, array } = call.struct;
    return { call, elements: elementsOf(resolver, title).filter(({ struct }) => struct.array === array) };
  });
}

const NO_MACROS: ReadonlySet<string> = new Set();

function filesWith({ snapshot }: Resolver, name: string): readonly SourceFile[] {
  return snapshot.search([name]).flatMap((path) => snapshot.file(path) ?? []);
}

function elementsIn({ snapshot, expressions }: Resolver, file: SourceFile, wanted: RegExp): readonly OpsTable[] {
  const found: OpsTable[] = [];
  for (const { object, place } of objectsIn(snapshot, expressions, file, (text) => wanted.test(text)))
    addTo(found, new TableReader(expressions, (struct) => struct.array !== undefined, object, place).read());
  return found;
}
