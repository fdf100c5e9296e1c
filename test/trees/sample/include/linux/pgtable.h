/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PGTABLE_H
#define _LINUX_PGTABLE_H

#include <linux/kernel.h>

struct mm_struct;
struct vm_area_struct;

typedef struct {
	unsigned long pte;
} pte_t;

typedef struct {
	unsigned long pmd;
} pmd_t;

typedef struct {
	unsigned long pgprot;
} pgprot_t;

typedef int (*pte_fn_t)(pte_t *pte, unsigned long addr, void *data);

pmd_t *pmd_off(struct mm_struct *mm, unsigned long addr);
pte_t *pte_offset_map_lock(struct mm_struct *mm, pmd_t *pmd,
			   unsigned long addr, spinlock_t **ptlp);
void pte_unmap_unlock(pte_t *pte, spinlock_t *ptl);
pte_t ptep_get(pte_t *ptep);
bool pte_none(pte_t pte);
bool pte_present(pte_t pte);
unsigned long pte_pfn(pte_t pte);
pte_t pfn_pte(unsigned long pfn, pgprot_t prot);
void set_pte_at(struct mm_struct *mm, unsigned long addr, pte_t *ptep, pte_t pte);
int apply_to_page_range(struct mm_struct *mm, unsigned long addr,
			unsigned long size, pte_fn_t fn, void *data);

#endif
