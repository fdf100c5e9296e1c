/** Folders of git that are odd: they cost an answer at most, with a clear line, and never time without end. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { opscope } from '../harness/command.ts';
import { git } from '../harness/git.ts';
import { serveApart } from '../protocol/sample.ts';
import { set } from './programs.ts';
import { ADDED, changedRepository, contents, DRIVER, introduced, put, setTrap, severities, TWO } from './repository.ts';

/** What check says where it cannot answer; it has three seconds for each git. */
async function refused(root: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { code, out, err } = await opscope(['check', '.', '--base', 'master', '--tree', root], {
    env: { OPSCOPE_GIT_SECONDS: '3', OPSCOPE_STRICT: '1', ...env },
  });
  assert.equal(code, 2, err);
  assert.equal(out, '');
  assert.equal(err.trim().split('\n').length, 1, err);
  return err;
}

/** Puts something that is no file in the place of one. */
function replace(path: string, kind: 'fifo' | 'zero'): void {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  if (kind === 'fifo') execFileSync('mkfifo', [path]);
  else symlinkSync('/dev/zero', path);
}

/** Names in the tree, and what is said where they are no files; null where the answer does not depend on them. */
const NO_FILES: Readonly<Record<string, Readonly<Record<'fifo' | 'zero', RegExp | null>>>> = {
  '.git': { fifo: /--base master: /, zero: /--base master: / },
  '.git/HEAD': { fifo: /git rev-parse did not answer within 3 s/, zero: /not a git repository/ },
  '.git/config': { fifo: /git rev-parse did not answer within 3 s/, zero: /bad config|config file/ },
  '.git/index': { fifo: /index is no regular file/, zero: /index is no regular file/ },
  '.git/packed-refs': { fifo: /packed-refs is no regular file/, zero: /packed-refs is no regular file/ },
  '.git/shallow': { fifo: /shallow is no regular file/, zero: /shallow is no regular file/ },
  '.git/info/exclude': { fifo: /exclude is no regular file/, zero: /exclude is no regular file/ },
  '.git/info/attributes': { fifo: null, zero: null },
  '.git/refs/heads/master': { fifo: /git rev-parse did not answer within 3 s/, zero: /--base master: / },
  '.git/objects/info/alternates': { fifo: /did not answer within 3 s/, zero: /--base master: / },
  '.gitignore': { fifo: /git ls-files did not answer within 3 s/, zero: null },
};

// Side by side: a git that does not answer is waited for, which takes three seconds and no work.
describe('what is no regular file', { concurrency: 4 }, () => {
  for (const [name, kinds] of Object.entries(NO_FILES)) {
    for (const kind of ['fifo', 'zero'] as const) {
      test(`as ${name}: ${kind}`, async (t) => {
        const root = changedRepository(t);
        replace(join(root, name), kind);
        const said = kinds[kind];
        if (said === null) assert.deepEqual(await introduced(root), TWO);
        else assert.match(await refused(root), said);
      });
    }
  }

  test('as a file of attributes: the answer is the same, or git takes too long, which is said', async (t) => {
    const root = changedRepository(t);
    replace(join(root, 'drivers/misc/glimpse/.gitattributes'), 'fifo');
    const { code, err } = await opscope(['check', '.', '--base', 'master', '--tree', root], {
      env: { OPSCOPE_GIT_SECONDS: '3' },
    });
    if (code === 2) assert.match(err, /^opscope: --base master: git diff did not answer within 3 s\n$/);
    else assert.deepEqual(await introduced(root), TWO);
  });

  test('costs an editor what it compares, not what it finds', async (t) => {
    const root = changedRepository(t);
    replace(join(root, '.git/index'), 'fifo');
    const server = await serveApart(t, { root });
    await server.open(DRIVER);
    await severities(server, (told) => told.split(',').length === 6);
    const { message } = await server.waitFor<{ message: string }>('window/logMessage', (each) =>
      /compared with a commit/.test(each.message),
    );
    assert.match(message, /index is no regular file/);
  });
});

describe('a setting', { concurrency: 4 }, () => {
  const answers: Readonly<Record<string, (root: string) => string>> = {
    'core.worktree that leads elsewhere': () => set('core.worktree', '/'),
    'core.worktree that leads to nothing': () => set('core.worktree', '/nowhere/at/all'),
    'core.bare': () => set('core.bare', 'true'),
    'include.path that is the file itself': () => '',
    'a huge value': () => set('remote.origin.fetch', 'x'.repeat(5_000_000)),
    '200,000 remotes': () => Array.from({ length: 200_000 }, (_, i) => `[remote "r${i}"]\n\turl = x\n`).join(''),
    'core.excludesFile that is no file': () => set('core.excludesFile', '/dev/zero'),
  };
  for (const [name, text] of Object.entries(answers)) {
    test(`of ${name} is not in the way`, async (t) => {
      const root = changedRepository(t);
      appendFileSync(join(root, '.git/config'), text(root));
      assert.deepEqual(await introduced(root), TWO);
    });
  }

  test('that includes what never ends is told', async (t) => {
    const root = changedRepository(t);
    replace(join(root, 'odd.config'), 'fifo');
    appendFileSync(join(root, '.git/config'), set('include.path', '../odd.config'));
    assert.match(await refused(root), /git rev-parse did not answer within 3 s/);
  });

  test('that includes itself, or nonsense, is told in a line of git', async (t) => {
    const root = changedRepository(t);
    appendFileSync(join(root, '.git/config'), set('include.path', 'config'));
    assert.match(await refused(root), /exceeded maximum include depth/);
    writeFileSync(join(root, '.git/config'), '[\x1b[31m\n');
    assert.match(await refused(root), /bad config line 1/);
  });
});

test('the environment of a hook leads to no other repository', async (t) => {
  const root = changedRepository(t);
  const other = changedRepository(t);
  const trap = setTrap(root);
  appendFileSync(join(other, '.git/config'), set('core.fsmonitor', trap.command('other')));
  const before = contents(dirname(root));
  const env = {
    GIT_DIR: join(other, '.git'),
    GIT_WORK_TREE: other,
    GIT_INDEX_FILE: join(other, '.git/index'),
    GIT_OBJECT_DIRECTORY: '/nowhere',
    GIT_NAMESPACE: 'x',
    GIT_PREFIX: 'mm/',
    GIT_TRACE: '1',
    GIT_TRACE2_EVENT: join(dirname(root), 'trace'),
    GIT_DIFF_OPTS: '--unified=9',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'core.fsmonitor',
    GIT_CONFIG_VALUE_0: trap.command('environment'),
    GIT_CONFIG_PARAMETERS: "'core.fsmonitor=touch ran'",
  };
  assert.deepEqual(await introduced(root, env), TWO);
  assert.deepEqual(contents(dirname(root)), before);
});

test("another user's repository is told as such, with the way to trust it", async (t) => {
  const root = changedRepository(t);
  const env = { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
  assert.match(
    await refused(root, env),
    /^opscope: --base master: the repository belongs to another user; "git config --global --add safe\.directory \/.*linux" says that it is trusted\n$/,
  );
  const own = join(dirname(root), 'own.config');
  put(own, set('safe.directory', root));
  assert.deepEqual(await introduced(root, { ...env, GIT_CONFIG_GLOBAL: own }), TWO);
});

/** The same work in a repository of another kind. */
const KINDS: Readonly<Record<string, (root: string, t: TestContext) => string>> = {
  'whose folder of git is elsewhere': (root) => {
    git(root, 'init', '--quiet', `--separate-git-dir=${join(dirname(root), 'apart')}`);
    return root;
  },
  'with objects that are named by SHA-256': (root) => {
    rmSync(join(root, '.git'), { recursive: true });
    git(root, 'init', '--quiet', '--initial-branch=master', '--object-format=sha256');
    git(root, 'add', '.');
    git(root, 'stash', 'list');
    return root;
  },
  'whose objects are those of another one': (root) => {
    const objects = join(dirname(root), 'objects');
    renameSync(join(root, '.git/objects'), objects);
    mkdirSync(join(root, '.git/objects/info'), { recursive: true });
    writeFileSync(join(root, '.git/objects/info/alternates'), '../../../objects\n');
    return root;
  },
  'of a linked worktree, made by git': (root) => {
    const other = join(dirname(root), 'other');
    git(root, 'worktree', 'add', '--quiet', '-b', 'linked', other);
    appendFileSync(join(other, DRIVER), ADDED);
    return other;
  },
  'of which parts are not checked out': (root) => {
    git(root, 'sparse-checkout', 'set', '--cone', '--sparse-index', 'arch', 'drivers', 'include', 'mm', 'virt');
    return root;
  },
  'with packed references and objects': (root) => {
    git(root, 'gc', '--quiet');
    return root;
  },
  'that a link leads to': (root) => {
    const to = join(dirname(root), 'link');
    symlinkSync(root, to);
    return to;
  },
};

describe('check --base answers in a repository', () => {
  for (const [name, turn] of Object.entries(KINDS)) {
    test(name, async (t) => {
      const root = turn(changedRepository(t), t);
      if (name.includes('SHA-256')) {
        writeFileSync(join(root, DRIVER), execFileSync('sed', ['/fresh/d', join(root, DRIVER)]));
        git(root, 'add', '.');
        git(root, 'commit', '--quiet', '-m', 'base');
        git(root, 'checkout', '--quiet', '-b', 'topic');
        appendFileSync(join(root, DRIVER), ADDED);
      }
      assert.deepEqual(await introduced(root), TWO);
    });
  }

  test('with files that are left out of all repositories, and of this one, and with a branch of its own', async (t) => {
    const root = changedRepository(t);
    const names = ['own.c', 'here.c', 'there.c', 'seen.c'];
    appendFileSync(
      join(root, 'drivers/misc/glimpse/Makefile'),
      names.map((name) => `obj-m += ${name.replace('.c', '.o')}\n`).join(''),
    );
    git(root, 'commit', '--quiet', '-m', 'All of them', 'drivers/misc/glimpse/Makefile');
    for (const name of names) {
      put(join(root, 'drivers/misc/glimpse', name), `int odd_${name[0]}(pte_t *pte) { return 0; }\n`);
    }
    const own = join(dirname(root), 'own.config');
    put(own, set('core.excludesFile', join(dirname(root), 'ignored')));
    put(join(dirname(root), 'ignored'), 'own.c\n');
    put(join(root, '.git/info/exclude'), 'here.c\n');
    put(join(root, 'drivers/.gitignore'), 'there.c\n');
    git(root, 'branch', '--quiet', '--force', 'master');
    git(root, 'branch', '--quiet', '-m', 'master', 'main');
    git(root, 'branch', '--quiet', '--set-upstream-to=main');
    git(root, 'tag', 'start', 'main');
    const answer = async (base: string) =>
      JSON.parse(
        (
          await opscope(['check', '.', '--base', base, '--tree', root, '--format', 'json'], {
            env: { GIT_CONFIG_GLOBAL: own },
          })
        ).out,
      ) as { findings: { file: string }[] };
    for (const base of ['@{upstream}', 'start', 'HEAD', 'main~0', 'main@{0}']) {
      const files = (await answer(base)).findings.map(({ file }) => file);
      assert.deepEqual([...new Set(files)], [DRIVER, 'drivers/misc/glimpse/seen.c'], base);
    }
  });
});

test('nothing is left in the folder for temporary files', async (t) => {
  const root = changedRepository(t);
  const temporary = join(dirname(root), 'tmp');
  mkdirSync(temporary);
  assert.notEqual(tmpdir(), temporary);
  assert.deepEqual(await introduced(root, { TMPDIR: temporary }), TWO);
  replace(join(root, '.git/refs/heads/master'), 'fifo');
  await refused(root, { TMPDIR: temporary });
  assert.ok(existsSync(temporary));
  assert.deepEqual(readdirSync(temporary), []);
});
