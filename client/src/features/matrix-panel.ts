import { commands, type ExtensionContext } from 'vscode';
import type { FromMatrix, Place, ToMatrix } from '../../messages.ts';
import type { Server } from '../client.ts';
import type { Matrices } from '../matrices.ts';
import { isFromMatrix } from '../panels/incoming.ts';
import { type PanelKind, SinglePanel } from '../panels/panel.ts';
import { editorColumn, openPlace, uriOf } from '../places.ts';
import { didStep } from '../walkthrough-steps.ts';

const KIND: PanelKind<FromMatrix> = {
  viewType: 'opscope.matrix',
  page: { title: 'Ops matrix', style: 'matrix.css', script: 'matrix.js' },
  isIncoming: isFromMatrix,
};

/** The matrix panel: hooks x memory types, kept up to date while it is open. */
export function activate(context: ExtensionContext, server: Server, matrices: Matrices): void {
  const panel = new SinglePanel<FromMatrix, ToMatrix>(KIND, context.extensionUri, (message) => {
    if (message.type === 'ready') void send();
    else void open(message.place, message.beside);
  });

  const send = async (): Promise<void> => {
    panel.post({ type: 'matrix', result: await matrices.get(), status: server.status });
  };
  const open = async (place: Place, beside: boolean): Promise<void> => {
    const { tree } = await matrices.get();
    if (tree) await openPlace(uriOf(tree, place), place, editorColumn(panel.column, beside));
  };

  context.subscriptions.push(
    panel,
    matrices.onChanged(() => {
      if (panel.isOpen) void send();
    }),
    commands.registerCommand('opscope.showMatrix', () => {
      didStep('matrix');
      panel.show();
    }),
  );
}
