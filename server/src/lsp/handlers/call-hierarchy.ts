/** The call hierarchy over the protocol. */
import type { CallHierarchyItem, CancellationToken, Connection } from 'vscode-languageserver/node';
import { callersOf, callsOf } from '../../features/hierarchy/hierarchy.ts';
import { type CallKey, type CallStep, callItemsAt } from '../../features/hierarchy/items.ts';
import { cancellable } from '../route.ts';
import type { Session } from '../session.ts';
import { worked } from '../tokens.ts';
import type { Tree } from '../trees.ts';
import { inTurns } from '../turns.ts';

/** What a step of the hierarchy is answered from. */
interface Asked {
  readonly session: Session;
  readonly tree: Tree;
  readonly key: CallKey;
}

/** Registers the three requests. `session` is null until the server is initialised. */
export function answerHierarchy(connection: Connection, session: () => Session | null): void {
  const asked = (item: CallHierarchyItem): Asked | null => {
    const now = session();
    const tree = now?.trees.of(item.uri)?.tree;
    return now && tree && isKey(item.data) ? { session: now, tree, key: item.data } : null;
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
    cancellable(async ({ item }, token) => {
      const from = asked(item);
      const found = from && (await callers(from, token));
      const convert = from?.session.convert(from.tree);
      if (!found || !convert) return null;
      return found.map((each) => ({ from: convert.callItem(each.item), fromRanges: convert.callRanges(each.calls) }));
    }),
  );
  connection.languages.callHierarchy.onOutgoingCalls(
    cancellable(({ item }) => {
      const from = asked(item);
      if (!from) return null;
      const convert = from.session.convert(from.tree);
      return callsOf(from.tree.resolver(), from.session.settings, from.key).map((each) => ({
        to: convert.callItem(each.item),
        fromRanges: convert.callRanges(each.calls),
      }));
    }),
  );
}

/** What calls an item; null when the client does not want to know any more. After an edit it is looked for anew. */
async function callers({ session, tree, key }: Asked, token: CancellationToken): Promise<readonly CallStep[] | null> {
  for (;;) {
    const resolver = tree.resolver();
    const isOld = (): boolean => token.isCancellationRequested || tree.resolver() !== resolver;
    const steps = callersOf(resolver, session.settings, key);
    const found = await inTurns(steps, isOld, (work) => worked(token, work));
    if (found || token.isCancellationRequested) return found;
  }
}

/** Whether an item is one of ours: a client may send back what it kept from an older server. */
function isKey(data: unknown): data is CallKey {
  if (typeof data !== 'object' || data === null || !('k' in data)) return false;
  return data.k === 'function' || data.k === 'hook' || data.k === 'ioctl';
}
