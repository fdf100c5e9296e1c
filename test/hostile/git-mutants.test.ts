/** Folders of git that are broken at random: every question is answered or refused with a reason, and no program is run. */
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { changeSince, filesSince } from '../../server/src/host/git/changes.ts';
import { provenance } from '../../server/src/host/git/provenance.ts';
import { baseCommit, textIn } from '../../server/src/host/git/revisions.ts';
import { opscope } from '../harness/command.ts';
import { git } from '../harness/git.ts';
import { rounds } from '../harness/nightly.ts';
import { scratch } from '../protocol/sample.ts';
import { mutate, restore, type Victim } from './git-mutants.ts';
import { set } from './programs.ts';
import { changedRepository, contents, DRIVER, put, setTrap } from './repository.ts';

/** The folder of git of a small repository, whose every file is a victim. */
function victim(root: string): Victim {
  const trap = setTrap(root);
  appendFileSync(join(root, '.git/config'), set('remote.origin.url', 'https://example.org/linux.git'));
  git(root, 'pack-refs', '--all');
  git(root, 'branch', 'other');
  put(join(root, '.git/info/attributes'), '*.h text\n');
  rmSync(join(root, '.git/hooks'), { recursive: true, force: true });
  rmSync(join(root, '.git/logs'), { recursive: true, force: true });
  const original = join(dirname(root), 'original');
  cpSync(join(root, '.git'), original, { recursive: true, verbatimSymlinks: true });
  const all = readdirSync(original, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath.slice(original.length + 1), entry.name))
    .sort();
  const objects = all.filter((path) => path.startsWith('objects/'));
  // What is small and says much is broken as often as all objects together.
  const others = ['config', 'HEAD', 'index', 'packed-refs', 'info/attributes', 'config', 'index', 'refs/heads/other'];
  const around = [
    '../.gitattributes',
    '../.gitmodules',
    'commondir',
    'config.worktree',
    'shallow',
    'objects/info/alternates',
  ];
  return { files: [...objects.slice(0, 8), ...others, ...around], original, root, trap };
}

/** A tree of three files: what is looked for is in the folder of git. */
function smallRepository(t: TestContext): string {
  const root = join(scratch(t), 'linux');
  for (const name of ['a.c', 'b.h', 'sub/Makefile']) put(join(root, name), `/* ${name} */\nint x;\n`);
  git(dirname(root), 'init', '--quiet', '--initial-branch=master', root);
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'base');
  git(root, 'checkout', '--quiet', '-b', 'topic');
  writeFileSync(join(root, 'a.c'), '/* a.c */\nint y;\n');
  git(root, 'mv', 'b.h', 'c.h');
  put(join(root, 'new.c'), 'int z;\n');
  return root;
}

/** A refusal has a reason, and is no bug of ours. */
function isReason(error: unknown): boolean {
  return error instanceof Error && error.constructor === Error && error.message !== '';
}

test('every question to a broken folder of git is answered, or refused with a reason', async (t) => {
  process.env['OPSCOPE_GIT_SECONDS'] = '20';
  t.after(() => delete process.env['OPSCOPE_GIT_SECONDS']);
  const root = smallRepository(t);
  const whole = victim(root);
  const outside = join(dirname(root), 'outside');
  mkdirSync(outside);
  const questions = [
    () => changeSince(root, 'master'),
    () => baseCommit(root, ''),
    () => filesSince(root, 'HEAD'),
    () => textIn(root, 'HEAD', 'a.c'),
    () => provenance(root),
  ];
  for (let number = 0; number < rounds(2000, 30); number++) {
    const broken = mutate(whole, number);
    const before = contents(root);
    for (const [at, ask] of questions.entries()) {
      await ask().catch((error: unknown) => {
        if (!isReason(error)) assert.fail(`mutant ${number} (${broken}), question ${at}: ${error}`);
      });
    }
    assert.deepEqual(whole.trap.sprung(), [], `mutant ${number} (${broken})`);
    assert.deepEqual(contents(root), before, `mutant ${number} (${broken})`);
    restore(whole);
  }
});

test('check answers or refuses with one line, whatever the folder of git', async (t) => {
  const root = changedRepository(t);
  const whole = victim(root);
  for (let number = 0; number < rounds(200, 3); number++) {
    const broken = mutate(whole, number);
    const { code, err } = await opscope(['check', DRIVER, '--base', 'master', '--tree', root]);
    assert.ok(code === 0 || code === 1 || code === 2, `mutant ${number} (${broken}): ${code} ${err}`);
    assert.ok(err.split('\n').length <= 2, `mutant ${number} (${broken}): ${err}`);
    assert.deepEqual(whole.trap.sprung(), [], `mutant ${number} (${broken})`);
    restore(whole);
  }
});
