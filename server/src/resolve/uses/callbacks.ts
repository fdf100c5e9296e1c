/**
 * Structs whose objects are linked into lists or trees and called back from there: a work item, a timer, what is freed after a grace
 * period. They are known by their shape: members that are hooks, and a link.
 */
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { Expressions } from '../language/expressions.ts';
import type { MemberRef, StructDef, Typed, Types } from '../language/types.ts';

const MOST_LINKS = 2;

/** What makes a struct one of them. */
export interface Callback {
  readonly struct: StructDef;
  /**
   * Whether it has one hook only, and few links: a struct of several hooks is a table, which is registered rather than queued, and one
   * that is in many lists is a thing of its own that has a hook besides.
   */
  readonly single: boolean;
  /** The ways to its links, as members: `['entry']`; an empty one where the next object itself is pointed to. */
  readonly links: readonly (readonly string[])[];
}

/** What of an object is called back: itself, or a member. */
export interface CallbackPart {
  readonly callback: Callback;
  readonly member: { readonly struct: StructDef; readonly member: string } | null;
}

/** What a struct is; null for one without a hook or without a link. */
export function callbackOf(snapshot: Snapshot, struct: StructDef): Callback | null {
  return snapshot.get(CALLBACK, struct);
}

/** Which parts of an object are called back: the object, or members that it holds. */
export function callbackParts(snapshot: Snapshot, struct: StructDef): readonly CallbackPart[] {
  return snapshot.get(PARTS, struct);
}

const CALLBACK = query('struct that is called back', (snapshot: Snapshot, struct: StructDef): Callback | null => {
  const { types } = new Expressions(snapshot);
  const slots = types.slots(struct);
  const hooks = slots.filter((ref) => types.isHook(ref));
  // The members of a union are one hook.
  const count = new Set(hooks.map((ref) => (ref.owner.kind === 'union' ? ref.owner : ref))).size;
  const links = count === 0 ? [] : slots.flatMap((ref) => linksIn(types, struct, ref));
  return links.length === 0 ? null : { struct, single: count === 1 && links.length <= MOST_LINKS, links };
});

const PARTS = query('parts that are called back', (snapshot: Snapshot, struct: StructDef): readonly CallbackPart[] => {
  const own = callbackOf(snapshot, struct);
  if (own) return [{ callback: own, member: null }];
  const { types } = new Expressions(snapshot);
  return types.slots(struct).flatMap(({ owner, member }) => {
    const held = types.structOf({ type: member.type, file: owner.file });
    const callback = held && callbackOf(snapshot, held);
    return callback && member.name !== null ? [{ callback, member: { struct, member: member.name } }] : [];
  });
});

function linksIn(types: Types, struct: StructDef, { owner, member }: MemberRef): readonly (readonly string[])[] {
  const typed = { type: member.type, file: owner.file };
  if (leadsTo(types, typed, struct)) return [[]];
  const held = types.structOf(typed);
  if (!held || member.name === null) return [];
  if (isLink(types, held)) return [[member.name]];
  // A node of a tree with its key begins with the link; a lock with a list of who waits does not.
  const [first] = types.slots(held);
  const within = first && types.structOf({ type: first.member.type, file: first.owner.file });
  return within && first.member.name !== null && isLink(types, within) ? [[member.name, first.member.name]] : [];
}

/** Whether a struct points to its own kind and to nothing that is called: `struct list_head`. */
function isLink(types: Types, struct: StructDef): boolean {
  const slots = types.slots(struct);
  return slots.some(({ owner, member }) => leadsTo(types, { type: member.type, file: owner.file }, struct));
}

/** Whether a type is a pointer to a struct. */
function leadsTo(types: Types, typed: Typed, struct: StructDef): boolean {
  const to = types.pointee(typed);
  return to !== null && types.canonical(typed)?.type.k === 'pointer' && types.structOf(to) === struct;
}
