/** The call hierarchy, through ops tables too. */
import type {
  CallHierarchyIncomingCall,
  CallHierarchyIncomingCallsParams,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CallHierarchyOutgoingCallsParams,
  CallHierarchyPrepareParams,
  CancellationToken,
} from 'vscode-languageserver';
import { callersOf, callsOf } from '../../features/hierarchy/hierarchy.ts';
import { type CallKey, type CallStep, callItemsAt } from '../../features/hierarchy/items.ts';
import { worked } from '../cancellation.ts';
import type { Session } from '../session.ts';
import { inTimeSlices } from '../time-slices.ts';
import type { Tree } from '../tree.ts';
import { fileOf, offsetIn } from './at-file.ts';

/** What a step of the hierarchy is answered from. */
interface Asked {
  readonly session: Session;
  readonly tree: Tree;
  readonly key: CallKey;
}

/** `textDocument/prepareCallHierarchy`. */
export function preparedItems(session: Session, params: CallHierarchyPrepareParams): CallHierarchyItem[] | null {
  const at = fileOf(session, params.textDocument);
  if (!at) return null;
  const items = callItemsAt(at.resolver, session.settings, at.file, offsetIn(at, params.position));
  return items.length > 0 ? items.map((each) => at.convert.callItem(each)) : null;
}

/** `callHierarchy/incomingCalls`. */
export async function incomingCalls(
  session: Session,
  { item }: CallHierarchyIncomingCallsParams,
  token: CancellationToken,
): Promise<CallHierarchyIncomingCall[] | null> {
  const asked = askedOf(session, item);
  const found = asked && (await callers(asked, token));
  if (!found) return null;
  const convert = session.convert(asked.tree);
  return found.map((each) => ({ from: convert.callItem(each.item), fromRanges: convert.callRanges(each.calls) }));
}

/** `callHierarchy/outgoingCalls`. */
export function outgoingCalls(
  session: Session,
  { item }: CallHierarchyOutgoingCallsParams,
): CallHierarchyOutgoingCall[] | null {
  const asked = askedOf(session, item);
  if (!asked) return null;
  const convert = session.convert(asked.tree);
  return callsOf(asked.tree.resolver(), session.settings, asked.key).map((each) => ({
    to: convert.callItem(each.item),
    fromRanges: convert.callRanges(each.calls),
  }));
}

/** What an item stands for; null for one that is in no tree, or not ours. */
function askedOf(session: Session, item: CallHierarchyItem): Asked | null {
  const tree = session.trees.of(item.uri)?.tree;
  return tree && isKey(item.data) ? { session, tree, key: item.data } : null;
}

/** What calls an item; null when the client does not want to know any more. After an edit it is looked for anew. */
async function callers({ session, tree, key }: Asked, token: CancellationToken): Promise<readonly CallStep[] | null> {
  for (;;) {
    const resolver = tree.resolver();
    const isOld = (): boolean => token.isCancellationRequested || !tree.isOfNow(resolver);
    const steps = callersOf(resolver, session.settings, key);
    const found = await inTimeSlices(steps, isOld, (work) => worked(token, work));
    if (found || token.isCancellationRequested) return found;
  }
}

/** Whether an item is one of ours: a client may send back what it kept from an older server. */
function isKey(data: unknown): data is CallKey {
  if (typeof data !== 'object' || data === null || !('k' in data)) return false;
  return data.k === 'function' || data.k === 'hook' || data.k === 'ioctl';
}
