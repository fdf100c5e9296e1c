/** An ops struct by its name, and the structs without a name that belong to it. */
import { pattern } from '../../base/patterns.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { Expressions } from '../language/expressions.ts';
import type { StructDef } from '../language/types.ts';

/** The struct of a name; one under include/ wins. Null where the tree has none. */
export const STRUCT_NAMED = query('struct by its name', (snapshot: Snapshot, name: string): StructDef | null => {
  const { types } = new Expressions(snapshot);
  const found: StructDef[] = [];
  for (const symbol of snapshot.everywhere(name)) {
    if (symbol.kind !== 'tag' && symbol.kind !== 'typedef') continue;
    const typed = { type: { k: 'name', name }, file: symbol.file } as const;
    const struct = symbol.kind === 'tag' ? types.structByTag(name, symbol.file) : types.structOf(typed);
    if (struct) found.push(struct);
  }
  return found.find((each) => each.file.path.startsWith('include/')) ?? found[0] ?? structIncluded(snapshot, name);
});

/** The structs without a name that the members of one are, and those that their members are, as far as they have hooks. */
export const INNER = query(
  'structs without a name in a struct',
  (snapshot: Snapshot, name: string): readonly StructDef[] => {
    const { types } = new Expressions(snapshot);
    const definition = snapshot.get(STRUCT_NAMED, name);
    const found = new Set<StructDef>();
    const add = (struct: StructDef): void => {
      for (const { owner, member } of types.slots(struct)) {
        const inner =
          member.type.k === 'tag' && member.type.tag === null
            ? types.structOf({ type: member.type, file: owner.file })
            : null;
        if (!inner || found.has(inner) || !types.holdsHooks(inner)) continue;
        found.add(inner);
        add(inner);
      }
    };
    if (definition) add(definition);
    return [...found];
  },
);

/** A struct that a file of the folders that are read includes from another folder. */
function structIncluded(snapshot: Snapshot, tag: string): StructDef | null {
  const { types } = new Expressions(snapshot);
  const naming = snapshot.folders.length === 0 ? [] : snapshot.searchPattern(pattern`\bstruct\s+${tag}\b`, [tag]);
  for (const path of naming) {
    const file = snapshot.file(path);
    const struct = file && types.structByTag(tag, file);
    if (struct) return struct;
  }
  return null;
}
