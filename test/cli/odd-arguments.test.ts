/** Names, patterns and files on the command line that nobody has: a clear word, or an empty answer, and no crash. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { inside } from '../harness/inside.ts';
import { sampleTree, scratch } from '../protocol/sample.ts';

const tree = ['--tree', sampleTree];
const odd = ['(', 'a(', '[', '\\', 'a|b', 'x{9', ' '];

describe('an odd name', () => {
  for (const name of odd) {
    const shown = JSON.stringify(name);
    test(`is known to nobody: ${shown}`, async () => {
      const { code, err } = await inside(['explain', name, ...tree]);
      assert.equal(code, 2);
      assert.match(err, /^opscope: ".*" is no hook, hook function or ops table in this tree\n$/);
      assert.equal((await inside(['graph', '--from', name, ...tree])).code, 2);
    });
    test(`is a struct that there is not: ${shown}`, async () => {
      for (const verb of ['dispatch', 'reach'])
        assert.equal((await inside([verb, '--ops', name, ...tree])).code, 2, verb);
    });
  }

  test('in a pattern is wrong use', async () => {
    for (const name of ['*(', 'a?[', '(?']) {
      const { code, err } = await inside(['tables', '--ops', name, ...tree]);
      assert.equal(code, 2);
      assert.match(err, /^opscope: --ops .*: a pattern has letters, digits, _, \* and \?\n$/);
    }
  });

  test('in --exclude matches itself', async () => {
    for (const name of odd) assert.notEqual((await inside(['check', '--exclude', name, ...tree])).code, 70);
  });
});

describe('a baseline', () => {
  const wrong = [
    '[null]',
    '{"findings":[null]}',
    '{"findings":[1]}',
    '{"findings":[{}]}',
    '{"findings":[{"rule":1,"file":"a","function":null,"message":"m"}]}',
    '{"findings":{}}',
    'null',
    '',
    '{',
  ];
  test('of another shape is wrong use', async (t) => {
    const file = join(scratch(t), 'baseline.json');
    for (const text of wrong) {
      writeFileSync(file, text);
      const { code, err } = await inside(['check', '--baseline', file, ...tree]);
      assert.equal(code, 2, text);
      assert.match(err, /^opscope: .*is no baseline: write one with opscope check --format json\n$/);
    }
  });
});
