/** Code actions as a plain client gets them: applied as it would, and what the rules say then. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  type CodeAction,
  type CodeActionContext,
  CodeActionRequest,
  CodeActionTriggerKind,
  type Diagnostic,
  ExecuteCommandRequest,
  type PublishDiagnosticsParams,
  type Range,
  type ShowDocumentParams,
  type TextEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TestServer } from '../harness/lsp-client.ts';
import { offsetOf, positionAt, sampleCopy, sampleText, serve } from './sample.ts';

const GLIMPSE = 'drivers/misc/glimpse/glimpse.c';
const all = { check: { scope: 'all' } };

/** The diagnostics of a file once they satisfy. */
async function diagnostics(
  server: TestServer,
  path: string,
  accept: (all: readonly Diagnostic[]) => boolean,
): Promise<readonly Diagnostic[]> {
  const { uri } = server.document(path);
  const found = await server.waitFor<PublishDiagnosticsParams>(
    'textDocument/publishDiagnostics',
    (each) => each.uri === uri && accept(each.diagnostics),
  );
  return found.diagnostics;
}

async function actions(
  server: TestServer,
  path: string,
  range: Range,
  context: Partial<CodeActionContext> = {},
): Promise<CodeAction[]> {
  const textDocument = server.document(path);
  const given = { diagnostics: [], triggerKind: CodeActionTriggerKind.Invoked, ...context };
  const found = await server.request(CodeActionRequest.type, { textDocument, range, context: given });
  return (found ?? []).filter((each): each is CodeAction => 'kind' in each);
}

/** The actions for a diagnostic, as a click on its lamp gives them. */
function fixes(server: TestServer, path: string, diagnostic: Diagnostic): Promise<CodeAction[]> {
  return actions(server, path, diagnostic.range, { diagnostics: [diagnostic], only: ['quickfix'] });
}

/** Where a pattern's `|` stands in a text, as an empty range. */
function at(text: string, pattern: string): Range {
  const position = positionAt(text, offsetOf(text, pattern));
  return { start: position, end: position };
}

/** The text of a file with an action's edits. */
function applied(text: string, uri: string, action: CodeAction | undefined): string {
  const edits: TextEdit[] = action?.edit?.changes?.[uri] ?? assert.fail(`${action?.title} does not edit ${uri}`);
  return TextDocument.applyEdits(TextDocument.create(uri, 'c', 1, text), edits);
}

function titled(found: readonly CodeAction[], title: string): CodeAction {
  const titles = found.map((each) => each.title);
  return found.find((each) => each.title === title) ?? assert.fail(`${title} is not among ${titles.join(', ')}`);
}

/** The lines of a text that are not in another. */
function news(before: string, after: string): string[] {
  const old = new Set(before.split('\n'));
  return after.split('\n').filter((line) => !old.has(line));
}

describe('suppressing', () => {
  test('on the line: the comment has the line’s indentation, and the finding is gone', async (t) => {
    const server = await serve(t, { root: sampleCopy(t), settings: all });
    const text = sampleText(GLIMPSE);
    await server.open(GLIMPSE);
    const [, readers] = await diagnostics(server, GLIMPSE, ({ length }) => length === 4);
    assert.ok(readers);
    const action = titled(await fixes(server, GLIMPSE, readers), 'Ignore pgtable-in-module here, with a reason');
    assert.deepEqual(action.diagnostics, [readers]);
    const changed = applied(text, server.document(GLIMPSE).uri, action);
    assert.deepEqual(news(text, changed), ['\t/* opscope-ignore pgtable-in-module: reason */']);
    await server.change(GLIMPSE, changed);
    await diagnostics(server, GLIMPSE, ({ length }) => length === 3);
  });

  test('of one group, where the client keeps what the server said; above the function it says that all of it is meant', async (t) => {
    const server = await serve(t, {
      root: sampleCopy(t),
      settings: all,
      capabilities: { textDocument: { publishDiagnostics: { dataSupport: true } } },
    });
    const text = sampleText(GLIMPSE);
    await server.open(GLIMPSE);
    const [types, readers] = await diagnostics(server, GLIMPSE, ({ length }) => length === 4);
    assert.ok(types && readers);
    const offered = (await fixes(server, GLIMPSE, types)).flatMap(({ title }) =>
      title.startsWith('Ignore') ? [title] : [],
    );
    assert.deepEqual(offered, ['Ignore pgtable-in-module/types in all of glimpse_map_one(), with a reason']);
    const title = 'Ignore pgtable-in-module/readers in all of glimpse_map_one(), with a reason';
    const changed = applied(text, server.document(GLIMPSE).uri, titled(await fixes(server, GLIMPSE, readers), title));
    await server.change(GLIMPSE, changed);
    const left = await diagnostics(server, GLIMPSE, ({ length }) => length === 3);
    assert.ok(left.every(({ message }) => !`${message}`.includes('glimpse_map_one() reads')));
  });

  test('in the whole function', async (t) => {
    const server = await serve(t, { root: sampleCopy(t), settings: all });
    const text = sampleText(GLIMPSE);
    await server.open(GLIMPSE);
    const [, readers] = await diagnostics(server, GLIMPSE, ({ length }) => length === 4);
    assert.ok(readers);
    const title = 'Ignore pgtable-in-module in all of glimpse_map_one(), with a reason';
    const changed = applied(text, server.document(GLIMPSE).uri, titled(await fixes(server, GLIMPSE, readers), title));
    assert.match(
      changed,
      /window\. \*\/\n\/\* opscope-ignore pgtable-in-module: reason \*\/\nstatic int glimpse_map_one/,
    );
    await server.change(GLIMPSE, changed);
    await diagnostics(server, GLIMPSE, ({ length }) => length === 1);
  });

  test('inside a macro goes above the macro', async (t) => {
    const server = await serve(t, { root: sampleCopy(t), settings: all });
    const text = `#include <linux/pgtable.h>\n\n#define PEEK(p) \\\n\tdo { \\\n\t\tpte_none(p); \\\n\t} while (0)\n`;
    await server.open(GLIMPSE, text);
    const [only] = await diagnostics(server, GLIMPSE, ({ length }) => length === 1);
    assert.ok(only);
    const [first] = await fixes(server, GLIMPSE, only);
    const changed = applied(text, server.document(GLIMPSE).uri, first);
    assert.match(changed, /\n\n\/\* opscope-ignore pgtable-in-module: reason \*\/\n#define PEEK/);
    await server.change(GLIMPSE, changed);
    await diagnostics(server, GLIMPSE, ({ length }) => length === 0);
  });

  test('of two rules on one line, one below the other', async (t) => {
    const server = await serve(t, { root: sampleCopy(t), settings: all });
    const path = 'mm/shmem.c';
    const text = sampleText(path).replace('\t.filemap_remove\t\t= shmem_mfill_filemap_remove,\n', '');
    const ignored = text.replace(
      '\t.filemap_add',
      '\t/* opscope-ignore hook-pair: nothing to take back */\n\t/* opscope-ignore hook-unreached: not yet */\n\t.filemap_add',
    );
    await server.open(path, text);
    await diagnostics(server, path, (found) => found.some(({ code }) => code === 'hook-pair'));
    await server.change(path, ignored);
    await diagnostics(server, path, (found) => !found.some(({ code }) => code === 'hook-pair'));
  });

  test('has a placeholder to type over where the client knows such', async (t) => {
    const server = await serve(t, {
      root: sampleCopy(t),
      settings: all,
      capabilities: {
        workspace: { workspaceEdit: { documentChanges: true, snippetEditSupport: true } },
        textDocument: { publishDiagnostics: {} },
      },
    });
    await server.open(GLIMPSE);
    const [first] = await diagnostics(server, GLIMPSE, ({ length }) => length === 4);
    assert.ok(first);
    const [action] = await fixes(server, GLIMPSE, first);
    assert.deepEqual(action?.edit?.documentChanges, [
      {
        textDocument: { ...server.document(GLIMPSE), version: null },
        edits: [
          {
            range: { start: { line: 16, character: 0 }, end: { line: 16, character: 0 } },
            snippet: { kind: 'snippet', value: `/* opscope-ignore pgtable-in-module: $\{1:reason} */\n` },
          },
        ],
      },
    ]);
  });
});

describe('adding a hook', () => {
  const stubs: readonly (readonly [string, string, string, readonly string[]])[] = [
    [
      'mm/hugetlb.c',
      'const struct vm_uffd_ops hugetlb|_uffd_ops',
      'Add alloc_folio to hugetlb_uffd_ops, with a stub',
      [],
    ],
    [
      'virt/kvm/guest_memfd.c',
      'const struct vm_uffd_ops kvm_gmem|_uffd_ops',
      'Add filemap_remove to kvm_gmem_uffd_ops, with a stub',
      [],
    ],
    [
      'mm/userfaultfd.c',
      'const struct vm_uffd_ops anon|_uffd_ops',
      'Add filemap_add to anon_uffd_ops, with a stub',
      [],
    ],
  ];
  for (const [path, where, title] of stubs) {
    test(`${title}: the matrix has it`, async (t) => {
      const root = sampleCopy(t);
      const server = await serve(t, { root, settings: all });
      const text = sampleText(path);
      await server.open(path);
      const found = await actions(server, path, at(text, where));
      const changed = applied(text, server.document(path).uri, titled(found, title));
      const [, field = '', table = ''] = /^Add (\w+) to (\w+),/.exec(title) ?? [];
      const name = `${table.replace(/_uffd_ops$/, '')}_${field}`;
      await server.change(path, changed);
      const { matrices } = await server.request<{ matrices: { tables: { name: string; hooks: object }[] }[] }>(
        'opscope/matrix',
        {},
      );
      const hooks: Record<string, { function?: string } | null> = Object.fromEntries(
        Object.entries(matrices[0]?.tables.find((each) => each.name === table)?.hooks ?? {}),
      );
      assert.equal(hooks[field]?.function, name, changed);
      assert.match(changed, new RegExp(`\\n\\t\\.${field}\\s+= ${name},\\n`));
      assert.match(changed, new RegExp(`static [^;]*\\b${name}\\([^;]*\\)\\n\\{\\n\\t/\\* TODO: `));
      // The other slots stand as they did.
      for (const line of text.split('\n').filter((each) => /^\t\.\w+\s*=/.test(each))) {
        assert.ok(changed.includes(line.replace(/,$/, '')), line);
      }
    });
  }

  test('settles the finding that asks for it', async (t) => {
    const server = await serve(t, { root: sampleCopy(t), settings: all });
    const path = 'mm/shmem.c';
    const text = sampleText(path).replace('\t.filemap_remove\t\t= shmem_mfill_filemap_remove,\n', '');
    await server.open(path, text);
    const found = await diagnostics(server, path, (each) => each.some(({ code }) => code === 'hook-pair'));
    const pair = found.find(({ code }) => code === 'hook-pair');
    assert.ok(pair);
    const action = titled(await fixes(server, path, pair), 'Add filemap_remove to shmem_uffd_ops, with a stub');
    await server.change(path, applied(text, server.document(path).uri, action));
    await diagnostics(server, path, (each) => !each.some(({ code }) => code === 'hook-pair'));
  });

  test('is not offered where nobody asked, nor for what a table has', async (t) => {
    const server = await serve(t);
    const range = at(sampleText('mm/shmem.c'), 'const struct vm_uffd_ops shmem|_uffd_ops');
    assert.deepEqual(await actions(server, 'mm/shmem.c', range, { only: ['refactor'] }), []);
    const hugetlb = at(sampleText('mm/hugetlb.c'), 'const struct vm_uffd_ops hugetlb|_uffd_ops');
    const triggerKind = CodeActionTriggerKind.Automatic;
    assert.deepEqual(await actions(server, 'mm/hugetlb.c', hugetlb, { triggerKind }), []);
  });
});

describe('changing what is wrong', () => {
  const MM = 'mm/shmem.c';
  const UFFD = 'mm/userfaultfd.c';
  const replace = (path: string, from: string, to: string): string => {
    const text = sampleText(path);
    assert.ok(text.includes(from), from);
    return text.replace(from, () => to);
  };
  /** A change by its title: the file, its text with something wrong, the rule that says so, and the lines that the change makes. */
  const cases: readonly (readonly [string, string, string, string, readonly string[]])[] = [
    [
      'Declare shmem_uffd_ops const',
      MM,
      replace(MM, 'static const struct vm_uffd_ops shmem_uffd_ops', 'static struct vm_uffd_ops shmem_uffd_ops'),
      'table-not-const',
      ['static const struct vm_uffd_ops shmem_uffd_ops = {'],
    ],
    [
      'Write shmem_mfil_folio_alloc(), as a stub',
      MM,
      replace(MM, '= shmem_mfill_folio_alloc,', '= shmem_mfil_folio_alloc,'),
      'hook-undefined',
      [
        'static struct folio *shmem_mfil_folio_alloc(struct vm_area_struct *vma,',
        '\t\t\t\t\t    unsigned long addr)',
        '\t/* TODO: alloc_folio of shmem */',
        '\treturn NULL;',
      ],
    ],
    [
      'Give a reason for ignoring hook-pair',
      MM,
      replace(MM, '\t.alloc_folio', '\t/* opscope-ignore hook-pair */\n\t.alloc_folio'),
      'bad-suppression',
      ['\t/* opscope-ignore hook-pair: reason */'],
    ],
    [
      'Call filemap_remove only where it is set',
      UFFD,
      replace(UFFD, 'if (ops->filemap_remove)', ';'),
      'hook-unguarded',
      ['\t\tif (ops->filemap_remove)', '\t\t\tops->filemap_remove(folio, vma);'],
    ],
  ];
  for (const [title, path, text, rule, made] of cases) {
    test(`${title}: the finding is gone`, async (t) => {
      const server = await serve(t, { root: sampleCopy(t), settings: all });
      const isRule = ({ code }: Diagnostic): boolean => code === rule;
      await server.open(path, text);
      const wrong = (await diagnostics(server, path, (each) => each.some(isRule))).find(isRule) ?? assert.fail();
      const offered = await fixes(server, path, wrong);
      assert.equal(offered[0]?.title, title);
      const changed = applied(text, server.document(path).uri, titled(offered, title));
      assert.deepEqual(news(text, changed), made);
      await server.change(path, changed);
      await diagnostics(server, path, (each) => !each.some(isRule));
    });
  }
});

describe('going elsewhere', () => {
  test('to the other memory types, from a function that fills a hook', async (t) => {
    const server = await serve(t);
    const range = at(sampleText('mm/shmem.c'), 'shmem|_mfill_folio_alloc(struct');
    const found = await actions(server, 'mm/shmem.c', range, { only: ['opscope.goTo'] });
    assert.deepEqual(
      found.map(({ title }) => title),
      ['Go to alloc_folio of anon: anon_alloc_folio()', 'Go to alloc_folio of kvm_gmem: kvm_gmem_folio_alloc()'],
    );
    const command = found[0]?.command ?? assert.fail();
    await server.request(ExecuteCommandRequest.type, { command: command.command, arguments: command.arguments ?? [] });
    const shown = await server.waitFor<ShowDocumentParams>('window/showDocument');
    assert.ok(shown.uri.endsWith('mm/userfaultfd.c'));
    const line = sampleText('mm/userfaultfd.c').split('\n')[shown.selection?.start.line ?? 0];
    assert.match(line ?? '', /anon_alloc_folio\(/);
  });

  test('is left to the client where it shows no documents', async (t) => {
    const server = await serve(t, { capabilities: { window: {} } });
    const range = at(sampleText('mm/shmem.c'), 'shmem|_mfill_folio_alloc(struct');
    const found = await actions(server, 'mm/shmem.c', range);
    assert.equal(found[0]?.command?.command, 'opscope.showLocations');
  });

  test('to the page of a rule, which is there', async (t) => {
    const server = await serve(t, { root: sampleCopy(t), settings: all });
    await server.open(GLIMPSE);
    const [first] = await diagnostics(server, GLIMPSE, ({ length }) => length === 4);
    assert.ok(first);
    const { command } = titled(await fixes(server, GLIMPSE, first), 'Open the page of pgtable-in-module');
    assert.ok(command);
    await server.request(ExecuteCommandRequest.type, { command: command.command, arguments: command.arguments ?? [] });
    const shown = await server.waitFor<ShowDocumentParams>('window/showDocument');
    assert.ok(shown.takeFocus);
    assert.match(readFileSync(fileURLToPath(shown.uri), 'utf8'), /^# pgtable-in-module\n/);
    assert.equal(join(fileURLToPath(shown.uri), '..').endsWith('docs/rules'), true);
  });
});
