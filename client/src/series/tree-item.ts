import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { label, visible, visibleLines } from '../../../server/src/base/visible.ts';
import { placeText } from '../places.ts';
import {
  type Fate,
  type FindingNode,
  fateText,
  type Node,
  type PatchNode,
  type TextNode,
  type TotalNode,
} from './nodes.ts';

/** How a row of the Series view looks, and what a click on it does. */
export function treeItem(node: Node): TreeItem {
  switch (node.kind) {
    case 'patch':
      return patchItem(node);
    case 'finding':
      return findingItem(node);
    case 'total':
      return totalItem(node);
    default:
      return textItem(node);
  }
}

function patchItem(node: PatchNode): TreeItem {
  const { series, patch, shown } = node.current;
  const name = `${patch.n}/${series.review.series.count} ${patch.subject}`;
  const isOpen = patch.introduced.length > 0 || patch.applied === 'failed';
  const item = new TreeItem(
    label(name),
    isOpen ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
  );
  item.id = `${series.id}/${node.id}`;
  item.description = label(shown.summary);
  item.iconPath = patchIcon(node);
  item.contextValue = patch.applied === 'failed' ? 'unapplied' : 'patch';
  item.tooltip = visibleLines([name, ...shown.failures, ...shown.facts].join('\n'));
  item.accessibilityInformation = { label: visible(`patch ${name}: ${shown.summary}`) };
  if (patch.applied !== 'failed')
    item.command = { command: 'opscope.showPatch', title: 'Show Changes of the Patch', arguments: [node] };
  return item;
}

function patchIcon({ current: { patch } }: PatchNode): ThemeIcon {
  if (patch.applied === 'failed') return new ThemeIcon('error', new ThemeColor('list.errorForeground'));
  const isGrave = patch.introduced.some(({ severity }) => severity === 'error' || severity === 'warning');
  if (isGrave) return new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
  return new ThemeIcon(patch.introduced.length > 0 ? 'info' : 'git-commit');
}

const ICONS: Readonly<Record<Fate, readonly [icon: string, colour: string | undefined]>> = {
  introduced: ['add', 'gitDecoration.addedResourceForeground'],
  settledBy: ['check', undefined],
  settles: ['pass', 'charts.green'],
  removed: ['remove', 'gitDecoration.deletedResourceForeground'],
};

function findingItem(node: FindingNode): TreeItem {
  const { finding, fate, current } = node;
  const item = new TreeItem(label(finding.message), TreeItemCollapsibleState.None);
  const [icon, colour] = ICONS[fate];
  item.id = `${current.series.id}/${node.id}`;
  item.description = label(`${fateText(node)} · ${placeText(finding)}`);
  item.iconPath = new ThemeIcon(icon, colour === undefined ? undefined : new ThemeColor(colour));
  item.contextValue = 'finding';
  const evidence = finding.evidence.map((each) => `${placeText(each)}  ${each.message}`);
  item.tooltip = visibleLines([`${finding.message} [${finding.rule}]`, fateText(node), ...evidence].join('\n'));
  item.accessibilityInformation = { label: visible(`${fateText(node)}: ${finding.message}, ${placeText(finding)}`) };
  item.command = { command: 'opscope.openSeriesFinding', title: 'Go to', arguments: [node] };
  return item;
}

const TEXT_ICONS: Readonly<Record<TextNode['kind'], ThemeIcon>> = {
  fact: new ThemeIcon('dash'),
  failure: new ThemeIcon('error', new ThemeColor('list.errorForeground')),
  note: new ThemeIcon('note'),
};

function textItem({ kind, text }: TextNode): TreeItem {
  const item = new TreeItem(label(text), TreeItemCollapsibleState.None);
  item.iconPath = TEXT_ICONS[kind];
  item.tooltip = visible(text);
  item.contextValue = kind;
  return item;
}

function totalItem({ id, series }: TotalNode): TreeItem {
  const item = new TreeItem('In all', TreeItemCollapsibleState.Collapsed);
  item.id = `${series.id}/${id}`;
  item.description = label(series.total.at(-1) ?? '');
  item.iconPath = new ThemeIcon('list-flat');
  item.contextValue = 'total';
  return item;
}
