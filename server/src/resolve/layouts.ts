/** The members of structs in order and by name, those of anonymous members in their place; each struct is laid out once. */
import type { Gaps } from '../model/gaps.ts';
import type { Member } from '../model/ir.ts';
import type { MemberRef, StructDef, Typed } from './types.ts';

/** A struct may hold another twice without a name, and so on: its members then double with each. The kernel has some 2,000. */
const MAX_MEMBERS = 200_000;

/** How deep structs may be in each other. */
const MAX_HELD = 100;

/** The members of one struct. */
export interface Layout {
  readonly slots: readonly MemberRef[];
  readonly byName: ReadonlyMap<string, MemberRef>;
  /** Where in the order a member is first. */
  readonly places: ReadonlyMap<Member, number>;
}

/** Lays out structs, in one snapshot. */
export class Layouts {
  readonly #structOf: (typed: Typed) => StructDef | null;
  readonly #gaps: Gaps;
  readonly #known = new WeakMap<StructDef, Layout>();
  #depth = 0;

  constructor(structOf: (typed: Typed) => StructDef | null, gaps: Gaps) {
    this.#structOf = structOf;
    this.#gaps = gaps;
  }

  of(struct: StructDef): Layout {
    const known = this.#known.get(struct);
    if (known) return known;
    // A struct that contains itself has no more members than it has besides.
    this.#known.set(struct, NONE);
    let layout: Layout | null = null;
    this.#depth++;
    try {
      layout = this.isTooDeep(struct, this.#depth) ? NONE : laidOut(this.#slots(struct));
    } finally {
      this.#depth--;
      if (layout) this.#known.set(struct, layout);
      else this.#known.delete(struct);
    }
    return layout;
  }

  #slots(struct: StructDef): readonly MemberRef[] {
    const slots: MemberRef[] = [];
    for (const member of struct.members) {
      const inner = member.name === null ? this.#structOf({ type: member.type, file: struct.file }) : null;
      const refs = member.name === null ? inner && this.of(inner).slots : [{ owner: struct, member }];
      for (const ref of refs ?? []) slots.push(ref);
      if (slots.length > MAX_MEMBERS) {
        this.#cut(struct, `${MAX_MEMBERS.toLocaleString('en')} members`);
        break;
      }
    }
    return slots.slice(0, MAX_MEMBERS);
  }

  /** Whether a struct is held by too many others, one in the other, to be looked into; that is told. */
  isTooDeep(struct: StructDef, depth: number): boolean {
    if (depth > MAX_HELD) this.#cut(struct, `${MAX_HELD} structs in each other`);
    return depth > MAX_HELD;
  }

  #cut({ kind, name, file, at }: StructDef, bound: string): void {
    const { line } = file.point(at);
    this.#gaps.add({ k: 'cut', what: `${kind} ${name}`.trim(), file: file.path, line, bound });
  }
}

const NONE: Layout = { slots: [], byName: new Map(), places: new Map() };

function laidOut(slots: readonly MemberRef[]): Layout {
  const byName = new Map<string, MemberRef>();
  const places = new Map<Member, number>();
  for (const [place, ref] of slots.entries()) {
    const { name } = ref.member;
    if (name !== null && !byName.has(name)) byName.set(name, ref);
    if (!places.has(ref.member)) places.set(ref.member, place);
  }
  return { slots, byName, places };
}
