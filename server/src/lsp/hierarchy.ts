/** The call hierarchy over the protocol. */
import type { CallHierarchyItem, Connection } from 'vscode-languageserver/node';
import { callersOf, callsOf } from '../features/call-hierarchy.ts';
import { type CallKey, type CallStep, callItemsAt } from '../features/call-items.ts';
import type { QuerySettings } from '../features/query.ts';
import type { Resolver } from '../resolve/ops.ts';
import type { Convert } from './convert.ts';
import { cancellable } from './requests.ts';
import type { Session } from './session.ts';

type Step = (resolver: Resolver, settings: QuerySettings, key: CallKey) => readonly CallStep[];

/** Registers the three requests. `session` is null until the server is initialised. */
export function answerHierarchy(connection: Connection, session: () => Session | null): void {
  const step = (item: CallHierarchyItem, take: Step): { steps: readonly CallStep[]; convert: Convert } | null => {
    const now = session();
    const tree = now?.trees.of(item.uri)?.tree;
    if (!now || !tree || !isKey(item.data)) return null;
    return { steps: take(tree.resolver(), now.settings, item.data), convert: now.convert(tree) };
  };
  connection.languages.callHierarchy.onPrepare(
    cancellable(({ textDocument, position }) => {
      const now = session();
      const found = now?.trees.of(textDocument.uri);
      const resolver = found?.tree.resolver();
      const file = found && resolver?.snapshot.file(found.path);
      if (!now || !resolver || !file) return null;
      const items = callItemsAt(resolver, now.settings, file, now.positions.offset(file, position));
      const convert = now.convert(found.tree);
      return items.length > 0 ? items.map((each) => convert.callItem(each)) : null;
    }),
  );
  connection.languages.callHierarchy.onIncomingCalls(
    cancellable(({ item }) => {
      const taken = step(item, callersOf);
      if (!taken) return null;
      const { steps, convert } = taken;
      return steps.map((each) => ({ from: convert.callItem(each.item), fromRanges: convert.callRanges(each.calls) }));
    }),
  );
  connection.languages.callHierarchy.onOutgoingCalls(
    cancellable(({ item }) => {
      const taken = step(item, callsOf);
      if (!taken) return null;
      const { steps, convert } = taken;
      return steps.map((each) => ({ to: convert.callItem(each.item), fromRanges: convert.callRanges(each.calls) }));
    }),
  );
}

/** Whether an item is one of ours: a client may send back what it kept from an older server. */
function isKey(data: unknown): data is CallKey {
  if (typeof data !== 'object' || data === null || !('k' in data)) return false;
  return data.k === 'function' || data.k === 'hook' || data.k === 'ioctl';
}
