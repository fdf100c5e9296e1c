/** The names that a question can be about: for what may be meant by one that there is not. */
import { didYouMean, nearest } from '../base/nearest.ts';
import type { Snapshot } from '../index/snapshot.ts';
import { Reach } from '../resolve/graph/reach.ts';
import type { Resolver } from '../resolve/ops/ops.ts';
import { functionsNamed } from './cursor/named.ts';

/** Where a name was not found. It may be in what was left out. */
export function whereLooked({ snapshot }: Resolver): string {
  return snapshot.gaps.texts().length === 0 ? 'in this tree' : 'in what was read of this tree';
}

/** What is said where a tree has no such struct. */
export function noStruct({ snapshot }: Resolver, name: string): string {
  return `no struct ${name} in the folders that are read${didYouMean(name, structsInHeaders(snapshot))}`;
}

/** The end of a sentence about a name of any kind that there is not: the ioctls, hooks, tables and functions that may be meant. */
export function whatMayBeMeant(resolver: Resolver, structs: readonly string[], written: string): string {
  return didYouMean(written, [
    ...namesIn(resolver, structs),
    ...ioctlNames(resolver, structs),
    ...hooksNear(resolver, written),
    ...functionsNear(resolver, structs, written),
  ]);
}

/** Some ops structs, their hooks and tables, and the functions in these. */
export function namesIn(resolver: Resolver, structs: readonly string[]): readonly string[] {
  return structs.flatMap((each) => {
    const ops = resolver.ops(each);
    const hooks = ops.hookNames();
    const functions = hooks.flatMap((hook) => ops.implementations(hook).map(({ function: name }) => name));
    return [each, ...hooks, ...functions, ...ops.tables().map(({ name }) => name)];
  });
}

/** The hooks that `STRUCT.FIELD` may mean, written so, where the tree has no such hook: of that struct, or of one that is called nearly so. */
function hooksNear(resolver: Resolver, written: string): readonly string[] {
  const [struct = '', field] = written.split('.');
  if (field === undefined) return [];
  const isThere = resolver.structNamed(struct) !== null;
  const structs = isThere ? [struct] : nearest(struct, structsInHeaders(resolver.snapshot));
  return structs.flatMap((each) => nearest(field, resolver.ops(each).hookNames()).map((hook) => `${each}.${hook}`));
}

/** The ioctls that lead to hooks of some ops structs. */
export function ioctlNames(resolver: Resolver, structs: readonly string[]): readonly string[] {
  return Reach.of(resolver, structs).entries.flatMap(({ ioctls }) => ioctls.map(({ name }) => name));
}

/** The structs that headers in include/ define: nearly all ops structs of more than one file. */
export function structsInHeaders({ source }: Snapshot): readonly string[] {
  const found = new Set<string>();
  for (const path of source.search(['include'], []))
    for (const [, name = ''] of (source.read(path) ?? '').matchAll(/^struct[ \t]+(\w+)[ \t]*\{/gm)) found.add(name);
  return [...found];
}

/**
 * Functions that are called nearly as written: of those that headers in include/ declare, and those of the files that some ops
 * structs' tables are in. All others of a tree would have to be read for a question that has no answer.
 */
export function functionsNear(resolver: Resolver, structs: readonly string[], written: string): readonly string[] {
  const { source } = resolver.snapshot;
  const files = structs.flatMap((each) => resolver.ops(each).tableText().files);
  const names = new Set<string>();
  for (const path of new Set([...files, ...source.search(['include'], [])]))
    for (const name of heads(source.read(path) ?? '')) names.add(name);
  // What looks like the head of a function may be a use of a macro.
  return nearest(written, names).filter((name) => functionsNamed(resolver, name).length > 0);
}

/** The names in front of the first parenthesis of lines that begin in column 0, behind a type. */
function* heads(text: string): Iterable<string> {
  for (const [line] of text.matchAll(/^[a-z][^\n]*$/gm)) {
    const before = line.slice(0, Math.max(0, line.indexOf('('))).trimEnd();
    const at = 1 + Math.max(before.lastIndexOf(' '), before.lastIndexOf('\t'), before.lastIndexOf('*'));
    if (at > 0 && /^\w+$/.test(before.slice(at))) yield before.slice(at);
  }
}
