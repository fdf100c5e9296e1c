import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CodeLens, commands, env, languages, TabInputTextDiff, Uri, window, workspace } from 'vscode';
import { sampleSeries } from '../../harness/sample-series.ts';
import { fileUri, openFile, until } from './editor.ts';

/** The name of the tab that is shown. */
const shown = (): string => window.tabGroups.activeTabGroup.activeTab?.label ?? '';

/** Whether it shows the changes of a patch; VS Code says of how many files. */
const isOf = (title: string) => (label: string) => label.startsWith(title);

/** All tabs, by name. */
const tabs = (): string[] => window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));

suite('sample: series of patches', () => {
  const folder = mkdtempSync(join(tmpdir(), 'opscope-series-'));
  const mbox = Uri.file(join(folder, 'series.mbox'));

  suiteSetup(async () => {
    writeFileSync(mbox.fsPath, sampleSeries(fileUri('').fsPath));
    await openFile('mm/shmem.c');
  });
  suiteTeardown(async () => {
    await commands.executeCommand('opscope.closePatchSeries');
    rmSync(folder, { recursive: true, force: true });
  });

  test('has findings and lenses in its own file, and a lens copies the reply', async () => {
    const document = await workspace.openTextDocument(mbox);
    await window.showTextDocument(document);
    const lenses = await until(
      () => commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', mbox),
      (found) => found.length > 1,
    );
    assert.deepEqual(
      lenses.map(({ range, command }) => `${document.lineAt(range.start.line).text}: ${command?.title}`),
      [
        'Subject: [PATCH 1/3] mm: userfaultfd: ask again: introduces 1',
        'Subject: [PATCH 1/3] mm: userfaultfd: ask again: open the series of 3',
        'Subject: [PATCH 1/3] mm: userfaultfd: ask again: copy as mail reply',
        'Subject: [PATCH 2/3] mm: shmem: a bare table: introduces 1',
        'Subject: [PATCH 2/3] mm: shmem: a bare table: copy as mail reply',
        'Subject: [PATCH 3/3] mm: userfaultfd: a folio, too: introduces 2',
        'Subject: [PATCH 3/3] mm: userfaultfd: a folio, too: copy as mail reply',
      ],
    );
    const found = await until(
      () => languages.getDiagnostics(mbox),
      (each) => each.length === 4,
    );
    const told = found.map(({ range, code }) => {
      const rule = typeof code === 'object' ? code.value : code;
      return `${document.lineAt(range.start.line).text.trim()}: ${rule}`;
    });
    assert.equal(
      told.filter((each) => each === '+\treturn ops->can_userfault(0, 0);: dispatch-added').length,
      1,
      told.join('\n'),
    );
    const copy = lenses.find(({ command }) => command?.title === 'copy as mail reply')?.command;
    await commands.executeCommand(copy?.command ?? '', ...(copy?.arguments ?? []));
    const reply = await until(
      () => env.clipboard.readText(),
      (text) => text.startsWith('> +++ b/mm/userfaultfd.c'),
    );
    assert.match(reply, /Am I right that again\(\) now dispatches can_userfault/);
    await openFile('mm/shmem.c');
  });

  test('opens with the changes of its first patch, and goes on to the others', async () => {
    await commands.executeCommand('opscope.openPatchSeries', mbox);
    await until(shown, isOf('1/3 mm: userfaultfd: ask again'));
    await commands.executeCommand('opscope.nextPatch');
    await until(shown, isOf('2/3 mm: shmem: a bare table'));
    await commands.executeCommand('opscope.previousPatch');
    await until(shown, isOf('1/3 mm: userfaultfd: ask again'));
  });

  test('has the files before and with each patch, which cannot be written to', async () => {
    const [before, after] = await until(
      () => ['before', 'after'].map((side) => documentOf(1, side)),
      (found) => found.every((each) => each !== undefined),
    );
    const text = readFileSync(fileUri('mm/userfaultfd.c').fsPath, 'utf8');
    assert.equal(before?.getText(), text);
    assert.equal(
      after?.getText(),
      `${text}\nint again(const struct vm_uffd_ops *ops)\n{\n\treturn ops->can_userfault(0, 0);\n}\n`,
    );
    assert.equal(after?.languageId, 'c');
    assert.equal(workspace.fs.isWritableFileSystem(after?.uri.scheme ?? ''), undefined);
  });

  test('copies an answer by mail, of all patches and of one', async () => {
    await commands.executeCommand('opscope.copyMailReply');
    const all = await until(
      () => env.clipboard.readText(),
      (text) => text.includes('On 2/3'),
    );
    assert.match(all, /^On 1\/3, "mm: userfaultfd: ask again":\n\n> \+\+\+ b\/mm\/userfaultfd\.c\n/);
    assert.match(all, /\n> \+\treturn ops->can_userfault\(0, 0\);\n/);
    assert.ok(all.split('\n').every((line) => line.startsWith('>') || line.length <= 78));
    await commands.executeCommand('opscope.copyMailReply', { uri: documentOf(1, 'after')?.uri });
    const one = await until(
      () => env.clipboard.readText(),
      (text) => text !== all,
    );
    assert.match(one, /^> \+\+\+ b\/mm\/userfaultfd\.c\n/);
    assert.ok(!one.includes('On 2/3'));
  });

  test('closes with all that shows it', async () => {
    await commands.executeCommand('opscope.closePatchSeries');
    await until(tabs, (labels) => !labels.some((label) => /^\d\/3 /.test(label)));
    const diffs = window.tabGroups.all.flatMap((group) =>
      group.tabs.filter(({ input }) => input instanceof TabInputTextDiff),
    );
    assert.equal(diffs.length, 0);
    await commands.executeCommand('opscope.nextPatch');
    assert.ok(!tabs().some((label) => /^\d\/3 /.test(label)));
  });
});

/** A file of a patch that an editor has. */
function documentOf(n: number, side: string) {
  return workspace.textDocuments.find(
    ({ uri }) =>
      uri.scheme === 'opscope-series' && uri.query.endsWith(`/${n}/${side}`) && uri.path.endsWith('userfaultfd.c'),
  );
}
