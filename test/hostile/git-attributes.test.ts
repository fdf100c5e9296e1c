/** Attributes of a branch, and conversions that git makes of files, change no answer. */
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { git } from '../harness/git.ts';
import { serveApart } from '../protocol/sample.ts';
import { set } from './programs.ts';
import { ADDED, changedRepository, DRIVER, introduced, put, SIX, severities, TWO } from './repository.ts';

/** What a line of .gitattributes can say of C files; with macros, in one line each. */
const ATTRIBUTES = [
  ...[
    '-diff',
    'binary',
    'diff=foo',
    'text eol=crlf ident',
    '-text -merge -delta whitespace=-all',
    'filter=none crlf=input',
  ],
  ...['text=auto working-tree-encoding=UTF-16', 'working-tree-encoding=UTF-7 conflict-marker-size=1'],
  'export-ignore export-subst linguist-generated linguist-vendored eol=lf',
];

/** Makes every file look changed to git's index, so that it compares what is in them. */
function touch(root: string): void {
  for (const path of git(root, 'ls-files').trim().split('\n')) utimesSync(join(root, path), 1, 1);
}

describe('check --base tells the two findings', () => {
  for (const each of ATTRIBUTES) {
    test(`with *.c ${each}`, async (t) => {
      const root = changedRepository(t);
      const line = `*.c ${each}\n[attr]none -diff binary\n`;
      put(join(root, '.gitattributes'), line);
      put(join(root, 'drivers/misc/.gitattributes'), line);
      put(join(root, '.git/info/attributes'), line);
      assert.deepEqual(await introduced(root), TWO);
    });
  }

  test('with attributes that are a file of the repository, of the branch alone', async (t) => {
    const root = changedRepository(t);
    put(join(root, '.gitattributes'), '*.c binary\n');
    appendFileSync(join(root, '.git/config'), set('core.attributesFile', join(root, '.gitattributes')));
    git(root, 'add', '.');
    git(root, 'commit', '--quiet', '-m', 'All that there is');
    assert.deepEqual(await introduced(root), TWO);
  });

  test('with a NUL in the file, before or in the change', async (t) => {
    const root = changedRepository(t);
    const text = readFileSync(join(root, DRIVER), 'utf8');
    writeFileSync(join(root, DRIVER), text.replace(ADDED, `/* \0 */\n${ADDED}`));
    assert.deepEqual(await introduced(root), TWO);
    writeFileSync(join(root, DRIVER), `/* \0 */\n${text.replace(ADDED, '')}`);
    git(root, 'commit', '--quiet', '-a', '-m', 'A letter that is none');
    git(root, 'branch', '--force', 'master');
    appendFileSync(join(root, DRIVER), ADDED);
    assert.deepEqual(await introduced(root), TWO);
  });
});

/** The tree as git checks it out with an attribute or a setting, with nothing changed. */
function checkedOut(t: TestContext, attributes: string, config: string, encoding: 'utf8' | 'latin1' = 'utf8'): string {
  const root = changedRepository(t);
  git(root, 'checkout', '--quiet', '.');
  const odd = '/* $Id$ \u00fc */ int odd(pte_t *pte) { return 0; } /* $Id$ \u00fc */\n';
  appendFileSync(join(root, DRIVER), odd, encoding);
  put(join(root, '.gitattributes'), attributes);
  git(root, '-c', 'core.safecrlf=false', 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'odd');
  git(root, 'branch', '--force', 'master');
  appendFileSync(join(root, '.git/config'), config);
  rmSync(join(root, DRIVER));
  git(root, 'checkout', '--quiet', '.');
  return root;
}

const CONVERSIONS: Readonly<Record<string, readonly [attributes: string, config: string, seen: RegExp]>> = {
  'core.autocrlf': ['', set('core.autocrlf', 'true'), /\r\n/],
  'eol=crlf': ['*.c text eol=crlf\n', '', /\r\n/],
  ident: ['*.c ident\n', '', /\$Id: [0-9a-f]{40} \$/],
};

describe('what git writes into files when it checks them out is no change', () => {
  for (const [name, [attributes, config, seen]] of Object.entries(CONVERSIONS)) {
    test(`with ${name}, to check and in an editor`, async (t) => {
      const root = checkedOut(t, attributes, config);
      assert.match(readFileSync(join(root, DRIVER), 'utf8'), seen);
      assert.deepEqual(await introduced(root), []);
      touch(root);
      assert.deepEqual(await introduced(root), []);
      const server = await serveApart(t, { root });
      await server.open(DRIVER);
      assert.equal(await severities(server, (told) => told.startsWith('hint')), 'hint,hint,hint,hint,hint');
    });
  }

  test('with working-tree-encoding, in lines that are findings', async (t) => {
    const root = checkedOut(t, '*.c working-tree-encoding=latin1\n', '', 'latin1');
    assert.ok(readFileSync(join(root, DRIVER)).includes(0xfc));
    touch(root);
    assert.deepEqual(await introduced(root), []);
  });
});

test('an editor tells the two findings with attributes, and with a NUL in the file', async (t) => {
  const root = changedRepository(t);
  const line = '*.c binary -text\n';
  put(join(root, '.gitattributes'), line);
  put(join(root, '.git/info/attributes'), line);
  writeFileSync(join(root, DRIVER), `/* \0 */\n${readFileSync(join(root, DRIVER), 'utf8')}`);
  const server = await serveApart(t, { root });
  await server.open(DRIVER);
  assert.equal(await severities(server, (told) => told === SIX), SIX);
});
