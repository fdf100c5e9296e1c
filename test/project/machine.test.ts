/** What `npm test` and .ci/run take from the machine: it is named, installed or asked for, and nothing else counts. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { describe, test } from 'node:test';
import { NEEDS } from '../harness/needs.ts';
import { projectRoot } from '../harness/root.ts';
import { sampleTree, scratch } from '../protocol/sample.ts';

const contributing = readFileSync(join(projectRoot, 'CONTRIBUTING.md'), 'utf8');

describe('stages', () => {
  const env = { ...process.env, OPSCOPE_KERNEL: sampleTree };
  const args = [join(projectRoot, 'scripts/test.mjs'), 'no-such-stage'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  const [, list = ''] = /there are (.*)/.exec(stderr) ?? [];
  const stages = list.split(', ');

  test('an unknown one is answered with those that there are', () => {
    assert.ok(stages.length >= 9, stderr);
    assert.match(stdout, /0 passed, 1 failed\n$/);
  });

  test('are described, each with the packages that it needs', () => {
    const [, table = ''] = /^\| stage \|.*\n([\s\S]*?)\n\n/m.exec(contributing) ?? [];
    const rows = new Map(table.split('\n').map((row) => [/`([\w-]+)`/.exec(row)?.[1] ?? '', row.split('|')[3] ?? '']));
    rows.delete('');
    assert.deepEqual([...rows.keys()], stages);
    for (const [stage, needs] of Object.entries(NEEDS))
      for (const need of needs)
        assert.ok(rows.get(stage)?.includes(`\`${need.package}\``), `${stage}: ${need.package}`);
  });

  test('a machine that lacks something is told so, in a line for each thing', () => {
    const program = join(projectRoot, 'out/test/harness/provide.cjs');
    const run = spawnSync(process.execPath, [program, 'unit'], { env: { PATH: '/no/such/folder' }, encoding: 'utf8' });
    const lines = ['git', 'bash', 'rsync', 'zsh', 'fish', 'mandoc', 'protobuf-compiler'].map(
      (name) => `missing: ${name} (apt-get install ${name})\n`,
    );
    assert.equal(run.stdout, lines.join(''));
    assert.equal(run.status, 1);
  });
});

describe('.ci/run', () => {
  for (const shell of ['sh', 'bash']) {
    test(`gives npm test the trees of the machine, under ${shell}`, (t) => {
      const home = scratch(t);
      for (const folder of ['project', 'shared/tools', 'bin']) mkdirSync(join(home, folder), { recursive: true });
      cpSync(join(projectRoot, '.ci'), join(home, 'project/.ci'), { recursive: true });
      const program = (path: string, line: string) =>
        writeFileSync(join(home, path), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
      program('shared/tools/kernel-trees', 'for series; do echo "/trees/$series"; done');
      program('bin/npm', 'echo "$1 $OPSCOPE_KERNEL"');
      const run = (own: Record<string, string>) => {
        const env = { PATH: [join(home, 'bin'), process.env['PATH']].join(delimiter), ...own };
        return spawnSync(shell, [join(home, 'project/.ci/run')], { env, encoding: 'utf8' }).stdout;
      };
      assert.equal(run({}), 'test /trees/7.3:/trees/7.2:/trees/6.12:/trees/6.1\n');
      assert.equal(run({ OPSCOPE_KERNEL: '/mine' }), 'test /mine\n');
      program('shared/tools/kernel-trees', 'exit 1');
      assert.equal(run({}), '', 'trees that cannot be had are no reason to leave tests out');
    });
  }

  test('is the only place that names something outside of the repository', () => {
    const files = (folder: string): string[] =>
      readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
    for (const path of ['scripts', 'client', 'server', 'test', '.vscode', '.github'].flatMap(files)) {
      if (
        !/\.(?:ts|mjs|json|yml|sh)$/.test(path) ||
        path.includes('node_modules') ||
        path.endsWith(basename(__filename, '.cjs'))
      )
        continue;
      if (statSync(join(projectRoot, path)).isFile())
        assert.doesNotMatch(readFileSync(join(projectRoot, path), 'utf8'), /\.\.\/shared\//, path);
    }
  });
});

describe('tests', () => {
  test('see a home, a locale, a time zone and settings of their own', () => {
    assert.ok(homedir().startsWith(tmpdir()));
    assert.deepEqual(
      readdirSync(homedir()).filter((name) => name !== 'opscope-cache'),
      [],
    );
    assert.equal(process.umask(), 0o022);
    assert.equal(new Date(0).getHours(), 0);
    assert.deepEqual(
      Object.keys(process.env).filter((name) => /^(?:CI|LANG|XDG_\w+|GIT_DIR|GITHUB_\w+|npm_\w+)$/.test(name)),
      [],
    );
  });

  test('see the same on a machine with settings of every kind', (t) => {
    if (process.env['OPSCOPE_ODD_MACHINE'] !== undefined) return;
    const home = scratch(t);
    writeFileSync(
      join(home, '.gitconfig'),
      '[commit]\n\tgpgsign = true\n[core]\n\thooksPath = /bin\n[diff]\n\texternal = false\n',
    );
    const odd = {
      ...{
        OPSCOPE_ODD_MACHINE: '1',
        HOME: home,
        XDG_CONFIG_HOME: home,
        XDG_CACHE_HOME: home,
        OPSCOPE_CACHE: home,
        TMPDIR: home,
      },
      ...{ LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Kiritimati', CI: 'true', GITHUB_ACTIONS: 'true' },
      ...{ GIT_DIR: '/no/such', GIT_AUTHOR_NAME: '', NO_COLOR: '1', FORCE_COLOR: '1', npm_config_offline: 'false' },
    };
    const files = [__filename, join(projectRoot, 'out/test/base/lines.test.cjs')];
    for (const file of files) {
      const script = `umask 077; exec "${process.execPath}" "${file}"`;
      const run = spawnSync('sh', ['-c', script], { env: { PATH: process.env['PATH'], ...odd }, encoding: 'utf8' });
      assert.equal(run.status, 0, run.stdout + run.stderr);
    }
  });
});
