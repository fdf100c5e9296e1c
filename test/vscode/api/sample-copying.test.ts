import assert from 'node:assert/strict';
import { commands, env, Selection } from 'vscode';
import { lensesOf, openFile, positionOf, until } from './editor.ts';

/** What a command leaves on the clipboard. */
async function copied(command: string, ...given: unknown[]): Promise<string> {
  await env.clipboard.writeText('');
  await commands.executeCommand(`opscope.${command}`, ...given);
  return env.clipboard.readText();
}

/** The same for a mail. */
async function mailed(command: string, ...given: unknown[]): Promise<string> {
  const text = await copied(command, ...given);
  assert.deepEqual(
    text.split('\n').filter((line) => line.length > 72),
    [],
  );
  return text;
}

suite('sample: copying', () => {
  suiteSetup(async () => {
    await openFile('mm/shmem.c');
    await until(
      () => lensesOf('mm/shmem.c'),
      (lenses) => lenses.length > 0,
    );
  });

  test('what a hover says at the cursor, and the address of the line', async () => {
    const editor = await openFile('mm/shmem.c');
    const position = positionOf(editor.document, '.|alloc_folio');
    editor.selection = new Selection(position, position);
    assert.match(await mailed('copyForMail'), /^vm_uffd_ops\.alloc_folio\n[\s\S]*shmem_mfill_folio_alloc/);
    const link = `https://elixir.bootlin.com/linux/v7.3/source/mm/shmem.c#L${position.line + 1}`;
    assert.equal(await copied('copyLink'), link);
    const numbered = { lineNumber: 7, uri: editor.document.uri };
    assert.match(await copied('copyLink', numbered), /mm\/shmem\.c#L7$/);
  });

  test('of a row: what is known of it, and where it is', async () => {
    const row = { kind: 'ioctl', about: 'UFFDIO_COPY', place: { file: 'mm/userfaultfd.c', line: 12, column: 1 } };
    assert.match(await mailed('copyForMail', row), /^UFFDIO_COPY, an ioctl\n/);
    assert.match(await copied('copyLink', row), /mm\/userfaultfd\.c#L12$/);
  });

  test('the matrix, as narrow as a mail, and what ioctls reach', async () => {
    const matrix = await mailed('copyMatrixForMail');
    assert.match(matrix, /^Linux 7\.3\.0 {2}struct vm_uffd_ops /);
    assert.match(matrix, /^shmem {2}shmem_uffd_ops/m, 'a block for each memory type');
    assert.match(await mailed('copyReachForMail'), /^userfaultfd_ioctl\(\)/);
  });

  test('the call graph of the panel', async () => {
    await commands.executeCommand('opscope.showGraph', { ioctl: 'UFFDIO_COPY' });
    const text = await until(
      () => mailed('copyGraphForMail'),
      (each) => each !== '',
    );
    assert.match(text, /^UFFDIO_COPY {2}mm\/userfaultfd\.c:\d+\n[\s\S]*shmem_mfill_folio_alloc\(\) {2}shmem/);
    await commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
