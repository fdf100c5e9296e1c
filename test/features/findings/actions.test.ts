/** Stubs for hooks, by the declarations that structs have them in. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { addHook, unsetHooks } from '../../../server/src/features/findings/stub.ts';
import { loadLowerer } from '../../../server/src/host/assets.ts';
import { LIKELY_FOLDERS } from '../../../server/src/index/folders.ts';
import { Snapshot } from '../../../server/src/index/snapshot.ts';
import { Resolver } from '../../../server/src/resolve/ops/ops.ts';
import { MemoryTree } from '../../harness/memory-tree.ts';
import { projectRoot } from '../../harness/root.ts';

const lowerer = loadLowerer(join(projectRoot, 'dist'));

/** The file mm/a.c with a hook added to its table `a_ops`; null where none can be. */
async function added(members: string, code: string, field: string): Promise<string | null> {
  const text = `struct x_ops {\n${members}\n};\n${code}`;
  const snapshot = Snapshot.of(new MemoryTree(new Map([['mm/a.c', text]])), { folders: LIKELY_FOLDERS }, await lowerer);
  const ops = Resolver.of(snapshot).ops('x_ops');
  const table = ops.tables().find(({ name }) => name === 'a_ops') ?? assert.fail('no table a_ops');
  if (!unsetHooks(ops, table).includes(field)) return null;
  const action = addHook(ops, table, field);
  if (!action) return null;
  const edits = [...action.edits].sort((a, b) => b.at - a.at);
  const changed = edits.reduce((now, { at, end, text: by }) => now.slice(0, at) + by + now.slice(end), text);
  return changed.slice(changed.indexOf('};\n') + 3);
}

describe('a stub', () => {
  const signatures: readonly (readonly [string, string])[] = [
    ['void (*hook)(void);', 'static void a_hook(void)\n{\n\t/* TODO: hook of a */\n}\n'],
    [
      'bool (*hook)(struct vma *vma);',
      'static bool a_hook(struct vma *vma)\n{\n\t/* TODO: hook of a */\n\treturn false;\n}\n',
    ],
    [
      'struct folio *(*hook)(int n);',
      'static struct folio *a_hook(int n)\n{\n\t/* TODO: hook of a */\n\treturn NULL;\n}\n',
    ],
    ['int (* const hook)(int);', 'static int a_hook(int arg)\n{\n\t/* TODO: hook of a */\n\treturn -EOPNOTSUPP;\n}\n'],
    [
      'int (*hook)(struct inode *, pgoff_t, struct folio **);',
      'static int a_hook(struct inode *inode, pgoff_t pgoff, struct folio **folio)\n{',
    ],
    [
      '/* long */ int (*hook)(struct vm_area_struct *vma, /* where */ unsigned long address,\n\t\tvoid (*done)(int, int), unsigned long length);',
      'static int a_hook(struct vm_area_struct *vma, unsigned long address,\n\t\t  void (*done)(int, int), unsigned long length)\n{',
    ],
  ];
  for (const [member, expected] of signatures) {
    test(member, async () => {
      const changed = await added(`\t${member}`, 'static const struct x_ops a_ops = {\n};\n', 'hook');
      assert.ok(changed?.startsWith(expected), `${changed}`);
      assert.ok(changed?.endsWith('\n\nstatic const struct x_ops a_ops = {\n\t.hook = a_hook,\n};\n'), `${changed}`);
    });
  }

  test('has a name that is free, and stands above the comment of the table', async () => {
    const code = 'static int a_hook;\n\n/* Of a. */\nstatic const struct x_ops a_ops = { };\n';
    const changed = await added('\tvoid (*hook)(void);', code, 'hook');
    assert.match(
      changed ?? '',
      /^static int a_hook;\n\nstatic void a_hook_2\(void\)\n\{\n[^}]*\}\n\n\/\* Of a\. \*\/\n/,
    );
    assert.match(changed ?? '', /a_ops = \{\n\t\.hook = a_hook_2,\n\};\n$/);
  });

  test('is not made for a hook whose type is only named', async () => {
    const code = 'static const struct x_ops a_ops = {\n};\n';
    assert.equal(await added('\tfault_fn *hook;', `typedef int fault_fn(int);\n${code}`, 'hook'), null);
  });
});

describe('a slot', () => {
  const members = '\tint (*first)(void);\n\tint (*second)(void);\n\tint (*third)(void);';
  const slots: readonly (readonly [string, string, string])[] = [
    [
      '{\n\t.first\t\t= f,\n\t.third\t\t= f,\n}',
      'second',
      '{\n\t.first\t\t= f,\n\t.second\t\t= a_second,\n\t.third\t\t= f,\n}',
    ],
    ['{\n\t.first = f,\n\t.second = f\n}', 'third', '{\n\t.first = f,\n\t.second = f,\n\t.third = a_third,\n}'],
    ['{ .first = f }', 'second', '{ .first = f,\n\t.second = a_second,\n}'],
    ['{\n\t.first = f, /* last */\n}', 'second', '{\n\t.first = f, /* last */\n\t.second = a_second,\n}'],
    ['{\n\t.first = NULL,\n}', 'first', '{\n\t.first = a_first,\n}'],
    ['{\n#ifdef X\n\t.third = f,\n#endif\n}', 'second', '{\n#ifdef X\n\t.third = f,\n#endif\n\t.second = a_second,\n}'],
  ];
  for (const [before, field, after] of slots) {
    test(`${field} in ${JSON.stringify(before)}`, async () => {
      const code = `int f(void);\nstatic const struct x_ops a_ops = ${before};\n`;
      const changed = await added(members, code, field);
      assert.ok(changed?.endsWith(`static const struct x_ops a_ops = ${after};\n`), `${changed}`);
    });
  }

  test('is not added to a positional table, nor to one that a macro makes', async () => {
    assert.equal(await added(members, 'int f(void);\nstatic const struct x_ops a_ops = { f };\n', 'second'), null);
    const made = '#define MADE(n) static const struct x_ops n = { .first = f }\nint f(void);\nMADE(a_ops);\n';
    assert.equal(await added(members, made, 'second'), null);
  });
});
