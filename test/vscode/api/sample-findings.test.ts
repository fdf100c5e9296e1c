import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CodeAction,
  commands,
  type Diagnostic,
  DiagnosticSeverity,
  languages,
  Range,
  type TextEditor,
  Uri,
  window,
  workspace,
} from 'vscode';
import { configure, fileUri, hoverAt, openFile, positionOf, until } from './editor.ts';

const GLIMPSE = 'drivers/misc/glimpse/glimpse.c';

/** What opscope says of a file, by line, once it satisfies. */
function findings(uri: Uri, satisfies: (all: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]> {
  const own = (): Diagnostic[] =>
    languages
      .getDiagnostics(uri)
      .filter(({ source }) => source === 'opscope')
      .sort((a, b) => a.range.start.compareTo(b.range.start));
  return until(own, satisfies);
}

function told(all: readonly Diagnostic[]): string[] {
  return all.map(({ range, severity, code }) => {
    const rule = typeof code === 'object' ? code.value : code;
    return `${range.start.line + 1} ${DiagnosticSeverity[severity]} ${rule}`;
  });
}

/** The actions that VS Code offers on a diagnostic. */
async function actionsOn(uri: Uri, { range }: Diagnostic): Promise<CodeAction[]> {
  return commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', uri, range, 'quickfix');
}

async function insert(editor: TextEditor, line: number, text: string): Promise<void> {
  assert.ok(await editor.edit((edit) => edit.insert(editor.document.lineAt(line).range.start, text)));
}

suite('sample: findings', () => {
  let editor: TextEditor;
  let saved: string;

  setup(async () => {
    await configure('check.scope', 'all');
    editor = await openFile(GLIMPSE);
    saved = readFileSync(editor.document.uri.fsPath, 'utf8');
    await findings(editor.document.uri, ({ length }) => length === 4);
  });

  teardown(async () => {
    await window.showTextDocument(editor.document);
    await commands.executeCommand('workbench.action.files.revert');
    await configure('check.scope', undefined);
    await configure('check.severity', undefined);
    assert.equal(readFileSync(editor.document.uri.fsPath, 'utf8'), saved, 'the file was saved');
  });

  test('stand on the line, with evidence and a link to the rule', async () => {
    const all = await findings(editor.document.uri, ({ length }) => length === 4);
    assert.deepEqual(told(all), [
      '17 Warning pgtable-in-module',
      '21 Warning pgtable-in-module',
      '23 Warning pgtable-in-module',
      '32 Warning pgtable-in-module',
    ]);
    const related = all[1]?.relatedInformation?.map(
      ({ location, message }) =>
        `${workspace.asRelativePath(location.uri)}:${location.range.start.line + 1} ${message}`,
    );
    assert.deepEqual(related, [
      `${GLIMPSE}:21 pte_none()`,
      `${GLIMPSE}:21 ptep_get()`,
      'drivers/misc/glimpse/Makefile:2 CONFIG_GLIMPSE can make it part of a module on arm64, x86',
    ]);
    const code = all[1]?.code;
    assert.ok(typeof code === 'object');
    assert.match(code.target.path, /\/docs\/rules\/pgtable-in-module\.md$/);
  });

  test('a hover on a page-table name says nothing that the finding on it says already', async () => {
    assert.equal(await hoverAt(editor.document, positionOf(editor.document, 'if (apply_to_|page_range(')), '');
    // The finding on the readers stands on the first of them.
    const text = await hoverAt(editor.document, positionOf(editor.document, 'pte_none(ptep|_get(pte))'));
    for (const part of ['In a module that is risky', 'Makefile:2', 'Instead: ']) {
      assert.ok(text.includes(part), `${part} is missing in ${text}`);
    }
  });

  test('move with an edit, come with one, and go with one', async () => {
    const { uri } = editor.document;
    await insert(editor, 0, '\n\n');
    await findings(uri, (all) => told(all)[0] === '19 Warning pgtable-in-module');
    await insert(editor, editor.document.lineCount - 1, 'static void pry(pmd_t *pmd)\n{\n}\n');
    await findings(uri, ({ length }) => length === 5);
    await commands.executeCommand('undo');
    await findings(uri, ({ length }) => length === 4);
  });

  test('are suppressed by the quick fix, with a reason, and still are after an edit', async () => {
    const { uri } = editor.document;
    const [, readers] = await findings(uri, ({ length }) => length === 4);
    assert.ok(readers);
    const offered = await actionsOn(uri, readers);
    const fix = offered.find(({ title }) => title === 'Ignore pgtable-in-module/readers here, with a reason');
    assert.ok(fix?.edit, offered.map(({ title }) => title).join(', '));
    assert.ok(await workspace.applyEdit(fix.edit));
    await findings(uri, ({ length }) => length === 3);
    assert.match(
      editor.document.getText(),
      /\n\t\/\* opscope-ignore pgtable-in-module\/readers: reason \*\/\n\tif \(!pte_none/,
    );
    await insert(editor, 0, '\n');
    await findings(uri, (all) => told(all)[0] === '18 Warning pgtable-in-module' && all.length === 3);
  });

  test('of a table are settled by a stub for the hook', async () => {
    const shmem = await openFile('mm/shmem.c');
    const { uri } = shmem.document;
    const slot = '\t.filemap_remove\t\t= shmem_mfill_filemap_remove,\n';
    const start = positionOf(shmem.document, slot);
    const end = shmem.document.positionAt(shmem.document.offsetAt(start) + slot.length);
    assert.ok(await shmem.edit((edit) => edit.delete(new Range(start, end))));
    const isPair = (each: string): boolean => each.endsWith('hook-pair');
    const all = await findings(uri, (each) => told(each).some(isPair));
    const pair = all.find((each) => told([each]).some(isPair));
    assert.ok(pair);
    const fix = (await actionsOn(uri, pair)).find(({ title }) =>
      title.startsWith('Add filemap_remove to shmem_uffd_ops'),
    );
    assert.ok(fix?.edit);
    assert.ok(await workspace.applyEdit(fix.edit));
    await findings(uri, (each) => !told(each).some(isPair));
    assert.match(shmem.document.getText(), /static void shmem_filemap_remove\(/);
    await commands.executeCommand('workbench.action.files.revert');
  });

  test('have the severity of the setting', async () => {
    await configure('check.severity', { 'pgtable-in-module/types': 'error', 'pgtable-in-module/setters': 'off' });
    await findings(
      fileUri(GLIMPSE),
      (all) =>
        told(all).join() === '17 Error pgtable-in-module,21 Warning pgtable-in-module,32 Warning pgtable-in-module',
    );
  });
});

suite('sample: a setting that names what is not there', () => {
  const folder = (): Uri => fileUri('.vscode');

  teardown(async () => {
    await workspace.getConfiguration('opscope').update('config', undefined, false);
    await workspace.fs.delete(folder(), { recursive: true });
  });

  test('is a problem in the settings file of the workspace, until it is put right', async () => {
    const uri = Uri.joinPath(folder(), 'settings.json');
    await workspace.getConfiguration('opscope').update('config', 'no/such/config', false);
    const [problem] = await findings(uri, ({ length }) => length === 1);
    assert.ok(problem);
    assert.match(problem.message, /^opscope\.config is no file: no\/such\/config/);
    const document = await workspace.openTextDocument(uri);
    assert.equal(document.getText(problem.range), '"opscope.config"');
    await workspace.getConfiguration('opscope').update('config', undefined, false);
    await findings(uri, ({ length }) => length === 0);
  });
});

suite('sample: findings on a branch', () => {
  let root: string;

  const git = (...args: string[]): void => {
    const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid'];
    execFileSync('git', ['-C', root, ...identity, ...args], { stdio: 'pipe' });
  };

  setup(() => {
    root = join(mkdtempSync(join(tmpdir(), 'opscope-branch-')), 'linux');
    cpSync(fileUri('.').fsPath, root, { recursive: true });
    git('init', '--quiet', '--initial-branch', 'main');
    git('add', '.');
    git('commit', '--quiet', '--message', 'The sample tree');
    git('switch', '--quiet', '--create', 'topic');
  });

  teardown(async () => {
    await configure('check.base', undefined);
    await commands.executeCommand('workbench.action.closeActiveEditor');
    rmSync(join(root, '..'), { recursive: true, force: true });
  });

  test('one new violation is one warning, and the old ones are hints', async () => {
    appendFileSync(join(root, GLIMPSE), '\nstatic void pry(pmd_t *pmd)\n{\n}\n');
    git('commit', '--quiet', '--all', '--message', 'Pry');
    await configure('check.base', 'main');
    const uri = Uri.file(join(root, GLIMPSE));
    await window.showTextDocument(await workspace.openTextDocument(uri));
    const all = await findings(uri, ({ length }) => length === 5);
    assert.deepEqual(
      all.map(({ severity }) => DiagnosticSeverity[severity]),
      ['Hint', 'Hint', 'Hint', 'Hint', 'Warning'],
    );
  });
});
