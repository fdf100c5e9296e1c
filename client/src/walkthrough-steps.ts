import { commands } from 'vscode';

/** The steps of the walkthrough that are ticked by what somebody does with opscope, as the manifest names them. */
export type Step = 'views' | 'jump' | 'graph' | 'matrix';

/** Says that somebody has done what a step is about. */
export function didStep(step: Step): void {
  void commands.executeCommand('setContext', `opscope.did.${step}`, true);
}
