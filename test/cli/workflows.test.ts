/**
 * The workflows of docs/ci.md: read by GitHub's own parser, by actionlint, and by GitLab's schema; then run, step by step, on
 * branches of the sample tree. A repository of what npm packs stands for the project's address, which is not one yet.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { isBasicExpression, isString } from '@actions/workflow-parser';
import type { RunStep } from '@actions/workflow-parser/model/workflow-template';
import { git } from '../harness/git.ts';
import { projectRoot } from '../harness/root.ts';
import { lintWorkflow, workflowOf } from '../harness/workflows.ts';
import { scratch } from '../protocol/sample.ts';
import { blocks, branch, FINDING } from './ci-page.ts';
import { checkSarif } from './sarif-multitool.ts';

const [workflow = '', annotate = '', pipeline = ''] = blocks('yaml');

/** The workflow with annotations instead of an upload. */
const annotating = workflow.replace(/^ {6}- name: Check\n[\s\S]*/m, annotate);

interface Step {
  readonly id: string;
  /** Null for a step that is somebody else's action. */
  readonly script: string | null;
}

/** The steps of a workflow's only job; fails with what GitHub would say of it. */
async function stepsOf(text: string): Promise<readonly Step[]> {
  const { jobs } = await workflowOf(text);
  const [job] = jobs;
  assert.ok(job?.type === 'job' && jobs.length === 1);
  return job.steps.map((step) => ({ id: step.id, script: 'run' in step ? scriptOf(step.run) : null }));
}

/** What a step runs, with the expressions in it as they are written. */
function scriptOf(run: RunStep['run']): string {
  const source = isString(run) || isBasicExpression(run) ? run.source : undefined;
  return source ?? assert.fail('a script that is no text');
}

describe('the workflow for GitHub', () => {
  for (const [name, text] of [
    ['with an upload', workflow],
    ['with annotations', annotating],
  ] as const) {
    test(`${name} is one`, async () => {
      assert.ok((await stepsOf(text)).length >= 4);
      assert.deepEqual(await lintWorkflow(text), []);
    });
  }

  test('is read by parsers that find mistakes', async () => {
    await assert.rejects(stepsOf(workflow.replace('runs-on', 'runs-onn')), /runs-onn/);
    await assert.rejects(stepsOf(workflow.replace('steps.check', 'stepz.check')), /stepz/);
    assert.match((await lintWorkflow(workflow.replace('steps.check', 'steps.chek'))).join(), /"chek" is not defined/);
  });
});

/** A machine that runs jobs: folders of its own, and a checkout of a branch whose origin is another repository. */
interface Runner {
  readonly home: string;
  readonly checkout: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What npm packs, as a repository that can be cloned. */
function published(home: string): string {
  const root = join(home, 'published');
  mkdirSync(root);
  for (const name of ['package.json', '.npmignore', 'README.md', 'LICENSE', 'CHANGELOG.md'])
    copyFileSync(join(projectRoot, name), join(root, name));
  for (const name of ['dist', 'docs/rules']) cpSync(join(projectRoot, name), join(root, name), { recursive: true });
  git(root, 'init', '--quiet');
  git(root, 'add', '--force', '.');
  git(root, 'commit', '--quiet', '-m', 'published');
  return root;
}

/** An npm that installs and builds nothing, since what is published is built; the rest is npm's own work. */
function npmWithoutBuild(home: string): string {
  const folder = join(home, 'bin');
  mkdirSync(folder);
  const search = spawnSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).stdout.trim();
  const script = `#!/bin/sh\ncase "$*" in 'ci --ignore-scripts'|'run build') exit 0;; esac\nexec '${search}' "$@"\n`;
  writeFileSync(join(folder, 'npm'), script, { mode: 0o755 });
  return folder;
}

const ORIGIN = 'https://git.example.org/group/linux.git';

function runner(t: TestContext, code: string): Runner {
  const home = scratch(t);
  const origin = branch(t);
  git(origin, 'branch', '--force', 'master', 'origin/master');
  appendFileSync(join(origin, FINDING.file), code);
  git(origin, 'commit', '--quiet', '--allow-empty', '-a', '-m', 'under review');
  const checkout = join(home, 'checkout');
  git(home, 'clone', '--quiet', origin, checkout);
  git(checkout, 'remote', 'set-url', 'origin', ORIGIN);
  const instead = [
    [`url.${pathToFileURL(published(home)).href}.insteadOf`, 'https://example.invalid/opscope.git'],
    [`url.${pathToFileURL(origin).href}.insteadOf`, ORIGIN],
  ] as const;
  const config = instead.flatMap(([key, value], i) => [
    [`GIT_CONFIG_KEY_${i}`, key],
    [`GIT_CONFIG_VALUE_${i}`, value],
  ]);
  const prefix = join(home, 'prefix');
  const path = [join(prefix, 'bin'), npmWithoutBuild(home), process.env['PATH']].join(delimiter);
  const own = { npm_config_prefix: prefix, npm_config_cache: join(home, 'npm'), npm_config_offline: 'true' };
  const git_ = { GIT_CONFIG_COUNT: String(instead.length), ...Object.fromEntries(config) };
  return { home, checkout, env: { ...process.env, ...own, ...git_, PATH: path, OPSCOPE_CACHE: join(home, 'cache') } };
}

/** How a step ended, and what it said. */
interface Ended {
  readonly id: string;
  readonly code: number | null;
  readonly said: string;
}

/** Runs the steps as GitHub does, up to the first that fails; actions are left out. */
async function runOnGithub({ home, checkout, env }: Runner, text: string, base: string): Promise<readonly Ended[]> {
  const output = join(home, 'output');
  const ended: Ended[] = [];
  const outputs = new Map<string, string>();
  for (const { id, script } of await stepsOf(text)) {
    if (script === null) continue;
    const file = join(home, 'step.sh');
    writeFileSync(output, '');
    const filled = script.replace(
      /\$\{\{ steps\.(\S+) \}\}/g,
      (_, name: string) => outputs.get(name) ?? assert.fail(name),
    );
    assert.doesNotMatch(filled, /\$\{\{/);
    writeFileSync(file, filled);
    const own = { RUNNER_TEMP: home, GITHUB_OUTPUT: output, GITHUB_BASE_REF: base };
    const run = spawnSync('bash', ['-e', file], { cwd: checkout, env: { ...env, ...own }, encoding: 'utf8' });
    ended.push({ id, code: run.status, said: run.stdout + run.stderr });
    for (const [, name, value = ''] of readFileSync(output, 'utf8').matchAll(/^(\w+)=(.*)$/gm))
      outputs.set(`${id}.outputs.${name}`, value);
    if (run.status !== 0) break;
  }
  return ended;
}

const codes = (ended: readonly Ended[]): string => ended.map(({ code }) => code).join(' ');
const report = (ended: readonly Ended[]): string => ended.map(({ id, said }) => `${id}: ${said}`).join('\n');

describe('on GitHub', () => {
  const uploaded = ({ checkout }: Runner): { runs: [{ results: unknown[] }] } => {
    const [, file = ''] = /^ +sarif_file: (\S+)$/m.exec(workflow) ?? [];
    const log = JSON.parse(readFileSync(join(checkout, file), 'utf8'));
    checkSarif(log);
    return log;
  };

  test('a branch that is in order passes', async (t) => {
    const machine = runner(t, '');
    const ended = await runOnGithub(machine, workflow, 'master');
    assert.equal(codes(ended), '0 0 0', report(ended));
    assert.equal(uploaded(machine).runs[0].results.length, 0);
    assert.equal(codes(await runOnGithub(runner(t, ''), annotating, 'master')), '0 0');
  });

  test('a branch with a finding fails, after the finding is there to be uploaded', async (t) => {
    const machine = runner(t, FINDING.code);
    const ended = await runOnGithub(machine, workflow, 'master');
    assert.equal(codes(ended), '0 0 1', report(ended));
    assert.equal(uploaded(machine).runs[0].results.length, 1);
    const annotated = await runOnGithub(runner(t, FINDING.code), annotating, 'master');
    assert.equal(codes(annotated), '0 1', report(annotated));
    assert.match(annotated.at(-1)?.said ?? '', /^::warning file=drivers\/misc\/glimpse\/glimpse\.c,/);
  });

  test('a check that cannot be made fails where it is made', async (t) => {
    const ended = await runOnGithub(runner(t, ''), workflow, 'no-such');
    assert.equal(codes(ended), '0 1', report(ended));
    assert.match(ended.at(-1)?.said ?? '', /--base origin\/no-such: git knows no such revision/);
  });
});

/** gitlab-ci-local is built for Node 22, of which it needs this. */
const UNION = 'Set.prototype.union ??= function (other) { return new Set([...this, ...other]); };';

/** Runs the pipeline as GitLab's runner does, its schema checked first. */
function runOnGitlab({ home, checkout, env }: Runner, text: string): { code: number | null; said: string } {
  writeFileSync(join(checkout, '.gitlab-ci.yml'), text.replaceAll('/opt/opscope', join(home, 'opscope')));
  const variables = {
    CI_PIPELINE_SOURCE: 'merge_request_event',
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'master',
    CI_PROJECT_DIR: checkout,
  };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      ...['--import', `data:text/javascript,${encodeURIComponent(UNION)}`],
      ...[join(projectRoot, 'node_modules/gitlab-ci-local/dist/index.js'), 'opscope'],
      ...['--force-shell-executor', '--no-shell-isolation', '--home', home],
      ...Object.entries(variables).flatMap(([name, value]) => ['--variable', `${name}=${value}`]),
    ],
    { cwd: checkout, env, encoding: 'utf8' },
  );
  return { code: status, said: stdout + stderr };
}

describe('on GitLab', () => {
  test('a branch that is in order passes', (t) => {
    const { code, said } = runOnGitlab(runner(t, ''), pipeline);
    assert.equal(code, 0, said);
    assert.match(said, /0 findings/);
  });

  test('a branch with a finding fails, and keeps the log', (t) => {
    const machine = runner(t, FINDING.code);
    const { code, said } = runOnGitlab(machine, pipeline);
    assert.equal(code, 1, said);
    assert.match(said, /fresh\(\) handles page-table types/);
    checkSarif(JSON.parse(readFileSync(join(machine.checkout, 'opscope.sarif'), 'utf8')));
  });

  test('is read by a schema that finds mistakes', (t) => {
    const { code, said } = runOnGitlab(runner(t, ''), pipeline.replace('paths:', 'path:'));
    assert.notEqual(code, 0);
    assert.match(said, /artifacts/);
  });
});
