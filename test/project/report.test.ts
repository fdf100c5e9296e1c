/** What `npm test` prints of node's test runner, and what it says of the code that tests run. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../harness/root.ts';
import { scratch } from '../protocol/sample.ts';

/** The environment of a test is also what makes node take itself for a part of a run. */
const { NODE_TEST_CONTEXT: _, ...env } = process.env;

/** A run of test files as `npm test` runs them, and what it counted. */
function runTests(folder: string, files: readonly string[]) {
  const results = join(folder, 'results.json');
  const args = [join(projectRoot, 'scripts/run-tests.mjs'), results, '100000', '1', ...files];
  const run = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  const counted: unknown = JSON.parse(readFileSync(results, 'utf8'));
  return { run, counted };
}

test('a line for each file, and all that there is to say of what failed', (t) => {
  const folder = scratch(t);
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const files = [
    file(
      'a.test.cjs',
      "const { test } = require('node:test'); test('one', () => {}); test('two', () => console.log('chatter'));",
    ),
    file(
      'b.test.cjs',
      `const { describe, test } = require('node:test');
      describe('outer', () => {
        test('good', () => {});
        test('bad', () => { console.error('a last word'); require('node:assert').equal(1, 2); });
        test('later', { skip: true }, () => {});
      });`,
    ),
    file('c.test.cjs', "console.error('no module'); process.exit(3);"),
    file('d.test.cjs', "require('node:test').test('last', () => {});"),
  ];
  const { run, counted } = runTests(folder, files);
  const lines = run.stdout.split('\n').map((line) => line.replace(/ +[\d.]+ s {2}.*\//, ' '));
  assert.deepEqual(
    lines.filter((line) => /^ {1,6}\S/.test(line)).map((line) => line.replace(/\/.*\//, '')),
    [
      '     2 passed a.test.ts',
      '     1 passed b.test.ts',
      '  FAILED  outer > bad',
      '  FAILED  outer > later',
      '     0 passed c.test.ts',
      '  FAILED  c.test.cjs',
      '     1 passed d.test.ts',
    ],
    run.stdout,
  );
  for (const part of ['1 == 2', 'a last word', 'exitCode: 3', 'no module', 'b.test.cjs:4:'])
    assert.ok(run.stdout.includes(part), part);
  assert.ok(!run.stdout.includes('chatter'));
  assert.deepEqual(counted, { passed: 4, failed: 3 });
});

test('what a test leaves running keeps no run from its end', (t) => {
  const folder = scratch(t);
  const file = join(folder, 'a.test.cjs');
  const left = `const { spawn } = require('node:child_process');
    require('node:test').test('one', () => {
      const stdio = ['ignore', 'ignore', 'inherit'];
      const { pid } = spawn('sleep', ['600'], { detached: true, stdio });
      require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'pid'))}, String(pid));
      setImmediate(() => process.exit());
    });`;
  writeFileSync(file, left);
  const { counted } = runTests(folder, [file]);
  process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 'SIGKILL');
  assert.deepEqual(counted, { passed: 1, failed: 0 });
});

test('lines of the server that tests run are counted by file', (t) => {
  const folder = scratch(t);
  const own = { ...env, NODE_V8_COVERAGE: join(folder, 'counts') };
  const ran = spawnSync(process.execPath, [join(projectRoot, 'out/test/base/lines.test.cjs')], { env: own });
  assert.equal(ran.status, 0);
  const script = `import(${JSON.stringify(pathToFileURL(join(projectRoot, 'scripts/coverage.mjs')).href)})
    .then(({ coverage }) => console.log(coverage(process.argv[1], process.argv[2])));`;
  const args = ['-e', script, join(folder, 'counts'), join(folder, 'report')];
  const { stdout } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  assert.match(
    stdout,
    /^coverage: \d+\.\d % of the lines of server\/src that tests load \(\d+ of \d+, in \d+ files\)\n$/,
  );
  const [, share] = /^ *([\d.]+) % .* base\/lines\.ts$/m.exec(readFileSync(join(folder, 'report'), 'utf8')) ?? [];
  assert.ok(Number(share) > 80 && Number(share) <= 100, share);
});

test('what takes longest is begun first, by the names of files that there are', async () => {
  const { DEAREST, dearestFirst } = (await import(pathToFileURL(join(projectRoot, 'scripts/dear-tests.mjs')).href)) as {
    DEAREST: readonly string[];
    dearestFirst(files: readonly string[]): readonly string[];
  };
  for (const name of DEAREST) assert.ok(existsSync(join(projectRoot, `test/${name}.test.ts`)), name);
  const [dearest, next] = DEAREST.map((name) => `/out/test/${name}.test.cjs`);
  const others = ['/out/test/base/a.test.cjs', '/out/test/zsh/a.test.cjs'];
  assert.deepEqual(dearestFirst([others[0], next, others[1], dearest].map(String)), [dearest, next, ...others]);
});
