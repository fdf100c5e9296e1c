import { commands, type ExtensionContext, env, TabInputWebview, Uri, window } from 'vscode';
import { label, visibleLines } from '../../../server/src/base/visible.ts';
import type { Node } from '../memory-types/nodes.ts';
import { destination } from '../memory-types/tree-item.ts';
import type { Row } from './ioctls.ts';

/** What mails are wrapped to. */
const WIDTH = 72;

/** A command of the server that answers with text, and what it is given. */
type Asked = readonly [command: 'matrix' | 'graph' | 'reach' | 'explain' | 'link', given: object];

/** Copies what a row, the cursor or a view says as text, and the address of a line on the web. */
export function activate(context: ExtensionContext): void {
  context.subscriptions.push(
    commands.registerCommand('opscope.copyForMail', (at: unknown) => copyForMail(textAsked(at), 'the text')),
    commands.registerCommand('opscope.copyMatrixForMail', () => copyForMail(['matrix', {}], 'the matrix')),
    commands.registerCommand('opscope.copyReachForMail', () => copyForMail(['reach', {}], 'what ioctls reach')),
    commands.registerCommand('opscope.copyLink', (at: unknown) => copy(linkAsked(at), 'the link')),
  );
}

/** Puts text as narrow as a mail on the clipboard, and says so; null asks nothing. */
export function copyForMail(asked: Asked | null, what: string): Promise<void> {
  return copy(asked && [asked[0], { ...asked[1], width: WIDTH }], what);
}

async function copy(asked: Asked | null, what: string): Promise<void> {
  if (!asked) {
    say('open a C file of a kernel tree first');
    return;
  }
  const [command, given] = asked;
  try {
    const text = await commands.executeCommand<string>(`opscope.${command}Text`, given);
    await env.clipboard.writeText(visibleLines(text));
    say(`${what} is on the clipboard`);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}

/** What is asked for a row, or else for what is active: a panel, or the cursor. */
function textAsked(at: unknown): Asked | null {
  const row = rowIn(at);
  if (!row) return isActive('opscope.matrix') ? ['matrix', {}] : atCursor('explain');
  switch (row.kind) {
    case 'ops':
      return ['matrix', { ops: row.matrix.ops }];
    case 'type':
      return ['explain', { name: row.table.name }];
    case 'slot':
      return ['explain', { name: `${row.matrix.ops}.${row.field.name}` }];
    case 'fault':
      return ['reach', {}];
    default:
      return ['explain', { name: row.about }];
  }
}

function linkAsked(at: unknown): Asked | null {
  const row = rowIn(at);
  if (!row) return numberedLine(at) ?? atCursor('link');
  const place = placeOf(row);
  return place && ['link', { file: place.file, line: place.line }];
}

function placeOf(row: Node | Row) {
  switch (row.kind) {
    case 'ops':
      return row.matrix.defined;
    case 'type':
      return row.table;
    case 'slot':
      return destination(row);
    default:
      return row.place;
  }
}

/** A row of a view that a menu was opened on. */
function rowIn(at: unknown): Node | Row | null {
  return typeof at === 'object' && at !== null && 'kind' in at ? (at as Node | Row) : null;
}

/** The line whose number a menu was opened on. */
function numberedLine(at: unknown): Asked | null {
  if (typeof at !== 'object' || at === null || !('lineNumber' in at) || !('uri' in at)) return null;
  const { lineNumber, uri } = at;
  if (typeof lineNumber !== 'number' || !(uri instanceof Uri)) return null;
  return ['link', { textDocument: { uri: uri.toString() }, position: { line: lineNumber - 1, character: 0 } }];
}

function atCursor(command: 'explain' | 'link'): Asked | null {
  const editor = window.activeTextEditor;
  if (!editor) return null;
  const { line, character } = editor.selection.active;
  return [command, { textDocument: { uri: editor.document.uri.toString() }, position: { line, character } }];
}

function isActive(viewType: string): boolean {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof TabInputWebview && input.viewType.endsWith(viewType);
}

/** A word in the status bar: nothing else has changed that could be seen. */
function say(message: string): void {
  window.setStatusBarMessage(`opscope: ${label(message)}`, 4000);
}
