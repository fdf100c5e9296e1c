/** Checks of hooks in functions that do nothing else with hooks, beside calls in the same file that are not checked themselves. */
import { patternWith } from '../../base/patterns.ts';
import type { SourceFile } from '../../index/file.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import type { UseReader } from '../../resolve/uses/dispatch.ts';
import type { HookCheck, HookUses } from '../../resolve/uses/hook-uses.ts';
import { usesIn } from '../../resolve/uses/use-index.ts';

/** `isRead` says of a function's text whether `uses` has what it does already. */
export function checksBeside(
  resolver: Resolver,
  file: SourceFile,
  reader: UseReader,
  uses: HookUses,
  isRead: (text: string) => boolean,
): readonly HookCheck[] {
  const open = new Set(uses.calls.flatMap(({ guarded, field }) => (guarded ? [] : [field])));
  if (open.size === 0) return [];
  const value = patternWith('')`(?:->|\.)\s*${[...open]}\b(?!\s*\()`;
  const found: HookUses = { calls: [], copies: [], checks: [], assignments: [] };
  usesIn(resolver, file, reader, (text) => value.test(text) && !isRead(text), found);
  return found.checks;
}
