/** Makefiles and Kconfig files without end, through the command: what they build is not known, and nothing is hidden by it. */
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { CheckAnswer } from '../../server/src/features/findings/check.ts';
import type { ModulesAnswer } from '../../server/src/features/modules.ts';
import { inside } from '../harness/inside.ts';
import { NASTY } from '../kbuild/nasty.ts';
import { sampleCopy } from '../protocol/sample.ts';

const FILE = 'drivers/misc/glimpse/glimpse.c';
const TOLD =
  /^opscope: drivers\/misc\/glimpse\/Makefile:\d+: the makefile of drivers\/misc\/glimpse is cut at [\d,]+ steps$/m;

/** The sample, in which the driver's makefile doubles a variable thirty times before it says anything. */
function tree(t: TestContext): string {
  const root = sampleCopy(t);
  const doubling = NASTY['variables that double at once']?.(30)['fs/Makefile'] ?? '';
  appendFileSync(join(root, 'drivers/misc/glimpse/Makefile'), doubling);
  return root;
}

describe('a makefile that is cut', () => {
  test('is told by modules, in text and in JSON', async (t) => {
    const root = tree(t);
    const text = await inside(['modules', FILE, 'mm/shmem.c', '--tree', root]);
    assert.equal(text.code, 0);
    assert.match(text.err, TOLD);
    assert.match(
      text.out,
      /^drivers\/misc\/glimpse\/glimpse\.c +either .* not known for certain: drivers\/misc\/glimpse\/Makefile:\d+: /m,
    );
    assert.match(text.out, /^mm\/shmem\.c +built-in +CONFIG_SHMEM +mm\/Makefile:3/m);
    const { out } = await inside(['modules', FILE, 'mm/shmem.c', '--tree', root, '--format', 'json']);
    const { files, notes } = JSON.parse(out) as ModulesAnswer & { readonly notes: readonly string[] };
    assert.equal(notes.length, 1);
    assert.deepEqual([files[0]?.status, files[0]?.cut?.message], ['either', notes[0]]);
    assert.equal(files[1]?.cut, undefined);
  });

  test('hides no finding: what may be a module is told, and why it is not known', async (t) => {
    const root = tree(t);
    const { code, out, err } = await inside(['check', 'drivers', '--tree', root, '--format', 'json']);
    assert.equal(code, 1);
    assert.match(err, TOLD);
    const { findings, notes } = JSON.parse(out) as CheckAnswer;
    assert.equal(notes.length, 1);
    const inModule = findings.filter(({ rule }) => rule === 'pgtable-in-module');
    assert.ok(inModule.length > 0);
    for (const { message, evidence } of inModule) {
      assert.match(message, / and may be part of a module: /);
      assert.equal(evidence.at(-1)?.message, `not known for certain: ${notes[0]}`);
    }
  });
});

test('a Kconfig file that sources itself is told, and answers as if it did so once', async (t) => {
  const root = sampleCopy(t);
  const before = await inside(['modules', 'mm', 'drivers', '--tree', root]);
  appendFileSync(join(root, 'mm/Kconfig'), 'source "mm/Kconfig"\nsource "mm/Kconfig"\n');
  const { out, err } = await inside(['modules', 'mm', 'drivers', '--tree', root]);
  assert.equal(out, before.out);
  assert.match(err, /^opscope: mm\/Kconfig:\d+: mm\/Kconfig, which sources itself, is cut at one reading\n$/);
});
