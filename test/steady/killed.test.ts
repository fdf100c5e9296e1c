/** Runs that are killed while they write to the cache folder: whatever they leave, the next answers, and little is left. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { command } from '../harness/command.ts';
import { rounds } from '../harness/nightly.ts';
import { scratch } from '../protocol/sample.ts';
import { random } from '../robust/random.ts';
import { type Cache, filledCache, QUESTIONS } from './cache-files.ts';

/**
 * Loaded in front of the command: counts what it does in the cache folder, says at the end how much that was, and kills it at a
 * step: before it, or, where it is a write, when half of it is done.
 */
const KILLER = `
  const fs = require('node:fs');
  const { OPSCOPE_CACHE, KILL_AT, STEPS } = process.env;
  const write = fs.writeSync;
  const files = new Set();
  let steps = 0;
  const step = (half) => {
    if (++steps !== Number(KILL_AT)) return;
    half?.();
    process.kill(process.pid, 'SIGKILL');
  };
  for (const name of ['mkdirSync', 'openSync', 'writeFileSync', 'closeSync', 'renameSync', 'rmSync', 'readdirSync', 'readSync']) {
    const original = fs[name];
    fs[name] = (first, ...rest) => {
      const isOurs = files.has(first) || String(first).startsWith(OPSCOPE_CACHE);
      if (isOurs) step(name === 'writeFileSync' ? () => write(first, rest[0].subarray(0, rest[0].length / 2)) : undefined);
      const result = original(first, ...rest);
      if (isOurs && name === 'openSync') files.add(result);
      if (name === 'closeSync') files.delete(first);
      return result;
    };
  }
  process.on('exit', () => write(fs.openSync(STEPS, 'w'), String(steps)));
`;

/** Runs a question with a step to be killed at; answers whether it was. */
async function run(cache: Cache, question: number, killer: string, at: number): Promise<boolean> {
  const args = ['--require', killer, command, ...(QUESTIONS[question] ?? []), '--tree', cache.root];
  const env = { ...process.env, OPSCOPE_CACHE: cache.folder, KILL_AT: String(at), STEPS: `${killer}.steps` };
  const child = spawn(process.execPath, args, { env, stdio: 'ignore' });
  const signal = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (_, by) => resolve(by));
  });
  return signal === 'SIGKILL';
}

/** Takes away what is to be written again: everything, or only the answers. */
function clear(cache: Cache, isAll: boolean): void {
  for (const name of cache.names()) {
    if (/\.(?:words|answer)$/.test(name) && (isAll || name.endsWith('.answer'))) rmSync(join(cache.folder, name));
  }
}

const halfWritten = (cache: Cache): number => cache.names().filter((name) => name.endsWith('.tmp')).length;

test('runs that are killed while they write', async (t) => {
  const cache = await filledCache();
  const killer = join(scratch(t), 'killer.cjs');
  writeFileSync(killer, KILLER);
  const steps = new Map<string, number>();
  const kills = rounds(200, 16);
  let [left, halves] = [kills, 0];
  for (let round = 0; left > 0; round++) {
    const next = random(round);
    const question = Math.floor(next() * 2);
    const isAll = next() < 0.5;
    const kind = `${question} ${isAll}`;
    if (!steps.has(kind)) {
      clear(cache, isAll);
      assert.equal(await run(cache, question, killer, -1), false);
      steps.set(kind, Number(readFileSync(`${killer}.steps`, 'utf8')));
      assert.ok((steps.get(kind) ?? 0) > 5, 'it writes');
    }
    clear(cache, isAll);
    const at = 1 + Math.floor(next() * (steps.get(kind) ?? 0));
    if (await run(cache, question, killer, at)) left--;
    const many = halfWritten(cache);
    halves += many;
    assert.ok(many <= 1, `round ${round}: ${many} files are left half written`);
    assert.deepEqual(await cache.ask(question), cache.expected[question], `round ${round}, killed at step ${at}`);
  }
  assert.ok(halves > 0, 'some were killed in the middle of a file');
  clear(cache, true);
  assert.deepEqual(await cache.ask(0), cache.expected[0]);
  assert.equal(halfWritten(cache), 0);
  t.diagnostic(`${kills} kills, ${halves} of them in the middle of a file`);
});
