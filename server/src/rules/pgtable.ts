/**
 * Page-table internals by exact name: data. Wildcards would catch `set_memory_clock` and `ptep_buddy`, so each name is
 * written out.
 */

/** How much a group of identifiers matters in a module; `off` is kept for those that want it. */
export type GroupSeverity = 'warning' | 'info' | 'off';

/** Identifiers that are risky for the same reason. */
export interface PgtableGroup {
  readonly id: string;
  /** What code that uses them does. */
  readonly title: string;
  readonly severity: GroupSeverity;
  /** Why that is risky in a module. */
  readonly why: string;
  /** The supported way. */
  readonly instead: string;
  /** Names of types are matched wherever they stand, and the rest where they are called. */
  readonly kind: 'types' | 'calls';
  readonly names: readonly string[];
}

/** Splits a list that is written as text, to be read at a glance. */
function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

export const PGTABLE_GROUPS: readonly PgtableGroup[] = [
  {
    id: 'types',
    title: 'page-table types',
    severity: 'warning',
    why: 'the entry can be freed, changed or folded underneath',
    instead: 'let the core look the entry up, and take a folio, a page or a pfn from it',
    kind: 'types',
    names: words(`
      mm_walk mm_walk_ops p4d_t pgd_t pgtable_t pmd_t ptdesc pte_fn_t pte_t pud_t
    `),
  },
  {
    id: 'offset',
    title: 'walks down the levels',
    severity: 'warning',
    why: 'depends on folding, huge pages and locking',
    instead: 'use follow_pfnmap_start() for a pfn, or pin_user_pages() for pages',
    kind: 'calls',
    names: words(`
      p4d_addr_end p4d_index p4d_offset p4d_offset_k p4d_offset_lockless pgd_addr_end pgd_index pgd_offset
      pgd_offset_k pgd_offset_lockless pmd_addr_end pmd_index pmd_off pmd_off_k pmd_offset pmd_offset_k
      pmd_offset_lockless pte_index pte_offset_kernel pud_addr_end pud_index pud_offset pud_offset_k
      pud_offset_lockless
    `),
  },
  {
    id: 'alloc',
    title: 'allocates or frees tables',
    severity: 'warning',
    why: 'constructors and accounting are easily missed, and leak',
    instead: 'let the core build the tables: vmf_insert_pfn(), vm_insert_page() or remap_pfn_range()',
    kind: 'calls',
    names: words(`
      __p4d_alloc __pmd_alloc __pte_alloc __pte_alloc_kernel __pud_alloc mm_dec_nr_pmds mm_dec_nr_ptes
      mm_dec_nr_puds mm_inc_nr_pmds mm_inc_nr_ptes mm_inc_nr_puds p4d_alloc p4d_alloc_one p4d_free
      p4d_populate pagetable_dtor pagetable_dtor_free pagetable_p4d_ctor pagetable_p4d_dtor pagetable_pgd_ctor
      pagetable_pgd_dtor pagetable_pmd_ctor pagetable_pmd_dtor pagetable_pte_ctor pagetable_pte_dtor
      pagetable_pud_ctor pagetable_pud_dtor pgd_alloc pgd_free pgd_populate pmd_alloc pmd_alloc_one pmd_free
      pmd_populate pte_alloc pte_alloc_kernel pte_alloc_map pte_alloc_map_lock pte_alloc_one
      pte_alloc_one_kernel pte_free pte_free_kernel pud_alloc pud_alloc_one pud_free pud_populate
    `),
  },
  {
    id: 'lock',
    title: 'maps or locks tables',
    severity: 'warning',
    why: 'has RCU and lock rules of its own, and may return NULL',
    instead: 'use follow_pfnmap_start() and follow_pfnmap_end(), which take the locks',
    kind: 'calls',
    names: words(`
      get_locked_pte huge_pte_alloc huge_pte_lock huge_pte_offset hugetlb_walk pmd_lock pmd_lockptr
      pmd_trans_huge_lock pte_lockptr pte_offset_map pte_offset_map_lock pte_offset_map_nolock
      pte_offset_map_ro_nolock pte_offset_map_rw_nolock pte_unmap pte_unmap_unlock pud_lock pud_lockptr
      pud_trans_huge_lock
    `),
  },
  {
    id: 'readers',
    title: 'reads entries',
    severity: 'warning',
    why: 'races with huge pages and migration',
    instead: 'use follow_pfnmap_start(), which gives the pfn and whether it is writable',
    kind: 'calls',
    names: words(`
      lookup_address p4d_bad p4d_dirty p4d_leaf p4d_none p4d_pfn p4d_present p4d_val p4d_write p4d_young
      p4dp_get pgd_bad pgd_dirty pgd_leaf pgd_none pgd_pfn pgd_present pgd_val pgd_write pgd_young pgdp_get
      pmd_bad pmd_dirty pmd_leaf pmd_none pmd_pfn pmd_present pmd_val pmd_write pmd_young pmdp_get
      pmdp_get_lockless pte_bad pte_dirty pte_leaf pte_none pte_pfn pte_present pte_val pte_write pte_young
      ptep_get ptep_get_lockless pud_bad pud_dirty pud_leaf pud_none pud_pfn pud_present pud_val pud_write
      pud_young pudp_get
    `),
  },
  {
    id: 'setters',
    title: 'changes entries',
    severity: 'warning',
    why: 'skips the TLB flush, rmap, RSS and userfaultfd markers',
    instead: 'let the core insert: vmf_insert_pfn(), vmf_insert_mixed(), vm_insert_page() or remap_pfn_range()',
    kind: 'calls',
    names: words(`
      mk_pmd mk_pte p4d_clear pfn_pmd pfn_pte pgd_clear pmd_clear pmd_mkclean pmd_mkdevmap pmd_mkdirty
      pmd_mkexec pmd_mkglobal pmd_mkhuge pmd_mkinvalid pmd_mkold pmd_mksaveddirty pmd_mksoft_dirty
      pmd_mkspecial pmd_mkuffd pmd_mkuffd_wp pmd_mkwrite pmd_mkwrite_novma pmd_mkwrite_shstk pmd_mkyoung
      pte_clear pte_mkclean pte_mkdevmap pte_mkdirty pte_mkexec pte_mkglobal pte_mkhuge pte_mkinvalid
      pte_mkold pte_mksaveddirty pte_mksoft_dirty pte_mkspecial pte_mkuffd pte_mkuffd_wp pte_mkwrite
      pte_mkwrite_novma pte_mkwrite_shstk pte_mkyoung ptep_clear ptep_clear_flush ptep_clear_flush_young
      ptep_get_and_clear ptep_get_and_clear_full ptep_modify_prot_commit ptep_modify_prot_start
      ptep_set_access_flags ptep_set_wrprotect ptep_test_and_clear_young pud_clear set_huge_pte_at set_p4d
      set_pgd set_pmd set_pmd_at set_pte set_pte_at set_ptes set_pud set_pud_at update_mmu_cache
      update_mmu_cache_pmd update_mmu_cache_pud update_mmu_cache_range
    `),
  },
  {
    id: 'attributes',
    title: 'changes memory attributes',
    severity: 'off',
    why: 'exported on purpose to drivers',
    instead: 'nothing: this is the supported interface',
    kind: 'calls',
    names: words(`
      set_direct_map_default_noflush set_direct_map_invalid_noflush set_direct_map_valid_noflush set_memory_4k
      set_memory_decrypted set_memory_encrypted set_memory_global set_memory_nonglobal set_memory_np
      set_memory_nx set_memory_p set_memory_ro set_memory_rox set_memory_rw set_memory_uc set_memory_wb
      set_memory_wc set_memory_x set_pages_array_uc set_pages_array_wb set_pages_array_wc set_pages_ro
      set_pages_rw set_pages_uc set_pages_wb set_pages_wc
    `),
  },
  {
    id: 'walkers',
    title: 'hands raw entries to callbacks',
    severity: 'warning',
    why: 'the callback gets an entry with no word on how long it lives',
    instead: 'use follow_pfnmap_start() to look up, and remap_pfn_range() or vm_insert_pages() to fill',
    kind: 'calls',
    names: words(`
      apply_to_existing_page_range apply_to_page_range folio_walk_end folio_walk_start page_vma_mapped_walk
      walk_page_range walk_page_range_novma walk_page_range_vma walk_page_vma
    `),
  },
  {
    id: 'lookup',
    title: 'looks a mapping up the supported way',
    severity: 'info',
    why: 'the pfn is good only until follow_pfnmap_end()',
    instead: 'keep it no longer than that, or listen to an mmu_notifier',
    kind: 'calls',
    names: words(`
      follow_pfnmap_end follow_pfnmap_start
    `),
  },
  {
    id: 'sanctioned',
    title: 'follows mappings the supported way',
    severity: 'off',
    why: 'nothing: this is the supported interface',
    instead: 'nothing: this is the supported interface',
    kind: 'calls',
    names: words(`
      folio_mkclean mmu_interval_check_retry mmu_interval_notifier_insert mmu_interval_notifier_insert_locked
      mmu_interval_notifier_remove mmu_interval_read_begin mmu_interval_read_retry mmu_interval_set_seq
      mmu_notifier_get mmu_notifier_put mmu_notifier_register mmu_notifier_synchronize mmu_notifier_unregister
    `),
  },
  {
    id: 'rmap',
    title: 'handles rmap or the TLB',
    severity: 'warning',
    why: 'leaves stale translations when the order or the range is wrong',
    instead: 'use unmap_mapping_range() to take mappings away, and mmu_notifier to hear of changes',
    kind: 'calls',
    names: words(`
      flush_tlb_all flush_tlb_batched_pending flush_tlb_fix_spurious_fault flush_tlb_kernel_range
      flush_tlb_local flush_tlb_mm flush_tlb_mm_range flush_tlb_multi flush_tlb_one_kernel flush_tlb_one_user
      flush_tlb_page flush_tlb_range folio_add_anon_rmap_pmd folio_add_anon_rmap_pte folio_add_anon_rmap_ptes
      folio_add_file_rmap_pmd folio_add_file_rmap_pte folio_add_file_rmap_ptes folio_add_file_rmap_pud
      folio_add_new_anon_rmap folio_remove_rmap_pmd folio_remove_rmap_pte folio_remove_rmap_ptes
      folio_remove_rmap_pud tlb_finish_mmu tlb_gather_mmu tlb_gather_mmu_fullmm tlb_remove_huge_tlb_entry
      tlb_remove_page tlb_remove_page_size tlb_remove_pmd_tlb_entry tlb_remove_ptdesc tlb_remove_pud_tlb_entry
      tlb_remove_table tlb_remove_table_sync_one tlb_remove_tlb_entries tlb_remove_tlb_entry try_to_migrate
      try_to_unmap
    `),
  },
];

/** Short texts one of which is in every name: they are looked for first, since most files have none. */
export const PGTABLE_STEMS: readonly string[] = words(
  'pte pmd pud p4d pgd pgtable ptdesc pagetable _walk walk_page page_range lookup_address update_mmu page_vma tlb rmap ' +
    'try_to_ pfnmap set_memory_ set_pages_ set_direct_map_ mmu_notifier mmu_interval folio_mkclean',
);

/** The group of an identifier, by its name. */
export const PGTABLE_NAMES: ReadonlyMap<string, PgtableGroup> = new Map(
  PGTABLE_GROUPS.flatMap((group) => group.names.map((name) => [name, group] as const)),
);

/** Types that are structs: they count behind `struct` only. */
export const PGTABLE_TAGS: ReadonlySet<string> = new Set(words('ptdesc mm_walk mm_walk_ops'));

/** The types that make a signature one about page tables. */
export const PGTABLE_TYPES: readonly string[] = PGTABLE_GROUPS.find((group) => group.kind === 'types')?.names ?? [];
