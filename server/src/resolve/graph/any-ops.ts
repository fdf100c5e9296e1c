/**
 * Hooks of whatever struct, where they stand: what one function calls through members, and the slots that one function fills.
 * Nothing is searched for a struct as a whole; that is left until somebody asks about one of its hooks.
 */
import { pattern } from '../../base/patterns.ts';
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { type Body, ownFile } from '../ops/bodies.ts';
import { type OpsIndex, Resolver } from '../ops/ops.ts';
import { MacroCalls } from '../run/macro-calls.ts';
import { objectsIn } from '../tables/objects.ts';
import type { TextFilter } from '../tables/placed.ts';
import { type OpsTable, TableReader } from '../tables/tables.ts';
import { UseReader } from '../uses/dispatch.ts';
import type { HookUses, MemberCall } from '../uses/hook-uses.ts';
import { readUses } from '../uses/use-index.ts';

/** A slot of a table, whatever its struct. */
export interface AnySlot {
  readonly table: OpsTable;
  readonly field: string;
  /** Offset of the field's name, or of where the slot is. */
  readonly at: number;
  readonly function: string;
  /** Offset of the function's name. */
  readonly functionAt: number;
}

/** The calls of a function through hooks of structs that have a name. */
export function dispatchesIn(resolver: Resolver, { fn, place }: Body): readonly MemberCall[] {
  const uses: HookUses = { calls: [], copies: [], checks: [], assignments: [] };
  const reader = new UseReader(resolver.expressions, (struct) => struct.name !== '', new MacroCalls(resolver));
  reader.read({ fn, place, macro: null }, uses, null);
  return uses.calls;
}

/** The calls through one hook in the folders read. */
export function dispatchesOf(ops: OpsIndex, field: string): readonly MemberCall[] {
  return readUses(ops.resolver, ops.names(), (struct) => ops.is(struct), [field]).calls;
}

/** The slots that a function fills, in tables of whatever struct. */
export function slotsOf({ snapshot }: Resolver, body: Body): readonly AnySlot[] {
  const { name, file } = body;
  const own = ownFile(body);
  return snapshot.get(SLOTS_OF, name, own ?? (file.written ? file : null), own !== null);
}

/** The slots that name a function: in a file, and, where it is not that file's own, in all. Namesakes in one file share them. */
const SLOTS_OF = query(
  'slots of a function',
  (snapshot: Snapshot, name: string, file: SourceFile | null, isOwn: boolean): readonly AnySlot[] => {
    // `= name(...)` is a call.
    const word = pattern`=\s*(?:&\s*)?${name}\b(?!\s*\()|[({,]\s*(?:&\s*)?${name}\s*[,})]`;
    const found = isOwn ? [] : snapshot.searchPattern(word, [name]).flatMap((path) => snapshot.file(path) ?? []);
    // The text of a template has the names that are pasted there nowhere.
    return [...(file ? [file] : []), ...found]
      .flatMap((each) => slotsIn(Resolver.of(snapshot), each, (text) => word.test(text)))
      .filter((slot) => slot.function === name);
  },
);

/** The slots in the regions of a file whose text passes. */
export function slotsIn(resolver: Resolver, file: SourceFile, wanted: TextFilter): readonly AnySlot[] {
  const { snapshot, expressions } = resolver;
  const found: AnySlot[] = [];
  for (const { object, place } of objectsIn(snapshot, expressions, file, wanted)) {
    const tables = new TableReader(expressions, (struct) => expressions.types.isOps(struct), object, place).read();
    for (const table of tables) {
      for (const { field, at, value } of table.slots) {
        if (value.k !== 'function' || table.struct.name === '') continue;
        found.push({ table, field, at, function: value.name, functionAt: value.at });
      }
    }
  }
  return found;
}
