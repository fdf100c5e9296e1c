/** Every cursor position of the sample tree that must answer, asked of the real server; and those that must not. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  DefinitionRequest,
  HoverRequest,
  ImplementationRequest,
  type Location,
  type MarkupContent,
  ReferencesRequest,
} from 'vscode-languageserver/node';
import { startServer, type TestServer } from '../harness/lsp-client.ts';
import { cursor, named, sampleText, sampleTree, textIn } from './sample.ts';

const uffd = 'mm/userfaultfd.c';
const shmem = 'mm/shmem.c';
const gmem = 'virt/kvm/guest_memfd.c';
const header = 'include/linux/userfaultfd_k.h';

const allocators = [
  'mm/shmem.c shmem_mfill_folio_alloc',
  'mm/userfaultfd.c anon_alloc_folio',
  'virt/kvm/guest_memfd.c kvm_gmem_folio_alloc',
];
const [inShmem = '', inUffd = '', inGmem = ''] = allocators;
/** Those that a `vm_operations_struct` installs: anonymous memory has none. */
const installed = [
  'mm/hugetlb.c hugetlb_uffd_ops',
  'mm/shmem.c shmem_uffd_ops',
  'virt/kvm/guest_memfd.c kvm_gmem_uffd_ops',
];

/** A cursor, and what the requests on it answer. */
interface Case {
  readonly what: string;
  readonly file: string;
  readonly at: string;
  readonly implementation: readonly string[];
  readonly definition: readonly string[];
  /** Something that the hover says. */
  readonly hover: RegExp;
}

const field = 'include/linux/userfaultfd_k.h alloc_folio';
const member = 'include/linux/mm.h uffd_ops';

const cases: readonly Case[] = [
  {
    what: 'the field in the struct',
    file: header,
    at: 'struct folio *(*alloc|_folio)(struct vm_area_struct *vma,',
    implementation: allocators,
    definition: [field],
    hover: /Gives a fresh folio for addr, or NULL when memory is short\./,
  },
  {
    what: 'the field in a slot',
    file: shmem,
    at: '.|alloc_folio = shmem_mfill_folio_alloc',
    implementation: allocators,
    definition: [field],
    hover: /kvm_gmem_folio_alloc/,
  },
  {
    what: 'the function in a slot',
    file: shmem,
    at: '.alloc_folio = shmem_mfill|_folio_alloc',
    implementation: allocators,
    definition: ['mm/shmem.c shmem_mfill_folio_alloc'],
    hover: /alloc_folio/,
  },
  {
    what: "the function's definition",
    file: gmem,
    at: 'static struct folio *|kvm_gmem_folio_alloc(struct vm_area_struct *vma',
    implementation: [inGmem, inShmem, inUffd],
    definition: ['virt/kvm/guest_memfd.c kvm_gmem_folio_alloc'],
    hover: /anon_alloc_folio|vm_uffd_ops\.alloc_folio/,
  },
  {
    what: 'the dispatch call',
    file: uffd,
    at: 'folio = ops->alloc_|folio(vma, state->addr);',
    implementation: [inUffd, inShmem, inGmem],
    definition: [field],
    hover: /shmem_mfill_folio_alloc/,
  },
  {
    what: 'the check of a hook',
    file: uffd,
    at: 'if (!ops->get_folio|_noalloc && ',
    implementation: ['mm/shmem.c shmem_get_folio_noalloc', 'virt/kvm/guest_memfd.c kvm_gmem_get_folio_noalloc'],
    definition: ['include/linux/userfaultfd_k.h get_folio_noalloc'],
    hover: /Used by UFFDIO\\_CONTINUE\./,
  },
  {
    what: "the table's name",
    file: shmem,
    at: 'static const struct vm_uffd_ops shmem_uffd_|ops = {',
    implementation: ['mm/shmem.c shmem_uffd_ops'],
    definition: ['mm/shmem.c shmem_uffd_ops'],
    hover: /shmem_vm_ops/,
  },
  {
    what: "the table's name where it is used",
    file: uffd,
    at: 'ops = &anon|_uffd_ops;',
    implementation: ['mm/userfaultfd.c anon_uffd_ops'],
    definition: ['mm/userfaultfd.c anon_uffd_ops'],
    hover: /anon/,
  },
  {
    what: 'the member that installs it, in a slot',
    file: 'mm/hugetlb.c',
    at: '.uffd|_ops = &hugetlb_uffd_ops',
    implementation: installed,
    definition: [member],
    hover: /hugetlb_vm_ops/,
  },
  {
    what: 'the member that installs it, read in a function',
    file: uffd,
    at: 'vma->vm_ops->uffd|_ops;',
    implementation: installed,
    definition: [member],
    hover: /shmem_anon_vm_ops/,
  },
  {
    what: 'a field of a context struct, in the struct',
    file: uffd,
    at: 'uffd_flags_t fl|ags; /* The range as it was asked for */',
    implementation: [],
    definition: ['mm/userfaultfd.c flags'],
    hover: /A mode and its flags/,
  },
  {
    what: 'a field of a context struct, in a function',
    file: uffd,
    at: 'folio = ops->alloc_folio(vma, state->ad|dr);',
    implementation: [],
    definition: ['mm/userfaultfd.c addr'],
    hover: /mfill_state/,
  },
];

const fault = [
  'drivers/misc/glimpse/glimpse.c glimpse_fault',
  'fs/ripplefs/file.c ripplefs_fault',
  'mm/hugetlb.c hugetlb_vm_op_fault',
  'mm/shmem.c shmem_fault',
  'virt/kvm/guest_memfd.c kvm_gmem_fault_user_mapping',
];

/** The same with those of some files first. */
const faultFrom = (...files: readonly string[]): string[] => [
  ...files.flatMap((file) => fault.filter((each) => each.startsWith(file))),
  ...fault.filter((each) => !files.some((file) => each.startsWith(file))),
];

/** The hooks of structs that no setting names. */
const others: readonly Case[] = [
  {
    what: 'a call through another struct',
    file: 'mm/memory.c',
    at: 'return vma->vm_ops->fa|ult(vmf);',
    implementation: faultFrom('mm/hugetlb.c', 'mm/shmem.c'),
    definition: ['include/linux/mm.h fault'],
    hover: /struct vm_operations_struct[\s\S]*\*\*shmem\*\*: `shmem_fault`/,
  },
  {
    what: 'a function that fills a hook of another struct',
    file: shmem,
    at: 'static vm_fault_t shmem_fa|ult(',
    implementation: faultFrom('mm/shmem.c', 'mm/hugetlb.c'),
    definition: ['mm/shmem.c shmem_fault'],
    hover: /vm_operations_struct\.fault/,
  },
  {
    what: 'a slot of another struct',
    file: shmem,
    at: 'shmem_file_operations = { .m|map = shmem_mmap',
    implementation: [
      'mm/shmem.c shmem_mmap',
      'drivers/misc/glimpse/glimpse.c glimpse_mmap',
      'fs/ripplefs/file.c ripplefs_mmap',
      'virt/kvm/guest_memfd.c kvm_gmem_mmap',
    ],
    definition: ['include/linux/fs.h mmap'],
    hover: /struct file_operations/,
  },
  {
    what: 'a hook where another struct declares it',
    file: 'include/linux/fs.h',
    at: 'long (*unlocked|_ioctl)(struct file *file',
    implementation: ['mm/userfaultfd.c userfaultfd_ioctl'],
    definition: ['include/linux/fs.h unlocked_ioctl'],
    hover: /struct file_operations/,
  },
  {
    what: 'a table of another struct where its address is taken',
    file: shmem,
    at: 'f_op = &shmem_file|_operations; vma->vm_ops',
    implementation: ['mm/shmem.c shmem_file_operations'],
    definition: ['mm/shmem.c shmem_file_operations'],
    hover: /file_operations/,
  },
];

/** Places that have nothing to do with ops tables. */
const silent: readonly (readonly [string, string])[] = [
  [uffd, 'struct mm_struct *|mm, unsigned long start, unsigned long len) { struct'],
  [uffd, 'One operation under way, from the look|up of'],
  [uffd, '#include <linux/huge|tlb.h>'],
  [uffd, 'folio_p|ut(folio);'],
  [uffd, 'UFFD_API|)'],
  [shmem, 'return mapping->host->i_priv|ate =='],
  [uffd, 'static int mfill_atomic_pte_cop|y('],
  ['fs/ripplefs/file.c', '// |SPDX'],
];

describe('cursors on the sample tree', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer({ root: sampleTree });
  });
  after(() => server.stop());

  const ask = (each: Pick<Case, 'file' | 'at'>) => ({
    textDocument: server.document(each.file),
    position: cursor(each.file, each.at),
  });

  for (const each of [...cases, ...others]) {
    test(`${each.what} leads to its implementations`, async () => {
      const found = await server.request(ImplementationRequest.type, ask(each));
      assert.deepEqual(named(sampleTree, found as Location[]), each.implementation);
    });

    test(`${each.what} leads to its definition`, async () => {
      const found = await server.request(DefinitionRequest.type, ask(each));
      assert.deepEqual(named(sampleTree, found as Location[]), each.definition);
    });

    test(`${each.what} is explained on the word itself`, async () => {
      const hover = await server.request(HoverRequest.type, ask(each));
      assert.ok(hover?.range);
      assert.match((hover.contents as MarkupContent).value, each.hover);
      const { line, character } = cursor(each.file, each.at);
      assert.equal(hover.range.start.line, line);
      assert.ok(hover.range.start.character <= character && character <= hover.range.end.character);
      assert.match(textIn(sampleText(each.file), hover.range), /^\w+$/);
    });

    test(`${each.what} has references that all carry its name`, async () => {
      const params = { ...ask(each), context: { includeDeclaration: true } };
      const found = await server.request(ReferencesRequest.type, params);
      const hover = await server.request(HoverRequest.type, ask(each));
      const word = textIn(sampleText(each.file), hover?.range ?? assert.fail('no hover'));
      assert.ok(named(sampleTree, found).length > 1);
      assert.deepEqual(
        named(sampleTree, found).filter((spot) => !spot.endsWith(` ${word}`)),
        [],
      );
    });
  }

  for (const [file, at] of silent) {
    test(`nothing is said at ${at} in ${file}`, async () => {
      const params = ask({ file, at });
      assert.equal(await server.request(ImplementationRequest.type, params), null);
      assert.equal(await server.request(DefinitionRequest.type, params), null);
      assert.equal(await server.request(HoverRequest.type, params), null);
      const context = { includeDeclaration: true };
      assert.equal(await server.request(ReferencesRequest.type, { ...params, context }), null);
    });
  }

  test('references of a hook are its slots, its calls and its checks, each by type', async () => {
    const params = ask({ file: header, at: 'int (*filemap|_add)(' });
    const all = await server.request(ReferencesRequest.type, { ...params, context: { includeDeclaration: true } });
    const count = (path: string) => named(sampleTree, all).filter((each) => each === `${path} filemap_add`).length;
    assert.deepEqual([count(header), count(shmem), count(gmem), count(uffd)], [1, 1, 1, 2]);
    assert.equal(all?.length, 5);
    const uses = await server.request(ReferencesRequest.type, { ...params, context: { includeDeclaration: false } });
    assert.equal(uses?.length, 4);
  });
});
