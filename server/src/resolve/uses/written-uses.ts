/** Uses of hooks in templates: what stands at one place is done once in each instance. */
import { addTo } from '../../base/add-to.ts';
import type { SourceFile } from '../../index/file.ts';
import { asWritten } from '../language/macros/instances.ts';
import type { HookUses } from './hook-uses.ts';

interface Use {
  readonly file: SourceFile;
  readonly at: number;
  readonly field: string;
  readonly inFunction: string;
}

/** Adds the uses of an instance with the places of the file as it is written, but for those that earlier instances have, too. */
export function addWritten(uses: HookUses, found: HookUses): void {
  addTo(uses.calls, fresh(endingAsWritten(found.calls), uses.calls));
  addTo(uses.copies, fresh(found.copies, uses.copies));
  addTo(uses.checks, fresh(found.checks, uses.checks));
  addTo(uses.assignments, fresh(found.assignments, uses.assignments));
}

function fresh<T extends Use>(found: readonly T[], known: readonly T[]): readonly T[] {
  const keys = new Set(known.map(key));
  return found.flatMap((each) => {
    const written = asWritten(each);
    return keys.has(key(written)) ? [] : [written];
  });
}

function key({ file, at, field, inFunction }: Use): string {
  return `${at}:${field}:${inFunction}:${file.path}`;
}

function endingAsWritten(calls: HookUses['calls']): HookUses['calls'] {
  return calls.map((call) => ({ ...call, end: call.file.written?.at(call.end) ?? call.end }));
}
