/** The word index leaves out no file that has a word, keeps up with changes, and comes back from disk as it was. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { DiskTree } from '../../../server/src/host/disk.ts';
import { TreeFiles } from '../../../server/src/host/files/tree-files.ts';
import { readWords } from '../../../server/src/host/words/block.ts';
import { WordIndex } from '../../../server/src/host/words/index.ts';
import { WordScanner } from '../../../server/src/host/words/scanner.ts';
import { openWords, saveWords, whatChanged } from '../../../server/src/host/words/store.ts';
import { INCLUDED_C, MEMBER_MACRO } from '../../../server/src/index/source.ts';
import { projectRoot } from '../../harness/root.ts';
import { random } from '../../robust/random.ts';

const assets = join(projectRoot, 'dist');
const sample = join(projectRoot, 'test/trees/sample');

function scratchTree(t: TestContext, files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'opscope-words-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const indexOf = (root: string, paths: readonly string[]): WordIndex => {
  const scanner = WordScanner.load(assets);
  return new WordIndex(root, [], scanner, [readWords(scanner, new TreeFiles(root), paths, false)]);
};

describe('words', () => {
  test('of every file of the sample tree are found, each in every file that has it', () => {
    const paths = readdirSync(sample, { recursive: true, encoding: 'utf8' }).filter((path) => /\.[ch]$/.test(path));
    const index = indexOf(sample, paths);
    const files = new Map<string, Set<string>>();
    for (const path of paths) {
      for (const [word] of readFileSync(join(sample, path), 'utf8').matchAll(/\b[A-Za-z_]\w+/g)) {
        files.set(word, (files.get(word) ?? new Set()).add(path));
      }
    }
    assert.ok(files.size > 500);
    for (const [word, having] of files) {
      const may = new Set(index.withWords([word]));
      for (const path of having) assert.ok(may.has(path), `${word} in ${path}`);
    }
  });

  test('are found wherever they stand in a block of bytes, up to the end of a file', (t) => {
    const next = random(7);
    const word = 'some_word_that_is_long';
    for (let at = 0; at < 200; at++) {
      const filler = Array.from({ length: at }, () => ' ;\n\t{'[Math.floor(next() * 5)]).join('');
      const root = scratchTree(t, { 'a.c': `${filler}${word}`, 'b.c': `${filler}${word}x ` });
      const index = indexOf(root, ['a.c', 'b.c']);
      assert.ok(index.withWords([word]).includes('a.c'), `at ${at}`);
      assert.ok(index.withWords([`${word}x`]).includes('b.c'), `at ${at}`);
    }
  });

  test('that are in no file leave nearly all of them out', () => {
    const paths = readdirSync(sample, { recursive: true, encoding: 'utf8' }).filter((path) => /\.[ch]$/.test(path));
    const index = indexOf(sample, paths);
    const found = Array.from({ length: 500 }, (_, i) => index.withWords([`no_such_word_${i}`]).length);
    const mean = found.reduce((sum, each) => sum + each, 0) / found.length;
    assert.ok(mean < 0.002 * paths.length, `${mean} of ${paths.length}`);
  });

  test('that are numbers or single letters are not kept: every file may have them', (t) => {
    const index = indexOf(scratchTree(t, { 'a.c': 'int i = 42;\n', 'b.c': '\n' }), ['a.c', 'b.c']);
    for (const word of ['42', 'i']) assert.deepEqual(index.withWords([word]), ['a.c', 'b.c']);
  });
});

test('files that include a .c are told from others, wherever the include stands', (t) => {
  for (let at = 0; at < 130; at++) {
    const filler = ' '.repeat(at);
    const texts = ['"b.c"', '<../x/b.c>', '"b.h"', '<b.cc>'];
    const files = Object.fromEntries(texts.map((text, i) => [`mm/${i}.c`, `${filler}\n#include ${text}\nint c;`]));
    const root = scratchTree(t, files);
    const index = indexOf(root, Object.keys(files));
    assert.deepEqual(index.withWords(INCLUDED_C), ['mm/0.c', 'mm/1.c'], `at ${at}`);
    const tree = new DiskTree(root, new Map([['mm/2.c', '#include "c.c"\n']]), index);
    const found = tree.searchPattern([], /^#include .*\.c[">]/m, INCLUDED_C);
    assert.deepEqual(found, ['mm/0.c', 'mm/1.c', 'mm/2.c'], `at ${at}`);
  }
});

test('files that include a header are told from others by its name, wherever the include stands', (t) => {
  for (let at = 0; at < 130; at++) {
    const filler = ' '.repeat(at);
    const texts = ['"3945.h"', '<../x/3945.h>', '"13945.h"', '<3945.hh>', '"x-3945.h"', '"be.h"'];
    const files = Object.fromEntries(texts.map((text, i) => [`mm/${i}.c`, `${filler}\n#include ${text}\nint c;`]));
    const root = scratchTree(t, files);
    const index = indexOf(root, Object.keys(files));
    assert.deepEqual(index.withWords(['3945.h']), ['mm/0.c', 'mm/1.c'], `at ${at}`);
    assert.deepEqual(index.withWords(['x-3945.h']), ['mm/4.c'], `at ${at}`);
    const tree = new DiskTree(root, new Map([['mm/2.c', '#include "3945.h"\n']]), index);
    assert.deepEqual(tree.searchPattern([], /^#include .*[/"]3945\.h[">]/m, ['3945.h']), [
      'mm/0.c',
      'mm/1.c',
      'mm/2.c',
    ]);
  }
});

test('macros that call a member, or are one that they are handed, are told from others, however they are written', (t) => {
  const calling = [
    '#define A(x) x->f(1)',
    ' # define\tA(x) \\\n\t(x)\\\n .  f )\n (',
    '#define A(x, ...) do { x->y.z->f(x); } while (0)',
    '#define A(x, f) ((x)->y->f)\nint x;',
    '# define A(x, first,\\\n\tff) \\\n\t((x). ff )\t)\r\n',
    '#define A(f) x.f',
  ];
  const others = [
    '#define A x->f(1)',
    '#define A(x, ...) f(x)\nx->f(1);',
    '#define A (x)->f(1)',
    'x->f(1)\n#define A(x) x->f\n',
    '#define A(x) x-> f[0](1)',
    '#define A(x, f) ((x)->ff)\n',
    '#define A(x, ff) ((x)->f)\n',
    '#define A(x, f) ((x)->f) + 1\n',
  ];
  for (let at = 0; at < 130; at++) {
    const filler = `${' '.repeat(at)}\n`;
    const files = Object.fromEntries([...calling, ...others].map((text, i) => [`mm/${i}.c`, filler + text] as const));
    const index = indexOf(scratchTree(t, files), Object.keys(files));
    assert.deepEqual(
      index.withWords([MEMBER_MACRO]),
      calling.map((_, i) => `mm/${i}.c`),
      `at ${at}`,
    );
  }
});

test('words are found alone and among others, whichever was asked first', (t) => {
  const root = scratchTree(t, {
    'mm/a.c': 'int one, two;\n',
    'mm/b.c': 'int two, three, four, five;\n',
    'mm/c.c': 'int none;\n',
    'mm/d.c': 'int onetwo, six;\n',
  });
  const index = indexOf(root, ['mm/a.c', 'mm/b.c', 'mm/c.c', 'mm/d.c']);
  for (const known of [[], ['two'], ['six', 'two'], ['one', 'two', 'three', 'four', 'five', 'six']]) {
    const tree = new DiskTree(root, new Map(), index);
    if (known.length > 0) tree.search([], known);
    assert.deepEqual(tree.search([], ['two']), ['mm/a.c', 'mm/b.c']);
    assert.deepEqual(tree.search([], ['one', 'six']), ['mm/a.c', 'mm/d.c']);
    assert.deepEqual(tree.search([], ['one', 'three', 'four', 'five', 'six']), ['mm/a.c', 'mm/b.c', 'mm/d.c']);
    assert.deepEqual(tree.search(['mm'], ['one', 'five']), ['mm/a.c', 'mm/b.c']);
  }
});

describe('heads of functions', () => {
  test('are the names in front of a parenthesis, on lines that start in column 0', (t) => {
    const root = scratchTree(t, {
      'a.c': 'static int\nfirst(void)\n{\n\tsecond(1);\n}\nint __init third (int a,\n\t\tint b);\n',
      'b.c': '/* x */ first(0)\n#define fourth(x) first(x)\n  third(1)',
    });
    const index = indexOf(root, ['a.c', 'b.c']);
    const heads = ['first', 'second', 'third', 'fourth'].map((name) => index.withHeads(name));
    assert.deepEqual(heads, [['a.c'], [], ['a.c'], []]);
  });
});

describe('an index', () => {
  test('keeps up with files that change, come and go, and with many such changes', (t) => {
    const files = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`mm/${i}.c`, `int before_${i};\n`]));
    const root = scratchTree(t, files);
    const index = indexOf(root, Object.keys(files));
    for (let i = 0; i < 200; i++) {
      writeFileSync(join(root, 'mm/1.c'), `int now_${i};\n`);
      index.refresh(['mm/1.c']);
    }
    writeFileSync(join(root, 'mm/new.c'), 'int came;\n');
    rmSync(join(root, 'mm/2.c'));
    index.refresh(['mm/new.c', 'mm/2.c']);
    assert.deepEqual(index.paths(), ['mm/0.c', 'mm/1.c', 'mm/3.c', 'mm/4.c', 'mm/new.c']);
    assert.ok(index.withWords(['now_199']).includes('mm/1.c'));
    assert.deepEqual(new DiskTree(root, new Map(), index).search([], ['before_1', 'before_2', 'came']), ['mm/new.c']);
  });

  test('comes back from the cache folder, and sees what changed meanwhile', async (t) => {
    const root = scratchTree(t, { 'mm/a.c': 'int one;\n', 'mm/b.c': 'int two;\n' });
    const of = { root, folders: ['mm'], assets, cache: join(scratchTree(t, {}), 'cache') };
    const first = await openWords(of);
    first.matching('two', [], (path) => path === 'mm/b.c');
    saveWords(of, first);
    writeFileSync(join(root, 'mm/a.c'), 'int three;\n');
    const second = await openWords(of);
    assert.ok(second.withWords(['three']).includes('mm/a.c'));
    assert.deepEqual(whatChanged(second), []);
    const asked: string[] = [];
    const found = second.matching('two', [], (path) => {
      asked.push(path);
      return false;
    });
    assert.deepEqual([found, asked], [['mm/b.c'], ['mm/a.c']]);
  });
});
