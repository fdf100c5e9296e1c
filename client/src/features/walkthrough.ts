import { commands, type ExtensionContext } from 'vscode';

/** The command that opens the walkthrough of the manifest. */
export function activate(context: ExtensionContext): void {
  const walkthrough = `${context.extension.id}#start`;
  context.subscriptions.push(
    commands.registerCommand('opscope.openWalkthrough', () =>
      commands.executeCommand('workbench.action.openWalkthrough', walkthrough, false),
    ),
  );
}
