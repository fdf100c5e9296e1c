import {
  commands,
  type ExtensionContext,
  type LanguageStatusItem,
  LanguageStatusSeverity,
  languages,
  type QuickPickItem,
  window,
} from 'vscode';
import { label } from '../../../server/src/base/visible.ts';
import type { StatusParams } from '../../../server/src/protocol/requests.ts';
import type { Server } from '../client.ts';
import { KERNEL_C } from '../documents.ts';
import { SECTION } from '../settings.ts';

interface Action extends QuickPickItem {
  readonly command: string;
  readonly arguments?: readonly string[];
}

/** The language status item, the context key that the manifest's `when` clauses read, and the actions behind both. */
export function activate(context: ExtensionContext, server: Server): void {
  const item = languages.createLanguageStatusItem('opscope.status', KERNEL_C);
  item.name = 'opscope';
  item.command = { command: 'opscope.showActions', title: 'Actions', tooltip: 'What opscope can do here' };
  const update = (): void => {
    show(item, server.status);
    void commands.executeCommand('setContext', 'opscope.state', server.status.state);
    void commands.executeCommand('setContext', 'opscope.shows', showsOps(server.status));
  };
  update();
  context.subscriptions.push(
    item,
    server.onStatus(update),
    commands.registerCommand('opscope.showActions', () => offerActions(server.status)),
  );
}

/** Whether views are about some struct: with `auto` alone there may be none. */
function showsOps(status: StatusParams): boolean {
  return status.state === 'ready' && status.ops.length > 0;
}

function show(item: LanguageStatusItem, status: StatusParams): void {
  item.busy = status.state === 'indexing';
  item.severity = status.state === 'error' ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
  item.text = `opscope: ${headline(status)}`;
  item.detail = detail(status);
  item.accessibilityInformation = { label: `${item.text}. ${item.detail}` };
}

function headline(status: StatusParams): string {
  switch (status.state) {
    case 'indexing':
      return 'reading the tree';
    case 'no-kernel':
      return 'not a kernel tree';
    case 'no-ops':
    case 'ready':
      return status.tree.version ? label(`Linux ${status.tree.version}`) : 'Linux';
    case 'error':
      return 'not running';
  }
}

function detail(status: StatusParams): string {
  if (status.state !== 'ready') return label(status.message);
  const found = status.ops.map(
    ({ name, hooks, tables }) => `${name}: ${count(hooks, 'hook')}, ${count(tables, 'table')}`,
  );
  return label(found.join(' · ') || status.message);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

async function offerActions(status: StatusParams): Promise<void> {
  const placeHolder = `opscope: ${headline(status)} — ${detail(status)}`;
  const chosen = await window.showQuickPick(actions(status), { placeHolder });
  if (chosen) await commands.executeCommand(chosen.command, ...(chosen.arguments ?? []));
}

function actions(status: StatusParams): Action[] {
  const always: Action[] = [
    { label: '$(settings-gear) Settings', command: 'workbench.action.openSettings', arguments: [`${SECTION}.`] },
    { label: '$(output) Show output', command: 'opscope.showOutput' },
    { label: '$(debug-restart) Restart server', command: 'opscope.restartServer' },
    { label: '$(book) Get started', command: 'opscope.openWalkthrough' },
  ];
  if (status.state === 'no-ops') return [choose, ...always];
  return status.state === 'ready' ? [...navigation, ...always] : always;
}

const choose: Action = { label: '$(symbol-interface) Choose ops struct...', command: 'opscope.chooseOps' };

const navigation: readonly Action[] = [
  { label: '$(table) Show the matrix', command: 'opscope.showMatrix' },
  { label: '$(type-hierarchy) Show a call graph', command: 'opscope.showGraph' },
  { label: '$(compare-changes) Compare with...', command: 'opscope.compareWith' },
  { label: '$(symbol-method) Go to hook...', command: 'opscope.pickHook' },
  { label: '$(symbol-struct) Go to ops table...', command: 'opscope.pickTable' },
  choose,
  { label: '$(list-tree) Memory types', command: 'opscope.memoryTypes.focus' },
  { label: '$(eye) Toggle code lenses', command: 'opscope.toggleLenses' },
];
