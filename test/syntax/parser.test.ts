import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { projectRoot } from '../harness/root.ts';

test('those who load the parser at the same time all have it', async () => {
  const folder = join(projectRoot, 'dist');
  const lowerers = await Promise.all([loadLowerer(folder), loadLowerer(folder), loadLowerer(folder)]);
  for (const each of lowerers) assert.equal(each.expression('ops->run(1)', 0)?.k, 'call');
});

test('a parser that could not be loaded is loaded where it is', async () => {
  await assert.rejects(loadLowerer(join(projectRoot, 'test')), /tree-sitter-c\.wasm/);
  const lowerer = await loadLowerer(join(projectRoot, 'dist'));
  assert.equal(lowerer.expression('a + b', 0)?.k, 'binary');
});
