import { commands, type ExtensionContext, ExtensionMode, window, workspace } from 'vscode';
import type { Server } from '../client.ts';

/** The context key that every step waits for beside its own. */
const OPEN = 'opscope.walkthrough';

/** Remembers that the walkthrough was opened by itself: that happens once. */
const SHOWN = 'opscope.walkthroughShown';

/** The command that opens the walkthrough of the manifest, what lets its steps be ticked, and its first time. */
export function activate(context: ExtensionContext, server: Server): void {
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
    server.onStatus(() => void openOnce(context, server)),
  );
}

/**
 * Opens the walkthrough the first time that there is a kernel to show something of. VS Code does so for extensions that are installed
 * in its own list of them; this is for all others. Whoever wants no page when VS Code starts wants none of this either.
 */
async function openOnce(context: ExtensionContext, { status }: Server): Promise<void> {
  if (status.state !== 'ready' || context.extensionMode !== ExtensionMode.Production) return;
  const settings = workspace.getConfiguration('workbench');
  const isWanted =
    settings.get('startupEditor') !== 'none' && settings.get('welcomePage.walkthroughs.openOnInstall', true);
  if (!isWanted || context.globalState.get(SHOWN, false)) return;
  await context.globalState.update(SHOWN, true);
  await commands.executeCommand('opscope.openWalkthrough');
}

/**
 * VS Code ticks a step when its condition comes true, and begins to look once a walkthrough is opened: what was true
 * before would never be ticked. So the conditions ask for this key too, which comes true after that.
 */
async function setOpen(open: boolean): Promise<void> {
  await commands.executeCommand('setContext', OPEN, open);
}
