/** A hostile tree, through every command in every form and through what editors ask: its text is shown, and never obeyed. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { instance } from '@viz-js/viz';
import { SaxesParser } from 'saxes';
import { inside } from '../harness/inside.ts';
import { startServer, type TestServer } from '../harness/lsp-client.ts';
import { RAW } from '../harness/nasty.ts';
import { makeNasty, NAME } from '../harness/nasty-tree.ts';
import { sampleTree } from '../protocol/sample.ts';

const scratch = mkdtempSync(join(tmpdir(), 'opscope-nasty-'));
const root = join(scratch, 'linux');
before(() => makeNasty(sampleTree, root));
after(() => rmSync(scratch, { recursive: true, force: true }));

/** How a part of the hostile name is shown. */
const SHOWN = String.raw`\x1b[31m`;

const json = (text: string): void => void JSON.parse(text);
const jsonLines = (text: string): void => text.trimEnd().split('\n').forEach(json);
const plain = (text: string): void => assert.doesNotMatch(text, /^[^\S\n]*::/m);
const xml = (text: string): void => {
  const parser = new SaxesParser();
  parser.on('error', (error) => assert.fail(error));
  parser.write(text).close();
};
const dot = async (text: string): Promise<void> => {
  const { status, errors } = (await instance()).render(text, { format: 'dot' });
  assert.equal(status, 'success', JSON.stringify(errors));
};
const annotations = (text: string): void => {
  for (const line of text.trimEnd().split('\n')) assert.match(line, /^::(?:notice|warning|error) file=[^:]*::./);
};

/** Commands, and what their answer must be. */
const commands: readonly (readonly [args: readonly string[], check: (text: string) => unknown])[] = [
  [['matrix'], plain],
  [['matrix', '--format', 'json'], json],
  [['tables', '--format', 'text'], plain],
  [['tables', '--format', 'json'], jsonLines],
  [['tables', '--ops', 'all', '--format', 'text'], plain],
  [['dispatch', '--format', 'text'], plain],
  [['dispatch', '--ops', 'all', '--format', 'json'], jsonLines],
  [['reach'], plain],
  [['reach', '--format', 'json'], json],
  [['graph', '--hook', 'vm_uffd_ops.alloc_folio'], plain],
  [['graph', '--hook', 'vm_uffd_ops.alloc_folio', '--format', 'json'], json],
  [['graph', '--hook', 'vm_uffd_ops.alloc_folio', '--format', 'dot'], dot],
  [['graph', '--hook', 'vm_uffd_ops.alloc_folio', '--format', 'mermaid'], plain],
  [['graph', '--hook', 'vm_uffd_ops.alloc_folio', '--format', 'svg'], xml],
  [['calls', 'mm', '--format', 'text'], plain],
  [['calls', 'mm', '--format', 'json'], jsonLines],
  [['check', 'mm', 'drivers'], plain],
  [['check', 'mm', 'drivers', '--format', 'json'], json],
  [['check', 'mm', 'drivers', '--format', 'sarif'], json],
  [['check', 'mm', 'drivers', '--format', 'github'], annotations],
  [['check', 'mm', '--list-suppressed'], plain],
  [['modules', 'mm', 'drivers'], plain],
  [['modules', 'mm', '--format', 'json'], json],
  [['explain', 'alloc_folio'], plain],
  [['explain', 'filemap_add'], plain],
  [['explain', 'nasty_uffd_ops'], plain],
  [['explain', 'nasty_alloc'], plain],
  [['explain', 'nasty_alloc', '--format', 'json'], json],
  [['explain', `x\x1b[31m\n::error::y`], plain],
  [['modules', `mm/${NAME}x`], plain],
  [['graph', '--from', `f\u202e\n`], plain],
  [['matrix', '--config', `\x1b[31m`], plain],
];

describe('the command', () => {
  let told = '';
  for (const [args, check] of commands) {
    test(JSON.stringify(args.join(' ')), async () => {
      const { code, out, err } = await inside([...args, '--tree', root, '--no-cache']);
      assert.ok(code === 0 || code === 1 || code === 2, `${code}: ${err}`);
      for (const text of [out, err]) {
        assert.doesNotMatch(text.replaceAll(/[\n\t]/g, ''), RAW);
        assert.doesNotMatch(text, /##(?:vso|teamcity)?\[/);
      }
      plain(err);
      if (out !== '') await check(out);
      told += out;
    });
  }
  test('has told of the hostile file', () => assert.ok(told.includes(SHOWN)));
});

/** What editors show of an answer: every text but addresses, edits, and what only comes back to the server. */
function* shownIn(answer: unknown, key = ''): Iterable<string> {
  if (typeof answer === 'string') {
    if (!/^(?:uri|newText|data|href|code|command)$/.test(key)) yield answer;
  } else if (Array.isArray(answer)) {
    for (const each of answer) yield* shownIn(each, key);
  } else if (typeof answer === 'object' && answer !== null) {
    for (const [name, value] of Object.entries(answer))
      if (!/^(?:edit|arguments|data)$/.test(name)) yield* shownIn(value, name);
  }
}

describe('editors', () => {
  let server: TestServer;
  const file = `mm/${NAME}`;
  const text = (): string => readFileSync(join(root, file), 'utf8');
  before(async () => {
    server = await startServer({ root });
    await server.open(file);
  });
  after(() => server.stop());

  const positions = (): readonly { line: number; character: number }[] =>
    text()
      .split('\n')
      .flatMap((line, at) =>
        [...line.matchAll(/\b(?:alloc_folio|filemap_add|get_folio_noalloc|nasty_\w+|vm_uffd_ops|uffd_ops)\b/g)].map(
          (match) => ({
            line: at,
            character: match.index + 1,
          }),
        ),
      );

  const clean = (answer: unknown): number => {
    const texts = [...shownIn(answer)];
    for (const each of texts) assert.doesNotMatch(each.replaceAll(/[\n\t]/g, ''), RAW, each);
    return texts.length;
  };

  test('hovers, and what can be done at a word', async () => {
    const textDocument = server.document(file);
    let count = 0;
    for (const position of positions()) {
      count += clean(await server.request('textDocument/hover', { textDocument, position }));
      const items = await server.request('textDocument/prepareCallHierarchy', { textDocument, position });
      count += clean(items);
      for (const item of Array.isArray(items) ? items : []) {
        count += clean(await server.request('callHierarchy/incomingCalls', { item }));
        count += clean(await server.request('callHierarchy/outgoingCalls', { item }));
      }
      const params = {
        textDocument,
        range: { start: position, end: position },
        context: { diagnostics: [], triggerKind: 1 },
      };
      count += clean(await server.request('textDocument/codeAction', params));
    }
    assert.ok(count > 30, `${count}`);
  });

  test('lenses, hints, symbols and findings', async () => {
    const textDocument = server.document(file);
    const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const titles = [...shownIn(await server.request('textDocument/codeLens', { textDocument }))];
    assert.ok(titles.length > 0);
    for (const title of titles) assert.doesNotMatch(title, /\$\(|\]\(/);
    clean(titles);
    clean(await server.request('textDocument/inlayHint', { textDocument, range }));
    assert.ok(clean(await server.request('workspace/symbol', { query: 'nasty' })) > 0);
    clean(await server.waitFor('textDocument/publishDiagnostics', () => true));
  });

  test('the status has no link, icon or colour', async () => {
    const { message } = await server.waitFor<{ state: string; message: string }>(
      'opscope/status',
      ({ state }) => state === 'ready',
    );
    assert.match(message, /Linux 7\.3\.0/);
    assert.doesNotMatch(message, /\]\(|\$\(/);
    clean(message);
  });

  test('pictures of graphs', async () => {
    const answer = await server.request('opscope/graph', { hook: 'vm_uffd_ops.alloc_folio', format: 'svg' });
    assert.ok(typeof answer === 'object' && answer && 'picture' in answer && 'text' in answer);
    xml(String(answer.text));
    const { picture } = answer;
    assert.ok(typeof picture === 'object' && picture && 'nodes' in picture && Array.isArray(picture.nodes));
    for (const { title, lines, place } of picture.nodes) clean([title, lines, place]);
  });
});
