import type { ExtensionContext } from 'vscode';
import { startServer } from './client.ts';
import * as agents from './features/agents.ts';
import * as chooseOps from './features/choose-ops.ts';
import * as commands from './features/commands.ts';
import * as compare from './features/compare.ts';
import * as copying from './features/copying.ts';
import * as findings from './features/findings.ts';
import * as graphPanel from './features/graph-panel.ts';
import * as ioctls from './features/ioctls.ts';
import * as lenses from './features/lenses.ts';
import * as matrixPanel from './features/matrix-panel.ts';
import * as memoryTypes from './features/memory-types.ts';
import * as series from './features/series.ts';
import * as showAll from './features/show-all.ts';
import * as status from './features/status.ts';
import * as walkthrough from './features/walkthrough.ts';
import * as watchers from './features/watchers.ts';
import { Latest } from './latest.ts';
import { Matrices } from './matrices.ts';

let stop: (() => Promise<void>) | undefined;

/** Wires the features to one language server. Returns before the server is up, so that no command has to wait for it. */
export function activate(context: ExtensionContext): void {
  const server = startServer(context);
  const matrices = new Matrices(server);
  context.subscriptions.push(matrices);
  stop = () => server.stop();

  status.activate(context, server);
  watchers.activate(context, server);
  findings.activate(context, server);
  lenses.activate(context);
  showAll.activate(context, server);
  commands.activate(context, server, matrices);
  chooseOps.activate(context, server);
  memoryTypes.activate(context, server, matrices);
  const comparisons = matrixPanel.activate(context, server, matrices);
  compare.activate(context, server, comparisons);
  const reach = new Latest(server, () => server.reach());
  context.subscriptions.push(reach);
  ioctls.activate(context, reach);
  graphPanel.activate(context, server, matrices, reach, comparisons);
  copying.activate(context);
  series.activate(context, server);
  agents.activate(context, server);
  walkthrough.activate(context, server);
}

/** Stops the server and waits for it, so that its last writes to the cache are not cut short. */
export async function deactivate(): Promise<void> {
  await stop?.();
}
