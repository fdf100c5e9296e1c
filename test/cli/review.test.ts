/** `opscope review`: a series in a mailbox is what its commits are. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { CheckAnswer } from '../../server/src/features/findings/check.ts';
import type { ReviewAnswer, ReviewedPatch } from '../../server/src/model/review-answers.ts';
import { command } from '../harness/command.ts';
import { git } from '../harness/git.ts';
import { inside } from '../harness/inside.ts';
import { commits, core, driver, edit, mailbox, repository } from './review-repo.ts';

async function reviewed(
  root: string,
  ...args: readonly string[]
): Promise<ReviewAnswer & { err: string; code: number | null }> {
  const { code, out, err } = await inside(['review', ...args, '--tree', root, '--format', 'json']);
  assert.notEqual(out, '', err);
  return { ...(JSON.parse(out) as ReviewAnswer), err, code };
}

/** All that a patch introduces, whether or not a later one settles it. */
function introducedBy({ introduced, settledBy }: ReviewedPatch): readonly string[] {
  return [...introduced, ...settledBy.flatMap(({ findings }) => findings)].map((each) => JSON.stringify(each)).sort();
}

/** All that goes with a patch, whoever introduced it. */
function goneWith({ removed, settles }: ReviewedPatch): readonly string[] {
  return [...removed, ...settles.flatMap(({ findings }) => findings)].map((each) => JSON.stringify(each)).sort();
}

const short = ({ rule, function: inside }: { readonly rule: string; readonly function: string | null }): string =>
  `${inside} ${rule}`;

describe('a series of mails', () => {
  test('introduces at each patch what check --base says of its commit', async (t) => {
    const root = repository(t);
    commits(root);
    const mbox = mailbox(root);
    git(root, 'checkout', '--quiet', 'master');
    const { patches, code } = await reviewed(root, mbox);
    assert.equal(code, 1);
    assert.equal(patches.length, 7);
    for (const [i, patch] of patches.entries()) {
      git(root, 'checkout', '--quiet', `topic~${patches.length - 1 - i}`);
      const { out } = await inside(['check', '--base', 'HEAD~1', '--tree', root, '--format', 'json']);
      const { findings, removed = [] } = JSON.parse(out) as CheckAnswer;
      assert.deepEqual(introducedBy(patch), findings.map((each) => JSON.stringify(each)).sort(), patch.subject);
      assert.deepEqual(goneWith(patch), removed.map((each) => JSON.stringify(each)).sort(), patch.subject);
    }
    assert.deepEqual(
      patches.map(({ introduced, settledBy, removed, settles }) => [
        introduced.map(short),
        settledBy.map(({ n, findings }) => [n, ...new Set(findings.map(short))]),
        [...new Set(removed.map(short))],
        settles.map(({ n, findings }) => [n, ...new Set(findings.map(short))]),
      ]),
      [
        [['again dispatch-added'], [], [], []],
        [[], [[4, 'again hook-unguarded']], [], []],
        [['fresh pgtable-in-module'], [], [], []],
        [[], [], [], [[2, 'again hook-unguarded']]],
        [[], [[7, 'more pgtable-in-module']], [], []],
        [[], [], [], []],
        [[], [], ['glimpse_map_one pgtable-in-module'], [[5, 'more pgtable-in-module']]],
      ],
    );
  });

  test('is the same as the range of its commits, and a folder of them', async (t) => {
    const root = repository(t);
    commits(root);
    const mbox = mailbox(root, '--base=master');
    git(root, 'format-patch', '--quiet', '--output-directory', join(root, '../patches'), 'master..topic');
    git(root, 'checkout', '--quiet', 'master');
    const expected = (await reviewed(root, mbox)).patches.map((each) => ({ ...each, messageId: '' }));
    for (const input of ['master..topic', join(root, '../patches')])
      assert.deepEqual((await reviewed(root, input)).patches, expected, input);
  });

  test('is read from standard input, and from a Maildir', async (t) => {
    const root = repository(t);
    commits(root);
    const mbox = mailbox(root);
    git(root, 'checkout', '--quiet', 'master');
    const expected = (await reviewed(root, mbox)).patches;
    const args = [command, 'review', '-', '--tree', root, '--format', 'json'];
    const { stdout } = spawnSync(process.execPath, args, { input: readFileSync(mbox), encoding: 'utf8' });
    assert.deepEqual((JSON.parse(stdout) as ReviewAnswer).patches, expected);
    for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(root, '../mail', name), { recursive: true });
    const mails = readFileSync(mbox, 'utf8')
      .split(/^From .*\n/m)
      .slice(1);
    for (const [i, text] of mails.entries())
      writeFileSync(join(root, '../mail', i % 2 ? 'cur' : 'new', `${i}.host`), text);
    const { patches, notes } = await reviewed(root, join(root, '../mail'));
    assert.deepEqual(patches, expected);
    assert.deepEqual(notes, ['the patches are not in their order: they are taken by their numbers']);
  });

  test('says what its structs, tables, calls and exports gain and lose', async (t) => {
    const root = repository(t);
    commits(root);
    const { facts, patches, metrics } = await reviewed(root, 'master..topic');
    assert.deepEqual(
      metrics.map(({ id, before, after, items }) => [id, before, after, items.length]),
      [['dispatch.sites', 5, 6, 6]],
    );
    assert.deepEqual(
      patches.map(({ facts: each }) =>
        each?.ops.map(({ tables, dispatches }) =>
          [tables, dispatches].map(({ gained, lost }) => [
            gained.map(({ name }) => name),
            lost.map(({ name }) => name),
          ]),
        ),
      ),
      [
        [
          [
            [[], []],
            [['can_userfault in again()'], []],
          ],
        ],
        [
          [
            [['bare_uffd_ops'], []],
            [[], []],
          ],
        ],
        [
          [
            [[], []],
            [[], []],
          ],
        ],
        [
          [
            [[], ['bare_uffd_ops']],
            [[], []],
          ],
        ],
        ...Array.from({ length: 3 }, () => [
          [
            [[], []],
            [[], []],
          ],
        ]),
      ],
    );
    assert.deepEqual(
      facts.ops.map(({ tables }) => tables),
      [{ gained: [], lost: [] }],
    );
  });
});

describe('a series is applied to', () => {
  test('the commit that it names, whatever is checked out', async (t) => {
    const root = repository(t);
    commits(root);
    const mbox = mailbox(root, '--base=master');
    const { series, patches } = await reviewed(root, mbox);
    const base = git(root, 'rev-parse', 'master').trim();
    assert.deepEqual(series.base, { asked: base, used: base, why: 'the series names it as its base-commit' });
    assert.ok(patches.every(({ applied }) => applied === 'clean'));
  });

  test('what is asked for, untracked files left out', async (t) => {
    const root = repository(t);
    commits(root);
    const mbox = mailbox(root);
    writeFileSync(join(root, 'mm/untracked.c'), 'int untracked;\n');
    edit(root, 'Makefile', (text) => text.replace(/^VERSION = \d+/m, 'VERSION = 9'));
    const { series, patches, tree } = await reviewed(root, mbox, '--onto', 'master');
    assert.match(tree.version, /^7\./);
    assert.deepEqual([series.base.asked, series.base.why], ['master', '--onto asks for it']);
    assert.ok(patches.every(({ applied }) => applied === 'clean'));
  });

  test('what is on disk, where there is no git, or a commit that git does not know', async (t) => {
    const root = repository(t);
    commits(root);
    const mbox = mailbox(root, '--base=master');
    git(root, 'checkout', '--quiet', 'master');
    rmSync(join(root, '.git'), { recursive: true });
    const { series, patches } = await reviewed(root, mbox);
    assert.equal(series.base.used, null);
    assert.match(series.base.why, /^its base-commit [0-9a-f]{40} is not to be had: /);
    assert.equal(patches.length, 7);
  });
});

describe('a patch that does not apply', () => {
  test('is named by hunk, and those before it are answered', async (t) => {
    const root = repository(t);
    commits(root);
    const mbox = mailbox(root);
    git(root, 'checkout', '--quiet', 'master');
    edit(root, driver, (text) => text.replace('MODULE_LICENSE', 'MODULE_LICENCE'));
    const { patches, err, code, notes } = await reviewed(root, mbox);
    assert.equal(code, 2);
    assert.deepEqual(
      patches.map(({ n, applied }) => `${n} ${applied}`),
      ['1 clean', '2 clean', '3 failed'],
    );
    assert.match(
      err,
      /^opscope: patch 3\/7 does not apply: drivers\/misc\/glimpse\/glimpse\.c, hunk 2 \(@@ [^@]+ @@\): line \d+ is "MODULE_LICENCE/m,
    );
    assert.deepEqual(notes, ['the 4 patches after it are not looked at']);
    assert.deepEqual(patches[0]?.introduced.map(short), ['again dispatch-added']);
  });
});

/** What is in a folder, each file with its time of change and its content. */
function stateOf(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const stats = statSync(join(folder, name));
    hash.update(
      `${name} ${stats.mode} ${stats.isFile() ? `${stats.mtimeMs} ${readFileSync(join(folder, name), 'latin1')}` : ''}\n`,
    );
  }
  return hash.digest('hex');
}

test('a review changes nothing in the tree, the index, the refs or the objects', async (t) => {
  const root = repository(t);
  commits(root);
  const mbox = mailbox(root, '--base=master');
  edit(root, core, (text) => `${text}\n/* Not committed. */\n`);
  const before = stateOf(root);
  const questions: readonly (readonly [number, ...string[]])[] = [
    ...['text', 'sarif', 'reply'].map((format) => [1, mbox, '--format', format] as const),
    [1, 'master..topic', '--format', 'sarif'],
    // What is there already does not apply.
    [2, mbox, '--onto', 'topic~3', '--format', 'reply'],
  ];
  for (const [ends, ...question] of questions) {
    const { code, err } = await inside(['review', ...question, '--tree', root]);
    assert.equal(code, ends, `${question.join(' ')}: ${err}`);
    assert.equal(stateOf(root), before, question.join(' '));
  }
});

test('wrong use is told in a line', async (t) => {
  const root = repository(t);
  const empty = join(root, '../empty.mbox');
  writeFileSync(empty, 'From a Mon Sep 17 00:00:00 2001\nSubject: hello\n\nNo patch.\n');
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /^opscope: review what\? Name a mailbox/],
    [['nothing.mbox'], /^opscope: nothing\.mbox: no file, no folder, and no range of commits \(A\.\.B\)$/],
    [['master..nothing'], /^opscope: master\.\.nothing: git knows no commit nothing$/],
    [['--patch', '0', empty], /^opscope: --patch 0: write a number from 1 on$/],
    [['--fuzz', 'x', empty], /^opscope: --fuzz x: write a number from 0 on$/],
    [['--format', 'x', empty], /^opscope: no format "x"; review has text, reply, markdown, json, sarif, github, b4$/],
    [[empty], /^opscope: no patch in .*empty\.mbox$/],
    [[empty, empty], /^opscope: review takes one series, and no /],
    [[root], /^opscope: .*: no files in it that are named \.patch/],
  ];
  for (const [args, said] of cases) {
    const { code, out, err } = await inside(['review', ...args, '--tree', root]);
    assert.deepEqual([code, out], [2, ''], args.join(' '));
    assert.match(err.trimEnd(), said);
  }
});
