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

const STRUCT = 'struct door_ops {\n\tint (*open)(int);\n};\n';

const TABLE = `#include <linux/mm.h>
static int open_barn(int n) { return n; }
static const struct door_ops barn_ops = {
	.open = open_barn,
};
`;

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
  await bench.webview().getByRole('button', { name: 'Open the root of a Linux source tree' }).waitFor();
  await bench.screenshot('empty-matrix');
});

test('the call graph of a folder that is no kernel', async () => {
  await bench.runCommand('opscope: Show Call Graph');
  await bench.webview().getByText('This folder is not in a Linux kernel tree.').waitFor();
  await bench.webview().getByRole('button', { name: 'Say in the settings' }).click();
  await bench.page.locator('.settings-editor').getByText('Root of the kernel tree').first().waitFor();
});

test('a kernel tree without the struct', async () => {
  const tree = folder('no-ops', {
    Makefile: 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\n',
    Kbuild: '\n',
    Kconfig: '\n',
    MAINTAINERS: '\n',
    'mm/Kconfig': '\n',
    'mm/memory.c': TABLE,
    'include/linux/mm.h': STRUCT,
  });
  await bench.openFolder(tree);
  await focusTree();
  await bench.page.getByText('None of the ops structs that opscope looks for').waitFor();
  await bench.screenshot('empty-no-ops');
  await bench.runCommand('opscope: Show Matrix of Hooks and Memory Types');
  await bench.webview().getByText('has no struct vm_uffd_ops').waitFor();
  await bench.screenshot('empty-no-ops-matrix');
});

test('another struct of the tree is chosen as it is typed, and the view and the matrix show it', async () => {
  await focusTree();
  await bench.page.getByRole('button', { name: 'Choose an Ops Struct' }).first().click();
  await bench.page.locator('.quick-input-widget').getByText('1 hook, 1 table').waitFor();
  await bench.screenshot('choose-struct');
  await bench.choose('dor_op', 'door_ops1 hook, 1 table');
  await bench.treeRow('openopen_barn');
  await bench.webview().locator('td', { hasText: 'open_barn' }).waitFor();
  await bench.screenshot('chosen-struct');
});

test('a filter that nothing matches says so, and is cleared', async () => {
  await bench.webview().getByRole('searchbox', { name: 'Filter' }).fill('window');
  await bench.webview().getByText('No hook, memory type or function of struct door_ops').waitFor();
  await bench.screenshot('empty-filter');
  await bench.webview().getByRole('button', { name: 'Clear Filter' }).click();
  await bench.webview().locator('td', { hasText: 'open_barn' }).waitFor();
});
