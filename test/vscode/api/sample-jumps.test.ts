import assert from 'node:assert/strict';
import { commands, type DocumentSymbol, type TextDocument } from 'vscode';
import { hintsOf, hoverAt, openFile, type PlaceRequest, placesAt, positionOf, symbolsFor, until } from './editor.ts';

const implementations = [
  'mm/shmem.c:65 shmem_mfill_folio_alloc',
  'mm/userfaultfd.c:38 anon_alloc_folio',
  'virt/kvm/guest_memfd.c:47 kvm_gmem_folio_alloc',
];
const field = ['include/linux/userfaultfd_k.h:31 alloc_folio'];

suite('sample: jumps, hovers, hints and symbols', () => {
  let shmem: TextDocument;
  let core: TextDocument;
  let header: TextDocument;

  suiteSetup(async () => {
    header = (await openFile('include/linux/userfaultfd_k.h')).document;
    core = (await openFile('mm/userfaultfd.c')).document;
    shmem = (await openFile('mm/shmem.c')).document;
    await until(
      () => symbolsFor('shmem_uffd_ops'),
      (symbols) => symbols.length > 0,
    );
  });

  /** The places that a request leads to from a marked text. */
  const from = (request: PlaceRequest, document: TextDocument, marked: string) =>
    placesAt(request, document, positionOf(document, marked));

  test('implementations: from the field, the slot, its function, the definition and the call', async () => {
    assert.deepEqual(await from('Implementation', header, '(*|alloc_folio)'), implementations);
    assert.deepEqual(await from('Implementation', shmem, '.allo|c_folio\t'), implementations);
    assert.deepEqual(await from('Implementation', shmem, '= shmem_mfill_|folio_alloc'), implementations);
    assert.deepEqual(await from('Implementation', shmem, '*|shmem_mfill_folio_alloc(struct'), implementations);
    assert.deepEqual(await from('Implementation', core, 'ops->|alloc_folio('), implementations);
  });

  test('implementations: from the member that installs tables to every table that it installs', async () => {
    const { document } = await openFile('include/linux/mm.h');
    assert.deepEqual(await from('Implementation', document, '*uffd|_ops;'), [
      'mm/hugetlb.c:36 hugetlb_uffd_ops',
      'mm/shmem.c:96 shmem_uffd_ops',
      'virt/kvm/guest_memfd.c:63 kvm_gmem_uffd_ops',
    ]);
  });

  test('definition: from the slot and the call to the field, from the function in the slot to the function', async () => {
    assert.deepEqual(await from('Definition', shmem, '.allo|c_folio\t'), field);
    assert.deepEqual(await from('Definition', core, 'ops->|alloc_folio('), field);
    assert.deepEqual(await from('Definition', shmem, '= shmem_mfill_|folio_alloc'), [implementations[0]]);
  });

  test('references: the field, the slots and the call', async () => {
    assert.deepEqual(await from('Reference', header, '(*|alloc_folio)'), [
      ...field,
      'mm/shmem.c:98 alloc_folio',
      'mm/userfaultfd.c:134 alloc_folio',
      'mm/userfaultfd.c:45 alloc_folio',
      'virt/kvm/guest_memfd.c:66 alloc_folio',
    ]);
  });

  test('hover: on a field its comment, who fills it, who does not, and the call', async () => {
    const text = await hoverAt(header, positionOf(header, '(*|alloc_folio)'));
    for (const part of [
      'Used by UFFDIO',
      '**shmem**',
      'shmem_mfill_folio_alloc',
      'unset: hugetlb',
      '__mfill_atomic_pte',
    ]) {
      assert.ok(text.includes(part), `${part} is missing in:\n${text}`);
    }
  });

  test('hover: on a field of the operation’s state who sets and who reads it', async () => {
    const text = await hoverAt(core, positionOf(core, 'unsigned long |addr;\n\tunsigned long src;'));
    assert.match(text, /set in `mfill_atomic\(\)`/);
    assert.match(text, /read in/);
  });

  test('a hook of a struct that no setting names: who fills it', async () => {
    const other = positionOf(shmem, 'static vm_fault_t |shmem_map_pages');
    assert.match(await hoverAt(shmem, other), /vm_operations_struct\.map_pages/);
    assert.ok((await placesAt('Implementation', shmem, other)).some((place) => place.endsWith(' shmem_map_pages')));
  });

  test('nothing to say: no answer', async () => {
    const elsewhere = positionOf(shmem, 'bool |shmem_mapping(');
    assert.equal(await hoverAt(shmem, elsewhere), '');
    assert.deepEqual(await placesAt('Implementation', shmem, elsewhere), []);
  });

  test('inlay hints: at each dispatch site the memory types', async () => {
    assert.deepEqual(await hintsOf(core), [
      '134: → shmem, anon, kvm_gmem',
      '145: → shmem, kvm_gmem',
      '156: → shmem',
      '207: → shmem, kvm_gmem',
      '345: → hugetlb, shmem, anon, kvm_gmem',
    ]);
  });

  test('workspace symbols: hooks, tables and functions', async () => {
    assert.deepEqual(await symbolsFor('alloc_folio'), [
      'alloc_folio (struct vm_uffd_ops)',
      'anon_alloc_folio (vm_uffd_ops.alloc_folio)',
    ]);
    assert.deepEqual(await symbolsFor('gmem_uffd'), ['kvm_gmem_uffd_ops (kvm_gmem)']);
  });

  test('workspace symbols: hooks and tables of any struct', async () => {
    assert.deepEqual(await symbolsFor('glimpse_fops'), ['glimpse_fops (struct file_operations)']);
    assert.deepEqual(await symbolsFor('pagesize'), ['pagesize (struct vm_operations_struct)']);
  });

  test('the outline has the tables of a file and their slots', async () => {
    const symbols = await commands.executeCommand<DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', shmem.uri);
    assert.deepEqual(
      symbols.map(({ name, children }) => `${name}: ${children.map((each) => each.name).join(', ')}`),
      [
        'shmem_uffd_ops: get_folio_noalloc, alloc_folio, filemap_add, filemap_remove, can_userfault',
        'shmem_vm_ops: fault, map_pages, uffd_ops',
        'shmem_anon_vm_ops: fault, map_pages, uffd_ops',
        'shmem_file_operations: mmap',
      ],
    );
  });
});
