/** What gives a memory type away in code that should not know it: data. */

/** How code outside a memory type can name it. */
export interface MemoryTypeMarks {
  readonly memoryType: string;
  /** Functions that ask whether a mapping, a folio or a file is of the type. */
  readonly predicates: readonly string[];
  /** Functions that ask for some of its mappings only. */
  readonly partial: readonly string[];
  /** Headers that are the type's own. */
  readonly headers: readonly string[];
}

export const MEMORY_TYPES: readonly MemoryTypeMarks[] = [
  {
    memoryType: 'hugetlb',
    predicates: ['is_vm_hugetlb_page', 'vma_is_hugetlb', 'folio_test_hugetlb', 'is_file_hugepages'],
    partial: [],
    headers: ['linux/hugetlb.h'],
  },
  {
    memoryType: 'shmem',
    predicates: ['vma_is_shmem', 'shmem_mapping', 'shmem_file'],
    partial: ['vma_is_anon_shmem'],
    headers: ['linux/shmem_fs.h'],
  },
  { memoryType: 'anon', predicates: ['vma_is_anonymous'], partial: [], headers: [] },
  { memoryType: 'kvm_gmem', predicates: [], partial: [], headers: ['linux/kvm_host.h'] },
];

/** The memory type that each predicate asks for. */
export const PREDICATES: ReadonlyMap<string, string> = new Map(
  MEMORY_TYPES.flatMap(({ memoryType, predicates, partial }) =>
    [...predicates, ...partial].map((name) => [name, memoryType] as const),
  ),
);

/** Whether code can ask for a memory type. */
export function isMarked(type: string): boolean {
  return MEMORY_TYPES.some(({ memoryType, predicates }) => memoryType === type && predicates.length > 0);
}

/** What a function answers for a mapping of a type; null for one that asks for no type, or for some of the type's mappings. */
export function answerFor(name: string, type: string): boolean | null {
  const asked = PREDICATES.get(name);
  if (asked === undefined) return null;
  const marks = MEMORY_TYPES.find(({ memoryType }) => memoryType === type);
  if (asked !== type) return false;
  return marks?.partial.includes(name) ? null : true;
}
