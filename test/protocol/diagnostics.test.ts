/** Diagnostics as an editor gets them: pushed or asked for, following edits, settings and what a branch changed. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type Diagnostic,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  DocumentDiagnosticReportKind,
  DocumentDiagnosticRequest,
  FileChangeType,
  type FileEvent,
  HoverRequest,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import type { TestServer } from '../harness/lsp-client.ts';
import { cursor, sampleCopy, sampleText, serve, textIn } from './sample.ts';

const GLIMPSE = 'drivers/misc/glimpse/glimpse.c';
const GMEM = 'virt/kvm/guest_memfd.c';
const NAMES: Readonly<Record<number, string>> = { 1: 'error', 2: 'warning', 3: 'information', 4: 'hint' };

/** The next diagnostics of a file that satisfy. */
async function pushed(
  server: TestServer,
  path: string,
  accept: (all: readonly Diagnostic[]) => boolean = () => true,
): Promise<readonly Diagnostic[]> {
  const { uri } = server.document(path);
  const { diagnostics } = await server.waitFor<PublishDiagnosticsParams>(
    'textDocument/publishDiagnostics',
    (each) => each.uri === uri && accept(each.diagnostics),
  );
  return diagnostics;
}

/** `20 warning pgtable-in-module: pte_none`, by line; the text under the squiggle is the last word. */
function told(all: readonly Diagnostic[], text: string): string[] {
  return all.map(
    ({ range, severity, code }) => `${range.start.line + 1} ${NAMES[severity ?? 0]} ${code}: ${textIn(text, range)}`,
  );
}

/** A copy of the sample tree with all of it committed; the repository is there, or at a folder above. */
function repository(t: TestContext, at = '.'): { readonly root: string; readonly git: (...args: string[]) => void } {
  const root = sampleCopy(t);
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid'];
  const git = (...args: string[]): void => {
    execFileSync('git', ['-C', join(root, at), ...identity, ...args], { stdio: 'pipe' });
  };
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '.');
  git('commit', '--quiet', '--message', 'The sample tree');
  return { root, git };
}

const severities = (all: readonly Diagnostic[]): string[] => all.map(({ severity }) => NAMES[severity ?? 0] ?? '');
const some = (all: readonly Diagnostic[]): boolean => all.length > 0;

describe('pushed diagnostics', () => {
  test('have the rule, its page, its evidence and a place; in a folder that the settings do not name too', async (t) => {
    const root = sampleCopy(t);
    const server = await serve(t, { root });
    await server.open(GLIMPSE);
    const all = await pushed(server, GLIMPSE, some);
    assert.deepEqual(told(all, sampleText(GLIMPSE)), [
      '17 warning pgtable-in-module: pte_t',
      '21 warning pgtable-in-module: pte_none',
      '23 warning pgtable-in-module: set_pte_at',
      '32 warning pgtable-in-module: apply_to_page_range',
    ]);
    const readers = all[1];
    assert.equal(readers?.source, 'opscope');
    assert.match(`${readers.message}`, /glimpse_map_one\(\) reads entries \(pte_none\(\), ptep_get\(\)\)/);
    assert.equal(readers.tags, undefined);
    const evidence = readers.relatedInformation?.map(({ message, location }) => {
      const path = fileURLToPath(location.uri).slice(root.length + 1);
      return `${path}: ${textIn(sampleText(path), location.range)} | ${message}`;
    });
    assert.deepEqual(evidence, [
      `${GLIMPSE}: if (!pte_none(ptep_get(pte))) | pte_none()`,
      `${GLIMPSE}: if (!pte_none(ptep_get(pte))) | ptep_get()`,
      'drivers/misc/glimpse/Makefile: obj-$(CONFIG_GLIMPSE)\t+= glimpse.o | CONFIG_GLIMPSE can make it part of a module on arm64, x86',
    ]);
  });

  test('link to the page of the rule', async (t) => {
    const server = await serve(t, {
      root: sampleCopy(t),
      capabilities: { textDocument: { publishDiagnostics: { codeDescriptionSupport: true } } },
    });
    await server.open(GLIMPSE);
    const [first] = await pushed(server, GLIMPSE, some);
    assert.match(first?.codeDescription?.href ?? '', /^file:.*\/docs\/rules\/pgtable-in-module\.md$/);
    assert.equal(first?.relatedInformation, undefined);
  });

  test('follow an edit, up and down', async (t) => {
    const server = await serve(t, { root: sampleCopy(t) });
    const text = sampleText(GLIMPSE);
    await server.open(GLIMPSE);
    await pushed(server, GLIMPSE, (all) => all.length === 4);
    await server.change(GLIMPSE, `\n\n${text}`);
    const moved = await pushed(server, GLIMPSE, (all) => all[0]?.range.start.line === 18);
    assert.equal(moved.length, 4);
    await server.change(GLIMPSE, text.replace('pte_none(ptep_get(pte))', 'data'));
    const fewer = await pushed(server, GLIMPSE, (all) => all.length === 3);
    assert.ok(!fewer.some(({ message }) => `${message}`.includes('ptep_get')));
  });

  test('are there for ops tables, those that follow the call graph too, and after an edit', async (t) => {
    const server = await serve(t, { root: sampleCopy(t) });
    const path = 'mm/shmem.c';
    const text = sampleText(path);
    const without = text.replace('\t.filemap_remove\t\t= shmem_mfill_filemap_remove,\n', '');
    assert.notEqual(without, text);
    await server.open(path);
    await pushed(server, path);
    await server.change(path, without);
    const all = await pushed(server, path, (each) => each.some(({ code }) => code === 'hook-pair'));
    const pair = all.find(({ code }) => code === 'hook-pair');
    assert.equal(pair && textIn(without, pair.range), 'filemap_add');
    await server.change(path, text);
    await pushed(server, path, (each) => !each.some(({ code }) => code === 'hook-pair'));
  });

  test('go when the file is closed, and come once for a text', async (t) => {
    const server = await serve(t, { root: sampleCopy(t) });
    await server.open(GLIMPSE);
    await pushed(server, GLIMPSE, some);
    await server.notify(DidCloseTextDocumentNotification.type, { textDocument: server.document(GLIMPSE) });
    assert.deepEqual(await pushed(server, GLIMPSE), []);
    assert.equal(server.unread('textDocument/publishDiagnostics'), 0);
  });

  test('say nothing of built-in code', async (t) => {
    const server = await serve(t, { root: sampleCopy(t) });
    await server.open('mm/memory.c', sampleText(GLIMPSE));
    assert.deepEqual(await pushed(server, 'mm/memory.c'), []);
  });
});

describe('diagnostics that are asked for', () => {
  const capabilities = {
    workspace: { configuration: true, diagnostics: { refreshSupport: true } },
    textDocument: { diagnostic: { dynamicRegistration: false, relatedInformation: true } },
  };
  const pull = async (server: TestServer, path: string): Promise<readonly Diagnostic[]> => {
    const report = await server.request(DocumentDiagnosticRequest.type, { textDocument: server.document(path) });
    assert.equal(report.kind, DocumentDiagnosticReportKind.Full);
    return report.kind === DocumentDiagnosticReportKind.Full ? report.items : [];
  };

  test('are answered for the text of the moment, and never pushed', async (t) => {
    const server = await serve(t, { root: sampleCopy(t), capabilities });
    assert.deepEqual(server.initialized.capabilities.diagnosticProvider, {
      identifier: 'opscope',
      interFileDependencies: true,
      workspaceDiagnostics: false,
    });
    await server.open(GLIMPSE);
    assert.equal((await pull(server, GLIMPSE)).length, 4);
    await server.change(GLIMPSE, sampleText(GLIMPSE).replace('pte_none(ptep_get(pte))', 'data'));
    assert.equal((await pull(server, GLIMPSE)).length, 3);
    assert.equal(server.unread('textDocument/publishDiagnostics'), 0);
  });

  test('are asked for again when something else changes them', async (t) => {
    const root = sampleCopy(t);
    const server = await serve(t, { root, capabilities });
    await server.open(GLIMPSE);
    assert.equal((await pull(server, GLIMPSE)).length, 4);
    const makefile = 'drivers/misc/glimpse/Makefile';
    writeFileSync(join(root, makefile), 'obj-y += glimpse.o\n');
    const changes: FileEvent[] = [{ ...server.document(makefile), type: FileChangeType.Changed }];
    await server.notify(DidChangeWatchedFilesNotification.type, { changes });
    await server.waitFor('workspace/diagnostic/refresh');
    assert.deepEqual(await pull(server, GLIMPSE), []);
  });

  test('come with word to ask again when a setting changes them', async (t) => {
    const server = await serve(t, { root: sampleCopy(t), capabilities });
    await server.open(GLIMPSE);
    await pull(server, GLIMPSE);
    await server.configure({ check: { severity: { 'pgtable-in-module': 'error' } } });
    await server.waitFor('workspace/diagnostic/refresh');
    assert.deepEqual(severities(await pull(server, GLIMPSE)), ['error', 'error', 'error', 'error']);
  });
});

describe('settings', () => {
  const cases: readonly (readonly [string, object, readonly string[]])[] = [
    ['a rule can be turned off', { severity: { 'pgtable-in-module': 'off' } }, []],
    ['checks can be turned off', { enable: false }, []],
    ['a folder can be left out', { exclude: ['drivers/misc'] }, []],
    ['and so can a pattern', { exclude: ['drivers/**/gl?mpse.{c,h}'] }, []],
    ['another pattern leaves it in', { exclude: ['drivers/*.c'] }, ['warning', 'warning', 'warning', 'warning']],
    [
      'a group wins over its rule',
      { severity: { 'pgtable-in-module': 'error', 'pgtable-in-module/types': 'information' } },
      ['information', 'error', 'error', 'error'],
    ],
  ];
  for (const [what, check, expected] of cases) {
    test(what, async (t) => {
      const server = await serve(t, { root: sampleCopy(t), settings: { check } });
      await server.open(GLIMPSE);
      assert.deepEqual(severities(await pushed(server, GLIMPSE)), expected);
    });
  }

  test('a change takes effect at once', async (t) => {
    const server = await serve(t, { root: sampleCopy(t) });
    await server.open(GLIMPSE);
    await pushed(server, GLIMPSE, some);
    await server.configure({ check: { severity: { 'pgtable-in-module/types': 'error' } } });
    const all = await pushed(server, GLIMPSE, (each) => severities(each).includes('error'));
    assert.deepEqual(severities(all), ['error', 'warning', 'warning', 'warning']);
    await server.configure({ check: { enable: false } });
    assert.deepEqual(await pushed(server, GLIMPSE), []);
  });

  test('a group that is off by itself can be turned on', async (t) => {
    const server = await serve(t, {
      root: sampleCopy(t),
      settings: { check: { severity: { 'pgtable-in-module/attributes': 'warning' } } },
    });
    await server.open(GLIMPSE, sampleText(GLIMPSE).replace('glimpse.mapped++;', 'set_memory_wc(addr, 1);'));
    const all = await pushed(server, GLIMPSE);
    assert.equal(all.filter(({ message }) => `${message}`.includes('set_memory_wc')).length, 1);
    await server.configure({});
    await pushed(server, GLIMPSE, (each) => each.length === 4);
  });

  test('a .config that is named says who is a module', async (t) => {
    const root = sampleCopy(t);
    writeFileSync(join(root, 'mine.config'), 'CONFIG_X86=y\nCONFIG_GLIMPSE=y\n');
    const server = await serve(t, { root, settings: { config: 'mine.config' } });
    await server.open(GLIMPSE);
    assert.deepEqual(await pushed(server, GLIMPSE), []);
    await server.configure({ config: '' });
    await pushed(server, GLIMPSE, (all) => all.length === 4);
  });
});

test('a Makefile that changes makes what hooks reach another matter', async (t) => {
  const root = sampleCopy(t);
  const server = await serve(t, { root, settings: { check: { scope: 'all' } } });
  const text = sampleText(GMEM).replace(
    '\treturn folio_alloc(GFP_HIGHUSER_MOVABLE);',
    '\tpmd_t *pmd = pmd_off(vma->vm_mm, addr);\n\n\treturn pmd ? folio_alloc(GFP_HIGHUSER_MOVABLE) : NULL;',
  );
  await server.open(GMEM, text);
  const inHook = (level: string) => (all: readonly Diagnostic[]) =>
    all.some(({ code, severity }) => code === 'pgtable-in-hook' && NAMES[severity ?? 0] === level);
  await pushed(server, GMEM, inHook('warning'));
  const makefiles = ['arch/x86/kvm/Makefile', 'arch/arm64/kvm/Makefile'];
  for (const each of makefiles) {
    writeFileSync(join(root, each), sampleText(each).replace('obj-$(CONFIG_KVM)', 'obj-y'));
  }
  const changes: FileEvent[] = makefiles.map((each) => ({ ...server.document(each), type: FileChangeType.Changed }));
  await server.notify(DidChangeWatchedFilesNotification.type, { changes });
  await pushed(server, GMEM, inHook('hint'));
});

test('come for a file of another tree than the workspace’s', async (t) => {
  const server = await serve(t);
  const uri = pathToFileURL(join(sampleCopy(t), GLIMPSE)).href;
  await server.notify(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'c', version: 1, text: sampleText(GLIMPSE) },
  });
  await server.waitFor<PublishDiagnosticsParams>(
    'textDocument/publishDiagnostics',
    (each) => each.uri === uri && each.diagnostics.length === 4,
  );
});

describe('what a branch changed', () => {
  const violation = '\n#include <linux/pgtable.h>\nstatic void pry(pmd_t *pmd)\n{\n}\n';

  test('is a warning, and the rest are hints', async (t) => {
    const { root, git } = repository(t);
    git('switch', '--quiet', '--create', 'topic');
    appendFileSync(join(root, GLIMPSE), violation);
    git('commit', '--quiet', '--all', '--message', 'Pry');
    const server = await serve(t, { root, settings: { check: { base: 'main' } } });
    await server.open(GLIMPSE);
    const all = await pushed(server, GLIMPSE, some);
    assert.deepEqual(severities(all), ['hint', 'hint', 'hint', 'hint', 'warning']);
    assert.match(`${all[4]?.message}`, /pry\(\) handles page-table types \(pmd_t\)/);
    await server.configure({ check: { base: 'main', scope: 'all' } });
    await pushed(server, GLIMPSE, (each) => severities(each).every((severity) => severity === 'warning'));
  });

  test('counts before it is saved, and until it is committed', async (t) => {
    const { root, git } = repository(t);
    const server = await serve(t, { root });
    await server.open(GLIMPSE);
    await pushed(server, GLIMPSE, (all) => severities(all).join() === 'hint,hint,hint,hint');
    await server.change(GLIMPSE, `${sampleText(GLIMPSE)}${violation}`);
    await pushed(server, GLIMPSE, (all) => severities(all).join() === 'hint,hint,hint,hint,warning');
    appendFileSync(join(root, GLIMPSE), violation);
    git('commit', '--quiet', '--all', '--message', 'Pry');
    await server.notify(DidSaveTextDocumentNotification.type, { textDocument: server.document(GLIMPSE) });
    await pushed(server, GLIMPSE, (all) => severities(all).join() === 'hint,hint,hint,hint,hint');
  });

  test('is what the tree did not have before, wherever it stands: a call whose check went', async (t) => {
    const path = 'mm/userfaultfd.c';
    const { root, git } = repository(t);
    const server = await serve(t, { root });
    await server.open(path);
    const unguarded = (all: readonly Diagnostic[]): string[] =>
      all.flatMap((each) =>
        each.code === 'hook-unguarded' && `${each.message}`.includes('calls filemap_add ')
          ? [NAMES[each.severity ?? 0] ?? '']
          : [],
      );
    const text = sampleText(path).replace('if (ops->filemap_add) {', 'if (folio) {');
    await server.change(path, text);
    const all = await pushed(server, path, (found) => unguarded(found).join() === 'warning');
    assert.ok(all.every(({ code, severity }) => code === 'hook-unguarded' || NAMES[severity ?? 0] === 'hint'));
    // The same once it is committed on a branch.
    git('switch', '--quiet', '--create', 'topic');
    writeFileSync(join(root, path), text);
    git('commit', '--quiet', '--all', '--message', 'No check');
    await server.notify(DidSaveTextDocumentNotification.type, { textDocument: server.document(path) });
    await server.change(path, `\n${text}`);
    await pushed(server, path, (found) => unguarded(found).join() === 'warning');
    // And no longer on top of it.
    await server.configure({ check: { base: 'topic' } });
    await pushed(server, path, (found) => unguarded(found).join() === 'hint');
  });

  test('is not what a file had under its old name', async (t) => {
    const { root, git } = repository(t);
    const path = 'drivers/misc/glimpse/frames.c';
    git('switch', '--quiet', '--create', 'topic');
    git('mv', GLIMPSE, path);
    writeFileSync(join(root, 'drivers/misc/glimpse/Makefile'), 'obj-$(CONFIG_GLIMPSE) += frames.o\n');
    git('commit', '--quiet', '--all', '--message', 'Another name');
    const server = await serve(t, { root });
    await server.open(path);
    await pushed(server, path, (all) => severities(all).join() === 'hint,hint,hint,hint');
  });

  test('is a line that bears a finding out, too', async (t) => {
    const { root } = repository(t);
    writeFileSync(join(root, 'drivers/misc/glimpse/Makefile'), 'obj-m += glimpse.o\n');
    const server = await serve(t, { root });
    await server.open(GLIMPSE);
    const all = await pushed(server, GLIMPSE, some);
    assert.deepEqual(severities(all), ['warning', 'warning', 'warning', 'warning']);
  });

  test('is a line of another file that leads a hook to page tables, as `check --base` has it', async (t) => {
    const { root, git } = repository(t);
    const callee = join(root, 'virt/kvm/gmem_touch.c');
    writeFileSync(callee, 'int gmem_touch(void *at)\n{\n\treturn at != 0;\n}\n');
    appendFileSync(join(root, 'virt/kvm/Makefile.kvm'), 'kvm-y += $(KVM)/gmem_touch.o\n');
    const calling = sampleText(GMEM).replace(
      /(static struct folio \*kvm_gmem_folio_alloc\([^{]*\{\n)/,
      'int gmem_touch(void *at);\n$1\tgmem_touch(0);\n',
    );
    writeFileSync(join(root, GMEM), calling);
    git('add', '.');
    git('commit', '--quiet', '--message', 'A callee');
    git('switch', '--quiet', '--create', 'topic');
    const server = await serve(t, { root, settings: { check: { base: 'main' } } });
    await server.open(GMEM, calling);
    const inHook = (all: readonly Diagnostic[]) => all.filter(({ code }) => code === 'pgtable-in-hook');
    await pushed(server, GMEM, (all) => all.some(({ code }) => code === 'hook-pair') && inHook(all).length === 0);
    writeFileSync(callee, 'int gmem_touch(void *at)\n{\n\treturn pte_none(*(pte_t *)at);\n}\n');
    git('commit', '--quiet', '--all', '--message', 'Look at the entry');
    const changes: FileEvent[] = [{ uri: server.document('virt/kvm/gmem_touch.c').uri, type: FileChangeType.Changed }];
    await server.notify(DidChangeWatchedFilesNotification.type, { changes });
    const all = await pushed(server, GMEM, (each) => inHook(each).length > 0);
    assert.deepEqual(severities(inHook(all)), ['warning']);
    assert.deepEqual(severities(all.filter(({ code }) => code === 'hook-pair')), ['hint']);
  });

  test('is not asked of git where the workspace is not trusted', async (t) => {
    const { root } = repository(t);
    const server = await serve(t, { root, settings: { trusted: false } });
    await server.open(GLIMPSE);
    assert.deepEqual(severities(await pushed(server, GLIMPSE, some)), ['warning', 'warning', 'warning', 'warning']);
  });

  test('is what differs from the main line where a branch has no upstream', async (t) => {
    const { root, git } = repository(t);
    git('switch', '--quiet', '--create', 'topic');
    appendFileSync(join(root, GLIMPSE), violation);
    git('commit', '--quiet', '--all', '--message', 'Pry');
    const server = await serve(t, { root });
    await server.open(GLIMPSE);
    assert.deepEqual(severities(await pushed(server, GLIMPSE, some)), ['hint', 'hint', 'hint', 'hint', 'warning']);
  });

  test('is told without a revision that is none: that is said, and the default holds', async (t) => {
    const { root } = repository(t);
    const server = await serve(t, { root, settings: { check: { base: 'no-such-branch' } } });
    await server.open(GLIMPSE);
    await server.waitFor<{ message: string }>('window/showMessage', ({ message }) =>
      /^opscope\.check\.base is no-such-branch: git knows no commit no-such-branch/.test(message),
    );
    assert.deepEqual(severities(await pushed(server, GLIMPSE, some)), ['hint', 'hint', 'hint', 'hint']);
  });

  test('is known of a tree that is a folder of a repository', async (t) => {
    const { root } = repository(t, '..');
    const server = await serve(t, { root });
    await server.open(GLIMPSE);
    assert.deepEqual(severities(await pushed(server, GLIMPSE, some)), ['hint', 'hint', 'hint', 'hint']);
  });
});

describe('a hover on a page-table internal', () => {
  const hovered = async (server: TestServer, path: string, pattern: string): Promise<string> => {
    const found = await server.request(HoverRequest.type, {
      textDocument: server.document(path),
      position: cursor(path, pattern),
    });
    return JSON.stringify(found?.contents ?? null);
  };

  test('says why, how the file comes to be a module, and what to use instead', async (t) => {
    const server = await serve(t);
    await server.open(GLIMPSE);
    const text = await hovered(server, GLIMPSE, 'if (apply_to_|page_range(');
    for (const part of [
      'no word on how long it lives',
      'follow_pfnmap_start',
      'drivers/misc/glimpse/Makefile:2, `obj-$(CONFIG_GLIMPSE) += glimpse.o`',
      'CONFIG_GLIMPSE can make it part of a module on arm64, x86',
    ]) {
      assert.ok(text.includes(part), `${part} is missing in ${text}`);
    }
  });

  test('says nothing in built-in code, nor of other names', async (t) => {
    const server = await serve(t);
    await server.open('mm/memory.c', sampleText(GLIMPSE));
    const at = { position: cursor(GLIMPSE, 'if (apply_to_|page_range(') };
    const textDocument = server.document('mm/memory.c');
    assert.equal(await server.request(HoverRequest.type, { ...at, textDocument }), null);
    assert.equal(await hovered(server, GLIMPSE, 'anon_inode|_getfd('), 'null');
  });
});
