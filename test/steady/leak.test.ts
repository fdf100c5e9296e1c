/** Memory over a long day: after thousands of edits a session holds what it held after one thousand. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { lenses } from '../../server/src/features/editor/lens.ts';
import { lspHost } from '../../server/src/host/lsp-host.ts';
import { LIKELY_FOLDERS } from '../../server/src/index/folders.ts';
import { DEFAULT_SETTINGS } from '../../server/src/lsp/settings.ts';
import { Trees } from '../../server/src/lsp/trees.ts';
import { rounds } from '../harness/nightly.ts';
import { projectRoot } from '../harness/root.ts';
import { sampleText, sampleTree } from '../protocol/sample.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that are held. */
function held(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

/** Growth that is no leak: what is held depends on when the engine compiles and rearranges. A text lost at every second edit would be more. */
const slack = 4 << 20;

const edits = rounds(10_000, 3_000);

test('edits leave nothing behind', async () => {
  const host = lspHost(join(projectRoot, 'dist'));
  const tree = new Trees(host, await host.loadLowerer(), LIKELY_FOLDERS, () => []).at(sampleTree);
  const paths = ['mm/shmem.c', 'mm/hugetlb.c', 'include/linux/userfaultfd_k.h'].map(
    (path) => [path, sampleText(path)] as const,
  );
  const edit = (count: number): void => {
    const [path, text] = paths[count % paths.length] ?? ['', ''];
    // Names that were never there before, as somebody types them, and some of the old ones gone.
    const typed = text.replace('static int', `static int fresh_${count}(void);\nstatic int`);
    tree.edit(path, `${typed}\nstruct fresh_${count} { int a; };\nint x_${count} = ${count};\n`);
    const resolver = tree.resolver();
    const file = resolver.snapshot.file(path);
    assert.ok(file && lenses(resolver, DEFAULT_SETTINGS, DEFAULT_SETTINGS.lens, file).length > 0);
  };
  for (let count = 0; count < 1_000; count++) edit(count);
  const before = held();
  for (let count = 1_000; count < edits; count++) edit(count);
  const grown = held() - before;
  assert.ok(grown < slack, `${Math.round(grown / 1024)} kB more`);
});
