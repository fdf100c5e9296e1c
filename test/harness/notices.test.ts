/** The notices name what ships, with its licence; what may not ship stops the build. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { projectRoot } from './root.ts';

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const text = read('dist/THIRD-PARTY-NOTICES.txt');
const [packages = '', ...parts] = text.split(`${'-'.repeat(80)}\n`);
const [list = '', ...sections] = packages.split(`${'='.repeat(80)}\n`);

/** What the notices name: `semver 7.8.6`, by licence. */
const named = new Map(
  [...list.matchAll(/^- (\S+ \S+) \((.*)\)$/gm)].map(([, name = '', licence = '']) => [name, licence]),
);

/** The package files that have a part in the bundles, by what esbuild says. */
function packageFiles(): readonly string[] {
  const { outputs } = JSON.parse(read('dist/metafile.json')) as {
    readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>>;
  };
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []);
  return [...new Set(folders)].map((folder) => `${folder}/package.json`);
}

describe('the notices', () => {
  test('name every package that is in the bundles or in a .wasm file', () => {
    const compiled = ['assemblyscript', 'web-tree-sitter', 'tree-sitter-c'].map(
      (each) => `node_modules/${each}/package.json`,
    );
    for (const path of [...packageFiles(), ...compiled]) {
      const { name, version, license } = JSON.parse(read(path)) as Readonly<Record<string, string>>;
      assert.equal(named.get(`${name} ${version}`), license, path);
    }
    assert.ok(packageFiles().length > 10);
  });

  test('name what a package brings along in its own build', () => {
    for (const name of ['@dagrejs/graphlib', 'content-type'])
      assert.ok(
        [...named.keys()].some((each) => each.startsWith(`${name} `)),
        name,
      );
  });

  test('have the text of each licence', () => {
    assert.deepEqual(
      sections.map((section) => section.split('\n')[0]),
      [...named.keys()],
    );
    for (const section of sections)
      assert.match(section, /permission|licen[cs]e[sd]? (?:under|is)|\bterms\b/i, section.slice(0, 40));
    assert.match(text, /Apache License\s+Version 2\.0/);
  });

  test('say what each .wasm file is made of, and give its terms', () => {
    const [overview = '', ...terms] = parts;
    const inside = new Map(
      [...overview.matchAll(/^ {2}(\S+\.wasm): (.*)$/gm)].map(([, file = '', of = '']) => [file, of]),
    );
    const files = readdirSync(join(projectRoot, 'dist')).filter((each) => each.endsWith('.wasm'));
    assert.deepEqual([...inside.keys()].sort(), files.sort());
    for (const file of files) {
      const has = inside.get(file) ?? '';
      for (const part of partsIn(file)) assert.ok(has.includes(part), `${part} in ${file}: ${has}`);
      const [name = ''] = has.split(', ');
      assert.ok(
        [...named.keys()].some((each) => each.startsWith(`${name} `)),
        name,
      );
    }
    for (const part of ['SQLite', 'ICU', 'musl', 'Emscripten'])
      assert.match(
        terms.find((each) => each.startsWith(part)) ?? '',
        /^Licence: .+\nIn: .+\n\n[\s\S]*(?:permission|public)/im,
        part,
      );
  });

  test('are in both packages, with the bill of materials', () => {
    const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: projectRoot,
      encoding: 'utf8',
    });
    const [pack] = JSON.parse(stdout) as [{ readonly files: readonly { readonly path: string }[] }];
    const packed = pack.files.map(({ path }) => path);
    for (const each of ['dist/THIRD-PARTY-NOTICES.txt', 'dist/sbom.cdx.json'])
      assert.ok(packed.includes(each), packed.join());
    assert.ok(!packed.includes('dist/metafile.json'));
    // What the command loads when it is asked for has to be there, too.
    for (const each of readdirSync(join(projectRoot, 'dist')).filter((name) => /\.(?:cjs|wasm)$/.test(name)))
      assert.equal(packed.includes(`dist/${each}`), each !== 'extension.cjs', each);
    const vsce = join(projectRoot, 'node_modules/@vscode/vsce/vsce');
    const extension = spawnSync(process.execPath, [vsce, 'ls', '--no-dependencies'], {
      cwd: projectRoot,
      encoding: 'utf8',
    });
    const listed = extension.stdout.split('\n');
    for (const each of ['dist/THIRD-PARTY-NOTICES.txt', 'dist/sbom.cdx.json'])
      assert.ok(listed.includes(each), extension.stderr);
    assert.ok(!listed.includes('dist/metafile.json'));
  });
});

/** What a .wasm file shows of what is in it: SQLite's words, what Emscripten's runtime imports, the headers in its source map. */
function partsIn(file: string): readonly string[] {
  const bytes = readFileSync(join(projectRoot, 'dist', file));
  const map = join(projectRoot, 'node_modules/web-tree-sitter/web-tree-sitter.wasm.map');
  const isCore = file === 'web-tree-sitter.wasm';
  return [
    ...(bytes.includes('SQLite format 3') ? ['SQLite', 'musl', 'Emscripten'] : []),
    ...(bytes.includes('emscripten_resize_heap') ? ['musl', 'Emscripten'] : []),
    ...(isCore && readFileSync(map, 'utf8').includes('lib/unicode.h') ? ['ICU'] : []),
  ];
}

test('a licence that asks for more is refused', async () => {
  const path = join(projectRoot, 'scripts/notices.mjs');
  assert.ok(existsSync(path));
  const script: unknown = await import(pathToFileURL(path).href);
  assert.ok(typeof script === 'object' && script && 'problemOf' in script && typeof script.problemOf === 'function');
  const { problemOf } = script;
  for (const licence of ['MIT', 'ISC', '0BSD', 'Apache-2.0', 'BlueOak-1.0.0', '(GPL-2.0 OR MIT)']) {
    assert.equal(problemOf(licence), null, licence);
  }
  for (const licence of [
    'GPL-2.0',
    'LGPL-3.0-only',
    'UNLICENSED',
    'SEE LICENSE IN x',
    'MIT AND GPL-2.0',
    '',
    undefined,
  ]) {
    assert.match(String(problemOf(licence)), /is none of/, licence);
  }
});
