/** What is known of headers: it spares their reading, and is never believed of a file that is another one by now. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { loadLowerer } from '../../../server/src/host/assets.ts';
import { DiskTree } from '../../../server/src/host/disk.ts';
import { isCardFacts } from '../../../server/src/host/words/card-facts.ts';
import { packCards, unpackCards } from '../../../server/src/host/words/card-pack.ts';
import type { WordIndex } from '../../../server/src/host/words/index.ts';
import { openWords, saveWords, type WordsOf } from '../../../server/src/host/words/store.ts';
import { Snapshot } from '../../../server/src/index/snapshot.ts';
import type { Overlay } from '../../../server/src/index/source.ts';
import { projectRoot } from '../../harness/root.ts';

const assets = join(projectRoot, 'dist');

const HEADER = 'include/linux/thing.h';
const FILES: Readonly<Record<string, string>> = {
  [HEADER]: '#ifdef CONFIG_A\n#include <linux/a.h>\n#else\n#include <linux/b.h>\n#endif\nstruct thing { int a; };\n',
  'include/linux/a.h': 'struct in_a { int a; };\n',
  'include/linux/b.h': 'struct in_b { int b; };\nint never_asked_for(void) { return 1; }\n',
  'mm/x.c': '#include <linux/thing.h>\nstruct thing it;\n',
};

function scratchTree(t: TestContext): WordsOf {
  const root = mkdtempSync(join(tmpdir(), 'opscope-cards-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(FILES)) write(join(root, 'tree'), path, text);
  return { root: join(root, 'tree'), folders: [], assets, cache: join(root, 'cache') };
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Where a name is declared as `mm/x.c` sees it, and which of its headers were read for that. */
async function asked(index: WordIndex, root: string, name: string, overlay: Overlay = new Map()) {
  const tree = new DiskTree(root, overlay, index);
  const isKnown = Object.keys(FILES).filter((path) => tree.known(path) !== null);
  const snapshot = Snapshot.of(tree, { folders: [] }, await loadLowerer(assets), true);
  const file = snapshot.file('mm/x.c');
  assert.ok(file);
  const { includes } = snapshot;
  const found = snapshot.lookup(name, ['tag'], file);
  const chosen = snapshot
    .file(HEADER)
    ?.conditionalIncludes()
    .map((each) => `${each.name} ${each.condition} ${each.group}`);
  return { at: found?.file.path, seen: [...includes.closure(file)].map(({ path }) => path), chosen, isKnown };
}

test('headers that were read once answer from what is known of them, alike', async (t) => {
  const of = scratchTree(t);
  const cold = await openWords(of);
  const first = await asked(cold, of.root, 'in_b');
  assert.deepEqual(first.isKnown, []);
  assert.equal(first.at, 'include/linux/b.h');
  saveWords(of, cold);
  const warm = await openWords(of);
  const second = await asked(warm, of.root, 'in_b');
  assert.deepEqual(second.isKnown, [HEADER, 'include/linux/a.h', 'include/linux/b.h']);
  assert.deepEqual({ ...second, isKnown: [] }, first);
});

test('a header that declares no such name is not read for it', async (t) => {
  const of = scratchTree(t);
  const index = await openWords(of);
  await asked(index, of.root, 'in_b');
  const before = index.stamp(HEADER);
  // Behind the back of the index: whoever reads it now finds nothing in it.
  write(of.root, HEADER, '');
  assert.equal((await asked(index, of.root, 'in_a')).at, 'include/linux/a.h');
  assert.deepEqual(index.stamp(HEADER), before);
});

test('a header that changed is read anew, and so is one that an editor has open', async (t) => {
  const of = scratchTree(t);
  const index = await openWords(of);
  await asked(index, of.root, 'in_b');
  const overlay = new Map([['include/linux/a.h', 'struct in_editor { int a; };\n']]);
  const open = await asked(index, of.root, 'in_editor', overlay);
  assert.deepEqual([open.at, open.isKnown], ['include/linux/a.h', [HEADER, 'include/linux/b.h']]);
  write(of.root, 'include/linux/b.h', 'struct in_c { int changed_since; };\n');
  index.refresh(['include/linux/b.h']);
  const changed = await asked(index, of.root, 'in_c');
  assert.deepEqual([changed.at, changed.isKnown], ['include/linux/b.h', [HEADER, 'include/linux/a.h']]);
  assert.equal((await asked(index, of.root, 'in_b')).at, undefined);
});

test('what is known comes back from bytes as it was; of others, or cut off anywhere, nothing does', async (t) => {
  const of = scratchTree(t);
  const index = await openWords(of);
  await asked(index, of.root, 'in_b');
  const facts = index.cards.whole();
  const about = { root: of.root, folders: [], installedAt: 7 };
  const bytes = Buffer.concat(packCards(facts, about));
  assert.deepEqual(unpackCards(bytes, about), facts);
  for (const other of [{ root: '/other' }, { folders: ['mm'] }, { installedAt: 8 }])
    assert.equal(unpackCards(bytes, { ...about, ...other }), null);
  for (let length = 0; length < bytes.length; length += 3)
    assert.equal(unpackCards(bytes.subarray(0, length), about), null);
  assert.equal(isCardFacts({ ...facts, includes: facts.includes.slice(1) }), false);
});
