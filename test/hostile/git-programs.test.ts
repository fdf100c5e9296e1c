/** A repository names programs in every way that it can: none is run, nothing is written, and the answer is the same. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { opscope } from '../harness/command.ts';
import { git } from '../harness/git.ts';
import { serveApart } from '../protocol/sample.ts';
import { plant, promise, set } from './programs.ts';
import { changedRepository, contents, DRIVER, introduced, put, SIX, setTrap, severities, TWO } from './repository.ts';

const HEADER = 'include/linux/mm.h';

/** Makes git look into files: their times are others than those that the index has. */
function disturb(root: string): void {
  for (const path of [DRIVER, HEADER, 'mm/shmem.c', 'mm/memory.c', 'Makefile']) utimesSync(join(root, path), 1, 1);
}

describe('programs that a repository names', () => {
  test('are run by git itself, so that the trap is one', (t) => {
    const root = changedRepository(t);
    const trap = setTrap(root);
    plant(root, trap);
    disturb(root);
    for (const path of [DRIVER, HEADER]) spawnSync('git', ['-C', root, 'diff', '--', path], { input: '' });
    for (const each of ['core.fsmonitor', 'filter.odd.process', 'filter.plain.clean']) {
      assert.ok(
        trap.sprung().some((line) => line.includes(each)),
        each,
      );
    }
  });

  test('are not run by check, and nothing is written', async (t) => {
    const root = changedRepository(t);
    const trap = setTrap(root);
    plant(root, trap);
    disturb(root);
    const before = contents(dirname(root));
    const env = {
      GIT_EXTERNAL_DIFF: trap.path,
      GIT_SSH_COMMAND: trap.path,
      GIT_PAGER: trap.path,
      GIT_ASKPASS: trap.path,
    };
    assert.deepEqual(await introduced(root, env), TWO);
    const sarif = await opscope(['check', '.', '--base', 'master', '--tree', root, '--format', 'sarif'], { env });
    assert.equal(sarif.code, 1);
    assert.deepEqual(trap.sprung(), []);
    assert.deepEqual(contents(dirname(root)), before);
  });

  test('are not run when a file is opened in an editor, and nothing is written', async (t) => {
    const root = changedRepository(t);
    const trap = setTrap(root);
    plant(root, trap);
    disturb(root);
    const before = contents(dirname(root));
    const server = await serveApart(t, { root, settings: { check: { base: 'master' } } });
    await server.open(DRIVER);
    assert.equal(await severities(server, (told) => told === SIX), SIX);
    assert.deepEqual(trap.sprung(), []);
    assert.deepEqual(contents(dirname(root)), before);
  });

  test('are no matter in a workspace that is not trusted: git itself is not run', async (t) => {
    const root = changedRepository(t);
    const trap = setTrap(root);
    const bin = join(dirname(root), 'bin');
    put(join(bin, 'git'), `#!/bin/sh\n${trap.command('git')}\n`, 0o755);
    const env = { PATH: `${bin}:${process.env['PATH']}` };
    for (const trusted of [false, true]) {
      const server = await serveApart(t, { root, settings: { trusted }, env });
      await server.open(DRIVER);
      await severities(server, (told) => told.split(',').length === 6);
      if (!trusted) assert.deepEqual(trap.sprung(), []);
      else await server.waitFor('window/logMessage', () => trap.sprung().length > 0);
    }
  });

  test('are not run to fetch what a clone lacks', async (t) => {
    const root = changedRepository(t);
    const trap = setTrap(root);
    plant(root, trap);
    promise(root, DRIVER);
    const { code, err } = await opscope(['check', '--base', 'master', '--tree', root]);
    assert.equal(code, 2);
    assert.match(err, /^opscope: --base master: the clone is partial, and files of [0-9a-f]+ are not in it/);
    const server = await serveApart(t, { root });
    await server.open(DRIVER);
    await severities(server, (told) => told.startsWith('warning'));
    assert.deepEqual(trap.sprung(), []);
  });
});

/** Filters that could not be overridden by their names. */
const FILTERS: Readonly<Record<string, (command: string) => readonly [config: string, attributes: string]>> = {
  'a name that is not UTF-8': (command) => [`[filter "\xff"]\n\tclean = ${command}\n\trequired\n`, '*.c filter=\xff\n'],
  'a name of 200 KB': (command) => {
    const name = 'x'.repeat(200_000);
    return [set(`filter.${name}.clean`, command), `*.c filter=${name}\n`];
  },
  'the last name of 60,000': (command) => [
    Array.from({ length: 60_000 }, (_, i) => set(`filter.f${i}.clean`, command)).join(''),
    '*.c filter=f59999\n',
  ],
  'a name with dots, quotes and a line end in its command': (command) => [
    `[filter "a.\\"b\\\\.clean"]\n\tclean = "${command.replace(/["\\]/g, '\\$&')}\\n"\n`,
    '*.c filter=a."b\\.clean\n',
  ],
};

describe('a filter is not run, nor in the way, with', () => {
  for (const [name, write] of Object.entries(FILTERS)) {
    test(name, async (t) => {
      const root = changedRepository(t);
      const trap = setTrap(root);
      const [config, attributes] = write(trap.command('filter'));
      appendFileSync(join(root, '.git/config'), config, 'latin1');
      writeFileSync(join(root, '.gitattributes'), attributes, 'latin1');
      disturb(root);
      assert.deepEqual(await introduced(root), TWO);
      assert.deepEqual(trap.sprung(), []);
    });
  }

  test("the person's own settings, which the branch only chooses", async (t) => {
    const root = changedRepository(t);
    const trap = setTrap(root);
    const own = join(dirname(root), 'own.config');
    put(own, `${set('filter.own.clean', trap.command('own'))}${set('diff.own.textconv', trap.command('own'))}`);
    put(join(root, '.gitattributes'), '*.c filter=own diff=own\n');
    disturb(root);
    assert.deepEqual(await introduced(root, { GIT_CONFIG_GLOBAL: own }), TWO);
    assert.deepEqual(trap.sprung(), []);
  });
});

test('git is not looked for in the tree', async (t) => {
  const root = changedRepository(t);
  const trap = setTrap(root);
  put(join(root, 'git'), readFileSync(trap.path, 'utf8'), 0o755);
  const { err } = await opscope(['check', '--base', 'master', '--tree', root], { cwd: root, env: { PATH: ':.:bin' } });
  assert.match(err, /git is not installed, or not in PATH/);
  assert.deepEqual(trap.sprung(), []);
});

test('an index whose times are old is as it was, and so is one that is split', async (t) => {
  const root = changedRepository(t);
  git(root, 'update-index', '--split-index');
  execFileSync('find', [root, '-name', '*.[ch]', '-exec', 'touch', '-d', '2001-01-01', '{}', '+']);
  const before = statSync(join(root, '.git/index')).mtimeMs;
  assert.deepEqual(await introduced(root), TWO);
  assert.equal(statSync(join(root, '.git/index')).mtimeMs, before);
});
