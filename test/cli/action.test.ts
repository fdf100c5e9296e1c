/** action.yml and .pre-commit-hooks.yaml: read as GitHub reads them, and run as they are written on branches of the sample tree. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { NoOperationTraceWriter } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { parse } from 'yaml';
import { git } from '../harness/git.ts';
import { projectRoot } from '../harness/root.ts';
import { lintWorkflow, workflowOf } from '../harness/workflows.ts';
import { scratch } from '../protocol/sample.ts';
import { blocks, branch, FINDING } from './ci-page.ts';
import { checkSarif } from './sarif-multitool.ts';

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const text = read('action.yml');

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const action: {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
} = parse(text);

/** What GitHub has to say of an action. */
function mistakesIn(content: string): readonly string[] {
  const { context } = parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}

/** A clone of this project that is built by an npm of the test; what it was asked for stands in npm.log. */
function clone(t: TestContext): { home: string; env: NodeJS.ProcessEnv } {
  const home = scratch(t);
  for (const name of ['scripts', 'package.json'])
    cpSync(join(projectRoot, name), join(home, name), { recursive: true });
  mkdirSync(join(home, 'bin'));
  symlinkSync(join(projectRoot, 'dist'), join(home, 'built'));
  const script =
    '#!/bin/sh\necho "$PWD $*" >> "$HOME_OF_CLONE/npm.log"\nif [ "$1" = run ]; then ln -s built dist; fi\n';
  writeFileSync(join(home, 'bin/npm'), script, { mode: 0o755 });
  const path = [join(home, 'bin'), process.env['PATH']].join(delimiter);
  return { home, env: { ...process.env, PATH: path, HOME_OF_CLONE: home, OPSCOPE_CACHE: join(home, 'cache') } };
}

/** Commits code that is under review. */
function review(root: string, code: string): void {
  appendFileSync(join(root, FINDING.file), code);
  git(root, 'commit', '--quiet', '--allow-empty', '-a', '-m', 'under review');
}

interface Ended {
  readonly code: number | null;
  readonly said: string;
  /** The actions that ran on the way. */
  readonly used: readonly string[];
  readonly root: string;
}

/** Runs the steps of the action as GitHub does, up to the first that fails. */
function runAction(t: TestContext, code: string, given: Readonly<Record<string, string>>, base = 'master'): Ended {
  const root = branch(t);
  review(root, code);
  const { home, env } = clone(t);
  const values = new Map<string, string>();
  for (const [name, input] of Object.entries(action.inputs)) values.set(`inputs.${name}`, given[name] ?? input.default);
  const filled = (_: string, name: string): string => values.get(name) ?? assert.fail(name);
  const used: string[] = [];
  let said = '';
  for (const step of action.runs.steps) {
    const [, wanted] = /^(\S+) == 'true'$/.exec(step.if ?? '') ?? [];
    if (wanted !== undefined && filled('', wanted) !== 'true') continue;
    if (step.uses !== undefined) used.push(step.uses);
    if (step.run === undefined) continue;
    assert.doesNotMatch(step.run, /\$\{\{/, 'what is given is no part of a script');
    const own = Object.entries(step.env ?? {}).map(([name, value]) => [
      name,
      value.replace(/\$\{\{ (\S+) \}\}/g, filled),
    ]);
    const github = { GITHUB_ACTION_PATH: home, GITHUB_OUTPUT: join(home, 'output'), GITHUB_BASE_REF: base };
    writeFileSync(github.GITHUB_OUTPUT, '');
    const run = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      ...{ cwd: root, encoding: 'utf8', env: { ...env, ...github, ...Object.fromEntries(own) } },
    });
    said += run.stdout + run.stderr;
    for (const [, name, value = ''] of readFileSync(github.GITHUB_OUTPUT, 'utf8').matchAll(/^(\w+)=(.*)$/gm))
      values.set(`steps.${step.id}.outputs.${name}`, value);
    if (run.status !== 0) return { code: run.status, said, used, root };
  }
  return { code: 0, said, used, root };
}

const logIn = (root: string, file = 'opscope.sarif'): { runs: [{ results: unknown[] }] } => {
  const log = JSON.parse(readFileSync(join(root, file), 'utf8'));
  checkSarif(log);
  return log;
};

describe('the action', () => {
  test('is one, and so is the workflow that has it', async () => {
    assert.deepEqual(mistakesIn(text), []);
    assert.match(mistakesIn(text.replace('shell: bash', 'shel: bash')).join(), /shel/);
    const [workflow = ''] = blocks('yaml action');
    assert.ok((await workflowOf(workflow)).jobs.length > 0);
    assert.deepEqual(await lintWorkflow(workflow), []);
  });

  test('has the inputs that its page names', () => {
    const [, table = ''] = /^\| input \|.*\n([\s\S]*?)\n\n/m.exec(read('docs/ci.md')) ?? [];
    const named = table.split('\n').flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([\w-]+)`/g)]);
    assert.deepEqual(named.map(([, name]) => name).sort(), Object.keys(action.inputs).sort());
  });

  test('passes a branch that is in order, and hands on a log', (t) => {
    const { code, said, used, root } = runAction(t, '', {});
    assert.equal(code, 0, said);
    assert.equal(logIn(root).runs[0].results.length, 0);
    assert.ok(used.some((each) => each.startsWith('github/codeql-action/upload-sarif@')));
  });

  test('fails on a finding, after the log was handed on', (t) => {
    const { code, said, used, root } = runAction(t, FINDING.code, {});
    assert.equal(code, 1, said);
    assert.equal(logIn(root).runs[0].results.length, 1);
    assert.equal(used.length, 2);
  });

  test('does as its inputs say', (t) => {
    const options = '--severity pgtable-in-module=off --severity core-special-case=off';
    const given = { base: 'HEAD^', paths: 'drivers mm', options, 'sarif-file': 'my log.sarif', upload: 'false' };
    const { code, said, used, root } = runAction(t, FINDING.code, given, '');
    assert.equal(code, 0, said);
    assert.equal(logIn(root, 'my log.sarif').runs[0].results.length, 0);
    assert.equal(used.length, 1);
    assert.equal(runAction(t, FINDING.code, { fail: 'false' }).code, 0);
  });

  test('fails where a check cannot be made', (t) => {
    assert.match(runAction(t, '', {}, '').said, /^::error::opscope needs a base/m);
    const { code, said } = runAction(t, '', {}, 'no-such');
    assert.equal(code, 1);
    assert.match(said, /--base origin\/no-such: git knows no such revision/);
  });
});

describe('the hook for pre-commit', () => {
  const [hook, ...others] = parse(read('.pre-commit-hooks.yaml')) as readonly Readonly<Record<string, string>>[];
  const [config] = blocks('yaml pre-commit').map((each) => parse(each));

  /** Runs it on the files that are to be committed, as pre-commit does with a hook that is a script of its repository. */
  function runHook(t: TestContext, code: string) {
    const root = branch(t);
    appendFileSync(join(root, FINDING.file), code);
    git(root, 'add', '.');
    const { home, env } = clone(t);
    const [script = '', ...args] = hook?.['entry']?.split(' ') ?? [];
    const commit = () => spawnSync(join(home, script), [...args, FINDING.file], { cwd: root, env, encoding: 'utf8' });
    return { home, commit };
  }

  test('is the one that the page names', () => {
    assert.equal(hook?.['language'], 'script');
    assert.deepEqual(others, []);
    assert.deepEqual(config.repos[0].hooks, [{ id: hook?.['id'] }]);
    assert.match(FINDING.file, new RegExp(hook?.['files'] ?? ''));
  });

  test('lets a commit pass that is in order, and is built once', (t) => {
    const { home, commit } = runHook(t, 'int harmless_too(void) { return 0; }\n');
    for (let time = 0; time < 2; time++) {
      const { status, stdout, stderr } = commit();
      assert.equal(status, 0, stdout + stderr);
    }
    const asked = readFileSync(join(home, 'npm.log'), 'utf8').replaceAll(`${home} `, '');
    assert.equal(asked, 'ci --ignore-scripts --no-audit --no-fund\nrun build\n');
  });

  test('stops a commit with a finding', (t) => {
    const { status, stdout, stderr } = runHook(t, FINDING.code).commit();
    assert.equal(status, 1, stdout + stderr);
    assert.match(stdout, /fresh\(\) handles page-table types/);
  });
});
