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
export function heldSite(call: HeldCall, flows: Flows): DispatchSite {
  const { file, at, inFunction, guarded, condition, macro } = call;
  const rest = { function: inFunction, targets: [], guarded, checkedIn: null, condition, macro };
  return { ...heldIn(call, flows), file: file.path, ...file.point(at), ...rest };
}

/** A variable that is one hook's copy is told by the hook. */
function heldIn({ holder, name }: HeldCall, { flows }: Flows): Through {
  if (holder.k === 'param') return { kind: 'parameter', struct: null, field: name, through: null };
  const key = holderKey(holder);
  const sources = flows.flatMap(({ from, into }) => (holderKey(into) === key ? [from] : []));
  const hooks = new Map(sources.flatMap((each) => (each.k === 'hook' ? [[holderKey(each), each] as const] : [])));
  const [hook] = hooks.values();
  const sole: Extract<Holder, { k: 'hook' }> | null =
    hook && hooks.size === 1 && sources.every(({ k }) => k === 'hook') ? hook : null;
  if (!sole) return { kind: 'variable', struct: null, field: name, through: null };
  const { struct, field } = sole;
  const what = struct.array === undefined ? `${struct.title}.${field}` : struct.title;
  return { kind: 'variable', struct: null, field: what, through: name };
}
