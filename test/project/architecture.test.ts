/** docs/architecture.md names what is there: a page that leads to files which are gone is worse than none. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectRoot } from '../harness/root.ts';

const page = readFileSync(join(projectRoot, 'docs/architecture.md'), 'utf8');

/** Folders that a path on the page can be relative to. */
const ROOTS = ['.', 'server/src', 'server/src/resolve', 'server/src/features', 'server/src/host', 'client', 'docs'];

/** The paths of what the repository's own folders hold, each behind a slash. */
const files = ['client', 'docs', 'media', 'scripts', 'server', 'syntaxes', 'test']
  .flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' }).map((path) => `/${folder}/${path}`),
  )
  .filter((path) => !/\/(node_modules|dist|out)\//.test(path));

/** What the page sets as code. */
const quoted = [...page.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);

test('each file and folder that it names exists', () => {
  const paths = quoted.filter(
    (text) => /^[\w./-]+(\.(ts|mjs|json|md|txt|wasm)|\/)$/.test(text) && !/^\.+\//.test(text),
  );
  assert.ok(paths.length > 50, 'it names files');
  const isThere = (path: string): boolean =>
    ROOTS.some((each) => existsSync(join(projectRoot, each, path))) || files.some((each) => each.endsWith(`/${path}`));
  assert.deepEqual(
    paths.filter((path) => !isThere(path)),
    [],
  );
});

test('each name that it places in a file is in that file', () => {
  const placed = [...page.matchAll(/`#?(\w+)(?:\.(#?\w+))?(?:\(\))?`\s+\(`([\w./-]+\.ts)`\)/g)];
  assert.ok(placed.length > 20, 'it places names');
  const lost = placed.flatMap(([, name = '', member, path = '']) => {
    const found = files
      .filter((each) => each.endsWith(`/${path}`))
      .map((each) => readFileSync(join(projectRoot, each), 'utf8'));
    return found.some((text) => [name, member ?? name].every((word) => text.includes(word)))
      ? []
      : [`${name} (${path})`];
  });
  assert.deepEqual(lost, []);
});
