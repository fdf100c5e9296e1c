import { commands, EventEmitter, type ExtensionContext, type TreeDataProvider, type TreeItem, window } from 'vscode';
import { label } from '../../../server/src/base/visible.ts';
import type { Server } from '../client.ts';
import type { Matrices } from '../matrices.ts';
import { type Node, rootsOf, slotsOf, typesOf } from '../memory-types/nodes.ts';
import { treeItem } from '../memory-types/tree-item.ts';
import { openPlace, slotPlace, uriOf } from '../places.ts';
import { didStep } from '../walkthrough-steps.ts';

/** The Memory Types view: ops struct (when there are several) -> memory type -> hooks -> function. */
export function activate(context: ExtensionContext, server: Server, matrices: Matrices): void {
  const provider = new MemoryTypes(matrices);
  const view = window.createTreeView('opscope.memoryTypes', { treeDataProvider: provider, showCollapseAll: true });
  const explain = (): void => {
    const { state, tree, message } = server.status;
    view.description = tree?.version ? label(`Linux ${tree.version}`) : '';
    // A message hides the manifest's welcome text, which says what to do where there is nothing to show.
    view.message = state === 'indexing' ? label(message) : '';
  };
  explain();
  context.subscriptions.push(
    provider,
    view,
    server.onStatus(explain),
    view.onDidChangeVisibility(({ visible }) => {
      if (visible) didStep('views');
    }),
    commands.registerCommand('opscope.openSlot', openSlot),
  );
}

class MemoryTypes implements TreeDataProvider<Node> {
  readonly #matrices: Matrices;
  readonly #onDidChangeTreeData = new EventEmitter<undefined>();
  readonly #subscription;
  readonly onDidChangeTreeData = this.#onDidChangeTreeData.event;

  constructor(matrices: Matrices) {
    this.#matrices = matrices;
    this.#subscription = matrices.onChanged(() => this.#onDidChangeTreeData.fire(undefined));
  }

  getTreeItem(node: Node): TreeItem {
    return treeItem(node);
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) return rootsOf((await this.#matrices.get()).matrices);
    if (node.kind === 'ops') return typesOf(node.matrix);
    return node.kind === 'type' ? slotsOf(node) : [];
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#onDidChangeTreeData.dispose();
  }
}

/** Goes to the line of the table that fills the hook, where a click goes to the function. */
async function openSlot(node: Node | undefined): Promise<void> {
  if (node?.kind !== 'slot' || !node.slot) return;
  const place = slotPlace(node.table, node.slot);
  await openPlace(uriOf(node.matrix.tree, place), place);
}
