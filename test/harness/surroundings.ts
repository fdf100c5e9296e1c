/**
 * Goes in front of every bundled test (scripts/build.mjs): whatever the person at the machine has set up for themselves, the
 * test and all that it starts have an empty home, no git settings, one locale, one time zone and one mask for new files.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { plainEnvironment } from './plain.ts';

/** A program that the test has left behind may still write there, which is no failure of the test. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    console.error(`${folder} is left: ${error}`);
  }
}

if (isMainThread) {
  const home = mkdtempSync(join(tmpdir(), 'opscope-home-'));
  process.once('exit', () => remove(home));
  const plain = plainEnvironment(home);
  for (const name of Object.keys(process.env)) if (!(name in plain)) delete process.env[name];
  Object.assign(process.env, plain);
  process.umask(0o022);
}
