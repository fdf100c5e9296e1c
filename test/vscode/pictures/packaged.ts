import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../harness/root.ts';
import { openWorkbench, type Workbench } from '../../harness/vscode-host/workbench.ts';

const { name, version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
  readonly name: string;
  readonly version: string;
};

/** The sample kernel tree of the project. */
export const sampleTree = join(projectRoot, 'test/trees/sample');

/** Nothing slides into its place, and a list stays open when a busy machine moves the focus late. */
const calm = { 'workbench.reduceMotion': 'on', 'workbench.quickOpen.closeOnFocusLost': false };

/** Opens a folder in VS Code with the extension as `npm run package` packed it. */
export function openPackaged(folder: string, settings: Readonly<Record<string, unknown>> = {}): Promise<Workbench> {
  return openWorkbench(folder, {
    vsix: join(projectRoot, `${name}-${version}.vsix`),
    settings: { ...calm, ...settings },
  });
}
