/** What gives a memory type away in code that should not know it: data. */

/** How code outside a memory type can name it. */
export interface MemoryTypeMarks {
  readonly memoryType: string;
  /** Functions that ask whether a mapping, a folio or a file is of the type. */
  readonly predicates: readonly string[];
  /** Headers that are the type's own. */
  readonly headers: readonly string[];
}

export const MEMORY_TYPES: readonly MemoryTypeMarks[] = [
  {
    memoryType: 'hugetlb',
    predicates: ['is_vm_hugetlb_page', 'vma_is_hugetlb', 'folio_test_hugetlb', 'is_file_hugepages'],
    headers: ['linux/hugetlb.h'],
  },
  {
    memoryType: 'shmem',
    predicates: ['vma_is_shmem', 'vma_is_anon_shmem', 'shmem_mapping', 'shmem_file'],
    headers: ['linux/shmem_fs.h'],
  },
  { memoryType: 'anon', predicates: ['vma_is_anonymous'], headers: [] },
  { memoryType: 'kvm_gmem', predicates: [], headers: ['linux/kvm_host.h'] },
];

/** The memory type that each predicate asks for. */
export const PREDICATES: ReadonlyMap<string, string> = new Map(
  MEMORY_TYPES.flatMap(({ memoryType, predicates }) => predicates.map((name) => [name, memoryType] as const)),
);
