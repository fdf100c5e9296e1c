/** Patches are applied in memory as git applies them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { type AppliedSeries, applySeries } from '../../server/src/series/apply.ts';
import { type FileDiff, readDiff } from '../../server/src/series/diff.ts';
import { readSeries } from '../../server/src/series/series.ts';
import { git } from '../harness/git.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { rounds } from '../harness/nightly.ts';
import { random } from '../robust/random.ts';
import { filesOf, History } from './history.ts';

const scratch = mkdtempSync(join(tmpdir(), 'opscope-apply-'));
after(() => rmSync(scratch, { recursive: true }));

/** The files of a tree with a series on it. */
function patched(files: ReadonlyMap<string, string>, applied: AppliedSeries<{ files: readonly FileDiff[] }>) {
  const all = new Map<string, string | null>([...files, ...applied.texts]);
  return new Map([...all].filter(([, text]) => text !== null).sort());
}

describe('what git made of commits at random', () => {
  const root = join(scratch, 'history');
  mkdirSync(root);
  const history = new History(root, random(1));
  const count = rounds(200, 40);
  for (let n = 1; n <= count; n++) history.step(`change ${n}`);
  const mails = git(root, 'format-patch', '--stdout', '--root', 'HEAD', `-${count}`);

  test('is the same commits when it is applied', async () => {
    const series = await readSeries([{ name: 'mbox', bytes: Buffer.from(mails) }]);
    assert.ok(series);
    const base = filesOf(root, `HEAD~${count}`);
    const applied = applySeries(new MemoryTree(base), series.patches);
    assert.deepEqual(
      applied.steps.flatMap(({ patch, outcome }) =>
        outcome.hunks.filter((each) => each.applied !== 'clean').map((each) => [patch.n, each]),
      ),
      [],
    );
    assert.equal(applied.failed, null);
    assert.deepEqual(patched(base, applied), new Map([...filesOf(root, 'HEAD')].sort()));
  });

  test('goes where git puts it in files that have moved on', () => {
    const next = random(2);
    let moved = 0;
    for (let n = 1; n <= count; n++) {
      const diff = git(root, 'diff', '-M', `HEAD~${count - n + 1}`, `HEAD~${count - n}`);
      const base = new Map(
        [...filesOf(root, `HEAD~${count - n + 1}`)].map(([name, text]) => [name, drifted(text, next)]),
      );
      const mine = applySeries(new MemoryTree(base), [{ files: readDiff(diff) }]);
      const theirs = applyByGit(base, diff);
      assert.equal(
        mine.failed === null,
        theirs !== null,
        `change ${n}: ${JSON.stringify(mine.steps[0]?.outcome.hunks)}`,
      );
      if (theirs) assert.deepEqual(patched(base, mine), theirs, `change ${n}`);
      if (mine.steps[0]?.outcome.applied === 'offset') moved++;
    }
    assert.ok(moved > 3, `${moved} were found elsewhere`);
  });
});

/** A text with lines put in or taken out at one place. */
function drifted(text: string, next: () => number): string {
  const lines = text.split('\n');
  if (next() < 0.3) return text;
  const at = Math.floor(next() * lines.length);
  lines.splice(at, next() < 0.3 ? 1 : 0, ...Array.from({ length: Math.floor(next() * 5) }, (_, i) => `drift ${i}`));
  return lines.join('\n');
}

/** What `git apply` makes of some files; null where it refuses. */
function applyByGit(files: ReadonlyMap<string, string>, diff: string): ReadonlyMap<string, string> | null {
  const root = mkdtempSync(join(scratch, 'drift-'));
  for (const [name, text] of files) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  git(root, 'init', '--quiet');
  const { status } = spawnSync('git', ['-C', root, 'apply', '--whitespace=nowarn', '--allow-empty', '-'], {
    input: diff,
  });
  git(root, 'add', '--all');
  const tree = git(root, 'write-tree').trim();
  const found = status === 0 ? new Map([...filesOf(root, tree)].sort()) : null;
  rmSync(root, { recursive: true });
  return found;
}
