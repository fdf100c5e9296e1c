/** Folders in which there is nothing to show: opscope says so, and what can be done. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { cleanUp } from '../../harness/cleanup.ts';
import type { Workbench } from '../../harness/vscode-host/workbench.ts';
import { openPackaged } from './packaged.ts';

const scratch = mkdtempSync(join(tmpdir(), 'opscope-empty-'));
let bench: Workbench;

/** A folder with these files. */
function folder(name: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(scratch, name, path)), { recursive: true });
    writeFileSync(join(scratch, name, path), text);
  }
  return join(scratch, name);
}

before(async () => {
  bench = await openPackaged(folder('no-kernel', { 'main.c': 'int main(void) { return 0; }\n' }));
});
after(async () => {
  await cleanUp();
  rmSync(scratch, { recursive: true });
});

const focusTree = () => bench.runCommand('opscope: Focus on Memory Types View');

test('a folder that is no kernel', async () => {
  await focusTree();
  await bench.page.getByText('no build is needed').waitFor();
  await bench.page.getByRole('button', { name: 'Open a Kernel Tree' }).waitFor();
  await bench.openFile('main.c');
  await bench.status('opscope: not a kernel tree');
  await bench.screenshot('empty-no-kernel');
});

test('the matrix of a folder that is no kernel', async () => {
  await bench.runCommand('opscope: Show Matrix of Hooks and Memory Types');
  await bench.webview().getByText('This folder is not in a Linux kernel tree.').waitFor();
});

test('a kernel tree without the struct', async () => {
  const tree = folder('no-ops', {
    Makefile: 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\n',
    Kbuild: '\n',
    Kconfig: '\n',
    MAINTAINERS: '\n',
    'mm/Kconfig': '\n',
    'mm/memory.c': 'int memory;\n',
    'include/linux/mm.h': 'extern int memory;\n',
  });
  await bench.openFolder(tree);
  await focusTree();
  await bench.page.getByText('None of the ops structs that opscope looks for').waitFor();
  await bench.page.getByRole('button', { name: 'Choose Other Ops Structs' }).waitFor();
  await bench.screenshot('empty-no-ops');
});
