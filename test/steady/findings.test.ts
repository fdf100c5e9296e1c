/** After any sequence of edits the findings are those of a checker that was started just now. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { before, describe, test } from 'node:test';
import { CheckQueue } from '../../server/src/features/findings/queue.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { LIKELY_FOLDERS } from '../../server/src/index/folders.ts';
import type { Finding } from '../../server/src/model/findings.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { parseArchive } from '../harness/markers/archive.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';
import { Edits, type Texts } from './edits.ts';

const folder = join(projectRoot, 'test/markers');
const sample = join(projectRoot, 'test/trees/sample');

/** Edits that each tree goes through. */
const edits = 40;

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

/** A checker of a tree, and what it said last of each file. */
class Checked {
  readonly #queue: CheckQueue;
  readonly #found = new Map<string, readonly Finding[]>();
  #stamp = 0;

  constructor(tree: Texts, ops: readonly string[]) {
    this.#queue = new CheckQueue({
      lowerer,
      open: (overlay) => new MemoryTree(new Map([...tree, ...overlay])),
      readText: () => null,
      post: (answer) => {
        if (answer.k === 'found') this.#found.set(answer.path, answer.findings);
      },
    });
    this.#queue.receive({ k: 'settings', settings: { folders: LIKELY_FOLDERS, ops, everyGroup: false, config: '' } });
  }

  /** Says that files changed on disk, or came or went. */
  onDisk(paths: readonly string[]): void {
    this.#queue.receive({ k: 'disk', paths });
  }

  /** The findings in some files when all work is done, after some of them got another text. */
  after(texts: Texts, changed: readonly string[], paths: readonly string[]): Record<string, readonly Finding[]> {
    this.#stamp++;
    for (const path of changed) this.#queue.receive({ k: 'text', path, text: texts.get(path) ?? null });
    for (const path of paths) this.#queue.receive({ k: 'check', path, stamp: this.#stamp });
    while (this.#queue.urgency !== 'never') this.#queue.step();
    return Object.fromEntries(paths.map((path) => [path, this.#found.get(path) ?? []]));
  }
}

/** Edits open files and compares; files neither come nor go in an editor. */
function compare(name: string, tree: Texts, ops: readonly string[], paths: readonly string[], seed: number): void {
  const texts = new Map(tree);
  const steps = new Edits(texts, paths, seed);
  const steady = new Checked(tree, ops);
  steady.after(texts, paths, paths);
  for (let step = 1; step <= edits; step++) {
    const { what, paths: touched } = steps.next();
    const changed = touched.filter((path) => paths.includes(path));
    for (const path of changed) if (!texts.has(path)) texts.set(path, '');
    const mine = steady.after(texts, changed, paths);
    const anew = new Checked(tree, ops).after(texts, paths, paths);
    assert.deepEqual(mine, anew, `${name}, seed ${seed}, edit ${step}: ${what}`);
  }
}

for (const [seed, name] of readdirSync(folder)
  .filter((each) => /^S\d+\.txt$/.test(each))
  .entries()) {
  test(`${edits} edits of open files in ${name}`, () => {
    const { files, settings } = parseArchive(readFileSync(join(folder, name), 'utf8'));
    const paths = [...files.keys()].filter((path) => path.endsWith('.c'));
    compare(name, new Map(files), settings['ops'] ?? ['vm_uffd_ops'], paths, seed);
  });
}

test(`${edits} edits of open files in the sample tree`, () => {
  const files = readdirSync(sample, { recursive: true, encoding: 'utf8' })
    .map((name) => join(sample, name))
    .filter((path) => statSync(path).isFile());
  const tree = new Map(files.map((path) => [relative(sample, path), readFileSync(path, 'utf8')]));
  const paths = [...tree.keys()].filter((path) => path.endsWith('.c')).sort();
  compare('sample', tree, ['vm_uffd_ops'], paths, 99);
});

describe('findings that a file on disk makes or takes away', () => {
  const core =
    '#include <ops.h>\nint run(const struct vm_uffd_ops *ops)\n{\n\tif (ops->start())\n\t\treturn 0;\n\treturn ops->stop();\n}\n';
  const table = (name: string, hooks: readonly string[]): string =>
    `#include <ops.h>\n${hooks.map((hook) => `static int ${name}_${hook}(void)\n{\n\treturn 1;\n}\n`).join('')}` +
    `const struct vm_uffd_ops ${name}_ops = { ${hooks.map((hook) => `.${hook} = ${name}_${hook},`).join(' ')} };\n`;
  const files: readonly (readonly [string, string])[] = [
    ['include/ops.h', 'struct vm_uffd_ops {\n\tint (*start)(void);\n\tint (*stop)(void);\n};\n'],
    ['mm/core.c', core],
    ['mm/one.c', table('one', ['start', 'stop'])],
    ['mm/two.c', table('two', ['start'])],
  ];
  const rulesIn = (checked: Checked, texts: Texts): readonly string[] =>
    (checked.after(texts, [], ['mm/core.c'])['mm/core.c'] ?? []).map(({ rule }) => rule);

  test('are those of the files that are there', () => {
    const texts = new Map(files.filter(([path]) => path !== 'mm/two.c'));
    const checked = new Checked(texts, ['vm_uffd_ops']);
    assert.deepEqual(rulesIn(checked, texts), []);
    for (const [path, text] of files) texts.set(path, text);
    checked.onDisk(['mm/two.c']);
    assert.deepEqual(rulesIn(checked, texts), ['hook-unguarded']);
    texts.delete('mm/two.c');
    checked.onDisk(['mm/two.c']);
    assert.deepEqual(rulesIn(checked, texts), []);
  });
});
