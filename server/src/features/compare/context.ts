/** Structs that hooks are handed and that carry the hooks along: their fields, and which of them the hooks use. */
import type { CompareItem } from '../../model/compare-answers.ts';
import type { Expr } from '../../model/ir.ts';
import { walk } from '../../resolve/language/scope.ts';
import type { MemberRef, StructDef } from '../../resolve/language/types.ts';
import { assignmentOf } from '../../resolve/uses/callee.ts';
import { type Facts, order } from './facts.ts';
import { itemAt, type Row } from './rows.ts';

export function* contextRows(facts: Facts): Iterable<Row> {
  const fields = contextStructs(facts).flatMap((struct) => fieldsOf(facts, struct));
  const uses = new Map(fields.map((ref) => [ref.member, { reads: new Set<string>(), writes: new Set<string>() }]));
  noteUses(facts, uses);
  const items = fields.map((ref) => {
    const { reads, writes } = uses.get(ref.member) ?? { reads: new Set<string>(), writes: new Set<string>() };
    const told = [list('read by', reads), list('written by', writes)].filter(Boolean).join('; ') || 'used by no hook';
    return itemAt(`${ref.owner.name}.${ref.member.name}: ${told}`, ref.owner.file, ref.member.nameAt);
  });
  yield { id: 'hook.context-fields', claim: 'fields of structs that hooks are handed to work with', items };
  yield { id: 'hook.context-used', claim: 'of those, fields that a hook reads or writes', items: items.filter(isUsed) };
}

function isUsed({ message }: CompareItem): boolean {
  return !message.endsWith('used by no hook');
}

function list(what: string, names: ReadonlySet<string>): string {
  return names.size === 0
    ? ''
    : `${what} ${[...names]
        .sort(order)
        .map((name) => `${name}()`)
        .join(', ')}`;
}

/** The structs in the signatures of hooks that point to the ops struct themselves, or keep one of its hooks. */
function contextStructs({ ops }: Facts): readonly StructDef[] {
  const { types } = ops.resolver.expressions;
  const copied = new Set(ops.uses().copies.flatMap(({ into }) => (into ? [into.struct] : [])));
  const found = new Set<StructDef>();
  for (const { owner, member } of ops.fields()) {
    const hook = types.functionOf(types.pointee({ type: member.type, file: owner.file }));
    for (const param of hook?.type.params ?? []) {
      const struct = types.structOf(types.pointee({ type: param.type, file: owner.file }));
      if (struct && (copied.has(struct) || pointsToOps(ops, struct))) found.add(struct);
    }
  }
  return [...found].sort((a, b) => order(a.name, b.name));
}

function pointsToOps(ops: Facts['ops'], struct: StructDef): boolean {
  const { types } = ops.resolver.expressions;
  return types.slots(struct).some(({ owner, member }) => {
    const to = types.structOf(types.pointee({ type: member.type, file: owner.file }));
    return to !== null && ops.is(to);
  });
}

function fieldsOf({ ops }: Facts, struct: StructDef): readonly MemberRef[] {
  return ops.resolver.expressions.types.slots(struct).filter(({ member }) => member.name !== null);
}

interface Uses {
  readonly reads: Set<string>;
  readonly writes: Set<string>;
}

function noteUses(facts: Facts, uses: ReadonlyMap<MemberRef['member'], Uses>): void {
  const { expressions } = facts.resolver;
  const names = new Set([...uses.keys()].map(({ name }) => name));
  for (const { body } of facts.slots) {
    if (!body) continue;
    const set = new Set<Expr>();
    walk(body.fn.body ?? [], (expr) => {
      const assigned = assignmentOf(expr);
      if (assigned) set.add(assigned.left);
      if (expr.k !== 'member' || !names.has(expr.name)) return;
      const found = expressions.memberOf(expr, body.place);
      const use = found && uses.get(found.member);
      if (use) (set.has(expr) ? use.writes : use.reads).add(body.name);
    });
  }
}
