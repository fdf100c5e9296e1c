/**
 * The stages of `npm test`. Each resolves to counts and prints results only: what its programs say besides goes to
 * test-artifacts/STAGE.log, the end of which is shown when the stage fails for a reason that no result tells.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { dearestFirst } from './dear-tests.mjs';
import { artifacts, build, install, must, root, run, sampleTree } from './steps.mjs';

/** Folders under out/test whose tests have a stage of their own. */
const apart = ['kernel', 'editors', 'vscode'];

/** Longest time of one test file, in ms: one that hangs fails, and the others are still run. */
const longest = 900_000;

/** Lines of a log that are shown. */
const shown = 100;

const logOf = (stage) => join(artifacts, `${stage}.log`);

const counts = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 });

/** The end of a stage's log. */
function tellLog(stage) {
  const lines = existsSync(logOf(stage)) ? readFileSync(logOf(stage), 'utf8').trimEnd().split('\n') : [];
  console.log(`${lines.slice(-shown).join('\n')}\n(test-artifacts/${stage}.log has ${lines.length} lines)`);
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
async function check(stage, script) {
  const ok = (await run('npm', ['run', '--silent', script], { log: logOf(stage) })) === 0;
  if (!ok) tellLog(stage);
  return counts(ok);
}

/**
 * Runs test files under node's runner. V8 compiles in the thread that runs the code: compilers in threads of their own can
 * hold up the end of a process for good (nodejs/node 54918), and on two cores they win nothing. A heap that need not grow, in MB,
 * saves a test a quarter of its time. Node's own choice would be one file at a time on two cores, so it is told how many.
 */
async function nodeTests(stage, files, env, atOnce = 1) {
  if (files.length === 0) throw new Error('no tests were built');
  const results = join(artifacts, `${stage}.json`);
  rmSync(results, { force: true });
  const flags = ['--no-concurrent-recompilation', '--initial-heap-size=600', '--min-semi-space-size=16'];
  const args = [
    ...flags,
    join(root, 'scripts/run-tests.mjs'),
    results,
    String(longest),
    String(atOnce),
    ...dearestFirst(files),
  ];
  const code = await run(process.execPath, args, { env, log: logOf(stage), shown: true });
  const { passed, failed } = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : counts(false);
  const ended = code === 0 && passed + failed > 0;
  if (!ended) tellLog(stage);
  return { passed, failed: failed || (ended ? 0 : 1) };
}

/** The unit tests; at night also how much of the server's code they run, which costs what runs inside them a third more time. */
async function unitTests(env) {
  const files = testFiles('.', apart);
  if (!process.env.OPSCOPE_NIGHTLY) return nodeTests('unit', files, env, availableParallelism());
  const folder = join(artifacts, 'coverage');
  rmSync(folder, { recursive: true, force: true });
  const covered = { ...env, NODE_V8_COVERAGE: folder };
  const result = await nodeTests('unit', files, covered, availableParallelism());
  // It uses what npm installs, and this file is read before.
  const { coverage } = await import('./coverage.mjs');
  console.log(coverage(folder, join(artifacts, 'coverage.txt')));
  rmSync(folder, { recursive: true });
  return result;
}

/**
 * The tests on real trees, two files beside each other: the threads of one that is being read leave the processor at times, and
 * two hold a few GB together. Their commands share a cache, so that the words of each tree are read once.
 */
async function kernelTests(env) {
  const cache = mkdtempSync(join(tmpdir(), 'opscope-stage-'));
  try {
    return await nodeTests('kernel', testFiles('kernel'), { ...env, OPSCOPE_STAGE_CACHE: cache }, 2);
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

/** Runs those suites of test/vscode/api in VS Code whose names begin so. */
async function apiSuites(stage, folder, suites, env) {
  const results = join(artifacts, `${stage}.json`);
  rmSync(results, { force: true });
  const program = join(root, 'out/test/vscode/run-api-suite.cjs');
  const code = await run(process.execPath, [program, folder, results, suites], { env, log: logOf(stage) });
  if (!existsSync(results)) {
    tellLog(stage);
    return counts(false);
  }
  const { passed, failures } = JSON.parse(readFileSync(results, 'utf8'));
  for (const [suite, number] of Object.entries(passed)) console.log(`${String(number).padStart(6)} passed  ${suite}`);
  for (const { title, error } of failures) console.log(`  FAILED  ${title}\n${error.replace(/^(?=.)/gm, '        ')}`);
  const sum = Object.values(passed).reduce((total, number) => total + number, 0);
  return { passed: sum, failed: failures.length || (code === 0 && sum > 0 ? 0 : 1) };
}

/** The packaged extension, as people install it, in VS Code. One window after the other: two at once take as long, by the processor. */
async function pictures(env) {
  await must('npm', ['run', '--silent', 'package'], { log: logOf('pictures') });
  // The sample tree has no graph of hundreds of functions.
  const files = testFiles('vscode/pictures').filter((path) => env.OPSCOPE_TREES !== '' || !path.includes('-kernel'));
  return nodeTests('pictures', files, env);
}

/** Installs and builds. */
async function prepare() {
  try {
    await install({ log: logOf('build') });
    await build(['--tests'], { log: logOf('build') });
  } catch (error) {
    tellLog('build');
    throw error;
  }
  return { passed: 0, failed: 0 };
}

/** What is run, by name and in that order; `build` comes before the others. */
export function stagesOn(trees) {
  const env = { OPSCOPE_TREES: trees.join(':'), OPSCOPE_SAMPLE: sampleTree, OPSCOPE_STRICT: '1' };
  const all = {
    build: prepare,
    types: () => check('types', 'typecheck'),
    lint: () => check('lint', 'lint'),
    unit: () => unitTests(env),
    kernel: () => kernelTests(env),
    editors: () => nodeTests('editors', testFiles('editors'), env),
    vscode: () => apiSuites('vscode', sampleTree, '^sample', env),
    'vscode-kernel': () => apiSuites('vscode-kernel', trees[0], '^kernel', env),
    package: () => check('package', 'package'),
    pictures: () => pictures(env),
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => trees.length > 0 || !name.includes('kernel')));
}

/** Runs one stage between a heading and its counts; whatever goes wrong is a failure of that stage. */
export async function runStage(name, stage) {
  console.log(`\n=== ${name}`);
  rmSync(logOf(name), { force: true });
  const began = performance.now();
  const result = await provided(name, stage).catch((error) => {
    console.log(`${name}: ${error.message}`);
    return counts(false);
  });
  return { name, seconds: (performance.now() - began) / 1000, ...result };
}

/** Runs a stage once it has what it needs of the machine; it says itself what is missing (test/harness/needs.ts). */
async function provided(name, stage) {
  if (name === 'build') return stage();
  const code = await run(process.execPath, [join(root, 'out/test/harness/provide.cjs'), name], {
    log: logOf(name),
    shown: true,
  });
  if (code === 0) return stage();
  tellLog(name);
  return counts(false);
}
