/** The call of a variable that a hook was copied to: `fn = ops->hook; ... fn(1)`. */
import type { SourceFile } from '../../index/file.ts';
import { dispatchesIn } from '../../resolve/graph/any-ops.ts';
import { Bodies } from '../../resolve/ops/bodies.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { arrayOf } from '../../resolve/run/sites.ts';
import { wordAt } from '../cursor/cursor.ts';
import type { Target } from '../cursor/target.ts';
import { code, say } from '../prose.ts';
import type { QuerySettings } from '../query.ts';
import { briefly } from './brief.ts';
import { explainHeldCall, heldCallAt } from './held-call.ts';
import type { Explanation } from './hover.ts';

/** A hook, where a variable stands for it that is called. */
export type CopiedHook = Extract<Target, { k: 'field' }> & { readonly variable: string };

/** The hook that is called at an offset by a variable; null for any other word. */
export function copiedHookAt(resolver: Resolver, file: SourceFile, offset: number): CopiedHook | null {
  const word = wordAt(file.text, offset);
  const body = word && new Bodies(resolver).at(file, word.at);
  const call = body && dispatchesIn(resolver, body).find(({ at, through }) => at === word.at && through === word.text);
  if (!word || !call) return null;
  const ops = resolver.ops(call.struct.name);
  const ref = ops.field(arrayOf(call.field));
  return ref ? { k: 'field', at: word.at, end: word.end, ops, ref, variable: word.text } : null;
}

/** What a hover says of it: which hook it is, what is said of that, and what else the variable may be. */
export function explainCopiedHook(hook: CopiedHook, from: SourceFile, settings: QuerySettings): Explanation {
  const { ops, ref, variable, at } = hook;
  const field = ref.member.name ?? '';
  const said = briefly(hook, from, settings);
  const known = new Set(ops.implementations(field).map((each) => each.function));
  const held = heldCallAt(ops.resolver, from, at);
  const others = held?.functions.filter(({ name }) => !known.has(name)) ?? [];
  const more = held && others.length > 0 ? explainHeldCall({ ...held, functions: others }).points : [];
  const first = say`${code(variable)} is a copy of ${code(`${ops.name}.${field}`)}`;
  return { ...said, points: [first, ...said.points, ...more] };
}
