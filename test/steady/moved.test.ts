/** What is taken over of a file when it is edited is what would be read anew. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { SourceFile } from '../../server/src/index/file.ts';
import { movedRegions } from '../../server/src/index/moved.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { parseArchive } from '../harness/markers/archive.ts';
import { projectRoot } from '../harness/root.ts';
import { Edits } from './edits.ts';

const folder = join(projectRoot, 'test/markers');

/** Edits that each file goes through. */
const edits = 30;

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

for (const [seed, name] of ['forms.txt', 'macros.txt', 'receivers.txt'].entries()) {
  test(`${edits} edits of each file in ${name}`, () => {
    const { files } = parseArchive(readFileSync(join(folder, name), 'utf8'));
    for (const [path, text] of files) if (/\.[ch]$/.test(path)) edited(path, text, seed);
  });
}

/** Edits one file again and again, now and then without reading it in between. */
function edited(path: string, text: string, seed: number): void {
  const texts = new Map([[path, text]]);
  const steps = new Edits(texts, [path], seed);
  let file = new SourceFile(path, text, lowerer);
  for (let step = 0; step < edits; step++) {
    const { what } = steps.next();
    file = new SourceFile(path, texts.get(path) ?? '', lowerer, file);
    if (step % 3 === 1) continue;
    const anew = new SourceFile(path, file.text, lowerer);
    for (const [i, region] of file.regions.entries()) {
      const other = anew.regions[i];
      assert.ok(other, what);
      assert.deepEqual(file.lower(region), anew.lower(other), `${path}, edit ${step}: ${what}`);
    }
  }
}

test('regions in front of an edit and behind it are known again, those around it are not', () => {
  const text = 'int a(void)\n{\n\treturn 1;\n}\n\nint b(void)\n{\n\treturn 2;\n}\n\nint c(void)\n{\n\treturn 3;\n}\n';
  const [was, now] = [text, text.replace('return 2', 'return 22')].map((each) => new SourceFile('a.c', each, lowerer));
  assert.ok(was && now);
  const moved = [...movedRegions(was, now)].map(([{ name }, { by }]) => `${name} ${by}`);
  assert.deepEqual(moved, ['a 0', 'c 1']);
});
