import { commands, lm } from 'vscode';
import { openFile, until } from './editor.ts';

const TOOLS = [
  'callees',
  'callers',
  'check',
  'compare',
  'dispatch_sites',
  'explain',
  'implementations',
  'matrix',
  'modules',
  'reach',
];

suite('sample: agents', () => {
  test('have the tools, once the server is started', async () => {
    await openFile('mm/shmem.c');
    await until(
      async () => {
        // The server is offered when its tree is known.
        await commands.executeCommand('workbench.mcp.startServer', '*');
        return lm.tools.map(({ name }) => name);
      },
      (found) => TOOLS.every((tool) => found.includes(`mcp_opscope_${tool}`)),
    );
  });
});
