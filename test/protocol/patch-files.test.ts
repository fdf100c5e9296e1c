/** Files of patches that are open in an editor: findings on the lines of hunks, a lens above each patch, and a switch. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
  type CodeLens,
  CodeLensRequest,
  type Diagnostic,
  DiagnosticSeverity,
  DidCloseTextDocumentNotification,
  HoverRequest,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import type { ReviewResult } from '../../server/src/protocol/review.ts';
import { commits, core, mailbox, repository } from '../cli/review-repo.ts';
import { git } from '../harness/git.ts';
import { startServer, type TestServer } from '../harness/lsp-client.ts';
import { textIn } from './sample.ts';

const MBOX = '../series.mbox';

describe('a file of patches', () => {
  const made: (() => unknown)[] = [];
  let root = '';
  let text = '';
  let server: TestServer;

  before(async () => {
    root = repository({ after: (end) => void made.push(end) });
    commits(root);
    text = readFileSync(mailbox(root), 'utf8');
    git(root, 'format-patch', '--quiet', '--output-directory', join(root, '../patches'), 'master..topic');
    git(root, 'checkout', '--quiet', 'master');
    server = await startServer({ root });
  });
  after(async () => {
    await server.stop();
    for (const end of made) end();
  });

  /** What a file gets that is opened with a text, and closed again. */
  async function opened(path: string, shown: string, language = 'plaintext') {
    await server.open(path, shown, language);
    const { uri } = server.document(path);
    const { diagnostics } = await published(uri);
    const lenses: CodeLens[] = (await server.request(CodeLensRequest.type, { textDocument: { uri } })) ?? [];
    await server.notify(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    await published(uri);
    return { diagnostics, lenses };
  }

  const published = (uri: string): Promise<PublishDiagnosticsParams> =>
    server.waitFor('textDocument/publishDiagnostics', (params) => params.uri === uri);

  /** What is told of a line, and of which. */
  const told = (shown: string, { range, severity, code, message }: Diagnostic): readonly unknown[] => [
    shown.split('\n')[range.start.line],
    textIn(shown, range),
    severity,
    code ?? message,
  ];

  const titles = (shown: string, lenses: readonly CodeLens[]): readonly string[] =>
    lenses.map(({ range, command }) => `${shown.split('\n')[range.start.line]}: ${command?.title}`);

  test('has findings where they stand, what a later patch settles, and lenses at its subjects', async () => {
    const { diagnostics, lenses } = await opened(MBOX, text);
    assert.deepEqual(
      diagnostics.map((each) => told(text, each)),
      [
        ['+\treturn ops->can_userfault(0, 0);', 'can_userfault', DiagnosticSeverity.Information, 'dispatch-added'],
        [' \treturn ops->can_userfault(0, 0);', 'can_userfault', DiagnosticSeverity.Hint, 'hook-unguarded'],
        ['+int fresh(pte_t *pte)', 'pte_t', DiagnosticSeverity.Warning, 'pgtable-in-module'],
        [
          '+obj-$(CONFIG_GLIMPSE) += more.o',
          '+obj-$(CONFIG_GLIMPSE) += more.o',
          DiagnosticSeverity.Hint,
          'pgtable-in-module',
        ],
      ],
    );
    assert.match(String(diagnostics[1]?.message), /^again\(\) .* \(settled by 4\/7\)$/);
    const subject = (n: number, title: string): string => `Subject: [PATCH ${n}/7] ${title}`;
    assert.deepEqual(titles(text, lenses).slice(0, 5), [
      `${subject(1, 'mm: userfaultfd: ask again')}: introduces 1`,
      `${subject(1, 'mm: userfaultfd: ask again')}: open the series of 7`,
      `${subject(1, 'mm: userfaultfd: ask again')}: copy as mail reply`,
      `${subject(2, 'mm: userfaultfd: a bare table')}: 1 settled by 4/7`,
      `${subject(2, 'mm: userfaultfd: a bare table')}: copy as mail reply`,
    ]);
    const { uri } = server.document(MBOX);
    assert.deepEqual(lenses[3]?.command?.arguments, [uri, 2]);
    assert.deepEqual(lenses.map(({ command }) => command?.command).slice(0, 3), [
      'opscope.openPatchSeries',
      'opscope.openPatchSeries',
      'opscope.copyMailReply',
    ]);
  });

  test('says at which hunk it does not apply, and that those behind are not looked at', async () => {
    const broken = text.replaceAll('\n-static const struct vm_uffd_ops bare', '\n-bore');
    const { diagnostics, lenses } = await opened(MBOX, broken);
    const last = diagnostics.at(-1);
    assert.ok(last);
    const [line, , severity, message] = told(broken, last);
    assert.match(String(line), /^@@ -5\d\d,/);
    assert.equal(severity, DiagnosticSeverity.Error);
    assert.match(String(message), /^This does not apply to mm\/userfaultfd\.c: /);
    const said = titles(broken, lenses).filter((each) => !each.endsWith('copy as mail reply'));
    assert.match(said.at(-4) ?? '', /PATCH 4\/7\] .*: does not apply$/);
    assert.match(said.at(-1) ?? '', /PATCH 7\/7\] .*: not looked at, as 4\/7 does not apply$/);
  });

  test('is the patch of its series that it is, where git named it, and opens as all of that', async () => {
    const path = `../patches/${readdirSync(join(root, '../patches')).sort()[3]}`;
    await server.open(path, readFileSync(join(root, path), 'utf8'), 'diff');
    const { uri } = server.document(path);
    assert.deepEqual((await published(uri)).diagnostics, []);
    const lenses: CodeLens[] = (await server.request(CodeLensRequest.type, { textDocument: { uri } })) ?? [];
    assert.deepEqual(
      lenses.map(({ command }) => command?.title),
      ['settles 1', 'open the series of 7', 'copy as mail reply'],
    );
    const { series }: ReviewResult = await server.request('opscope/review', { uri });
    assert.equal(series?.patches.length, 7);
    const again: ReviewResult = await server.request('opscope/review', { uri, fresh: true });
    assert.deepEqual(again.series?.review, series?.review);
    await published(uri);
    await server.notify(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    await published(uri);
  });

  test('that is encoded has all of it at the subject', async () => {
    const [head = '', ...body] = first(text).split('\n\n');
    const encoded = `${head}\nContent-Transfer-Encoding: base64\n\n${Buffer.from(body.join('\n\n')).toString('base64')}\n`;
    const { diagnostics } = await opened(MBOX, encoded);
    assert.deepEqual(
      diagnostics.map((each) => told(encoded, each)[0]),
      ['Subject: [PATCH 1/7] mm: userfaultfd: ask again'],
    );
    assert.match(String(diagnostics[0]?.message), /^mm\/userfaultfd\.c:565: again\(\) now dispatches/);
  });

  test('is no source file, and has a reply', async () => {
    await server.open(MBOX, first(text));
    const { uri } = server.document(MBOX);
    const line = text.split('\n').findIndex((each) => each.includes('ops->can_userfault(0, 0)'));
    const position = { line, character: 16 };
    assert.equal(await server.request(HoverRequest.type, { textDocument: { uri }, position }), null);
    const reply: string | null = await server.request('opscope/reviewReply', { uri, n: 1 });
    assert.match(reply ?? '', /^> \+\+\+ b\/mm\/userfaultfd\.c\n/);
    await published(uri);
    await server.notify(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    await published(uri);
    assert.equal(await server.request('opscope/reviewReply', { uri, n: 1 }), null);
  });

  test('is applied to what an editor has, and again when that is saved', async () => {
    const { uri } = server.document(MBOX);
    await server.open(MBOX, first(text));
    assert.equal((await published(uri)).diagnostics.length, 1);
    await server.open(core, readFileSync(join(root, core), 'utf8').replaceAll('\n', ' \n'));
    await server.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: server.document(core).uri, type: 2 }] });
    const { diagnostics } = await server.waitFor<PublishDiagnosticsParams>(
      'textDocument/publishDiagnostics',
      (params) =>
        params.uri === uri && params.diagnostics.some(({ severity }) => severity === DiagnosticSeverity.Error),
    );
    assert.match(String(diagnostics[0]?.message), /only white space differs/);
    await server.notify(DidCloseTextDocumentNotification.type, { textDocument: server.document(core) });
  });

  test('is left alone where the settings say so', async () => {
    const { uri } = server.document(MBOX);
    await server.configure({ check: { patches: false } });
    await server.waitFor<PublishDiagnosticsParams>(
      'textDocument/publishDiagnostics',
      (params) => params.uri === uri && params.diagnostics.length === 0,
    );
    const asked = (): Promise<CodeLens[] | null> => server.request(CodeLensRequest.type, { textDocument: { uri } });
    assert.ok((await asked())?.length);
    await server.configure({ check: { patches: false }, lens: { patches: false } });
    await published(uri);
    assert.deepEqual(await asked(), []);
  });
});

/** The first mail of a mailbox. */
function first(text: string): string {
  return text.split(/^(?=From )/m)[0] ?? '';
}
