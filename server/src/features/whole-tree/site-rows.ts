/** Calls as rows of an answer about every ops struct; what they can reach is found when all files have been read. */
import type { SourceFile } from '../../index/file.ts';
import type { DispatchSite } from '../../model/answers.ts';
import type { Flows, HeldCall } from '../../resolve/uses/flows.ts';
import { type Holder, holderKey } from '../../resolve/uses/holders.ts';
import type { MemberCall } from '../../resolve/uses/hook-uses.ts';

/** A call through a hook, or of an element of an array. */
export function memberSite(file: SourceFile, call: MemberCall): DispatchSite {
  return {
    ...throughWhat(call),
    file: file.path,
    ...file.point(call.at),
    function: call.inFunction,
    targets: [],
    guarded: call.guarded,
    checkedIn: null,
    condition: call.condition,
    macro: call.macro,
  };
}

type Through = Pick<DispatchSite, 'kind' | 'struct' | 'field' | 'through'>;

/** What a call goes through. */
function throughWhat({ struct, field, through }: MemberCall): Through {
  if (struct.array !== undefined) {
    const kind = through === null ? 'array' : 'variable';
    return { kind, struct: null, field: struct.title, through };
  }
  return { kind: 'member', struct: struct.title, field, through: null };
}

/** A call of a parameter or of a variable. */
export function heldSite(call: HeldCall, copied: Copied): DispatchSite {
  const { file, at, inFunction, guarded, condition, macro } = call;
  const rest = { function: inFunction, targets: [], guarded, checkedIn: null, condition, macro };
  return { ...heldIn(call, copied), file: file.path, ...file.point(at), ...rest };
}

/** A variable that is one hook's copy is told by the hook. */
function heldIn({ holder, name }: HeldCall, copied: Copied): Through {
  if (holder.k === 'param') return { kind: 'parameter', struct: null, field: name, through: null };
  const sole = copied.get(holderKey(holder));
  if (!sole) return { kind: 'variable', struct: null, field: name, through: null };
  const { struct, field } = sole;
  const what = struct.array === undefined ? `${struct.title}.${field}` : struct.title;
  return { kind: 'variable', struct: null, field: what, through: name };
}

/** What holds copies of one hook and nothing else, by the key, with the hook; null for what holds something else, too. */
export type Copied = ReadonlyMap<string, Extract<Holder, { k: 'hook' }> | null>;

/** The copies in a file. */
export function copiedIn({ flows }: Pick<Flows, 'flows'>): Copied {
  const copied = new Map<string, Extract<Holder, { k: 'hook' }> | null>();
  for (const { from, into } of flows) {
    const key = holderKey(into);
    const hook = from.k === 'hook' ? from : null;
    const known = copied.get(key);
    const isSame = known === undefined || (known && hook && holderKey(known) === holderKey(hook));
    copied.set(key, isSame ? (known ?? hook) : null);
  }
  return copied;
}
