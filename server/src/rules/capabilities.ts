/** Bits that a table sets to say what its memory type can do, and what each asks for: data. */
import { pattern } from '../base/patterns.ts';

/** A bit that only makes sense with one of some hooks, where the struct has such a hook. */
export const NEEDS_HOOK: readonly { readonly bits: readonly string[]; readonly hooks: readonly string[] }[] = [
  {
    bits: ['_UFFDIO_CONTINUE', 'UFFDIO_CONTINUE', 'VM_UFFD_MINOR'],
    hooks: ['minor_get_folio', 'uffd_get_folio', 'get_folio_noalloc', 'cont'],
  },
  { bits: ['_UFFDIO_ZEROPAGE', 'UFFDIO_ZEROPAGE'], hooks: ['zeropage'] },
  { bits: ['_UFFDIO_POISON', 'UFFDIO_POISON'], hooks: ['poison'] },
  { bits: ['_UFFDIO_WRITEPROTECT', 'UFFDIO_WRITEPROTECT'], hooks: ['writeprotect'] },
];

/** A bit that asks for another one, in any value of the same table. */
export const IMPLIES: readonly { readonly bits: readonly string[]; readonly implied: readonly string[] }[] = [
  { bits: ['VM_UFFD_MISSING', '__VM_UFFD_FLAGS'], implied: ['_UFFDIO_COPY', 'UFFDIO_COPY'] },
  { bits: ['VM_UFFD_WP', '__VM_UFFD_FLAGS'], implied: ['_UFFDIO_WRITEPROTECT', 'UFFDIO_WRITEPROTECT'] },
  { bits: ['VM_UFFD_MINOR', '__VM_UFFD_FLAGS'], implied: ['_UFFDIO_CONTINUE', 'UFFDIO_CONTINUE'] },
  { bits: ['_UFFDIO_ZEROPAGE', 'UFFDIO_ZEROPAGE'], implied: ['_UFFDIO_COPY', 'UFFDIO_COPY'] },
];

/** The first of the bits that a value names, whole. */
export function bitIn(value: string, bits: readonly string[]): string | null {
  return bits.find((bit) => pattern`\b${bit}\b`.test(value)) ?? null;
}
