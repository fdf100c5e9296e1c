import { commands, type ExtensionContext, window } from 'vscode';

/** The context key that every step waits for beside its own. */
const OPEN = 'opscope.walkthrough';

/** The command that opens the walkthrough of the manifest, and what lets its steps be ticked. */
export function activate(context: ExtensionContext): void {
  const walkthrough = `${context.extension.id}#start`;
  context.subscriptions.push(
    commands.registerCommand('opscope.openWalkthrough', async () => {
      await setOpen(false);
      await commands.executeCommand('workbench.action.openWalkthrough', walkthrough, false);
      await setOpen(true);
    }),
    // Opened from the Welcome page: such a page is of a kind that the API has no name for.
    window.tabGroups.onDidChangeTabs(async ({ opened }) => {
      if (!opened.some(({ input }) => input === undefined)) return;
      await setOpen(false);
      await setOpen(true);
    }),
  );
}

/**
 * VS Code ticks a step when its condition comes true, and begins to look once a walkthrough is opened: what was true
 * before would never be ticked. So the conditions ask for this key too, which comes true after that.
 */
async function setOpen(open: boolean): Promise<void> {
  await commands.executeCommand('setContext', OPEN, open);
}
