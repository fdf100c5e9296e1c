/** Whatever happens to documents and files, and whatever is asked in between: the answers are those of a new session. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import fc from 'fast-check';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Tree } from '../../server/src/lsp/tree.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { parseArchive } from '../harness/markers/archive.ts';
import { rounds } from '../harness/nightly.ts';
import { projectRoot } from '../harness/root.ts';
import { Played, type Step, stepsFor } from './sequences.ts';

/** Sequences are made from this; the same ones each time. */
const SEED = 20_260_301;

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

/** Sequences of steps in the tree of an archive, and what is wrong after one of them. */
function game(archive: string): {
  steps: fc.Arbitrary<readonly Step[]>;
  played: (steps: readonly Step[]) => string | null;
} {
  const { files, settings } = parseArchive(readFileSync(join(projectRoot, 'test/markers', archive), 'utf8'));
  const paths = [...files.keys()].filter((path) => /\.[ch]$/.test(path));
  const words = [...new Set([...files.values()].join(' ').match(/\b[a-z]\w{3,}\b/g))];
  const ops = settings['ops'] ?? ['vm_uffd_ops'];
  return {
    steps: stepsFor(paths.length, words),
    played: (steps) => new Played(files, paths, ops, lowerer).play(steps),
  };
}

for (const [archive, few] of [
  ['S0.txt', 20],
  ['forms.txt', 8],
  ['receivers.txt', 8],
] as const) {
  test(`sequences of edits and questions in ${archive}`, () => {
    const { steps, played } = game(archive);
    fc.assert(
      fc.property(steps, (each) => assert.equal(played(each), null)),
      { seed: SEED, numRuns: rounds(600, few) },
    );
  });
}

test('a session that overlooks what is written on disk is found, and what is told of it is short', (t) => {
  t.mock.method(Tree.prototype, 'changedOnDisk', () => false);
  const { steps, played } = game('kinds.txt');
  const asked = (each: readonly Step[]): string | null => played(each.flatMap(withQuestion));
  const { failed, counterexample } = fc.check(
    fc.property(steps, (each) => asked(each) === null),
    { seed: SEED, numRuns: 200 },
  );
  assert.ok(failed);
  const kinds = counterexample?.[0].map(({ k }) => k) ?? [];
  assert.ok(kinds.length <= 3 && kinds.some((k) => k === 'write' || k === 'remove'), kinds.join(' '));
});

/** A question in front of each step, so that its file has been read. */
function withQuestion(step: Step): readonly Step[] {
  return step.k === 'complete' ? [step] : [{ k: 'ask', file: step.file, at: 0, about: 'file' }, step];
}
