/**
 * `node run-api-suite.cjs FOLDER RESULTS [GREP]`: runs test/vscode/api in VS Code on a folder, and writes what came of it to
 * RESULTS. With OPSCOPE_VSCODE=download a desktop VS Code is downloaded, with OPSCOPE_VSCODE=PATH that one is used;
 * otherwise it is the server build from npm.
 */
import { join, resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { projectRoot } from '../harness/root.ts';

const shim = join(projectRoot, 'out/test/harness/vscode-host/code-shim.cjs');

/** The executable to run, or undefined to have one downloaded. */
function executable(): string | undefined {
  const wanted = process.env['OPSCOPE_VSCODE'];
  return wanted === 'download' ? undefined : (wanted ?? shim);
}

async function main(): Promise<void> {
  const [folder, results, grep] = process.argv.slice(2);
  if (folder === undefined || results === undefined) throw new Error('usage: run-api-suite.cjs FOLDER RESULTS [GREP]');
  const path = executable();
  await runTests({
    ...(path === undefined ? {} : { vscodeExecutablePath: path }),
    extensionDevelopmentPath: process.env['OPSCOPE_EXTENSION'] ?? projectRoot,
    extensionTestsPath: join(projectRoot, 'out/test/vscode/api/index.cjs'),
    launchArgs: [resolve(folder)],
    extensionTestsEnv: { OPSCOPE_RESULTS: resolve(results), OPSCOPE_GREP: grep ?? '' },
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
