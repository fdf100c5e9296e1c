import { join } from 'node:path';
import { EventEmitter, type ExtensionContext, lm, McpStdioServerDefinition, workspace } from 'vscode';
import type { Server } from '../client.ts';

/** Offers `opscope mcp` to the agents of this window, for the tree that is open. One that is not trusted is not offered. */
export function activate(context: ExtensionContext, server: Server): void {
  const changed = new EventEmitter<void>();
  let root = rootOf(server);
  const look = (): void => {
    if (rootOf(server) === root) return;
    root = rootOf(server);
    changed.fire();
  };
  context.subscriptions.push(
    changed,
    server.onStatus(look),
    workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
    lm.registerMcpServerDefinitionProvider('opscope.mcp', {
      onDidChangeMcpServerDefinitions: changed.event,
      provideMcpServerDefinitions: () => definitions(context, root),
    }),
  );
}

function rootOf({ status }: Server): string | null {
  return status.tree?.root ?? null;
}

/** The server for a tree, run by the program that runs the extension, which may have to be told that it is Node here. */
function definitions({ extensionPath, extension }: ExtensionContext, root: string | null): McpStdioServerDefinition[] {
  if (root === null || !workspace.isTrusted) return [];
  const command = join(extensionPath, 'dist', 'opscope.cjs');
  const { version }: { readonly version: string } = extension.packageJSON;
  const env = { ELECTRON_RUN_AS_NODE: '1' };
  return [new McpStdioServerDefinition('opscope', process.execPath, [command, 'mcp', '--tree', root], env, version)];
}
