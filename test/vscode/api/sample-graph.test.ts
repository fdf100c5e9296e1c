import assert from 'node:assert/strict';
import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type CodeLens,
  commands,
  Selection,
  type Tab,
  TabInputWebview,
  window,
} from 'vscode';
import { fileUri, openFile, positionOf, until } from './editor.ts';

function graphTab(): Tab | undefined {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.find(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('opscope.graph'));
}

async function prepared(path: string, marked: string): Promise<CallHierarchyItem> {
  const { document } = await openFile(path);
  const items = await until(
    () =>
      commands.executeCommand<CallHierarchyItem[]>(
        'vscode.prepareCallHierarchy',
        document.uri,
        positionOf(document, marked),
      ),
    (found) => found.length > 0,
  );
  const [item] = items;
  assert.ok(item);
  return item;
}

suite('sample: graph', () => {
  test('the call hierarchy goes out of a dispatch and back in', async () => {
    const out = await commands.executeCommand<CallHierarchyOutgoingCall[]>(
      'vscode.provideOutgoingCalls',
      await prepared('mm/userfaultfd.c', 'static int |__mfill_atomic_pte('),
    );
    const hop = out.find(({ to }) => to.name === 'kvm_gmem_folio_alloc');
    assert.equal(hop?.to.detail, 'via vm_uffd_ops.alloc_folio · kvm_gmem');
    const back = await commands.executeCommand<CallHierarchyIncomingCall[]>(
      'vscode.provideIncomingCalls',
      await prepared('virt/kvm/guest_memfd.c', '*|kvm_gmem_folio_alloc(struct'),
    );
    assert.deepEqual(
      back.map(({ from }) => from.name),
      ['__mfill_atomic_pte'],
    );
  });

  test('lenses on cases say what the ioctl reaches', async () => {
    await openFile('mm/userfaultfd.c');
    const lenses = await until(
      () => commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', fileUri('mm/userfaultfd.c'), 100),
      (found) => found.some(({ command }) => command?.command === 'opscope.showGraph'),
    );
    const titles = lenses.flatMap(({ command }) => (command?.command === 'opscope.showGraph' ? [command.title] : []));
    assert.equal(titles.length, 12);
    assert.ok(titles.includes('get_folio_noalloc: kvm_gmem, shmem · hugetlb_mfill_atomic_pte(): hugetlb'));
  });

  test('the graph of what is at the cursor opens in one panel', async () => {
    const editor = await openFile('mm/userfaultfd.c');
    const position = positionOf(editor.document, 'ops->|filemap_add(');
    editor.selection = new Selection(position, position);
    await commands.executeCommand('opscope.showGraph');
    await until(graphTab);
    await openFile('mm/userfaultfd.c');
    await commands.executeCommand('opscope.showGraph', { ioctl: 'UFFDIO_COPY' });
    const tab = await until(graphTab, (found) => found?.isActive === true);
    assert.equal(tab?.label, 'Call graph');
    if (tab) await window.tabGroups.close(tab);
  });
});
