/** A kernel tree whose names, comments, strings, conditions and values are hostile. */
import { appendFileSync, cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MARKED } from './nasty.ts';

/** The name of a file that is written to, obeyed, opened, drawn or linked to by whoever takes it for more than a name. */
export const NAME = '::error file=x::\n\x1b[31m"q" |<b>&amp;`t`![p](http:) %20#?;,(y)\u202e\u200b.c';

const TEXT = [...MARKED, 'esc \x1b[2J\x9b2J bidi \u202e\u2066 wide \u200b\ufeff'].join(' ').replaceAll('*/', '* /');
const STRING = JSON.stringify(TEXT).replaceAll('\\u', '\\\\u');

const CODE = `// SPDX-License-Identifier: MIT
#include <linux/userfaultfd_k.h>
#include <linux/mm.h>
/* opscope-ignore hook-pair: ${TEXT} */
#define NASTY_VALUE ${STRING}
/*
 * ${TEXT}
::error file=mm/x.c::in a comment
 */
static struct folio *nasty_alloc(struct vm_area_struct *vma, unsigned long addr)
{
	if (vma && ${STRING}[0])
		return NULL;
	return NULL;
}
#if defined(CONFIG_NASTY) && ${STRING}
/* ${TEXT} */
const struct vm_uffd_ops nasty_uffd_ops = {
	.alloc_folio = nasty_alloc, /* ${TEXT} */
	.filemap_add = ${STRING},
	.get_folio_noalloc = NASTY_VALUE,
};
const struct vm_operations_struct nasty_vm_ops = {
	.uffd_ops = &nasty_uffd_ops,
};
#endif
int nasty_call(const struct vm_uffd_ops *ops, struct vm_area_struct *vma)
{
	if (${STRING}[1])
		ops->alloc_folio(vma, 0);
	return ops->filemap_add(NULL, vma, 0);
}
`;

/** A name that is longer than any line. */
const LONG = `${'long_'.repeat(400)}_`;

/** What a makefile may call an option. */
const ODD = 'N\x1b[31m<b>`x`|[l](command:x)\u202e\x9b';

/** Makes a copy of a tree, and adds to it. */
export function makeNasty(from: string, root: string): void {
  cpSync(from, root, { recursive: true });
  writeFileSync(join(root, 'mm', NAME), CODE);
  writeFileSync(join(root, 'mm/nasty.c'), CODE.replaceAll('nasty_', 'plain_'));
  writeFileSync(
    join(root, 'drivers/misc/glimpse', NAME),
    `${CODE.replaceAll('nasty_', 'other_')}pte_t *walk(pte_t *pte) { return pte; }\n`,
  );
  appendFileSync(join(root, 'mm/Makefile'), `obj-m += nasty.o # ${TEXT}\nobj-$(CONFIG_${ODD}) += odd.o\n`);
  appendFileSync(join(root, 'mm/Kconfig'), `config NASTY\n\tbool ${STRING}\n\tdepends on ${STRING} = "\x1b[31m"\n`);
  writeFileSync(join(root, 'mm/odd.c'), `${CODE.replaceAll('nasty_', LONG)}`);
  writeFileSync(
    join(root, 'Makefile'),
    'VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\nEXTRAVERSION = [x](command:y)$(zap)\x1b[31m\u202e\n',
  );
}
