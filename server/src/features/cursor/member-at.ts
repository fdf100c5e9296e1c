/** What a member is that the cursor is on: a hook, one that installs tables, or one of an operation's state. */

import type { MemberRef, StructDef } from '../../resolve/language/types.ts';
import { membersIn } from '../../resolve/ops/mentions.ts';
import { type Cursor, firstOf } from './cursor.ts';
import { installers, installsTables } from './installers.ts';
import type { Target } from './target.ts';

/** The member in a struct's definition, in an expression or in an initialiser; null for any other word. */
export function memberAt(cursor: Cursor): Target | null {
  return inDefinition(cursor) ?? inExpression(cursor);
}

/** A member in the definition of a struct: one of an operation's state, or one that installs tables. */
function inDefinition(cursor: Cursor): Target | null {
  const { resolver, file, word, span } = cursor;
  const region = file.regionAt(span.at);
  if (!region || (region.kind !== 'type' && region.kind !== 'typedef')) return null;
  for (const type of file.lower(region).types) {
    const member = type.members?.find((each) => each.name === word && each.nameAt === span.at);
    if (!member) continue;
    const struct = type.tag === null ? null : resolver.expressions.types.structByTag(type.tag, file);
    return struct && memberTarget(cursor, { owner: struct, member });
  }
  return null;
}

/** A member named in a function, by its type; or by an initialiser's designator that installs a table. */
function inExpression(cursor: Cursor): Target | null {
  const { resolver, file, span } = cursor;
  const [mention] = membersIn(resolver.expressions, file, span.at, span.end);
  if (mention) return memberOf(cursor, mention.struct);
  return hookArgument(cursor) ?? installingSlot(cursor);
}

function memberOf(cursor: Cursor, struct: StructDef): Target | null {
  const ref = cursor.resolver.expressions.types.member(struct, cursor.word);
  return ref && memberTarget(cursor, { owner: struct, member: ref.member });
}

/** The argument that names the hook in a macro's use: `call(box, run)`. */
function hookArgument(cursor: Cursor): Target | null {
  const { file, word, span } = cursor;
  return firstOf(cursor.ops, (ops) => {
    const { calls } = ops.hookNames().includes(word) ? ops.usesOf(word) : { calls: [] };
    const call = calls.find((each) => each.file === file && each.at === span.at && each.field === word);
    return call ? memberOf(cursor, call.struct) : null;
  });
}

/** `.uffd_ops = &shmem_uffd_ops` */
function installingSlot({ ops, file, span }: Cursor): Target | null {
  return firstOf(ops, (each) => {
    const install = each.installs().find((one) => one.file === file && one.at === span.at);
    const ref = install && installers(each).find((one) => one.member.name === install.member);
    return ref ? { ...span, k: 'installer', ops: each, ref } : null;
  });
}

function memberTarget({ resolver, settings, ops, span }: Cursor, ref: MemberRef): Target | null {
  const own = ops.find((each) => each.is(ref.owner));
  if (own) return { ...span, k: 'field', ops: own, ref };
  if (settings.contextStructs.includes(ref.owner.name)) return { ...span, k: 'context', resolver, settings, ref };
  const installed = ops.find((each) => installsTables(each, ref));
  return installed ? { ...span, k: 'installer', ops: installed, ref } : null;
}
