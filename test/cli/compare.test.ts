/** `opscope compare`: folders, revisions and series as sides, and the forms of the answer. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { CompareAnswer } from '../../server/src/model/compare-answers.ts';
import { base, type Files, modularised, v4 } from '../compare/trees.ts';
import { answer as commanded, opscope } from '../harness/command.ts';
import { git } from '../harness/git.ts';
import { answer, inside } from '../harness/inside.ts';
import { projectRoot } from '../harness/root.ts';
import { scratch } from '../protocol/sample.ts';

function write(root: string, files: Files): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** Both proposals in folders. */
function folders(t: TestContext): readonly [string, string] {
  const at = scratch(t);
  return [write(join(at, 'v4'), v4), write(join(at, 'mod'), modularised)];
}

/** What both came from, in a repository with a branch for each; `master` is checked out. */
function repository(t: TestContext): string {
  const root = write(join(scratch(t), 'linux'), base);
  git(root, 'init', '--quiet', '--initial-branch=master');
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'base');
  for (const [name, files] of Object.entries({ v4, mod: modularised })) {
    git(root, 'checkout', '--quiet', '-b', name, 'master');
    write(root, files);
    git(root, 'commit', '--quiet', '-a', '-m', `mm: ${name}`);
  }
  git(root, 'checkout', '--quiet', 'master');
  return root;
}

/** The counts of all rows, without names and places. */
function counts({ metrics }: CompareAnswer): readonly string[] {
  return metrics.map(({ id, values }) => [id, ...Object.values(values).map(({ value }) => value)].join(' '));
}

describe('compare takes as sides', () => {
  test('folders, revisions and series, which are counted alike', async (t) => {
    const [one, other] = folders(t);
    const root = repository(t);
    const from = write(join(scratch(t), 'base'), base);
    // The command finds its tree by the sides where none is named.
    const byFolder = await commanded<CompareAnswer>(['compare', one, other, '--base', from]);
    const here = ['--tree', root];
    const byRevision = await answer<CompareAnswer>(['compare', 'v4', 'mod', '--base', 'master', ...here]);
    assert.deepEqual(counts(byRevision), counts(byFolder));
    assert.match(byRevision.sides[0]?.rev ?? '', /^[0-9a-f]{40}$/);
    const mbox = join(scratch(t), 'v4.mbox');
    writeFileSync(mbox, git(root, 'format-patch', '--stdout', 'master..v4'));
    const before = git(root, 'status', '--porcelain') + git(root, 'count-objects') + git(root, 'show-ref');
    const bySeries = await answer<CompareAnswer>(['compare', `${mbox}@master`, 'mod', '--base', 'master', ...here]);
    assert.deepEqual(counts(bySeries), counts(byFolder));
    assert.deepEqual(bySeries.sides[0]?.applied, ['mm: v4']);
    const onFolder = await commanded<CompareAnswer>(['compare', `${mbox}@${from}`, other, '--base', from]);
    assert.deepEqual(counts(onFolder), counts(byFolder));
    assert.equal(git(root, 'status', '--porcelain') + git(root, 'count-objects') + git(root, 'show-ref'), before);
  });

  test('what is checked out with changes that nobody committed', async (t) => {
    const root = repository(t);
    write(root, v4);
    const { same } = await answer<CompareAnswer>(['compare', root, 'v4', '--tree', root]);
    assert.equal(same, true);
  });

  test('nothing else, and says so', async (t) => {
    const [one] = folders(t);
    const root = repository(t);
    const mbox = join(scratch(t), 'v4.mbox');
    writeFileSync(mbox, git(root, 'format-patch', '--stdout', 'master..v4'));
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [['v4'], /compare what\?/],
      [['v4', 'mod', 'master'], /no "master" besides/],
      [['v4', 'no-such'], /no-such: no folder, and git knows no commit no-such/],
      [['v4', dirname(one)], /is no kernel tree/],
      [[`${mbox}@`, 'v4'], /name what .* is applied to/],
      [[`${mbox}@mod`, 'v4'], /patch 1\/1 does not apply/],
      [['v4', 'mod', '--only', 'sizes'], /there is no such group/],
      [['v4', 'mod', '--as', 'x=y'], /y is no side/],
      [['v4', 'mod', '--evidence', 'size.nothing'], /there is no such row/],
      [['v4', 'mod', '--ops', 'a,b'], /one ops struct/],
      [['v4', 'mod', '--format', 'svg'], /compare has text, markdown, json, sarif/],
    ];
    for (const [args, expected] of wrong) {
      const { code, err, out } = await inside(['compare', ...args, '--tree', root]);
      assert.deepEqual([code, out], [2, ''], args.join(' '));
      assert.match(err, expected);
    }
  });
});

describe('compare answers', () => {
  test('in the shape that docs/schema.json gives, with places that exist', async (t) => {
    const [one, other] = folders(t);
    const compared = await answer<CompareAnswer>([
      'compare',
      one,
      other,
      '--as',
      `v4=${one}`,
      '--as',
      `mod=${other}`,
      '--tree',
      one,
    ]);
    const ajv = new Ajv2020({ allErrors: true, strict: false });
    ajv.addSchema(JSON.parse(readFileSync(join(projectRoot, 'docs/schema.json'), 'utf8')) as object, 'opscope');
    const validate = ajv.getSchema('opscope#/$defs/compare') ?? assert.fail('no $defs/compare');
    assert.ok(validate(compared), ajv.errorsText(validate.errors));
    assert.deepEqual(
      compared.sides.map(({ name }) => name),
      ['v4', 'mod'],
    );
    for (const [name, root] of [
      ['v4', one],
      ['mod', other],
    ] as const) {
      for (const { file, line } of compared.metrics.flatMap(({ id, values }) =>
        /lost|removed/.test(id) ? [] : (values[name]?.items ?? []),
      )) {
        assert.ok(readFileSync(join(root, file), 'utf8').split('\n').length >= line, `${file}:${line}`);
      }
    }
  });

  test('in a line where the sides are the same, and with 1 where they are not and --exit-code asks', async (t) => {
    const [one, other] = folders(t);
    const same = await opscope(['compare', one, one, '--as', `v4=${one}`, '--exit-code']);
    assert.deepEqual(same, {
      code: 0,
      out: 'v4 and v4 (2) are the same in all that is counted of struct vm_uffd_ops.\n',
      err: '',
    });
    assert.equal((await opscope(['compare', one, other, '--exit-code'])).code, 1);
    assert.equal((await inside(['compare', one, other, '--tree', one])).code, 0);
  });

  test('as text, as Markdown, as SARIF, and row by row', async (t) => {
    const [one, other] = folders(t);
    const sides = [one, other, '--as', `v4=${one}`, '--as', `mod=${other}`, '--tree', one];
    const text = await inside(['compare', ...sides]);
    assert.match(text.out, /^ {2}hook\.hooks +1 +4 +hooks in the struct$/m);
    assert.match(text.out, /^ {2}UFFDIO_CONTINUE {2}hugetlb {2}changed\n {4}- hugetlb_mfill_atomic_pte\(\)$/m);
    assert.match(text.out, /^ {2}4 introduced, 4 removed, 0 the same$/m);
    const markdown = await inside(['compare', ...sides, '--format', 'markdown', '--only', 'core,new-type']);
    assert.match(
      markdown.out,
      /^\| `core\.special-cases` \| places where the core asks for one memory type \| 2 \| 0 \|$/m,
    );
    assert.doesNotMatch(markdown.out, /size\./);
    const { out } = await inside(['compare', ...sides, '--format', 'sarif']);
    const log = JSON.parse(out) as {
      readonly runs: readonly { readonly results: readonly { readonly ruleId: string }[] }[];
    };
    assert.deepEqual(
      log.runs[0]?.results.map(({ ruleId }) => ruleId),
      ['pgtable-in-hook', 'hook-unreached', 'hook-unexported-call', 'hook-unexported-call'],
    );
    const evidence = await inside(['compare', ...sides, '--evidence', 'dispatch.never']);
    assert.equal(
      evidence.out,
      'dispatch.never  hooks that are called nowhere\nv4  0\nmod  1\n  include/linux/mm.h:24  complete\n',
    );
  });
});
