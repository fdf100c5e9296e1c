import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  commands,
  type ExtensionContext,
  Location,
  Position,
  type QuickPickItem,
  QuickPickItemKind,
  Uri,
  window,
} from 'vscode';
import type * as lsp from 'vscode-languageclient/node';
import { label } from '../../../server/src/base/visible.ts';
import type { FillingGroup, Sibling } from '../../../server/src/protocol/requests.ts';
import type { Server } from '../client.ts';
import { openPlace, placeText } from '../places.ts';
import { didStep } from '../walkthrough-steps.ts';

/** The command that links in hovers lead to: the only one that they may. */
export const SHOW_ALL = 'opscope.showAll';

type Item = QuickPickItem & { readonly sibling?: Sibling };

const GROUPS: readonly (readonly [FillingGroup, string])[] = [
  ['near', 'in this folder'],
  ['shared', 'shared by several folders'],
  ['other', 'others'],
];

/** Lists what a hover has said a few of: the implementations of a hook, or its calls. */
export function activate(context: ExtensionContext, server: Server): void {
  const show = (uri: string, position: lsp.Position, of: string) => {
    didStep('jump');
    const at = new Position(position.line, position.character);
    return of === 'calls' ? showCalls(Uri.parse(uri, true), at) : showImplementations(server, uri, at);
  };
  context.subscriptions.push(commands.registerCommand(SHOW_ALL, show));
}

/** Picks a function that fills the hook, searched as one types; in a peek where it is no hook. */
async function showImplementations(server: Server, uri: string, position: Position): Promise<void> {
  const found = await server.siblings({ textDocument: { uri }, position });
  if (!found) return void (await commands.executeCommand('editor.action.goToImplementation'));
  const placeHolder = label(`Go to a function that fills ${found.ops}.${found.field}`);
  const options = { placeHolder, matchOnDescription: true, matchOnDetail: true };
  const chosen = await window.showQuickPick(itemsOf(found.implementations), options);
  if (chosen?.sibling) await openPlace(Uri.parse(chosen.sibling.uri, true), chosen.sibling);
}

/** An item for each function, in groups: those of the folder that is looked at, shared ones, the others. */
export function itemsOf(all: readonly Sibling[]): Item[] {
  return GROUPS.flatMap(([group, title]) => {
    const byPlace = new Map<string, Sibling[]>();
    for (const each of all) {
      const key = `${each.uri}:${each.line}:${each.column}`;
      if (each.group === group) byPlace.set(key, [...(byPlace.get(key) ?? []), each]);
    }
    const items = [...byPlace.values()].sort((a, b) => b.length - a.length).map(itemOf);
    return items.length > 0 ? [{ label: title, kind: QuickPickItemKind.Separator }, ...items] : [];
  });
}

function itemOf(same: readonly Sibling[]): Item {
  const [sibling] = same;
  const types = [...new Set(same.map(({ memoryType }) => memoryType))].join(', ');
  return {
    label: `$(symbol-method) ${label(sibling?.function ?? '')}`,
    description: label(types),
    detail: label(sibling ? placeText(sibling) : ''),
    ...(sibling ? { sibling } : {}),
  };
}

/** The calls of a hook, in a peek. */
async function showCalls(uri: Uri, position: Position): Promise<void> {
  const items = await commands.executeCommand<CallHierarchyItem[]>('vscode.prepareCallHierarchy', uri, position);
  const calls = await Promise.all(
    items.map((item) => commands.executeCommand<CallHierarchyIncomingCall[]>('vscode.provideIncomingCalls', item)),
  );
  const places = calls
    .flat()
    .flatMap(({ from, fromRanges }) => fromRanges.map((range) => new Location(from.uri, range)));
  const none = 'opscope found no such call';
  await commands.executeCommand('editor.action.goToLocations', uri, position, places, 'peek', none);
}
