/** After any sequence of edits the answers are those of a server that was started just now. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { parseArchive } from '../harness/markers/archive.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { rounds } from '../harness/nightly.ts';
import { projectRoot } from '../harness/root.ts';
import { compare } from './incremental.ts';

const folder = join(projectRoot, 'test/markers');

/** Edits a tree of markers goes through. */
const edits = rounds(80, 30);

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .forEach((name, seed) => {
    test(`${edits} edits of the tree in ${name}`, () => {
      const { files, settings } = parseArchive(readFileSync(join(folder, name), 'utf8'));
      const texts = new Map(files);
      const paths = [...texts.keys()].filter((path) => /\.[ch]$/.test(path));
      const ops = settings['ops'] ?? ['vm_uffd_ops'];
      compare({ name, texts, open: () => new MemoryTree(texts), ops, paths, edits, seed, reach: true }, lowerer);
    });
  });

describe('headers', () => {
  const user = `#include <linux/ops.h>
static int a_run(void) { return 0; }
static const struct an_ops a_ops = { .run = a_run };
`;
  const header = (name: string) => `struct an_ops { int (*${name})(void); };\n`;

  /** The names of the hooks after each step. */
  function hooksAfter(
    texts: Map<string, string>,
    steps: readonly ((texts: Map<string, string>) => string)[],
  ): string[] {
    const settings = { folders: ['mm', 'include'] };
    let snapshot = Snapshot.of(new MemoryTree(texts), settings, lowerer);
    const hooks = () => lineOf(snapshot);
    const found = [hooks()];
    for (const step of steps) {
      const changed = [step(texts)];
      snapshot = snapshot.next(new MemoryTree(texts), changed);
      found.push(hooks());
    }
    return found;
  }

  /** What the closure of the user has of the struct. */
  function lineOf(snapshot: Snapshot): string {
    const file = snapshot.file('mm/user.c');
    const symbol = file && snapshot.lookup('an_ops', ['tag'], file);
    return symbol ? symbol.file.path : 'none';
  }

  test('that go give way to the next of the same name, and come back before it', () => {
    const texts = new Map([
      ['mm/user.c', user],
      ['include/linux/ops.h', header('run')],
      ['include/uapi/linux/ops.h', header('run')],
    ]);
    const [first, second] = ['include/linux/ops.h', 'include/uapi/linux/ops.h'];
    const found = hooksAfter(texts, [
      () => {
        texts.delete(first);
        return first;
      },
      () => {
        texts.delete(second);
        return second;
      },
      () => {
        texts.set(first, header('run'));
        return first;
      },
    ]);
    assert.deepEqual(found, [first, second, 'none', first]);
  });
});
