/** What a program that asked git leaves behind when it is ended from outside: no git, and no folder that the next run keeps. */
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { command } from '../harness/command.ts';
import { gone, until } from '../harness/until.ts';
import { scratch } from '../protocol/sample.ts';
import { changedRepository } from './repository.ts';

/** A check of a change, with a folder of its own for what is temporary. */
interface Check {
  readonly arguments: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly temporary: string;
  /** The number of a git that is there, and does not end by itself. */
  hanging(): Promise<number>;
  /** From now on every git answers. */
  release(): void;
}

/** A git that does as git does, but for one question, at which it hangs, as it does at a pipe in the place of a file. */
function prepared(t: TestContext): Check {
  const root = changedRepository(t);
  const folder = scratch(t);
  const [temporary, programs, noted] = ['tmp', 'bin', 'noted'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const each of [temporary, programs]) mkdirSync(each);
  const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const hang = `case "$*" in *merge-base*) echo $$ >'${noted}.new'; mv '${noted}.new' '${noted}'; exec sleep 1000;; esac`;
  writeFileSync(join(programs, 'git'), `#!/bin/sh\n${hang}\nexec '${git}' "$@"\n`, { mode: 0o755 });
  return {
    arguments: [command, 'check', '.', '--base', 'master', '--no-cache', '--tree', root],
    env: { ...process.env, PATH: `${programs}:${process.env['PATH']}`, TMPDIR: temporary, OPSCOPE_STRICT: '1' },
    temporary,
    hanging: async () => {
      await until('git hangs', () => existsSync(noted));
      const id = Number(readFileSync(noted, 'utf8'));
      t.after(() => {
        if (existsSync(`/proc/${id}`)) process.kill(id, 'SIGKILL');
      });
      return id;
    },
    release: () => rmSync(join(programs, 'git')),
  };
}

/** Starts a check and ends it while git hangs; answers which of its folders are left. */
async function ended(t: TestContext, check: Check, signal: NodeJS.Signals): Promise<readonly string[]> {
  const child = spawn(process.execPath, check.arguments, { env: check.env, stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  const hanging = await check.hanging();
  child.kill(signal);
  await gone(hanging);
  return readdirSync(check.temporary).filter((name) => name.startsWith(`opscope-git-${child.pid}-`));
}

describe('a git that hangs', () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const) {
    test(`is gone when who asked it was ended by ${signal}`, async (t) => {
      await ended(t, prepared(t), signal);
    });
  }
});

test('the folder of a run that was killed goes with the next run, and nothing else of such a name does', async (t) => {
  const check = prepared(t);
  const [left = ''] = await ended(t, check, 'SIGKILL');
  assert.notEqual(left, '');
  const elsewhere = left.replace(/-\d*-(?=\w+$)/, '-1-');
  const others = [`opscope-git-${process.pid}-abcdef`, 'opscope-git-mine', `other-${left}`, elsewhere];
  for (const name of others) mkdirSync(join(check.temporary, name));
  const [link, file] = [left.replace(/\w{3}$/, 'lnk'), left.replace(/\w{3}$/, 'fil')];
  symlinkSync(join(check.temporary, 'opscope-git-mine'), join(check.temporary, link));
  writeFileSync(join(check.temporary, file), '');
  check.release();
  const { status, stderr } = spawnSync(process.execPath, check.arguments, { env: check.env, encoding: 'utf8' });
  assert.equal(status, 1, stderr);
  assert.deepEqual(readdirSync(check.temporary).sort(), [...others, link, file].sort());
  assert.ok(lstatSync(join(check.temporary, link)).isSymbolicLink());
});
