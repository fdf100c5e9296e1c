import {
  commands,
  EventEmitter,
  type ExtensionContext,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  window,
} from 'vscode';
import { label, visible, visibleLines } from '../../../server/src/base/visible.ts';
import type { FaultEntry, Place, ReachAnswer, ReachedIoctl, TreeInfo } from '../../../server/src/protocol/requests.ts';
import type { Latest } from '../latest.ts';
import { placeText, rangeOf, uriOf } from '../places.ts';

/** A row: an ioctl, a hook or direct call that it reaches, a memory type's function. `id` outlives edits. */
export interface Row {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  readonly icon: string;
  readonly kind: 'ioctl' | 'hook' | 'function' | 'fault';
  /** The name of what it is about: an ioctl, a hook or a function. */
  readonly about: string;
  readonly place: Place | null;
  readonly tree: TreeInfo;
  readonly rows: readonly Row[];
}

/** The Ioctls view: ioctl -> hooks -> memory type and its function; and page faults -> memory type and who hands them over. */
export function activate(context: ExtensionContext, reach: Latest<ReachAnswer | null>): void {
  const provider = new Ioctls(reach);
  context.subscriptions.push(
    provider,
    window.createTreeView('opscope.ioctls', { treeDataProvider: provider, showCollapseAll: true }),
    commands.registerCommand('opscope.graphOfIoctl', (row: Row | undefined) => {
      if (row?.kind === 'ioctl') void commands.executeCommand('opscope.showGraph', { ioctl: row.label });
      if (row?.kind === 'fault') void commands.executeCommand('opscope.showGraph', { to: row.label.replace('()', '') });
    }),
  );
}

class Ioctls implements TreeDataProvider<Row> {
  readonly #reach: Latest<ReachAnswer | null>;
  readonly #onDidChangeTreeData = new EventEmitter<undefined>();
  readonly #subscription;
  readonly onDidChangeTreeData = this.#onDidChangeTreeData.event;

  constructor(reach: Latest<ReachAnswer | null>) {
    this.#reach = reach;
    this.#subscription = reach.onChanged(() => this.#onDidChangeTreeData.fire(undefined));
  }

  getTreeItem(row: Row): TreeItem {
    const state = row.rows.length > 0 ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None;
    const item = new TreeItem(label(row.label), state);
    item.id = row.id;
    item.description = label(row.description);
    item.tooltip = visibleLines(row.tooltip);
    item.iconPath = new ThemeIcon(row.icon);
    item.contextValue = row.kind;
    item.accessibilityInformation = { label: visible(`${row.label}, ${row.description}`) };
    if (row.place) {
      const args = [uriOf(row.tree, row.place), { selection: rangeOf(row.place) }];
      item.command = { command: 'vscode.open', title: 'Go to', arguments: args };
    }
    return item;
  }

  async getChildren(row?: Row): Promise<Row[]> {
    if (row) return [...row.rows];
    const answer = await this.#reach.get();
    if (!answer) return [];
    const { tree, ioctls, faults } = answer;
    return [...ioctls.map((ioctl) => ioctlRow(tree, ioctl)), ...faults.map((entry) => faultRow(tree, entry))];
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#onDidChangeTreeData.dispose();
  }
}

function ioctlRow(tree: TreeInfo, ioctl: ReachedIoctl): Row {
  const id = `${ioctl.file}/${ioctl.entry}/${ioctl.name}`;
  const hooks = ioctl.hooks.map(({ ops, field, memoryTypes, conditions, targets }) => ({
    id: `${id}/${ops}.${field}`,
    label: field,
    description: memoryTypes.join(', '),
    tooltip: [`${ops}.${field}`, ...conditions].join('\n'),
    icon: 'symbol-field',
    kind: 'hook' as const,
    about: `${ops}.${field}`,
    place: null,
    tree,
    rows: targets.map((each) => functionRow(tree, `${id}/${ops}.${field}`, each, '')),
  }));
  const direct = ioctl.backends.map((each) => functionRow(tree, id, each, ' · direct call'));
  const types = new Set([
    ...ioctl.hooks.flatMap((each) => each.memoryTypes),
    ...ioctl.backends.map((each) => each.memoryType),
  ]);
  return {
    id,
    label: ioctl.name,
    description: types.size > 0 ? [...types].sort().join(', ') : 'no hook',
    tooltip: `${ioctl.handler}(), ${placeText(ioctl)}`,
    icon: types.size > 0 ? 'symbol-event' : 'circle-outline',
    kind: 'ioctl',
    about: ioctl.name,
    place: ioctl,
    tree,
    rows: [...hooks, ...direct],
  };
}

/** A function that page faults are handed to: who hands them over, by memory type. */
function faultRow(tree: TreeInfo, entry: FaultEntry): Row {
  const id = `fault/${entry.file}/${entry.function}`;
  const types = new Set(entry.callers.flatMap(({ memoryType }) => memoryType ?? []));
  return {
    id,
    label: `${entry.function}()`,
    description: `page faults · ${[...types].join(', ')}`,
    tooltip: `${entry.function}(), ${placeText(entry)}`,
    icon: 'zap',
    kind: 'fault',
    about: entry.function,
    place: entry,
    tree,
    rows: entry.callers.map(({ memoryType, calls, ...caller }) => {
      const [call] = calls;
      const target = { ...caller, ...call, memoryType: memoryType ?? 'any memory', conditions: [] };
      return functionRow(tree, id, target, '');
    }),
  };
}

function functionRow(
  tree: TreeInfo,
  parent: string,
  target: Place & { readonly memoryType: string; readonly function: string; readonly conditions: readonly string[] },
  suffix: string,
): Row {
  return {
    id: `${parent}/${target.memoryType}/${target.function}`,
    label: target.memoryType,
    description: `${target.function}${suffix}`,
    tooltip: [`${target.function}(), ${placeText(target)}`, ...target.conditions.map((each) => `if ${each}`)].join(
      '\n',
    ),
    icon: 'symbol-method',
    kind: 'function',
    about: target.function,
    place: target,
    tree,
    rows: [],
  };
}
