import { commands, type ExtensionContext } from 'vscode';
import type { FromMatrix, Place, ToMatrix } from '../../messages.ts';
import type { Server } from '../client.ts';
import type { Matrices } from '../matrices.ts';
import { isFromMatrix } from '../panels/incoming.ts';
import { type PanelKind, SinglePanel } from '../panels/panel.ts';
import { editorColumn, openPlace, uriOf } from '../places.ts';
import { didStep } from '../walkthrough-steps.ts';
import { goOut } from '../ways-out.ts';
import { Comparisons } from './compare.ts';

const KIND: PanelKind<FromMatrix> = {
  viewType: 'opscope.matrix',
  page: { title: 'Ops matrix', style: 'matrix.css', script: 'matrix.js' },
  isIncoming: isFromMatrix,
};

/** The matrix panel: hooks x memory types, kept up to date while it is open, or what they are on two sides. */
export function activate(context: ExtensionContext, server: Server, matrices: Matrices): Comparisons {
  const panel = new SinglePanel<FromMatrix, ToMatrix>(KIND, context.extensionUri, (message) => void receive(message));
  const comparisons = new Comparisons(server, matrices, {
    show: () => panel.show(),
    take: (comparison) => panel.post({ type: 'comparison', ...comparison }),
  });

  const receive = async (message: FromMatrix): Promise<void> => {
    switch (message.type) {
      case 'ready':
        if (comparisons.current) panel.post({ type: 'comparison', ...comparisons.current });
        await send();
        return;
      case 'open':
        await open(message.place, message.beside);
        return;
      case 'compare':
        await comparisons.compare(message.query);
        return;
      case 'wayOut':
        await goOut(message.way);
        return;
      case 'choose':
        await comparisons.choose();
        return;
      case 'graph':
        await comparisons.graph(message.ioctl);
        return;
      case 'leave':
        comparisons.leave();
        return;
      case 'openSides': {
        const { places, isSame, beside } = message;
        await comparisons.open(places, isSame, editorColumn(panel.column, beside));
      }
    }
  };
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
    server.onChanged(() => panel.post({ type: 'changed' })),
    commands.registerCommand('opscope.showMatrix', () => {
      didStep('matrix');
      panel.show();
    }),
  );
  return comparisons;
}
