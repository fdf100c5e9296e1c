/** What a server holds stays within its bound, by the estimate, and answers are the same after something was let go of. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { lspHost } from '../../server/src/host/lsp-host.ts';
import { LIKELY_FOLDERS } from '../../server/src/index/folders.ts';
import { REST_AFTER, RESTING_BYTES } from '../../server/src/index/memory.ts';
import { query } from '../../server/src/index/query.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { Trees } from '../../server/src/lsp/trees.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { parseArchive } from '../harness/markers/archive.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { rounds } from '../harness/nightly.ts';
import { projectRoot } from '../harness/root.ts';
import { sampleTree } from '../protocol/sample.ts';
import { random } from '../robust/random.ts';
import { answersOf } from './answers.ts';

const folder = join(projectRoot, 'test/markers');

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

/** Bounds, as parts of what all that is known takes. */
const PARTS = [0, 0.5, 0.1, 0.9].slice(0, rounds(4, 2));

/** Questions about one file each, and about all of the tree. */
function questions(paths: readonly string[], ops: readonly string[]) {
  const settings = { ops, contextStructs: ['uffd_info'] };
  const about = (path: string) => ({ settings, paths: [path], cursors: [{ path, offset: 40 }] });
  return paths.map((path) => ({ ...about(path), reach: true, findings: true }));
}

describe('what is held', () => {
  readdirSync(folder)
    .filter((name) => /^S\d+\.txt$/.test(name))
    .forEach((name, seed) => {
      const { files, settings } = parseArchive(readFileSync(join(folder, name), 'utf8'));
      const tree = new MemoryTree(new Map(files));
      const paths = [...files.keys()].filter((path) => /\.[ch]$/.test(path));
      const asked = questions(paths, settings['ops'] ?? ['vm_uffd_ops']);
      const fresh = () => Snapshot.of(tree, { folders: LIKELY_FOLDERS }, lowerer);

      test(`of ${name} is within every bound, and answers are those of a fresh index`, () => {
        const all = fresh();
        const right = asked.map((each) => answersOf(fresh(), each));
        for (const each of asked) answersOf(all, each);
        for (const part of PARTS) {
          const most = part * all.state.bytes;
          let snapshot = fresh();
          for (const [i, each] of [...asked, ...asked].entries()) {
            snapshot = snapshot.settled(most);
            assert.ok(snapshot.state.bytes <= most, `${snapshot.state.bytes} of ${most}`);
            assert.deepEqual(answersOf(snapshot, each), right[i % asked.length]);
          }
        }
      });

      test(`of ${name} may be any of the facts`, () => {
        const next = random(seed);
        const right = asked.map((each) => answersOf(fresh(), each));
        const snapshot = fresh();
        for (const [i, each] of [...asked, ...asked].entries()) {
          const { kept } = snapshot.state;
          const most = Math.floor(next() * kept.bytes);
          kept.letGo(most);
          assert.ok(kept.bytes <= most, `${kept.bytes} of ${most}`);
          assert.deepEqual(answersOf(snapshot, each), right[i % asked.length]);
        }
      });
    });
});

test('files that were asked for last stay, with what was parsed of them', () => {
  const text = (name: string) => `int ${name}(void)\n{\n\treturn 0;\n}\n`.repeat(20);
  const names = Array.from({ length: 20 }, (_, i) => `f${i}`);
  const tree = new MemoryTree(new Map(names.map((name) => [`mm/${name}.c`, text(name)])));
  const fresh = Snapshot.of(tree, { folders: ['mm'] }, lowerer);
  let snapshot = fresh;
  for (const name of names) {
    snapshot = snapshot.settled(Number.POSITIVE_INFINITY);
    const file = snapshot.file(`mm/${name}.c`);
    for (const region of file?.regions ?? []) file?.lower(region);
  }
  const last = snapshot.file('mm/f19.c');
  const lighter = snapshot.settled(snapshot.state.bytes / 2);
  assert.notEqual(lighter, snapshot);
  assert.ok(!lighter.known('mm/f0.c'));
  assert.equal(lighter.file('mm/f19.c'), last);
  assert.equal(lighter.lookup('f19', ['function'], last ?? assert.fail())?.file, last);
  assert.equal(snapshot.known('mm/f0.c'), true, 'the snapshot before it stays what it was');
});

test('when nobody has asked for a while, less is kept, and memory is given back', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let collected = 0;
  const host = { ...lspHost(join(projectRoot, 'dist')), collect: () => void collected++ };
  const trees = new Trees(host, lowerer, LIKELY_FOLDERS, () => []);
  const tree = trees.at(sampleTree);
  const ask = (): void => {
    const end = trees.begin();
    tree.resolver().ops('vm_uffd_ops').tables();
    end();
  };
  const holds = (): boolean => tree.resolver().snapshot.state.bytes > RESTING_BYTES;
  ask();
  tree.resolver().snapshot.get(query('much', () => 'x'.repeat(RESTING_BYTES)));
  assert.equal(holds(), true);
  t.mock.timers.tick(REST_AFTER - 1);
  ask();
  t.mock.timers.tick(REST_AFTER - 1);
  assert.deepEqual([holds(), collected], [true, 0]);
  const end = trees.begin();
  t.mock.timers.tick(REST_AFTER);
  assert.deepEqual([holds(), collected], [true, 0], 'a question is under way');
  end();
  t.mock.timers.tick(REST_AFTER);
  assert.deepEqual([holds(), collected], [false, 1]);
});

test('nothing is let go of while a question is under way', async () => {
  const trees = new Trees(lspHost(join(projectRoot, 'dist')), lowerer, LIKELY_FOLDERS, () => []);
  const tree = trees.at(sampleTree);
  const { snapshot } = tree.resolver();
  snapshot.file('mm/shmem.c');
  const ends = [trees.begin(), trees.begin(0)];
  assert.equal(tree.resolver().snapshot, snapshot);
  for (const end of ends) end();
  trees.begin(0)();
  assert.notEqual(tree.resolver().snapshot, snapshot);
  assert.equal(tree.resolver().snapshot.state.bytes, 0);
});
