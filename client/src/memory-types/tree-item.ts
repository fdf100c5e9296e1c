import { type Command, MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { label, visible, visibleLines } from '../../../server/src/base/visible.ts';
import type { Place, TreeInfo } from '../../../server/src/protocol/requests.ts';
import { installedText, placeText, rangeOf, slotPlace, uriOf } from '../places.ts';
import type { Node, OpsNode, SlotNode, TypeNode } from './nodes.ts';

/** More memory types than this are folded at first: their names are the overview then. */
const MOST_UNFOLDED = 8;

/** How a row of the Memory Types view looks, and where a click on it goes. */
export function treeItem(node: Node): TreeItem {
  switch (node.kind) {
    case 'ops':
      return opsItem(node);
    case 'type':
      return typeItem(node);
    case 'slot':
      return slotItem(node);
  }
}

function opsItem({ id, matrix }: OpsNode): TreeItem {
  const item = new TreeItem(label(matrix.ops), TreeItemCollapsibleState.Expanded);
  item.id = id;
  item.iconPath = new ThemeIcon('symbol-interface');
  item.description = `${matrix.tables.length}`;
  item.contextValue = 'ops';
  if (matrix.defined) item.tooltip = visible(`struct ${matrix.ops}, ${placeText(matrix.defined)}`);
  return item;
}

function typeItem({ id, matrix, table }: TypeNode): TreeItem {
  const folded = matrix.tables.length > MOST_UNFOLDED;
  const state = folded ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.Expanded;
  const item = new TreeItem(label(table.memoryType), state);
  item.id = id;
  item.iconPath = new ThemeIcon('symbol-struct');
  item.description = label(table.name);
  item.contextValue = 'type';
  item.command = openCommand(matrix.tree, table);
  item.tooltip = typeTooltip(table);
  item.accessibilityInformation = {
    label: visible(`memory type ${table.memoryType}, table ${table.name}, ${placeText(table)}`),
  };
  return item;
}

function slotItem(node: SlotNode): TreeItem {
  const { matrix, table, field, slot } = node;
  const item = new TreeItem(label(field.name), TreeItemCollapsibleState.None);
  item.id = node.id;
  item.iconPath = slotIcon(node);
  item.description = label(slotText(node));
  item.contextValue = slot ? 'slot' : 'unset';
  item.tooltip = slotTooltip(node);
  item.command = openCommand(matrix.tree, destination(node));
  item.accessibilityInformation = { label: visible(`${field.name} of ${table.memoryType}: ${item.description}`) };
  return item;
}

/** The function of a hook; the slot of a value; and of an unset hook the table that could have set it. */
export function destination({ table, slot }: SlotNode): Place {
  if (!slot) return table;
  return 'function' in slot ? slot : slotPlace(table, slot);
}

function slotIcon({ field, slot }: SlotNode): ThemeIcon {
  if (!slot) return new ThemeIcon('circle-slash', new ThemeColor('disabledForeground'));
  return new ThemeIcon(field.kind === 'hook' ? 'symbol-method' : 'symbol-constant');
}

function slotText({ slot }: SlotNode): string {
  if (!slot) return 'unset';
  const text = 'function' in slot ? slot.function : slot.value;
  return slot.condition ? `${text} (${slot.condition})` : text;
}

function openCommand(tree: TreeInfo, place: Place): Command {
  return { command: 'vscode.open', title: 'Go to', arguments: [uriOf(tree, place), { selection: rangeOf(place) }] };
}

function typeTooltip(table: TypeNode['table']): MarkdownString {
  const text = new MarkdownString();
  text.appendCodeblock(visible(table.name), 'c');
  paragraph(text, placeText(table));
  if (table.condition) paragraph(text, `under ${table.condition}`);
  const installed = installedText(table);
  if (installed) paragraph(text, installed);
  return text;
}

function slotTooltip({ table, field, slot }: SlotNode): MarkdownString {
  const text = new MarkdownString();
  text.appendCodeblock(visible(field.signature), 'c');
  if (field.doc) paragraph(text, field.doc);
  if (slot && 'function' in slot) paragraph(text, `${slot.function}, ${placeText(slot)}`);
  if (!slot) paragraph(text, `unset in ${table.name}`);
  const conditions = [table.condition, slot?.condition].filter((condition) => condition);
  if (conditions.length > 0) paragraph(text, `under ${conditions.join(' && ')}`);
  const installed = installedText(table);
  if (installed) paragraph(text, installed);
  return text;
}

/** Text from the tree is appended as text: a comment of the kernel is no Markdown. */
function paragraph(text: MarkdownString, content: string): void {
  text.appendText(visibleLines(content));
  text.appendMarkdown('\n\n');
}
