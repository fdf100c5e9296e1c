/** Passes over a tree find who defines a type without a look at the files that only name it. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadLowerer } from '../../../server/src/host/assets.ts';
import { TreeFiles } from '../../../server/src/host/files/tree-files.ts';
import { readWords } from '../../../server/src/host/words/block.ts';
import { Definitions } from '../../../server/src/host/words/definitions.ts';
import { WordIndex } from '../../../server/src/host/words/index.ts';
import { WordScanner } from '../../../server/src/host/words/scanner.ts';
import { SourceFile } from '../../../server/src/index/file.ts';
import { projectRoot } from '../../harness/root.ts';

const assets = join(projectRoot, 'dist');
const sample = join(projectRoot, 'test/trees/sample');
const scanner = WordScanner.load(assets);

/** Which of some files may define a type. */
function definitionsOf(root: string, paths: readonly string[]): (name: string) => readonly string[] {
  const files = new TreeFiles(root);
  const definitions = new Definitions(
    new WordIndex(root, [], scanner, [readWords(scanner, files, paths, false)]),
    scanner,
  );
  while (definitions.of('warming_up', files) === null);
  return (name) => definitions.of(name, files) ?? assert.fail(name);
}

test('who defines a type is found by its name, and hardly anybody else', async () => {
  const paths = readdirSync(sample, { recursive: true, encoding: 'utf8' }).filter((path) => /\.[ch]$/.test(path));
  const defining = definitionsOf(sample, paths);
  const lowerer = await loadLowerer(assets);
  const defined = new Map<string, Set<string>>();
  for (const path of paths) {
    const file = new SourceFile(path, readFileSync(join(sample, path), 'utf8'), lowerer);
    for (const name of new Set(file.text.match(/\b[A-Za-z_]\w*/g))) {
      const isDefined = file.symbols(name).some(({ kind }) => kind === 'tag' || kind === 'typedef');
      if (isDefined) defined.set(name, (defined.get(name) ?? new Set()).add(path));
    }
  }
  assert.ok(defined.size > 30, `${defined.size}`);
  for (const [name, having] of defined) {
    const may = defining(name);
    for (const path of having) assert.ok(may.includes(path), `${name} in ${path}`);
    assert.ok(may.length <= having.size + 1, `${name} in ${may.join(' ')}`);
  }
});

test('definitions of all forms are found, by names of one letter too, wherever they stand in a block of bytes', (t) => {
  const forms = [
    'struct T {',
    'struct\n__packed T\t\n{',
    'union T{',
    'enum T {',
    'typedef struct { int a; } T;',
    'typedef struct a {\n#if A\n struct {\n#else\n union {\n#endif\n} b; } __packed T ;',
    'typedef int T;',
    'typedef typedef int T;',
    'typedef int (*T)(int a);',
    'typedef int a, T\n;',
  ];
  const others = [
    'struct T;',
    'T {',
    'x = T;',
    'struct a b T {',
    'typedef int a; T;',
    'typedef int a { T;',
    'struct T_ {',
  ];
  const root = mkdtempSync(join(tmpdir(), 'opscope-definitions-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const texts = new Map<string, { readonly text: string; readonly name: string; readonly defines: boolean }>();
  for (const form of [...forms, ...others]) {
    for (const name of ['T', 'some_type_of_a_long_name_t']) {
      for (let at = 0; at < 70; at += 3) {
        const text = `${' '.repeat(at)}${form.replace(/\bT/g, name)}`;
        texts.set(`${texts.size}.h`, { text, name, defines: forms.includes(form) });
      }
    }
  }
  for (const [path, { text }] of texts) writeFileSync(join(root, path), text);
  const defining = definitionsOf(root, [...texts.keys()]);
  for (const [path, { text, name, defines }] of texts) assert.equal(defining(name).includes(path), defines, text);
});
