import { commands, type ExtensionContext, type TextEditor, Uri, window } from 'vscode';
import { label } from '../../../server/src/base/visible.ts';
import type { Server } from '../client.ts';
import { mayBeKernelC } from '../documents.ts';
import type { Matrices } from '../matrices.ts';
import { pickHook, pickTable } from '../picks.ts';
import { openPlace } from '../places.ts';
import { memoryTypesAt, neighbour } from '../siblings.ts';
import { didStep } from '../walkthrough-steps.ts';

/** The commands that move through the tree from anywhere, and those about the server itself. */
export function activate(context: ExtensionContext, server: Server, matrices: Matrices): void {
  context.subscriptions.push(
    commands.registerCommand('opscope.nextImplementation', () => goToNeighbour(server, 1)),
    commands.registerCommand('opscope.previousImplementation', () => goToNeighbour(server, -1)),
    commands.registerCommand('opscope.pickHook', () => pickHook(server, matrices)),
    commands.registerCommand('opscope.pickTable', () => pickTable(server, matrices)),
    commands.registerCommand('opscope.restartServer', () => server.restart()),
    commands.registerCommand('opscope.showOutput', () => server.showOutput()),
  );
}

/** Goes to the next (or previous) memory type's implementation of the hook at the cursor. */
async function goToNeighbour(server: Server, direction: 1 | -1): Promise<void> {
  const editor = window.activeTextEditor;
  if (!editor || !mayBeKernelC(editor.document)) {
    say('open a C file of a kernel tree first');
    return;
  }
  const result = await server.siblings(cursor(editor));
  if (!result) {
    say('there is no hook of an ops table at the cursor');
    return;
  }
  const target = neighbour(result, direction);
  if (!target) {
    say(`no other memory type implements ${result.ops}.${result.field}`);
    return;
  }
  didStep('jump');
  await openPlace(Uri.parse(target.uri, true), target);
  say(`${result.ops}.${result.field}: ${memoryTypesAt(result, target)}`);
}

function cursor({ document, selection }: TextEditor) {
  const { line, character } = selection.active;
  return { textDocument: { uri: document.uri.toString() }, position: { line, character } };
}

/** A word in the status bar: a jump that leads nowhere is no reason for a notification. */
function say(message: string): void {
  window.setStatusBarMessage(`opscope: ${label(message)}`, 4000);
}
