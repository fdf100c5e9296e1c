/** The injection grammars: what they colour, and that everything else stays as the stock grammar has it. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { projectRoot } from '../harness/root.ts';
import { sampleTree } from '../protocol/sample.ts';
import { pageTableGrammars } from './page-tables.ts';
import { contributed, type Token, tokens } from './tokens.ts';

/** `text scope` of each token with a scope of the project's, the last one. */
async function marked(text: string, scope = 'source.c'): Promise<string[]> {
  const isOwn = (name: string): boolean => /kernel-doc$|pgtable\.c$/.test(name);
  return (await tokens(text, contributed(), scope)).flatMap((each) => {
    const own = each.scopes.findLast(isOwn);
    return own ? [`${each.text.trim()} ${own}`] : [];
  });
}

/** The scopes of every character, those of the project left out. */
function plain(all: readonly Token[]): string[] {
  return all.flatMap(({ text, scopes }) => {
    const kept = scopes.filter((name) => !/kernel-doc$|pgtable\.c$/.test(name)).join(' ');
    return [...text].map((character) => `${character} ${kept}`);
  });
}

const CODE = `
#include <linux/pgtable.h>
#define READ(p) pte_val(ptep_get(p))
typedef int (*fn_t)(pte_t *pte, unsigned long addr, void *data);
static const struct mm_walk_ops ops = { .pte_entry = one };
pte_t *pte_offset_map(pmd_t *pmd, unsigned long addr);
static int one(pte_t *pte, unsigned long addr, struct mm_walk *walk)
{
	struct x *x = walk->private;
	pte_t entry = ptep_get(pte); /* pte_t and set_pte_at() in a comment */
	const char *name = "pte_t %d";

	if (!pte_none(entry) && x->pte_none(entry))
		set_pte_at(walk->mm, addr, pte, pte_mkdirty(pfn_pte(x->pfn + 1, PAGE_NONE)));
	return sizeof(pte_t) * my_pte_none(entry, READ(pte));
}
#ifdef CONFIG_X
#define pte_val(x) ((x).pte)
#endif
`;

describe('page-table internals', () => {
  test('are those of the rules', () => {
    for (const [name, grammar] of Object.entries(pageTableGrammars())) {
      const text = readFileSync(join(projectRoot, 'syntaxes', name), 'utf8');
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(grammar)), name);
    }
  });

  test('have a scope of their own, in code only', async () => {
    const found = (await marked(CODE)).map((each) => each.split(' ')[0]);
    // In the body of a #define the stock grammar sees no calls, and so this sees none.
    assert.deepEqual(found, [
      'pte_t',
      'mm_walk_ops',
      'pte_t',
      'pmd_t',
      'pte_t',
      'mm_walk',
      'pte_t',
      'ptep_get',
      'pte_none',
      'set_pte_at',
      'pte_mkdirty',
      'pfn_pte',
      'pte_t',
    ]);
  });

  test('leave every other scope as the stock grammar has it', async () => {
    assert.deepEqual(plain(await tokens(CODE)), plain(await tokens(CODE, [])));
  });

  test('leave the sample tree as the stock grammar has it', async () => {
    for (const folder of ['mm', 'virt/kvm', 'drivers/misc/glimpse']) {
      for (const name of readdirSync(join(sampleTree, folder)).filter((each) => each.endsWith('.c'))) {
        const text = readFileSync(join(sampleTree, folder, name), 'utf8');
        // Kernel-doc takes the place of what the stock grammar makes of doxygen.
        const injections = contributed().filter((each) => each.path.includes('page-table'));
        assert.deepEqual(plain(await tokens(text, injections)), plain(await tokens(text, [])), name);
      }
    }
  });
});

const DOC = `/**
 * do_thing() - Do a thing to &struct folio
 * @vma: the mapping, see vma_start()
 * @...: the rest
 * @state.len: how much
 *
 * Calls \`\`ops->copy\`\` with %GFP_KERNEL, and @vma locked; $HOME is not read.
 *
 * Context: Any.
 * Return: %-ENOMEM, or &vma->vm_mm
 */
int do_thing(struct vm_area_struct *vma);
`;

describe('kernel-doc', () => {
  test('is told apart inside its comments', async () => {
    assert.deepEqual(
      (await marked(DOC)).filter((each) => !each.includes('punctuation')),
      [
        'do_thing entity.name.function.kernel-doc',
        'struct storage.type.kernel-doc',
        'folio entity.name.type.kernel-doc',
        'vma variable.parameter.kernel-doc',
        'vma_start entity.name.function.kernel-doc',
        '... variable.parameter.kernel-doc',
        'state.len variable.parameter.kernel-doc',
        '``ops->copy`` markup.inline.raw.kernel-doc',
        'GFP_KERNEL constant.other.kernel-doc',
        'vma variable.parameter.kernel-doc',
        'HOME variable.other.environment.kernel-doc',
        'Context keyword.other.section.kernel-doc',
        'Return keyword.other.section.kernel-doc',
        '-ENOMEM constant.other.kernel-doc',
        'vma->vm_mm entity.name.type.kernel-doc',
      ],
    );
  });

  test('is told apart in headers that are taken for C++, and on one line', async () => {
    assert.deepEqual(
      await marked('/** @len: in %PAGE_SIZE */\nint len;', 'source.cpp'),
      await marked('/** @len: in %PAGE_SIZE */\nint len;'),
    );
    assert.ok((await marked('/** @len: in %PAGE_SIZE */')).includes('PAGE_SIZE constant.other.kernel-doc'));
  });

  test('is not looked for in other comments, strings and code', async () => {
    assert.deepEqual(
      await marked('/* @len: %X &struct y */\n// @len: %X\nchar *s = "@len: %X";\nint a = b %c, d = e &f;\n'),
      [],
    );
  });

  test('ends with its comment', async () => {
    const behind = (all: readonly Token[]): readonly Token[] => all.slice(all.findIndex(({ text }) => text === '*/'));
    assert.deepEqual(behind(await tokens(DOC)), behind(await tokens(DOC, [])));
  });
});

test('the package ships the grammars that the manifest names', () => {
  const allowed = readFileSync(join(projectRoot, '.vscodeignore'), 'utf8').split('\n');
  assert.ok(allowed.includes('!syntaxes/*.tmLanguage.json'));
  const files = readdirSync(join(projectRoot, 'syntaxes')).filter((name) => name.endsWith('.json'));
  assert.deepEqual(
    files.map((name) => `./syntaxes/${name}`).sort(),
    contributed()
      .map(({ path }) => path)
      .sort(),
  );
});
