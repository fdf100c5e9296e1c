/** Stubs for hooks, by the declarations that structs have them in. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { changesFor } from '../../../server/src/features/findings/changes.ts';
import { addHook, unsetHooks } from '../../../server/src/features/findings/stub.ts';
import { loadLowerer } from '../../../server/src/host/assets.ts';
import { LIKELY_FOLDERS } from '../../../server/src/index/folders.ts';
import { Snapshot } from '../../../server/src/index/snapshot.ts';
import { Resolver } from '../../../server/src/resolve/ops/ops.ts';
import { MemoryTree } from '../../harness/memory-tree.ts';
import { projectRoot } from '../../harness/root.ts';

const lowerer = loadLowerer(join(projectRoot, 'dist'));

/** The file mm/a.c with a hook added to its table `a_ops`; null where none can be. */
async function added(members: string, code: string, field: string, header?: string): Promise<string | null> {
  const text = `${header === undefined ? '' : '#include "a.h"\n'}struct x_ops {\n${members}\n};\n${code}`;
  const files = new Map([['mm/a.c', text]]).set('mm/a.h', header ?? '');
  const snapshot = Snapshot.of(new MemoryTree(files), { folders: LIKELY_FOLDERS }, await lowerer);
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

  test('has a name that no header of the file declares, but as a tag', async () => {
    const code = 'static const struct x_ops a_ops = {\n};\n';
    const header =
      '#define a_hook 1\nint a_hook_2(void);\ntypedef int a_hook_3;\nextern int a_hook_4;\nstruct a_hook_5 { int a; };\n';
    const changed = await added('\tvoid (*hook)(void);', code, 'hook', header);
    assert.match(changed ?? '', /a_ops = \{\n\t\.hook = a_hook_5,\n\};\n$/);
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

/** The files of a tree with the change that settles a finding of a rule at a `|` in mm/a.c, by title; null where none is offered. */
async function changed(
  rule: string,
  marked: string,
  others: Readonly<Record<string, string>> = {},
): Promise<{ readonly title: string; readonly file: string; readonly text: string } | null> {
  const files = new Map(Object.entries({ ...others, 'mm/a.c': marked.replace('|', '') }));
  const snapshot = Snapshot.of(new MemoryTree(files), { folders: [] }, await lowerer);
  const resolver = Resolver.of(snapshot);
  const file = snapshot.file('mm/a.c') ?? assert.fail();
  const [action] = changesFor(rule, { resolver, ops: [resolver.ops('x_ops')], file, at: marked.indexOf('|') });
  const [first] = action?.edits ?? [];
  if (!action || !first) return null;
  const edits = [...action.edits].sort((a, b) => b.at - a.at);
  const text = edits.reduce((now, { at, end, text: by }) => now.slice(0, at) + by + now.slice(end), first.file.text);
  return { title: action.title, file: first.file.path, text };
}

describe('a change', () => {
  const X = 'struct x_ops {\n\tunsigned long ioctls;\n\tvoid (*hook)(int n);\n};\n';
  const go = (code: string): string => `${X}int go(const struct x_ops *ops, int n)\n{\n${code}}\n`;

  test('checks a call that is a statement by itself, over several lines too', async () => {
    const one = await changed('hook-unguarded', go('\tops->|hook(n);\n\treturn 0;\n'));
    assert.equal(one?.text, go('\tif (ops->hook)\n\t\tops->hook(n);\n\treturn 0;\n'));
    const two = await changed('hook-unguarded', go('\tn++;\n\tops->|hook(n +\n\t\t  1);\n\treturn 0;\n'));
    assert.equal(two?.text, go('\tn++;\n\tif (ops->hook)\n\t\tops->hook(n +\n\t\t\t  1);\n\treturn 0;\n'));
  });

  const unknown: readonly (readonly [string, string])[] = [
    ['whose value counts', '\treturn ops->|hook(n);\n'],
    ['whose value is kept', '\tn = ops->|hook(n);\n'],
    ['under an if', '\tif (n)\n\t\tops->|hook(n);\n\telse\n\t\tn++;\n'],
    ['of what another call gives', '\tget(n)->|hook(n);\n'],
    ['that another expression has', '\tops->|hook(n), n++;\n'],
  ];
  for (const [what, code] of unknown)
    test(`is not offered for a call ${what}`, async () => {
      assert.equal(await changed('hook-unguarded', go(code)), null);
    });

  test('sets the bit that another one of the same mask implies', async () => {
    const table = (value: string): string => `${X}static const struct x_ops a_ops = {\n\t.${value},\n};\n`;
    const made = await changed('capability-implies', table('|ioctls = BIT(_UFFDIO_ZEROPAGE)'));
    assert.equal(made?.text, table('ioctls = BIT(_UFFDIO_ZEROPAGE) | BIT(_UFFDIO_COPY)'));
    assert.equal(await changed('capability-implies', table('|ioctls = VM_UFFD_MISSING')), null);
  });

  test('exports what a module needs, in the file that defines it', async () => {
    const code = `${X}int far(int n);\nstatic void a_hook(int n)\n{\n\t|far(n);\n}\n`;
    const far = { 'mm/far.c': 'int far(int n)\n{\n\treturn n;\n}\n\nint other;\n' };
    const made = await changed('hook-unexported-call', code, far);
    assert.equal(made?.title, 'Export far() to modules, in mm/far.c');
    assert.equal(made?.text, 'int far(int n)\n{\n\treturn n;\n}\nEXPORT_SYMBOL_GPL(far);\n\nint other;\n');
    const exported = { 'mm/far.c': `${far['mm/far.c']}EXPORT_SYMBOL_NS_GPL(far, "X");\n` };
    assert.equal(await changed('hook-unexported-call', code, exported), null);
  });

  test('makes no table const that others declare', async () => {
    assert.equal(await changed('table-not-const', `${X}struct x_ops |a_ops = { };\n`), null);
    const made = await changed('table-not-const', `${X}static struct x_ops |a_ops = { };\n`);
    assert.ok(made?.text.endsWith('static const struct x_ops a_ops = { };\n'));
  });
});
