/** Hooks that modules fill: what they reach, and what they may call. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findings, notesOf } from './tree.ts';

const table = 'static const struct vm_uffd_ops x_uffd_ops = { .can_userfault = can };\n';

/** The findings of one rule for a module's code beside a function of the core. */
async function of(rule: string, module: string, core: string): Promise<string[]> {
  const files = {
    'fs/a.c': `#include <linux/ops.h>\n${module}${table}`,
    'mm/core.c': core,
    'include/linux/core.h': 'int core_call(void *p);\n',
  };
  const all = await findings(files);
  return all.filter((each) => each.rule === rule).map((each) => `${each.file}:${each.line} ${each.function}`);
}

const can = (body: string) => `static int can(struct vm_area_struct *vma)\n{\n\treturn ${body};\n}\n`;
const core = 'int core_call(void *p)\n{\n\treturn pte_none(*(pte_t *)p);\n}\n';

describe('hook-unexported-call', () => {
  const rule = 'hook-unexported-call';
  const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
    ['without an export', can('core_call(vma)'), core, ['fs/a.c:4 can']],
    ['with an export', can('core_call(vma)'), `${core}EXPORT_SYMBOL_GPL(core_call);\n`, []],
    ['with one for some modules', can('core_call(vma)'), `${core}EXPORT_SYMBOL_FOR_MODULES(core_call, "a");\n`, []],
    ['to a namespace', can('core_call(vma)'), `${core}EXPORT_SYMBOL_NS_GPL(core_call, "CORE");\n`, ['fs/a.c:4 can']],
    [
      'to a namespace that is imported',
      `${can('core_call(vma)')}MODULE_IMPORT_NS("CORE");\n`,
      `${core}EXPORT_SYMBOL_NS_GPL(core_call, "CORE");\n`,
      [],
    ],
    [
      'through a function of its own',
      `static int own(void *p) { return core_call(p); }\n${can('own(vma)')}`,
      core,
      ['fs/a.c:2 own'],
    ],
    ['of a function of its own', `static int own(void *p) { return 1; }\n${can('own(vma)')}`, core, []],
  ];
  for (const [name, module, text, expected] of cases) {
    test(name, async () => assert.deepEqual(await of(rule, module, text), expected));
  }
});

test('hook-unexported-call: of a function that a header has an empty one of, too', async () => {
  const header = (stub: string) => `#ifdef CONFIG_CORE\nint core_call(void *p);\n#else\n${stub}\n#endif\n`;
  const run = async (text: string): Promise<number> => {
    const all = await findings({
      'fs/a.c': `#include <linux/ops.h>\n#include <linux/core.h>\n${can('core_call(vma)')}${table}`,
      'mm/core.c': core,
      'include/linux/core.h': text,
    });
    return all.filter((each) => each.rule === 'hook-unexported-call').length;
  };
  assert.equal(await run(header('static inline int core_call(void *p) { return 0; }')), 1);
  assert.equal(await run('static inline int core_call(void *p) { return 0; }\n'), 0);
});

test('hook-unexported-call: in the table that an ops table is installed with', async () => {
  const beside =
    'struct vm_operations_struct { int (*fault)(void *p); const struct vm_uffd_ops *uffd_ops; };\n' +
    'static int fault(void *p)\n{\n\treturn core_call(p);\n}\n';
  const vmOps = 'static const struct vm_operations_struct x_vm_ops = { .fault = fault, .uffd_ops = &x_uffd_ops };\n';
  const all = await findings({
    'fs/a.c': `#include <linux/ops.h>\n${beside}${can('1')}${table}${vmOps}`,
    'mm/core.c': core,
    'include/linux/core.h': 'int core_call(void *p);\n',
  });
  const [found] = all.filter((each) => each.rule === 'hook-unexported-call');
  assert.equal(`${found?.line} ${found?.function}`, '5 fault');
  assert.ok(found?.evidence.some(({ message }) => message === 'fills fault of x_vm_ops'));
});

describe('hook-unexported-call: what a table names', () => {
  const slots = async (slot: string, text: string): Promise<string[]> => {
    const all = await findings({
      'fs/a.c': `#include <linux/ops.h>\n#include <linux/core.h>\nstatic int own(void *p) { return 1; }\nstatic const struct vm_uffd_ops x_uffd_ops = {\n\t.can_userfault = ${slot},\n};\n`,
      'mm/core.c': text,
      'include/linux/core.h': 'int core_call(void *p);\nstatic inline int in_header(void *p) { return 1; }\n',
    });
    const own = all.filter((each) => each.rule === 'hook-unexported-call');
    return own.map(({ file, line, message }) => `${file}:${line} ${message.split(':')[0]}`);
  };
  const told =
    'fs/a.c:5 x_uffd_ops can be part of a module, but fills can_userfault with core_call(), which is not exported';
  test('is not exported', async () => assert.deepEqual(await slots('core_call', core), [told]));
  test('is exported', async () =>
    assert.deepEqual(await slots('core_call', `${core}EXPORT_SYMBOL_GPL(core_call);\n`), []));
  test('is its own, or of a header', async () => {
    assert.deepEqual(await slots('own', core), []);
    assert.deepEqual(await slots('in_header', core), []);
  });
});

describe('pgtable-in-hook', () => {
  const rule = 'pgtable-in-hook';
  test('through a function of the module', async () => {
    const own = 'static int own(void *p) { return pte_none(0); }\n';
    assert.deepEqual(await of(rule, own + can('own(vma)'), core), ['fs/a.c:3 can']);
  });
  test('not through the kernel proper', async () => {
    assert.deepEqual(await of(rule, can('core_call(vma)'), core), []);
  });
});

describe('pgtable-export', () => {
  const rule = 'pgtable-export';
  test('of a function with a type in its signature', async () => {
    const text = 'int core_call(pte_t *pte)\n{\n\treturn 0;\n}\nEXPORT_SYMBOL_GPL(core_call);\n';
    assert.deepEqual(await of(rule, can('0'), text), ['mm/core.c:5 core_call']);
  });
  test('not of one that has it in its body', async () => {
    assert.deepEqual(await of(rule, can('0'), `${core}EXPORT_SYMBOL(core_call);\n`), []);
  });
  test('as a hint of one that inline functions call', async () => {
    const all = await findings({
      'mm/core.c': 'int core_call(pte_t *pte)\n{\n\treturn 0;\n}\nEXPORT_SYMBOL_GPL(core_call);\n',
      'include/linux/core.h':
        'int core_call(pte_t *pte);\nstatic inline int core(pte_t *pte)\n{\n\treturn core_call(pte);\n}\n',
    });
    const [found] = all.filter((each) => each.rule === rule);
    assert.equal(found?.severity, 'hint');
    assert.deepEqual(found?.evidence.at(-1), {
      message: 'core() calls core_call()',
      file: 'include/linux/core.h',
      line: 4,
    });
  });
});

test('that nothing builds a file with a table is told', async () => {
  const notes = async (makefile: string): Promise<readonly string[]> => {
    const files = { 'fs/a.c': `#include <linux/ops.h>\n${can('1')}${table}`, 'fs/Makefile': makefile };
    return (await notesOf(files)).filter((each) => each.startsWith('No Makefile'));
  };
  assert.deepEqual(await notes('obj-$(CONFIG_A) += a.o\n'), []);
  assert.deepEqual(await notes('obj-y += b.o\n'), [
    'No Makefile of this tree builds fs/a.c: whether it can be part of a module is not known, and rules about modules leave it out.',
  ]);
});
