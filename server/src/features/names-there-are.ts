/** The names that a question can be about: for what may be meant by one that there is not. */
import { nearest } from '../base/nearest.ts';
import type { Snapshot } from '../index/snapshot.ts';
import { Reach } from '../resolve/graph/reach.ts';
import type { Resolver } from '../resolve/ops/ops.ts';

/** Where a name was not found. It may be in what was left out. */
export function whereLooked({ snapshot }: Resolver): string {
  return snapshot.gaps.texts().length === 0 ? 'in this tree' : 'in what was read of this tree';
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
export function hooksNear(resolver: Resolver, written: string): readonly string[] {
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
