/** What an answer lacks is told with it: on standard error, in JSON, in SARIF, and when the answer comes from the cache. */
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { inside } from '../harness/inside.ts';
import { sampleCopy } from '../protocol/sample.ts';
import { checkShape } from './shape.ts';

/** Functions of shmem that are asked about and cannot be read. */
const deep = (name: string) =>
  `\nstatic int ${name}(struct vm_area_struct *vma)\n{\n\treturn ${'('.repeat(3000)}vma->vm_ops->uffd_ops->can_userfault(vma, 0)${')'.repeat(3000)};\n}\n`;

function treeWith(t: TestContext, text: string): string {
  const root = sampleCopy(t);
  appendFileSync(join(root, 'mm/shmem.c'), text);
  return root;
}

const told = /^opscope: mm\/shmem\.c:\d+: the function deep\(\) is left out: .+\n$/;
const note = /^mm\/shmem\.c:\d+: the function deep\(\) is left out: /;

describe('a function that is lost', () => {
  test('is told of on standard error, once, also by a kept answer', async (t) => {
    const root = treeWith(t, deep('deep'));
    const first = await inside(['dispatch', '--tree', root]);
    assert.equal(first.code, 0);
    assert.match(first.err, told);
    assert.deepEqual(await inside(['dispatch', '--tree', root]), first);
  });

  const asked: readonly (readonly string[])[] = [
    ['matrix'],
    ['reach'],
    ['graph', '--hook', 'can_userfault'],
    ['explain', 'can_userfault'],
    ['check'],
  ];
  for (const [verb = '', ...rest] of asked) {
    test(`is in the notes of ${verb}, which has the shape that is written down`, async (t) => {
      const root = treeWith(t, `${deep('deep')}\nint unrelated;\n`);
      const { out, err } = await inside([verb, ...rest, '--tree', root, '--format', 'json']);
      const answer = JSON.parse(out);
      checkShape(verb, answer);
      const isRead = err !== '';
      assert.equal(answer.notes.filter((each: string) => note.test(each)).length, isRead ? 1 : 0);
      assert.ok(isRead || verb === 'matrix', err);
    });
  }

  for (const asked of [
    ['graph', '--from', 'deep'],
    ['explain', 'deep'],
  ])
    test(`is not said to be none: ${asked.join(' ')}`, async (t) => {
      const { code, err } = await inside([...asked, '--tree', treeWith(t, deep('deep'))]);
      assert.equal(code, 2);
      assert.match(err, /^opscope: .* in what was read of this tree$/m);
    });

  test('is a warning at its place in SARIF', async (t) => {
    const root = treeWith(t, deep('deep'));
    const { out } = await inside(['check', '--tree', root, '--format', 'sarif']);
    const notifications = JSON.parse(out).runs[0].invocations[0].toolExecutionNotifications;
    const [each] = notifications.filter(({ message }: { message: { text: string } }) => note.test(message.text));
    assert.equal(each.level, 'warning');
    assert.equal(each.locations[0].physicalLocation.artifactLocation.uri, 'mm/shmem.c');
  });

  test('is counted where there are many', async (t) => {
    const names = Array.from({ length: 23 }, (_, i) => `deep_${String(i).padStart(2, '0')}`);
    const root = treeWith(t, names.map(deep).join(''));
    const { err } = await inside(['dispatch', '--tree', root]);
    assert.equal(err.trimEnd().split('\n').length, 21);
    assert.match(err, /\nopscope: and 3 more places are left out or cut\n$/);
  });
});
