/** A hostile tree, through everything that editors and agents can ask: its text is shown, and never obeyed. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { after, before, describe, mock, test } from 'node:test';
import { SaxesParser } from 'saxes';
import { createConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { TEXTS } from '../../server/src/lsp/handlers/texts.ts';
import { answerRequests } from '../../server/src/lsp/requests.ts';
import { startServer, type TestServer } from '../harness/lsp-client.ts';
import { RAW } from '../harness/nasty.ts';
import { BRANCH, makeSeries, type NastySeries } from '../harness/nasty-series.ts';
import { makeNasty, NAME } from '../harness/nasty-tree.ts';
import { Agent } from '../mcp/agent.ts';
import { sampleTree } from '../protocol/sample.ts';

const scratch = mkdtempSync(join(tmpdir(), 'opscope-nasty-'));
const root = join(scratch, 'linux');
let series: NastySeries;
before(() => {
  makeNasty(sampleTree, root);
  series = makeSeries(root);
});
after(() => rmSync(scratch, { recursive: true, force: true }));

/** What is seen of a text: no line of it acts on a terminal, hides, or reorders what stands around it. */
function clean(text: string): void {
  assert.doesNotMatch(text.replaceAll(/[\n\t]/g, ''), RAW, text);
}

/** What editors show of an answer: every text but addresses, edits, and what only comes back to the server. */
function* shownIn(answer: unknown, key = ''): Iterable<string> {
  if (typeof answer === 'string') {
    if (!/^(?:uri|newText|data|href|code|command|filterText)$/.test(key)) yield answer;
  } else if (Array.isArray(answer)) {
    for (const each of answer) yield* shownIn(each, key);
  } else if (typeof answer === 'object' && answer !== null) {
    for (const [name, value] of Object.entries(answer))
      if (!/^(?:edit|arguments|data)$/.test(name)) yield* shownIn(value, name);
  }
}

const file = `mm/${NAME}`;
let server: TestServer;

function* positions(): Iterable<{ readonly line: number; readonly character: number }> {
  const words = /\b(?:alloc_folio|filemap_add|get_folio_noalloc|nasty_\w+|vm_uffd_ops|uffd_ops)\b/g;
  for (const [line, text] of readFileSync(join(root, file), 'utf8').split('\n').entries())
    for (const match of text.matchAll(words)) yield { line, character: match.index + 1 };
}

/** Asks at every word of ours; `then` are asked of each item that is answered. */
const atWords =
  (method: string, ...then: readonly string[]) =>
  async (): Promise<readonly unknown[]> => {
    const answers: unknown[] = [];
    for (const position of positions()) {
      const params = { textDocument: server.document(file), position, context: { includeDeclaration: true } };
      const items: unknown = await server.request(method, params);
      answers.push(items);
      for (const item of Array.isArray(items) ? items : [])
        for (const each of then) answers.push(await server.request(each, { item }));
    }
    return answers;
  };

const once =
  (method: string, params: () => object = () => ({})) =>
  async (): Promise<readonly unknown[]> => [await server.request(method, params())];

const textDocument = (): object => ({ textDocument: server.document(file) });
const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

/** A command that answers with text, and why it has none. */
const texts = async (): Promise<readonly unknown[]> => {
  const given = [
    {},
    { name: 'alloc_folio' },
    { name: 'nasty_alloc' },
    { name: 'x\x1b[31m\u202e](command:y)' },
    { name: 'again' },
    { file, line: 3 },
    ...[...positions()].map((position) => ({ ...textDocument(), position })),
  ];
  const answers: unknown[] = [];
  for (const command of Object.keys(TEXTS))
    for (const each of given)
      answers.push(
        await server
          .request('workspace/executeCommand', { command, arguments: [each] })
          .catch((error: unknown) => (error instanceof Error ? error.message : String(error))),
      );
  return answers;
};

/** Why a request is refused. */
const refused = async (method: string, params: object): Promise<string> =>
  server.request(method, params).then(
    () => assert.fail(`${method} is not refused`),
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

const reviewed = async (): Promise<number> => {
  const found = await server.request<{ series: { id: number } | null }>('opscope/review', {
    uri: `file://${series.mailbox}`,
  });
  return found.series?.id ?? assert.fail('no review');
};

/** What editors show as it comes, by the request that it answers. */
const SHOWN: Readonly<Record<string, () => Promise<readonly unknown[]>>> = {
  'textDocument/implementation': atWords('textDocument/implementation'),
  'textDocument/definition': atWords('textDocument/definition'),
  'textDocument/references': atWords('textDocument/references'),
  'textDocument/hover': atWords('textDocument/hover'),
  'textDocument/completion': atWords('textDocument/completion'),
  'textDocument/codeLens': once('textDocument/codeLens', textDocument),
  'codeLens/resolve': async () => {
    const path = 'mm/userfaultfd.c';
    await server.open(path);
    const lenses = await server.request<object[]>('textDocument/codeLens', { textDocument: server.document(path) });
    return Promise.all(lenses.map((lens) => ('command' in lens ? lens : server.request('codeLens/resolve', lens))));
  },
  'textDocument/inlayHint': once('textDocument/inlayHint', () => ({ ...textDocument(), range: whole })),
  'textDocument/documentSymbol': once('textDocument/documentSymbol', textDocument),
  'textDocument/codeAction': async () => {
    const { diagnostics } = await found(file);
    const at = [...positions()].map((start) => ({ start, end: start }));
    return Promise.all(
      [whole, ...at].map((range) =>
        server.request('textDocument/codeAction', {
          ...textDocument(),
          range,
          context: { diagnostics, triggerKind: 1 },
        }),
      ),
    );
  },
  'textDocument/prepareCallHierarchy': atWords(
    'textDocument/prepareCallHierarchy',
    'callHierarchy/incomingCalls',
    'callHierarchy/outgoingCalls',
  ),
  'textDocument/prepareTypeHierarchy': atWords(
    'textDocument/prepareTypeHierarchy',
    'typeHierarchy/supertypes',
    'typeHierarchy/subtypes',
  ),
  'workspace/symbol': once('workspace/symbol', () => ({ query: 'nasty' })),
  'workspace/executeCommand': texts,
  'opscope/reviewReply': async () => [await server.request('opscope/reviewReply', { id: await reviewed() })],
};

/** Asked with the one before them. */
const AFTER = [
  'callHierarchy/incomingCalls',
  'callHierarchy/outgoingCalls',
  'typeHierarchy/supertypes',
  'typeHierarchy/subtypes',
];

/** Plain data and whole files, which clients make texts of (`test/client/`): by the request, and whether the name of the file is in it. */
const DATA: Readonly<Record<string, () => Promise<readonly unknown[]>>> = {
  'opscope/matrix': once('opscope/matrix'),
  'opscope/siblings': atWords('opscope/siblings'),
  'opscope/names': once('opscope/names', () => ({ kind: 'table', query: 'nasty' })),
  'opscope/graph': once('opscope/graph', () => ({ hook: 'vm_uffd_ops.alloc_folio', format: 'mermaid' })),
  'opscope/graphAt': atWords('opscope/graphAt'),
  'opscope/reach': once('opscope/reach'),
  'opscope/compare': once('opscope/compare', () => ({ a: 'master', b: BRANCH })),
  'opscope/revisions': once('opscope/revisions'),
  'opscope/sideText': once('opscope/sideText', () => ({ side: 'master', file })),
  'opscope/review': async () => [await reviewed()],
  'opscope/reviewText': async () => [
    await server.request('opscope/reviewText', { id: await reviewed(), n: 1, side: 'after', file }),
  ],
  'opscope/reviewClose': async () => [await server.request('opscope/reviewClose', { id: await reviewed() })],
};

interface Found {
  readonly uri: string;
  readonly diagnostics: readonly { readonly message: string }[];
}

const diagnostics = new Map<string, Found>();
async function found(path: string): Promise<Found> {
  const { uri } = server.document(path);
  const known = diagnostics.get(uri);
  if (known) return known;
  const told = await server.waitFor<Found>('textDocument/publishDiagnostics', (each) => each.uri === uri);
  diagnostics.set(uri, told);
  return told;
}

describe('editors', () => {
  before(async () => {
    server = await startServer({ root });
    await server.open(file);
  });
  after(() => server.stop());

  for (const [method, ask] of Object.entries(SHOWN))
    test(`are answered ${method}`, async () => {
      const answered = (await ask()).filter((each) => each !== null);
      assert.ok(answered.length > 0);
      for (const text of shownIn(answered)) clean(text);
    });

  for (const [method, ask] of Object.entries(DATA))
    test(`are given the data of ${method}`, async () => {
      const answered = (await ask()).filter((each) => each !== null);
      assert.ok(answered.length > 0 || method === 'opscope/reviewClose');
    });

  test('are asked of every request that there is', () => {
    const server = createConnection(
      new StreamMessageReader(new PassThrough()),
      new StreamMessageWriter(new PassThrough()),
    );
    const asked = mock.method(server, 'onRequest');
    answerRequests(server, () => null);
    const methods = asked.mock.calls.map(({ arguments: [type] }: { readonly arguments: readonly unknown[] }) =>
      typeof type === 'object' && type !== null && 'method' in type ? `${type.method}` : `${type}`,
    );
    assert.deepEqual(methods.toSorted(), [...Object.keys(SHOWN), ...AFTER, ...Object.keys(DATA)].toSorted());
  });

  test('are told of findings, in code and in patches', async () => {
    await server.open('../series.mbox', undefined, 'mbox');
    for (const path of [file, '../series.mbox']) {
      const told = await found(path);
      assert.ok(told.diagnostics.length > 0, path);
      for (const text of shownIn(told.diagnostics)) clean(text);
    }
    const lenses = await server.request('textDocument/codeLens', { textDocument: server.document('../series.mbox') });
    for (const text of shownIn(lenses)) clean(text);
  });

  test('are shown no link, icon or colour in lenses and in the status', async () => {
    const lenses = await server.request('textDocument/codeLens', textDocument());
    for (const title of shownIn(lenses)) assert.doesNotMatch(title, /\$\(|\]\(/);
    const { message } = await server.waitFor<{ state: string; message: string }>(
      'opscope/status',
      ({ state }) => state === 'ready',
    );
    assert.match(message, /Linux 7\.3\.0/);
    assert.doesNotMatch(message, /\]\(|\$\(/);
    clean(message);
  });

  test('are refused in words', async () => {
    const side = 'x\x1b[31m\u202e](command:y)$(zap)';
    for (const why of [
      await refused('opscope/compare', { a: side, b: 'master' }),
      await refused('workspace/executeCommand', { command: side }),
      await refused('workspace/executeCommand', { command: 'opscope.graphText', arguments: [{ name: side }] }),
    ]) {
      assert.match(why, /x\\x1b\[31m\\u202e\] \(command:y\)\$ \(zap\)/);
      clean(why);
    }
  });

  test('are told what takes long, and what is wrong, as text', async () => {
    for (const method of ['window/logMessage', 'window/showMessage', '$/progress'])
      while (server.unread(method) > 0) for (const text of shownIn(await server.waitFor(method))) clean(text);
  });

  test('are given pictures of graphs', async () => {
    const answer = await server.request('opscope/graph', { hook: 'vm_uffd_ops.alloc_folio', format: 'svg' });
    assert.ok(typeof answer === 'object' && answer && 'picture' in answer && 'text' in answer);
    const parser = new SaxesParser();
    parser.on('error', (error) => assert.fail(error));
    parser.write(String(answer.text)).close();
    const { picture } = answer;
    assert.ok(typeof picture === 'object' && picture && 'nodes' in picture && Array.isArray(picture.nodes));
    for (const { title, lines, place } of picture.nodes) for (const text of shownIn([title, lines, place])) clean(text);
  });
});

/** Questions to each tool, those that have no answer among them. */
const TOOLS: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  explain: [{ symbol: 'alloc_folio' }, { symbol: 'nasty_alloc' }, { symbol: '\x1b[31m\u202e' }],
  implementations: [{ hook: 'alloc_folio' }, { hook: '\x1b[31m' }],
  dispatch_sites: [{}],
  callers: [{ symbol: 'alloc_folio' }, { symbol: 'again' }],
  callees: [{ symbol: 'nasty_call' }, { symbol: '\u202e' }],
  matrix: [{}],
  reach: [{}],
  check: [{ paths: ['mm', 'drivers'] }, { paths: [`mm/${NAME}x`] }],
  compare: [
    { a: 'master', b: BRANCH },
    { a: `${BRANCH}x`, b: 'master' },
  ],
  modules: [{ paths: ['mm', 'drivers'] }],
};

describe('agents', () => {
  let agent: Agent;
  before(async () => {
    agent = await Agent.on(root);
  });
  after(() => agent.client.close());

  test('are asked of every tool that there is', async () => {
    const { tools } = await agent.client.listTools();
    assert.deepEqual(tools.map(({ name }) => name).toSorted(), Object.keys(TOOLS).toSorted());
  });

  for (const [tool, questions] of Object.entries(TOOLS))
    test(`are answered by ${tool}`, async () => {
      for (const given of questions) clean((await agent.call(tool, given)).text);
    });

  test('are answered of a patch', async () => {
    const patch = readFileSync(series.mailbox, 'utf8');
    clean((await agent.ask('check', { patch, base: 'master' })).text);
  });
});
