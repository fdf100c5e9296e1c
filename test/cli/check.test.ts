/** `opscope check`: its forms, and which findings it leaves out. */
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { CheckAnswer } from '../../server/src/features/findings/check.ts';
import { git } from '../harness/git.ts';
import { inside } from '../harness/inside.ts';
import { sampleCopy, sampleTree, scratch } from '../protocol/sample.ts';
import { checkShape } from './shape.ts';

const driver = 'drivers/misc/glimpse/glimpse.c';

async function check(root: string, ...args: string[]): Promise<CheckAnswer> {
  const { out, err } = await inside(['check', ...args, '--tree', root, '--format', 'json']);
  assert.equal(err, '');
  return JSON.parse(out) as CheckAnswer;
}

const short = (answer: CheckAnswer): string[] => answer.findings.map((each) => `${each.function} ${each.rule}`);

describe('opscope check', () => {
  test('finds page-table internals in a module, and ends with 1', async () => {
    const { code, out } = await inside(['check', 'drivers', '--tree', sampleTree]);
    assert.equal(code, 1);
    assert.match(
      out,
      /^drivers\/misc\/glimpse\/glimpse\.c:17:28: warning: glimpse_map_one\(\) .*pte_t.*\[pgtable-in-module\]$/m,
    );
    assert.match(
      out,
      /^drivers\/misc\/glimpse\/Makefile:2: note: CONFIG_GLIMPSE can make it part of a module on arm64, x86$/m,
    );
    assert.match(out, /^4 findings$/m);
  });

  test('ends with 0 where there is nothing to find', async () => {
    const { code, out } = await inside(['check', 'fs', '--tree', sampleTree]);
    assert.deepEqual([code, out], [0, '0 findings\n']);
  });

  test('reads the whole tree without paths, and the folders that are named alone', async () => {
    const answer = await check(sampleTree);
    checkShape('check', answer);
    assert.deepEqual([...new Set(answer.findings.map((each) => each.rule))].sort(), [
      'core-includes-backend',
      'core-special-case',
      'hook-duplicate-body',
      'hook-pair',
      'pgtable-in-module',
    ]);
    const narrow = await check(sampleTree, '--folders', 'mm,include,virt');
    assert.deepEqual(
      narrow.findings,
      answer.findings.filter(({ file }) => !file.startsWith('drivers/')),
    );
  });

  test('prints annotations of GitHub, with its characters escaped', async () => {
    const { out } = await inside(['check', 'drivers', '--tree', sampleTree, '--format', 'github']);
    const lines = out.trimEnd().split('\n');
    assert.equal(lines.length, 4);
    assert.match(
      lines[0] ?? '',
      /^::warning file=drivers\/misc\/glimpse\/glimpse\.c,line=17,endLine=17,col=28,endColumn=33,title=opscope pgtable-in-module::glimpse_map_one\(\) .*%0A/,
    );
  });

  test('leaves out what a baseline has, wherever it moved', async (t) => {
    const root = sampleCopy(t);
    const baseline = join(scratch(t), 'baseline.json');
    writeFileSync(baseline, JSON.stringify(await check(root, 'drivers')));
    const path = join(root, driver);
    writeFileSync(path, `\n\n${readFileSync(path, 'utf8')}int fresh(pte_t *pte) { return 0; }\n`);
    assert.deepEqual(short(await check(root, 'drivers', '--baseline', baseline)), ['fresh pgtable-in-module']);
  });

  test('lists what comments suppress', async (t) => {
    const root = sampleCopy(t);
    const path = join(root, driver);
    const comment = '/* opscope-ignore pgtable-in-module: looks at its own mapping only */\n';
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace('static int glimpse_map_one', `${comment}static int glimpse_map_one`),
    );
    assert.deepEqual(short(await check(root, 'drivers')), ['glimpse_fault pgtable-in-module']);
    const { code, out } = await inside(['check', 'drivers', '--list-suppressed', '--tree', root]);
    assert.equal(code, 0);
    assert.match(out, /glimpse\.c:17: pgtable-in-module {2}looks at its own mapping only/);
    assert.match(out, /^3 suppressed$/m);
  });

  test('changes severities, and leaves groups out', async () => {
    const off = ['--severity', 'pgtable-in-module/types=off', '--severity', 'pgtable-in-module=hint'];
    const { code, out } = await inside(['check', 'drivers', ...off, '--tree', sampleTree, '--format', 'json']);
    const { findings } = JSON.parse(out) as CheckAnswer;
    assert.equal(code, 0);
    assert.deepEqual([...new Set(findings.map((each) => each.severity))], ['hint']);
    assert.ok(findings.length > 0 && findings.every((each) => each.group !== 'types'));
    const error = await check(sampleTree, 'drivers', '--severity', 'pgtable-in-module/types=error');
    assert.ok(error.findings.some((each) => each.severity === 'error' && each.group === 'types'));
  });

  test('turns on a group that is off by itself', async (t) => {
    const root = sampleCopy(t);
    appendFileSync(join(root, driver), 'void fresh(unsigned long at) { set_memory_wc(at, 1); }\n');
    const group = 'pgtable-in-module/attributes';
    assert.equal(short(await check(root, 'drivers')).length, 4);
    const { findings } = await check(root, 'drivers', '--severity', `${group}=warning`);
    assert.ok(findings.some((each) => each.function === 'fresh' && each.severity === 'warning'));
  });

  test('leaves out paths', async () => {
    assert.deepEqual(short(await check(sampleTree, 'drivers', '--exclude', 'drivers/**/glimpse')), []);
    assert.deepEqual(short(await check(sampleTree, 'drivers', '--exclude', '*.h')).length, 4);
  });

  test('is narrowed by a .config', async (t) => {
    const config = join(scratch(t), 'my.config');
    writeFileSync(config, 'CONFIG_X86=y\nCONFIG_GLIMPSE=y\n');
    assert.deepEqual(short(await check(sampleTree, 'drivers', '--config', config)), []);
    writeFileSync(config, 'CONFIG_X86=y\nCONFIG_GLIMPSE=m\n');
    assert.equal(short(await check(sampleTree, 'drivers', '--config', config)).length, 4);
  });

  test('says which ops structs a rule left out', async (t) => {
    const root = sampleCopy(t);
    const tables = Array.from({ length: 25 }, (_, i) => `static const struct vm_uffd_ops eel${i}_uffd_ops = { };\n`);
    appendFileSync(join(root, 'mm/userfaultfd.c'), `\n${tables.join('')}`);
    const json = await inside(['check', 'mm', '--tree', root, '--format', 'json']);
    const answer = JSON.parse(json.out) as CheckAnswer;
    checkShape('check', answer);
    assert.deepEqual(
      answer.notes.map((note) => note.split(' leaves out struct vm_uffd_ops: ')[0]),
      ['hook-unguarded', 'hook-unreached'],
    );
    assert.ok(answer.findings.every(({ rule }) => rule !== 'hook-unguarded'));
    assert.equal(json.err, answer.notes.map((note) => `opscope: ${note}\n`).join(''));
    const { out } = await inside(['check', 'mm', '--tree', root, '--format', 'sarif']);
    const [{ toolExecutionNotifications }] = JSON.parse(out).runs[0].invocations;
    assert.equal(toolExecutionNotifications.length, 2);
  });

  test('with --base finds what a branch introduced, committed or not', async (t) => {
    const root = sampleCopy(t);
    git(root, 'init', '--quiet', '--initial-branch=master');
    git(root, 'add', '.');
    git(root, 'commit', '--quiet', '-m', 'base');
    git(root, 'checkout', '--quiet', '-b', 'topic');
    assert.deepEqual(short(await check(root, 'drivers', '--base', 'master')), []);
    appendFileSync(join(root, driver), 'int dirty(pte_t *pte) { return 0; }\n');
    assert.deepEqual(short(await check(root, 'drivers', '--base', 'master')), ['dirty pgtable-in-module']);
    git(root, 'commit', '--quiet', '-a', '-m', 'topic');
    git(root, 'checkout', '--quiet', 'master');
    appendFileSync(join(root, 'mm/memory.c'), '\n');
    git(root, 'commit', '--quiet', '-a', '-m', 'elsewhere');
    git(root, 'checkout', '--quiet', 'topic');
    assert.deepEqual(short(await check(root, 'drivers', '--base', 'master')), ['dirty pgtable-in-module']);
  });

  for (const [name, args, message] of [
    ['a path that is not there', ['none'], /no file or folder none in /],
    ['a form it does not have', ['--format', 'xml'], /no format "xml"; check has text, json, sarif, github/],
    ['a baseline that is not there', ['--baseline', '/none.json'], /\/none\.json: cannot be read/],
    ['a revision that is none', ['--base', '--output=x'], /--base --output=x: not a git repository/],
    ['a severity that is none', ['--severity', 'hook-pair=loud'], /--severity hook-pair=loud: write RULE=LEVEL/],
    [
      'a rule that is none',
      ['--severity', 'hook-pear=off'],
      /--severity hook-pear=off: no rule hook-pear; there are .*; did you mean hook-pair\?/,
    ],
    ['a .config that is none', ['--config', 'package.json'], /package\.json is no \.config/],
  ] as const) {
    test(`is used wrongly with ${name}`, async (t) => {
      const joined = args[0] === '--base' ? [`${args[0]}=${args[1]}`] : args;
      // A copy: the project's own tree is in a repository or not, as the project was come by.
      const { code, out, err } = await inside(['check', ...joined, '--tree', sampleCopy(t)]);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, message);
    });
  }
});
