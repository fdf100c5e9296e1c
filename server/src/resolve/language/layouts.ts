/** The members of structs in order and by name, those of anonymous members in their place; each struct is laid out once. */
import type { Gap } from '../../model/gaps.ts';
import type { Member } from '../../model/ir.ts';
import type { MemberRef, StructDef, Typed } from './types.ts';

/** A struct may hold another twice without a name, and so on: its members then double with each. The kernel has some 2,000. */
const MAX_MEMBERS = 200_000;

/** The members of one struct. */
export interface Layout {
  readonly slots: readonly MemberRef[];
  readonly byName: ReadonlyMap<string, MemberRef>;
  /** Where in the order a member is first. */
  readonly places: ReadonlyMap<Member, number>;
}

/**
 * The members of a struct laid out. `structOf` types those without a name, `inner` lays out what they hold, and `cut` is told where
 * the struct has more members than are looked at.
 */
export function laidOut(
  struct: StructDef,
  structOf: (typed: Typed) => StructDef | null,
  inner: (struct: StructDef) => Layout,
  cut: (gap: Gap) => void,
): Layout {
  const slots: MemberRef[] = [];
  for (const member of struct.members) {
    const held = member.name === null ? structOf({ type: member.type, file: struct.file }) : null;
    const refs = member.name === null ? held && inner(held).slots : [{ owner: struct, member }];
    for (const ref of refs ?? []) slots.push(ref);
    if (slots.length > MAX_MEMBERS) {
      cut(tooMany(struct));
      break;
    }
  }
  return ordered(slots.slice(0, MAX_MEMBERS));
}

function tooMany({ kind, name, file, at }: StructDef): Gap {
  const { line } = file.point(at);
  const bound = `${MAX_MEMBERS.toLocaleString('en')} members`;
  return { k: 'cut', what: `${kind} ${name}`.trim(), file: file.path, line, bound };
}

/** A struct that contains itself has no more members than it has besides. */
export const NO_MEMBERS: Layout = { slots: [], byName: new Map(), places: new Map() };

function ordered(slots: readonly MemberRef[]): Layout {
  const byName = new Map<string, MemberRef>();
  const places = new Map<Member, number>();
  for (const [place, ref] of slots.entries()) {
    const { name } = ref.member;
    if (name !== null && !byName.has(name)) byName.set(name, ref);
    if (!places.has(ref.member)) places.set(ref.member, place);
  }
  return { slots, byName, places };
}
