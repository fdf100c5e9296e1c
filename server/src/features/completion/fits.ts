/** Whether a function can fill a hook: whether its type is the hook's. */
import type { SourceFile } from '../../index/file.ts';
import type { MemberRef, Typed, Types } from '../../resolve/language/types.ts';

/** Whether a file has a function of a name, with the returned type and the parameters of a hook. */
export function hasFunctionFor(types: Types, file: SourceFile, name: string, ref: MemberRef): boolean {
  const hook = types.functionOf({ type: ref.member.type, file: ref.owner.file });
  const region = file.symbols(name).find(({ kind }) => kind === 'function' || kind === 'prototype')?.region;
  const fn = region && file.lower(region).functions.find((each) => each.name === name);
  if (!hook || !fn) return false;
  const own: Typed = { type: { k: 'function', returns: fn.returns, params: fn.params }, file };
  return isAlike(types, own, hook, MAX_DEPTH);
}

/** Types of parameters are nested a few levels at most; what is deeper is not taken for the same. */
const MAX_DEPTH = 16;

/** Whether two types are the same but for `const`; a type that is not known is like no other. */
function isAlike(types: Types, one: Typed, other: Typed, depth: number): boolean {
  const [a, b] = [plain(types, one), plain(types, other)];
  if (!a || !b || depth === 0) return false;
  const alike = (x: Typed['type'], y: Typed['type']): boolean =>
    isAlike(types, { ...a, type: x }, { ...b, type: y }, depth - 1);
  if (a.type.k === 'name') return b.type.k === 'name' && a.type.name === b.type.name;
  if (a.type.k === 'tag') return b.type.k === 'tag' && a.type.tag !== null && a.type.tag === b.type.tag;
  if (a.type.k === 'function' && b.type.k === 'function') {
    const theirs = b.type.params;
    return (
      a.type.params.length === theirs.length &&
      alike(a.type.returns, b.type.returns) &&
      a.type.params.every(({ type }, i) => theirs[i] !== undefined && alike(type, theirs[i].type))
    );
  }
  const [to, of] = [pointedTo(a), pointedTo(b)];
  return to !== null && of !== null && alike(to, of);
}

/** What a type stands for; a name that nobody knows is itself. */
function plain(types: Types, typed: Typed): Typed | null {
  return types.canonical(typed) ?? (typed.type.k === 'name' ? typed : null);
}

/** What a pointer, or an array that is a parameter, points to. */
function pointedTo({ type }: Typed): Typed['type'] | null {
  if (type.k === 'pointer') return type.to;
  return type.k === 'array' ? type.of : null;
}
