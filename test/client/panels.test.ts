/** The panels and the views: what comes from a tree is text there, and what their scripts send is looked at. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { isFromGraph, isFromMatrix } from '../../client/src/panels/incoming.ts';
import { label } from '../../server/src/base/visible.ts';
import { NASTY } from '../harness/nasty.ts';
import { projectRoot } from '../harness/root.ts';

/** The sources of a folder, by path. */
function sources(folder: string): readonly (readonly [path: string, text: string])[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.[jt]s$/.test(path))
    .map((path) => [path, readFileSync(join(projectRoot, folder, path), 'utf8')]);
}

/** The files of a folder that have a word. */
function having(folder: string, word: RegExp): readonly string[] {
  return sources(folder).flatMap(([path, text]) => (word.test(text) ? [path] : []));
}

describe('the scripts of the panels', () => {
  test('make no element, style or code of a text', () => {
    assert.deepEqual(
      having('client/webview', /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|srcdoc/),
      [],
    );
    assert.deepEqual(
      having('client/webview', /\beval\(|new Function|import\(|setAttribute\(['"](?:style|on|href|src)/),
      [],
    );
    assert.deepEqual(having('client/webview', /\.(?:href|src|cssText|onclick)\s*=/), []);
  });

  test('show what the rest of opscope shows, have nothing else of the server in them, and load nothing', () => {
    const { outputs } = JSON.parse(readFileSync(join(projectRoot, 'dist/metafile.json'), 'utf8')) as {
      readonly outputs: Readonly<
        Record<string, { readonly inputs: Readonly<Record<string, unknown>>; readonly imports: readonly unknown[] }>
      >;
    };
    for (const script of readdirSync(join(projectRoot, 'dist/webview'))) {
      const { inputs = {}, imports } = outputs[`dist/webview/${script}`] ?? {};
      const others = Object.keys(inputs).filter((path) => !path.startsWith('client/webview/'));
      assert.deepEqual(others, ['server/src/base/visible.ts']);
      assert.deepEqual(imports, []);
    }
  });

  test('run under a policy that allows nothing else', () => {
    const page = readFileSync(join(projectRoot, 'client/src/panels/page.ts'), 'utf8');
    const [, policy = ''] = /const policy = `(.*)`;/.exec(page) ?? [];
    assert.equal(
      policy.replaceAll('$', ''),
      "default-src 'none'; style-src {webview.cspSource}; script-src 'nonce-{nonce}'",
    );
    assert.match(page, /const nonce = randomBytes\(16\)/);
    assert.match(page, /const FOLDERS = \{ style: \['media'\], script: \['dist', 'webview'\] \};/);
    assert.match(page, /Object\.values\(FOLDERS\)[^;]*;\n.*localResourceRoots: folders \}/);
    assert.deepEqual(having('client/src', /enableCommandUris|retainContextWhenHidden/), []);
  });
});

test('no text of a tree is trusted with commands, HTML or icons', () => {
  const trusting = having('client/src', /isTrusted\s*[:=](?!=)|supportHtml|supportThemeIcons/);
  // Hovers may lead to one list of places, and to nothing else.
  assert.deepEqual(trusting, ['client-options.ts']);
  const options = readFileSync(join(projectRoot, 'client/src/client-options.ts'), 'utf8');
  assert.deepEqual(options.match(/isTrusted.*|supportHtml|supportThemeIcons/g), [
    'isTrusted: { enabledCommands: HOVER_COMMANDS } },',
  ]);
  assert.match(options, /const HOVER_COMMANDS = \['opscope\.showAll'\] as const;/);
  assert.deepEqual(having('server/src', /supportHtml|supportThemeIcons/), []);
  const marking = having('server/src', /MarkupKind/);
  assert.deepEqual(marking, ['lsp/markdown.ts']);
});

test('a workspace that is not trusted names no tree, no .config and no revision', () => {
  const { capabilities } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    readonly capabilities: {
      readonly untrustedWorkspaces: {
        readonly supported: unknown;
        readonly restrictedConfigurations: readonly string[];
      };
    };
  };
  const { supported, restrictedConfigurations: restricted } = capabilities.untrustedWorkspaces;
  assert.equal(supported, 'limited');
  for (const setting of ['opscope.tree', 'opscope.config', 'opscope.check.base']) {
    assert.ok(restricted.includes(setting), setting);
  }
});

test('a label has no icon and no link', () => {
  for (const [text, shown] of NASTY) {
    const said = label(text);
    assert.doesNotMatch(said, /\$\(|\]\(/);
    assert.equal(said.replaceAll('$ (', '$(').replaceAll('] (', ']('), shown);
  }
});

describe('messages of the scripts', () => {
  const place = { file: 'mm/a.c', line: 1, column: 1 };
  const query = { hook: 'o.f' };
  const right = [
    { type: 'ready' },
    { type: 'open', place, beside: false },
    { type: 'open', place: { ...place, file: 'mm/..a/b..c' }, beside: true },
  ];
  const sides = { a: 'v7.2', b: '/linux' };
  const rightMatrix = [
    ...right,
    { type: 'choose' },
    { type: 'leave' },
    { type: 'compare', query: sides },
    { type: 'compare', query: { ...sides, names: { a: 'x' }, ops: 'o' } },
    { type: 'openSides', places: [{ side: 'a', place }], isSame: false, beside: false },
    {
      type: 'openSides',
      places: [
        { side: 'a', place },
        { side: 'b', place },
      ],
      isSame: true,
      beside: true,
    },
    { type: 'graph', ioctl: 'UFFDIO_COPY' },
  ];
  const rightGraph = [
    ...right,
    { type: 'open', place, beside: false, side: 'a' },
    { type: 'ask', query: { ...query, sides } },
    { type: 'ask', query },
    { type: 'ask', query: { from: 'f', depth: 2, hide: ['a'], room: { width: 1, height: 1 } } },
    { type: 'export', query, form: 'svg' },
  ];
  const wrong: readonly unknown[] = [
    null,
    'ready',
    {},
    { type: 'constructor' },
    { type: 'open', place },
    ...['/etc/passwd', '../x', 'mm/../../x', '..', 'C:\\x', 'mm\\..\\..\\x', '\\\\host\\x', 3].map((file) => ({
      type: 'open',
      place: { ...place, file },
      beside: false,
    })),
    { type: 'open', place: { ...place, line: '1' }, beside: false },
    { type: 'ask', query: {} },
    { type: 'ask', query: { hook: 'a', from: 'b' } },
    { type: 'ask', query: { hook: 1 } },
    { type: 'ask', query: { ...query, hide: [{}] } },
    { type: 'ask', query: { ...query, room: { width: 0, height: 1 } } },
    { type: 'export', query, form: 'exe' },
    { type: 'ask', query: { ...query, sides: { a: 'x' } } },
    { type: 'compare', query: { a: 'x' } },
    { type: 'compare', query: { ...sides, names: { a: 1 } } },
    { type: 'graph', ioctl: 1 },
    { type: 'openSides', places: [], isSame: false, beside: false },
    { type: 'openSides', places: [{ side: 'c', place }], isSame: false, beside: false },
    { type: 'openSides', places: [{ side: 'a', place: { ...place, file: '../x' } }], isSame: false, beside: false },
    { type: 'openSides', places: [{ side: 'a', place }], beside: false },
  ];
  test('are taken', () => {
    for (const each of rightMatrix) assert.ok(isFromMatrix(each), JSON.stringify(each));
    for (const each of rightGraph) assert.ok(isFromGraph(each), JSON.stringify(each));
  });
  test('are refused', () => {
    assert.ok(!isFromGraph({ type: 'open', place, beside: false, side: 'c' }));
    for (const each of wrong) assert.ok(!isFromMatrix(each) && !isFromGraph(each), JSON.stringify(each));
  });
});
