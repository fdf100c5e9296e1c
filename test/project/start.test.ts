/** What `npm start` has started ends with it, however that is told to end. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../harness/root.ts';
import { until } from '../harness/until.ts';
import { scratch } from '../protocol/sample.ts';

const RUN = "console.log('started ' + process.pid); setInterval(() => {}, 1000);";

/** `npm start` of a project whose script does what ours does: it runs something that goes on. */
async function started(t: TestContext): Promise<{ readonly npm: ChildProcess; readonly pids: readonly number[] }> {
  const folder = scratch(t);
  const steps = pathToFileURL(join(projectRoot, 'scripts/steps.mjs')).href;
  const script = `import { endWithParent, run } from ${JSON.stringify(steps)};
    endWithParent();
    console.log('started ' + process.pid);
    await run(process.execPath, ['-e', ${JSON.stringify(RUN)}]);`;
  writeFileSync(join(folder, 'start.mjs'), script);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { start: 'node start.mjs' } }));
  const npm = spawn('npm', ['start'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  npm.stdout.on('data', (data: Buffer) => {
    said += data.toString();
  });
  const pids = (): number[] => [...said.matchAll(/^started (\d+)$/gm)].map(([, pid]) => Number(pid));
  await until('both have started', () => pids().length === 2);
  return { npm, pids: pids() };
}

/** Whether a process is there. One that has ended and that nobody has asked about, as in a container without an init, is not. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test('SIGTERM to npm leaves nothing', async (t) => {
  const { npm, pids } = await started(t);
  npm.kill('SIGTERM');
  await until(`${pids.join(' and ')} have ended`, () => !pids.some(isRunning));
});

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test(`${signal} to the script leaves nothing`, async (t) => {
    const { pids } = await started(t);
    process.kill(pids[0] ?? 0, signal);
    await until(`${pids.join(' and ')} have ended`, () => !pids.some(isRunning));
  });
}

test('npm start is such a script, and ends with the address alone', () => {
  const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
  assert.match(read('scripts/start.mjs'), /^endWithParent\(\);$/m);
  const said = [...read('test/harness/vscode-host/serve.ts').matchAll(/console\.log\((.*)\);/g)].map(
    ([, what]) => what,
  );
  assert.deepEqual(said, ['server.address(resolve(folder))']);
});
