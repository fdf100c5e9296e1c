/** Every place in code that names a member of a struct, by type rather than by spelling. */
import { addTo } from '../../base/add-to.ts';
import { pattern } from '../../base/patterns.ts';
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Expr } from '../../model/ir.ts';
import type { Expressions } from '../language/expressions.ts';
import { type Place, placeIn } from '../language/place.ts';
import { Scope, walk } from '../language/scope.ts';
import type { StructDef } from '../language/types.ts';
import { objectsIn } from '../tables/objects.ts';
import { Resolver } from './ops.ts';

/** What a mention does with the member. */
export type MentionKind = 'call' | 'read' | 'write' | 'initialise';

/** A member named in code. */
export interface Mention {
  readonly struct: StructDef;
  readonly field: string;
  readonly file: SourceFile;
  readonly at: number;
  readonly inFunction: string | null;
  readonly kind: MentionKind;
}

type MemberExpr = Extract<Expr, { k: 'member' }>;

/** The member expressions of one function, with the struct that each belongs to. */
export function membersIn(expressions: Expressions, file: SourceFile, start: number, end: number): Mention[] {
  const found: Mention[] = [];
  for (const region of file.regions) {
    if (region.kind !== 'function' || region.end <= start || region.start >= end) continue;
    for (const fn of file.lower(region).functions) {
      const place = placeIn(file, new Scope(fn, file));
      const kinds = new Map<Expr, MentionKind>();
      walk(fn.body ?? [], (expr) => {
        if (expr.k === 'call') kinds.set(expr.fn, 'call');
        else if (expr.k === 'assign') kinds.set(expr.left, 'write');
        else if (expr.k === 'unary' && /^(?:\+\+|--)$/.test(expr.op)) kinds.set(expr.arg, 'write');
        if (expr.k !== 'member' || expr.nameAt < start || expr.nameAt >= end) return;
        const struct = ownerOf(expressions, expr, place);
        if (struct)
          found.push({
            struct,
            field: expr.name,
            file,
            at: expr.nameAt,
            inFunction: fn.name,
            kind: kinds.get(expr) ?? 'read',
          });
      });
    }
  }
  return found;
}

/** The struct that people mean by a member: the named one around it where the member is in an anonymous one. */
function ownerOf(expressions: Expressions, expr: MemberExpr, place: Place): StructDef | null {
  const struct = expressions.structBehind(expr.of, place);
  const ref = struct && expressions.types.member(struct, expr.name);
  return ref ? (ref.owner.name === '' ? struct : ref.owner) : null;
}

/** Every mention of a member in the configured folders: in functions, and in initialisers. */
export function mentionsOf(resolver: Resolver, struct: StructDef, field: string): readonly Mention[] {
  return resolver.snapshot.get(MENTIONS, struct, field);
}

const MENTIONS = query(
  'mentions of a member',
  (snapshot: Snapshot, struct: StructDef, field: string): readonly Mention[] => {
    const resolver = Resolver.of(snapshot);
    const { expressions } = resolver;
    const member = pattern`(?:->|\.)\s*${field}\b`;
    const found: Mention[] = [];
    for (const path of snapshot.searchPattern(member, [field])) {
      const file = snapshot.file(path);
      if (!file) continue;
      for (const region of file.regions) {
        if (region.kind !== 'function' || !member.test(file.text.slice(region.start, region.end))) continue;
        addTo(
          found,
          membersIn(expressions, file, region.start, region.end).filter(
            (each) => each.field === field && same(each.struct, struct),
          ),
        );
      }
      addTo(found, initialised(resolver, file, struct, field, member));
    }
    return found;
  },
);

function same(a: StructDef, b: StructDef): boolean {
  return a === b || (a.name !== '' && a.name === b.name);
}

/** Designators of the member in the file's initialisers. */
function initialised(resolver: Resolver, file: SourceFile, struct: StructDef, field: string, named: RegExp): Mention[] {
  const found: Mention[] = [];
  const { types } = resolver.expressions;
  const visit = (init: Expr, owner: StructDef | null, inFunction: string | null): void => {
    if (init.k !== 'init') return;
    for (const item of init.items) {
      let at = owner;
      for (const step of item.path) {
        if (step.k !== 'field') continue;
        if (at && step.name === field && same(at, struct)) {
          found.push({ struct, field, file, at: step.at, inFunction, kind: 'initialise' });
        }
        const ref = at && types.member(at, step.name);
        at = ref && types.structOf(types.elementOf({ type: ref.member.type, file: ref.owner.file }));
      }
      visit(item.value, at, inFunction);
    }
  };
  for (const { object, place } of objectsIn(resolver.snapshot, resolver.expressions, file, (text) =>
    named.test(text),
  )) {
    if (object.pinned !== null || place.outer) continue;
    const struct_ = types.structOf(types.elementOf(object.type)) ?? types.structOf(types.pointee(object.type));
    const init = object.init.k === 'literal' ? object.init.init : object.init;
    visit(init, struct_, object.inFunction);
  }
  const seen = new Set<number>();
  return found.filter((each) => !seen.has(each.at) && seen.add(each.at));
}
