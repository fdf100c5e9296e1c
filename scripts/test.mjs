/**
 * npm test [-- STAGE...]
 *
 * Installs and builds, then runs the stages below in order, all of them by default. The last line is the sum:
 * `N passed, N failed`. A skipped test counts as failed.
 *
 * The kernel stages need Linux trees: from ../shared/tools/kernel-trees where that is, else the folders that
 * OPSCOPE_KERNEL names, separated by colons. Without either they are left out, except on CI, where that is a failure.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, install, root, run, sampleTree } from './steps.mjs';

const artifacts = join(root, 'test-artifacts');
const kernelTool = join(root, '../shared/tools/kernel-trees');
const series = ['7.3', '7.2', '6.12', '6.1'];

/** Folders under out/test whose tests have a stage of their own. */
const apart = ['kernel', 'editors', 'vscode'];

/** The Linux trees to test on, newest first. */
function kernelTrees() {
  if (existsSync(kernelTool)) {
    return execFileSync(kernelTool, series, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
      .trim()
      .split('\n');
  }
  const trees = (process.env.OPSCOPE_KERNEL ?? '').split(':').filter(Boolean);
  if (trees.length === 0 && process.env.CI) throw new Error('no kernel trees: set OPSCOPE_KERNEL');
  return trees.sort((a, b) => versionOf(b).localeCompare(versionOf(a), 'en', { numeric: true }));
}

/** "7.3.4", by a tree's Makefile. */
function versionOf(tree) {
  const makefile = readFileSync(join(tree, 'Makefile'), 'utf8');
  return ['VERSION', 'PATCHLEVEL', 'SUBLEVEL']
    .map((part) => new RegExp(`^${part} *= *(\\d+)`, 'm').exec(makefile)?.[1] ?? '0')
    .join('.');
}

/** Every bundled test file under a folder of out/test, except in those folders. */
function testFiles(folder, except = []) {
  const path = join(root, 'out/test', folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return except.includes(entry.name) ? [] : testFiles(join(folder, entry.name));
    return entry.name.endsWith('.test.cjs') ? [join(path, entry.name)] : [];
  });
}

/** A check that passes or fails as a whole. */
async function check(...steps) {
  for (const [command, ...args] of steps) if ((await run(command, args)) !== 0) return { passed: 0, failed: 1 };
  return { passed: 1, failed: 0 };
}

/** Runs test files under node's runner, and reads the counts off its report. */
async function nodeTests(name, files, env) {
  if (files.length === 0) throw new Error('no tests were built');
  const report = join(artifacts, `${name}.tap`);
  rmSync(report, { force: true });
  const code = await run(
    process.execPath,
    [
      ...['--test', '--enable-source-maps'],
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...['--test-reporter=tap', `--test-reporter-destination=${report}`],
      ...files,
    ],
    { env },
  );
  const text = readFileSync(report, 'utf8');
  const count = (what) => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  const failed = count('fail') + count('cancelled') + count('skipped') + count('todo');
  return { passed: count('pass'), failed: failed || (code === 0 ? 0 : 1) };
}

/** Runs those suites of test/vscode/api in VS Code whose names begin so. */
async function apiSuite(folder, suites, env) {
  const results = join(artifacts, 'vscode-api.json');
  rmSync(results, { force: true });
  const code = await run(process.execPath, [join(root, 'out/test/vscode/run-api-suite.cjs'), folder, results, suites], {
    env,
  });
  if (!existsSync(results)) return { passed: 0, failed: 1 };
  const { passed, failed } = JSON.parse(readFileSync(results, 'utf8'));
  return { passed, failed: failed || (code === 0 && passed > 0 ? 0 : 1) };
}

/** The stages, in the order in which they run. */
function stages(trees) {
  const env = { OPSCOPE_TREES: trees.join(':'), OPSCOPE_SAMPLE: sampleTree, OPSCOPE_STRICT: '1' };
  const all = {
    types: () => check(['npm', 'run', '--silent', 'typecheck']),
    lint: () => check(['npm', 'run', '--silent', 'lint']),
    unit: () => nodeTests('unit', testFiles('.', apart), env),
    kernel: () => nodeTests('kernel', testFiles('kernel'), env),
    editors: () => nodeTests('editors', testFiles('editors'), env),
    vscode: () => apiSuite(sampleTree, '^sample', env),
    'vscode-kernel': () => apiSuite(trees[0], '^kernel', env),
    package: () => check(['npm', 'run', '--silent', 'package']),
    pictures: () => nodeTests('pictures', testFiles('vscode/pictures'), env),
  };
  if (trees.length > 0) return all;
  console.log('There are no kernel trees here: the stages on real kernels are left out.');
  return Object.fromEntries(Object.entries(all).filter(([name]) => !name.includes('kernel')));
}

/** Runs one stage between a heading and its counts; whatever goes wrong is a failure of that stage. */
async function runStage(name, stage) {
  console.log(`\n=== ${name}`);
  const began = performance.now();
  const result = await stage().catch((error) => {
    console.error(`${name}: ${error.message}`);
    return { passed: 0, failed: 1 };
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  return { name, seconds, ...result };
}

async function test(wanted) {
  mkdirSync(artifacts, { recursive: true });
  const results = [
    await runStage('build', () =>
      install()
        .then(() => build('--tests'))
        .then(() => ({ passed: 0, failed: 0 })),
    ),
  ];
  if (results[0].failed === 0) {
    const all = stages(kernelTrees());
    const unknown = wanted.find((name) => !(name in all));
    if (unknown !== undefined) throw new Error(`no stage ${unknown}; there are ${Object.keys(all).join(', ')}`);
    for (const name of wanted.length > 0 ? wanted : Object.keys(all)) results.push(await runStage(name, all[name]));
  }
  console.log();
  for (const { name, seconds, passed, failed } of results) {
    console.log(
      `${name.padEnd(14)} ${seconds.padStart(6)} s ${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed`,
    );
  }
  const sum = (what) => results.reduce((total, result) => total + result[what], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed');
}

test(process.argv.slice(2)).then(
  (failed) => {
    process.exitCode = failed === 0 ? 0 : 1;
  },
  (error) => {
    console.error(`${error.message}\n\n0 passed, 1 failed`);
    process.exitCode = 1;
  },
);
