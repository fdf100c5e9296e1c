import { commands } from 'vscode';
import type { WayOut } from '../messages.ts';

/** The commands behind what panels offer where they have nothing to show. */
const COMMANDS: Readonly<Record<WayOut, readonly [command: string, ...args: readonly unknown[]]>> = {
  'choose-ops': ['opscope.chooseOps'],
  'open-folder': ['vscode.openFolder'],
  'set-tree': ['workbench.action.openSettings', 'opscope.tree'],
  'choose-folders': ['workbench.action.openSettings', 'opscope.folders'],
  restart: ['opscope.restartServer'],
  'show-output': ['opscope.showOutput'],
};

/** Goes a way out. */
export async function goOut(way: WayOut): Promise<void> {
  const [command, ...args] = COMMANDS[way];
  await commands.executeCommand(command, ...args);
}
