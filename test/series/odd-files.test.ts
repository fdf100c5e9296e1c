/** What a diff can do to a file besides changing its lines. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addBehind, applied, numbered } from './mails.ts';

const path = 'mm/a.c';
const files = { [path]: numbered(40), 'mm/b.c': 'b\n' };
const plain = addBehind(path, 10, 'new');
const after = numbered(40).replace('line 10\n', 'line 10\nnew\n');
const hunks = plain.slice(plain.indexOf('@@'));

describe('names', () => {
  const same: readonly (readonly [string, string])[] = [
    ['without a prefix', plain.replaceAll(/ [ab]\//g, ' ')],
    [
      'of plain diff, with a folder in front',
      `--- linux-7.3.orig/${path}\t2026-01-01\n+++ linux-7.3/${path}\n${hunks}`,
    ],
    ['of plain diff, the first with .orig', `--- ${path}.orig\n+++ ${path}\n${hunks}`],
    ['with letters of mnemonic prefixes', plain.replaceAll(' a/', ' i/').replaceAll(' b/', ' w/')],
  ];
  for (const [name, diff] of same) {
    test(name, async () => assert.deepEqual((await applied(diff, files)).texts, { [path]: after }));
  }

  const refused: readonly (readonly [string, string])[] = [
    [plain.replaceAll(path, '../a.c'), '../a.c: it leads out of the tree'],
    [plain.replaceAll(path, 'mm/../../a.c'), 'mm/../../a.c: it leads out of the tree'],
    [`--- /etc/passwd\n+++ /etc/passwd\n${hunks}`, '/etc/passwd: it leads out of the tree'],
    [plain.replaceAll(path, '.git/config'), '.git/config: it is in the folder of git'],
    [plain.replaceAll(path, 'mm/./a.c'), 'mm/./a.c: it is no plain path'],
    [
      plain
        .replaceAll(path, 'mm/a.c/x.c')
        .replace(/^--- .*$/m, '--- /dev/null')
        .replace('@@ -8,6', '@@ -0,0')
        .replace(/^ .*\n/gm, '')
        .replace('+8,7', '+1'),
      'mm/a.c/x.c: it is behind a symbolic link, or behind a file',
    ],
    [plain.replaceAll(path, 'mm/none.c'), 'mm/none.c: the tree has no such file'],
    [
      'diff --git a/mm/a.c b/mm/b.c\nrename from mm/a.c\nrename to mm/b.c\n',
      'mm/b.c: the tree has a file of the name already',
    ],
    ['diff --git a/x.c b/../x.c\nrename from mm/a.c\nrename to ../x.c\n', '../x.c: it leads out of the tree'],
    [`diff --cc ${path}\n@@@ -1,1 -1,1 +1,1 @@@\n`, `${path}: it is the combined diff of a merge`],
  ];
  for (const [diff, reason] of refused) {
    test(`are refused: ${reason}`, async () => {
      const found = await applied(diff, files);
      assert.deepEqual([found.refused, found.texts], [[reason], {}]);
    });
  }
});

describe('a file', () => {
  test('is made', async () => {
    const diff =
      'diff --git a/fs/n.c b/fs/n.c\nnew file mode 100644\n--- /dev/null\n+++ b/fs/n.c\n@@ -0,0 +1,2 @@\n+one\n+two\n';
    const { texts, changes } = await applied(diff, files);
    assert.deepEqual(texts, { 'fs/n.c': 'one\ntwo\n' });
    assert.deepEqual([...(changes[0]?.lines ?? [])], [['fs/n.c', null]]);
  });

  test('is made and removed by plain diff, which writes the first of all times for none', async () => {
    const [time, none] = ['2026-01-01 00:00:00.000000000 +0000', '1970-01-01 01:00:00.000000000 +0100'];
    const made = `diff -ruN a/fs/n.c b/fs/n.c\n--- a/fs/n.c\t${none}\n+++ b/fs/n.c\t${time}\n@@ -0,0 +1 @@\n+one\n`;
    const gone = `diff -ruN a/mm/b.c b/mm/b.c\n--- a/mm/b.c\t${time}\n+++ b/mm/b.c\t${none}\n@@ -1 +0,0 @@\n-b\n`;
    assert.deepEqual((await applied(made + gone, files)).texts, { 'fs/n.c': 'one\n', 'mm/b.c': null });
  });

  test('is removed, if all of it is', async () => {
    const head = 'diff --git a/mm/b.c b/mm/b.c\ndeleted file mode 100644\n--- a/mm/b.c\n+++ /dev/null\n';
    assert.deepEqual((await applied(`${head}@@ -1 +0,0 @@\n-b\n`, files)).texts, { 'mm/b.c': null });
    assert.deepEqual((await applied(`${head}@@ -1 +0,0 @@\n-b\n`, { 'mm/b.c': 'b\nc\n' })).states, ['failed']);
  });

  test('is moved and changed', async () => {
    const diff = `diff --git a/${path} b/mm/c.c\nsimilarity index 90%\nrename from ${path}\nrename to mm/c.c\n--- a/${path}\n+++ b/mm/c.c\n${hunks}`;
    const { texts, changes } = await applied(diff, files);
    assert.deepEqual(texts, { [path]: null, 'mm/c.c': after });
    assert.deepEqual([...(changes[0]?.renamed ?? [])], [['mm/c.c', path]]);
    assert.deepEqual([...(changes[0]?.lines.get('mm/c.c') ?? [])], [11]);
  });

  test('is copied', async () => {
    const diff = `diff --git a/mm/b.c b/mm/c.c\nsimilarity index 100%\ncopy from mm/b.c\ncopy to mm/c.c\n`;
    assert.deepEqual((await applied(diff, files)).texts, { 'mm/c.c': 'b\n' });
  });

  test('gets another mode, and stays what it is', async () => {
    const { texts, states } = await applied('diff --git a/mm/b.c b/mm/b.c\nold mode 100644\nnew mode 100755\n', files);
    assert.deepEqual([texts, states], [{ 'mm/b.c': 'b\n' }, ['clean']]);
  });

  const left: readonly (readonly [string, string])[] = [
    [
      'diff --git a/x.png b/x.png\nnew file mode 100644\nindex 0..1\nBinary files /dev/null and b/x.png differ\n',
      'x.png is binary',
    ],
    [
      'diff --git a/x.png b/x.png\nnew file mode 100644\nGIT binary patch\nliteral 3\nKcmZQ$&}6=\n\n',
      'x.png is binary',
    ],
    [
      'diff --git a/l b/l\nnew file mode 120000\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+/etc/passwd\n\\ No newline at end of file\n',
      'l is a symbolic link',
    ],
    [
      'diff --git a/s b/s\nnew file mode 160000\n--- /dev/null\n+++ b/s\n@@ -0,0 +1 @@\n+Subproject commit 1\n',
      's is a submodule',
    ],
  ];
  for (const [diff, what] of left) {
    test(`is left out: ${what}`, async () => {
      const found = await applied(diff + plain, files);
      assert.deepEqual(found.notes, [`${what}: what the patch does to it is left out`]);
      assert.deepEqual(found.texts, { [path]: after });
    });
  }

  test('keeps its own line ends', async () => {
    const dos = { [path]: numbered(40).replaceAll('\n', '\r\n') };
    assert.deepEqual((await applied(plain, dos)).texts, { [path]: after.replaceAll('\n', '\r\n') });
  });

  test('has no new line where only white space changed', async () => {
    const diff = `--- a/mm/b.c\n+++ b/mm/b.c\n@@ -1 +1,2 @@\n-b\n+\tb\n+c\n`;
    const { changes } = await applied(diff, files);
    assert.deepEqual([...(changes[0]?.lines.get('mm/b.c') ?? [])], [2]);
  });
});

describe('a hunk', () => {
  const moved = { [path]: `${'x\n'.repeat(7)}${numbered(40)}` };

  test('is found elsewhere, and by how much that is', async () => {
    const { hunks: found, states } = await applied(plain, moved);
    assert.deepEqual([states, found.map(({ offset }) => offset)], [['offset'], [7]]);
  });

  test('goes in with lines left out only when that is asked for', async () => {
    const other = { [path]: numbered(40).replace('line 8\n', 'line eight\n') };
    assert.deepEqual((await applied(plain, other)).states, ['failed']);
    const { hunks: found, states, texts } = await applied(plain, other, 1);
    assert.deepEqual([states, found.map(({ fuzz }) => fuzz)], [['fuzz'], [1]]);
    assert.equal(texts[path], after.replace('line 8\n', 'line eight\n'));
    const worse = { [path]: numbered(40).replace('line 10\n', 'line ten\n') };
    assert.deepEqual((await applied(plain, worse, 1)).states, ['failed']);
  });

  test('that fails is named, and so are all that fail with it', async () => {
    const both = `${plain}${hunks.replaceAll('line', 'row')}`;
    const { hunks: found, texts } = await applied(both, files);
    assert.deepEqual(
      found.map(({ n, applied: state }) => `${n} ${state}`),
      ['1 clean', '2 failed'],
    );
    assert.deepEqual(texts, {});
  });
});
