/** What docs/agents.md tells people to write is what the program takes, and VS Code is offered what the manifest says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectRoot } from '../harness/root.ts';

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');

test('the provider that the manifest names is the one that is registered', () => {
  const manifest = JSON.parse(read('package.json')) as {
    readonly contributes: { readonly mcpServerDefinitionProviders: readonly { readonly id: string }[] };
  };
  const [, registered] =
    /registerMcpServerDefinitionProvider\('([^']+)'/.exec(read('client/src/features/agents.ts')) ?? [];
  assert.deepEqual(
    manifest.contributes.mcpServerDefinitionProviders.map(({ id }) => id),
    [registered],
  );
});

test('the .mcp.json of the page is JSON, and starts the server', () => {
  const [, block = ''] = /```json\n(.*?)```/s.exec(read('docs/agents.md')) ?? [];
  const { mcpServers } = JSON.parse(block) as {
    readonly mcpServers: Readonly<Record<string, { readonly command: string; readonly args: readonly string[] }>>;
  };
  assert.equal(mcpServers['opscope']?.command, 'opscope');
  assert.deepEqual(mcpServers['opscope'].args, ['mcp']);
});

test('the page has a row for each tool', () => {
  const names = [...read('docs/agents.md').matchAll(/^\| (`\w+`(?:, `\w+`)*) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/\w+/g)].map(([name]) => name),
  );
  const sources = ['explain', 'hooks', 'calls', 'reach', 'check', 'compare', 'modules'];
  const tools = sources.flatMap((each) =>
    [...read(`server/src/mcp/tools/${each}.ts`).matchAll(/^ {4}name: '(\w+)'/gm)].map(([, name = '']) => name),
  );
  assert.equal(tools.length, 10);
  assert.deepEqual(names.sort(), tools.sort());
});
