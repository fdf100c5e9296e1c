/** Page-table internals count in code that can be a module, and only where code uses them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PGTABLE_GROUPS } from '../../server/src/rules/pgtable.ts';
import { findings, found } from './tree.ts';

const rule = 'pgtable-in-module';

describe('fires', () => {
  const cases: Readonly<Record<string, string>> = {
    'for a type in a signature': 'static int f(pte_t *pte) { return 0; }',
    'for a type in sizeof': 'static int f(void) { return sizeof(pte_t); }',
    'for a call': 'static void f(void *p) { set_pte_at(0, 0, p, 0); }',
    'for a struct': 'static int f(struct mm_walk *walk) { return 0; }',
    "in a macro's body": '#define F(p) set_pte_at(0, 0, p, 0)',
    'in a table': 'static const struct mm_walk_ops ops = { };',
  };
  for (const [name, code] of Object.entries(cases)) {
    test(name, async () => assert.deepEqual(await found(code, 'fs/a.c'), [`fs/a.c:2 ${rule}`]));
  }

  test('once for each function and group, with every use and the Kbuild line', async () => {
    const code = 'static int f(pte_t *a, pte_t b)\n{\n\tset_pte(a, b);\n\tset_pte(a, b);\n\treturn pte_none(b);\n}\n';
    const all = await findings({ 'drivers/d.c': code });
    assert.deepEqual(
      all.map((each) => [each.function, each.line, each.evidence.map((at) => `${at.file}:${at.line}`)]),
      [
        ['f', 1, ['drivers/d.c:1', 'drivers/d.c:1', 'drivers/Makefile:1']],
        ['f', 3, ['drivers/d.c:3', 'drivers/d.c:4', 'drivers/Makefile:1']],
        ['f', 5, ['drivers/d.c:5', 'drivers/Makefile:1']],
      ],
    );
    assert.match(all[0]?.evidence.at(-1)?.message ?? '', /^CONFIG_D can make it part of a module on arm64, x86$/);
  });
});

test('says of a size that it is one', async () => {
  const [size] = await findings({ 'fs/a.c': 'static int f(void) { return sizeof(pte_t) + sizeof (pmd_t); }' });
  assert.match(size?.message ?? '', /^f\(\) takes the size of page-table types \(pte_t, pmd_t\) and can be/);
  const [both] = await findings({ 'fs/a.c': 'static int f(pte_t *pte) { return sizeof(pte_t); }' });
  assert.match(both?.message ?? '', /^f\(\) handles page-table types \(pte_t\)/);
});

describe('is silent', () => {
  const cases: Readonly<Record<string, string>> = {
    'about comments and strings': '/* pte_t set_pte_at(p) */\nstatic const char *f = "pte_t"; // pte_t\n',
    'about members': 'static int f(struct x *x) { return x->pte_none(1) + x->set_pte; }',
    'about a function of its own': 'static int pte_index(int a) { return a; }\nint g(void) { return pte_index(1); }',
    'about a variable of the same name': 'static int f(int pte_index) { return pte_index; }',
    'about conditions': '#ifdef pte_offset_map\n#endif\n#if defined(pte_none)\n#endif\n',
    'about names that only look alike': 'static void f(void) { set_memory_clock(1); ptep_buddy(2); my_pte_none(3); }',
    'about groups that are off': 'static void f(void) { set_memory_wc(0, 1); mmu_notifier_register(0, 0); }',
    'about a tag without struct': 'static int mm_walk;',
  };
  for (const [name, code] of Object.entries(cases)) {
    test(name, async () => assert.deepEqual(await found(code, 'fs/a.c'), []));
  }

  test('about code that is always built in', async () => {
    assert.deepEqual(await found('static int f(pte_t *pte) { return pte_none(ptep_get(pte)); }'), []);
  });

  test('about names that a header beside it declares', async () => {
    const files = {
      'fs/own.h': '#define pte_index(a) (a)\n',
      'fs/a.c': '#include "own.h"\nint f(void) { return pte_index(1); }\n',
    };
    assert.deepEqual(await findings(files), []);
  });
});

test('no name is in two groups', () => {
  const all = PGTABLE_GROUPS.flatMap((group) => group.names);
  assert.equal(new Set(all).size, all.length);
});
