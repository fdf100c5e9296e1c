/** An answer depends on the question alone: not on what was asked before, nor on the order in which files were read. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { readBatch } from '../../server/src/features/whole-tree/batch.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { LIKELY_FOLDERS } from '../../server/src/index/folders.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import type { TreeSource } from '../../server/src/index/source.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { parseArchive } from '../harness/markers/archive.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';
import { random } from '../robust/random.ts';
import { answersOf } from './answers.ts';
import { shuffled } from './chains.ts';
import { CHOSEN_OPS, chosenTree } from './chosen-tree.ts';

const folder = join(projectRoot, 'test/markers');

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

/** What the tables and the calls of a file say. */
function everythingOf(resolver: Resolver, path: string): string {
  const [tables, calls] = [readBatch(resolver, [path], 'tables'), readBatch(resolver, [path], 'dispatch')];
  return JSON.stringify([tables.tables, tables.dispatch, calls.tables, calls.dispatch]);
}

/** Everything of each file, by file, when the files are looked at one after the other. */
function everything(tree: TreeSource, paths: readonly string[]): ReadonlyMap<string, string> {
  const resolver = Resolver.of(Snapshot.of(tree, { folders: [] }, lowerer));
  return new Map(paths.map((path) => [path, everythingOf(resolver, path)]));
}

/** Trees to ask about: those of the markers, and generated ones. */
const trees: readonly {
  readonly name: string;
  readonly texts: ReadonlyMap<string, string>;
  readonly ops: readonly string[];
}[] = [
  ...readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => {
      const { files, settings } = parseArchive(readFileSync(join(folder, name), 'utf8'));
      return { name, texts: files, ops: settings['ops'] ?? ['vm_uffd_ops'] };
    }),
  ...Array.from({ length: 12 }, (_, seed) => ({ name: `tree ${seed}`, texts: chosenTree(seed), ops: CHOSEN_OPS })),
];

describe('in any order', () => {
  for (const [seed, { name, texts, ops }] of trees.entries()) {
    const paths = [...texts.keys()].filter((path) => /\.[ch]$/.test(path));
    const asked = {
      settings: { ops, contextStructs: ['uffd_info'] },
      paths,
      cursors: [],
      reach: true,
      findings: true,
    };

    test(`the files of ${name} say the same`, () => {
      const alone = paths.map((path) => everything(new MemoryTree(texts), [path]).get(path));
      for (let round = 0; round < 3; round++) {
        const together = everything(new MemoryTree(texts), shuffled(paths, 10 * seed + round));
        assert.deepEqual(
          paths.map((path) => together.get(path)),
          alone,
        );
      }
    });

    test(`questions about ${name} have the same answers`, () => {
      const fresh = () =>
        Snapshot.of(new MemoryTree(texts), { folders: ops === CHOSEN_OPS ? [] : LIKELY_FOLDERS }, lowerer);
      const right = [...answersOf(fresh(), asked)].sort();
      const snapshot = fresh();
      for (const path of shuffled(paths, seed)) {
        const one = { ...asked, paths: [path], reach: false, findings: false };
        for (const line of answersOf(snapshot, one)) assert.ok(right.includes(line), line.slice(0, 200));
      }
      assert.deepEqual([...answersOf(snapshot, asked)].sort(), right);
    });

    test(`batches of ${name} say the same, however they are shared out`, () => {
      const alone = paths.map((path) => everything(new MemoryTree(texts), [path]).get(path));
      for (let round = 0; round < 3; round++) {
        const raced = race(new MemoryTree(texts), paths, 10 * seed + round);
        assert.deepEqual(
          paths.map((path) => raced.get(path)),
          alone,
        );
      }
    });
  }
});

/** Everything of each file, by file, as threads find it out that take batches in a race. */
function race(tree: TreeSource, paths: readonly string[], seed: number): ReadonlyMap<string, string> {
  const next = random(seed);
  const threads = Array.from({ length: 1 + Math.floor(next() * 3) }, () =>
    Resolver.of(Snapshot.of(tree, { folders: [] }, lowerer, true)),
  );
  const found = new Map<string, string>();
  for (let at = 0; at < paths.length; ) {
    const batch = paths.slice(at, at + 1 + Math.floor(next() * 5));
    at += batch.length;
    const thread = threads[Math.floor(next() * threads.length)];
    // A thread is done with files one after the other: each says what it says alone.
    for (const path of thread ? batch : []) found.set(path, everythingOf(thread ?? assert.fail(), path));
  }
  return found;
}

/** The tables that a file has beside some others, by name and struct. */
function tablesOf(texts: Record<string, string>, path: string, beside: readonly string[]): readonly string[] {
  const tree = new MemoryTree(new Map(Object.entries(texts)));
  const resolver = Resolver.of(Snapshot.of(tree, { folders: [] }, lowerer));
  for (const other of beside) readBatch(resolver, [other], 'tables');
  return readBatch(resolver, [path], 'tables').tables.map(({ name, struct }) => `${struct} ${name}`);
}

describe('what another file said before does not count', () => {
  const ops = 'struct an_ops { int (*run)(void); };\n';

  test('of the headers that #if chooses from', () => {
    const texts = {
      'include/small.h': '#define MAKE(n) static const struct an_ops n##_small = { .run = n };\n',
      'include/big.h': '#define MAKE(n) static const struct an_ops n##_big = { .run = n };\n',
      'include/choice.h': '#ifdef CONFIG_SMALL\n#include <small.h>\n#else\n#include <big.h>\n#endif\n',
      'include/ops.h': ops,
      'mm/a.c': '#include <ops.h>\n#include <small.h>\nMAKE(alpha)\n',
      'mm/b.c': '#include <ops.h>\n#include <choice.h>\nMAKE(beta)\n',
    };
    const alone = ['an_ops beta_small', 'an_ops beta_big'];
    assert.deepEqual(tablesOf(texts, 'mm/b.c', []), alone);
    assert.deepEqual(tablesOf(texts, 'mm/b.c', ['mm/a.c']), alone);
  });

  test('of a macro whose inner macros the files define', () => {
    const texts = {
      'include/ops.h': ops,
      'include/make.h': '#define MAKE(n) INNER(n)\n',
      'mm/a.c': '#include <ops.h>\n#include <make.h>\n#define INNER(n) extern int n;\nMAKE(alpha)\n',
      'mm/b.c':
        '#include <ops.h>\n#include <make.h>\n#define INNER(n) static const struct an_ops n##_ops = { .run = n };\nMAKE(beta)\n',
    };
    assert.deepEqual(tablesOf(texts, 'mm/b.c', []), ['an_ops beta_ops']);
    assert.deepEqual(tablesOf(texts, 'mm/b.c', ['mm/a.c']), ['an_ops beta_ops']);
  });

  test('of the name that a struct without a tag goes by', () => {
    const texts = {
      'include/ops.h': 'typedef struct { int (*run)(void); } first_t, second_t;\n',
      'mm/a.c': '#include <ops.h>\nstatic first_t alpha = { .run = one };\n',
      'mm/b.c': '#include <ops.h>\nstatic second_t beta = { .run = two };\n',
    };
    const alone = tablesOf(texts, 'mm/b.c', []);
    assert.deepEqual(tablesOf(texts, 'mm/b.c', ['mm/a.c']), alone);
    assert.equal(alone.length, 1);
  });
});

describe('a question of more folders', () => {
  test('never answers less: a source that another one includes sees what that sees', () => {
    const texts = new Map([
      ['include/linux/fs.h', 'struct file_operations { int (*open)(void); };\n'],
      ['tools/fs.h', 'struct file_operations { int (*other)(void); };\n'],
      ['drivers/usb/hcd.c', '#include <linux/fs.h>\n#include "dbg.c"\n'],
      [
        'drivers/usb/dbg.c',
        'static int dbg_open(void);\nstatic const struct file_operations dbg_fops = { .open = dbg_open };\n',
      ],
    ]);
    const names = (folders: readonly string[]) =>
      Resolver.of(Snapshot.of(new MemoryTree(texts), { folders }, lowerer))
        .ops('file_operations')
        .tables()
        .map(({ name }) => name);
    assert.deepEqual(names(['drivers/usb', 'include']), ['dbg_fops']);
    assert.deepEqual(names([]), ['dbg_fops']);
  });
});

describe('macros that use each other in a circle', () => {
  const texts = {
    'include/ops.h': 'struct an_ops { int (*run)(void); };\n',
    'mm/a.c': `#include <ops.h>
#define FIRST(o) (SECOND(o) + THIRD(o))
#define SECOND(o) (FIRST(o))
#define THIRD(o) ((o)->run())
int one(const struct an_ops *o) { return FIRST(o); }
int two(const struct an_ops *o) { return SECOND(o); }
`,
  };
  const callers = (text: string): readonly string[] => {
    const tree = new MemoryTree(new Map(Object.entries({ ...texts, 'mm/a.c': text })));
    const resolver = Resolver.of(Snapshot.of(tree, { folders: [] }, lowerer));
    return readBatch(resolver, ['mm/a.c'], 'dispatch')
      .dispatch.map((each) => each.function)
      .sort();
  };

  test('dispatch whichever is used first', () => {
    const lines = texts['mm/a.c'].split('\n');
    const [one = '', two = ''] = lines.splice(4, 2);
    assert.deepEqual(callers([...lines, one, two].join('\n')), ['one', 'two']);
    assert.deepEqual(callers([...lines, two, one].join('\n')), ['one', 'two']);
  });
});
