/** What the functions of one file do with the hooks of any struct. */
import { pattern } from '../../base/patterns.ts';
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { Resolver } from '../../resolve/ops/ops.ts';
import { arraysIn } from '../../resolve/tables/function-arrays.ts';
import { UseReader } from '../../resolve/uses/dispatch.ts';
import type { HookUses, MemberCall } from '../../resolve/uses/hook-uses.ts';
import { Trampolines } from '../../resolve/uses/trampolines.ts';
import { usesIn } from '../../resolve/uses/use-index.ts';
import { AssignedFunctions, MacroDispatch } from './may-dispatch.ts';

/** The uses of a file, and how they were read. */
export interface FileUses {
  readonly uses: HookUses;
  readonly reader: UseReader;
  /** Whether a function was read, by its text. */
  readonly mayUse: (text: string) => boolean;
}

/** Reads every function of a file that may use a hook. */
export function usesOfAny(resolver: Resolver, file: SourceFile): FileUses {
  const uses: HookUses = { calls: [], copies: [], checks: [], assignments: [] };
  const { expressions, snapshot } = resolver;
  const trampolines = new Trampolines(snapshot);
  const macros = new MacroDispatch(expressions.macros, trampolines);
  const assigned = new AssignedFunctions(expressions, file);
  const reader = new UseReader(expressions, () => true, macros);
  const arrays = elementPattern(arraysIn(snapshot, file));
  const mayUse = (text: string): boolean =>
    macros.mayDispatch(text, file) || assigned.in(text) || (arrays?.test(text) ?? false);
  usesIn(resolver, file, reader, mayUse, uses);
  return { uses, reader, mayUse };
}

/** An element of one of the arrays, which may be called later; null without an array. */
function elementPattern(arrays: readonly string[]): RegExp | null {
  return arrays.length > 0 ? pattern`\b${arrays}\s*\[` : null;
}

/** The calls of a file through hooks of structs that have a name. */
export function namedCallsIn({ snapshot }: Resolver, file: SourceFile): readonly MemberCall[] {
  return snapshot.get(CALLS, file);
}

const CALLS = query('calls of a file through any hook', (snapshot: Snapshot, file: SourceFile): readonly MemberCall[] =>
  usesOfAny(Resolver.of(snapshot), file).uses.calls.filter(
    ({ through, struct }) => through === null && struct.name !== '' && struct.array === undefined,
  ),
);
