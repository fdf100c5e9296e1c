/** Trees whose paths and links lead out of them: nothing outside is read, what is in them answers, and links are told. */
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { ModulesAnswer } from '../../server/src/features/modules.ts';
import type { Matrix } from '../../server/src/model/answers.ts';
import type { MatrixResult } from '../../server/src/protocol/requests.ts';
import { answer, inside } from '../harness/inside.ts';
import { sampleCopy, serveApart } from '../protocol/sample.ts';

const secret = `
static const struct vm_uffd_ops secret_uffd_ops = {
	.can_userfault = secret_can_userfault,
};
`;

/** A tree, and beside it a folder with tables and other things that nobody may read. */
function setUp(t: TestContext): { root: string; outside: string } {
  const root = sampleCopy(t);
  const outside = join(dirname(root), 'outside');
  mkdirSync(join(outside, 'asm'), { recursive: true });
  for (const name of ['secret.c', 'secret.h', 'asm/secret.h']) writeFileSync(join(outside, name), secret);
  return { root, outside };
}

/** A matrix with what it lacks. */
type Noted = Matrix & { readonly notes: readonly string[] };

const types = (matrix: Matrix): readonly string[] => matrix.tables.map((table) => table.memoryType ?? '');
const all = ['hugetlb', 'shmem', 'anon', 'kvm_gmem'];
const OUT = 'is not read: it is a link that leads out of the tree';

const links: readonly (readonly [
  what: string,
  harm: (root: string, outside: string) => void,
  notes: readonly string[],
])[] = [
  ['a file', (root, outside) => symlinkSync(join(outside, 'secret.c'), join(root, 'mm/a.c')), [`mm/a.c ${OUT}`]],
  ['a file, by dots', (root) => symlinkSync('../../outside/secret.c', join(root, 'mm/a.c')), [`mm/a.c ${OUT}`]],
  ['a device', (root) => symlinkSync('/dev/zero', join(root, 'mm/zero.c')), [`mm/zero.c ${OUT}`]],
  ['nothing that is there', (root) => symlinkSync('/nowhere/x.c', join(root, 'mm/x.c')), [`mm/x.c ${OUT}`]],
  ['a folder', (root, outside) => symlinkSync(outside, join(root, 'mm/out')), [`mm/out ${OUT}`]],
  ['a folder with a dot', (root, outside) => symlinkSync(outside, join(root, 'mm/out-1.2')), [`mm/out-1.2 ${OUT}`]],
  [
    'a folder with the name of a file',
    (root, outside) => symlinkSync(outside, join(root, 'mm/out.c')),
    [`mm/out.c ${OUT}`],
  ],
  [
    'a chain',
    (root) => {
      symlinkSync('second.c', join(root, 'mm/first.c'));
      symlinkSync('../../outside/secret.c', join(root, 'mm/second.c'));
    },
    [`mm/first.c ${OUT}`, `mm/second.c ${OUT}`],
  ],
  [
    'a folder in the middle of the path of a link',
    (root, outside) => {
      symlinkSync(outside, join(root, 'fs/out'));
      symlinkSync('../fs/out/secret.c', join(root, 'mm/a.c'));
    },
    [`fs/out ${OUT}`, `mm/a.c ${OUT}`],
  ],
  [
    'a folder in the middle of an include',
    (root, outside) => {
      symlinkSync(outside, join(root, 'mm/out'));
      appendFileSync(join(root, 'mm/shmem.c'), '#include "out/secret.h"\n');
    },
    [`mm/out ${OUT}`],
  ],
  [
    'a folder of headers',
    (root, outside) => {
      renameSync(join(root, 'include/linux/hugetlb.h'), join(outside, 'hugetlb.h'));
      symlinkSync(join(outside, 'hugetlb.h'), join(root, 'include/linux/hugetlb.h'));
    },
    [`include/linux/hugetlb.h ${OUT}`],
  ],
];

describe('links that lead out', () => {
  for (const [what, harm, notes] of links) {
    test(`to ${what}`, async (t) => {
      const { root, outside } = setUp(t);
      harm(root, outside);
      const matrix = await answer<Noted>(['matrix', '--tree', root]);
      assert.deepEqual([types(matrix), matrix.notes], [all, notes]);
    });
  }

  test('are told of an answer that is kept, too, and of one that was kept before they were there', async (t) => {
    const { root } = setUp(t);
    const ask = () => answer<Noted>(['matrix', '--tree', root]);
    assert.deepEqual((await ask()).notes, []);
    symlinkSync('/dev/zero', join(root, 'mm/zero.c'));
    assert.deepEqual((await ask()).notes, [`mm/zero.c ${OUT}`]);
    assert.deepEqual((await ask()).notes, [`mm/zero.c ${OUT}`]);
  });

  test('make no kernel tree, and it says why', async (t) => {
    const { root, outside } = setUp(t);
    renameSync(join(root, 'Makefile'), join(outside, 'Makefile'));
    symlinkSync(join(outside, 'Makefile'), join(root, 'Makefile'));
    const { code, err } = await inside(['matrix', '--tree', root]);
    assert.deepEqual([code, err], [2, `opscope: ${root} is no kernel tree: Makefile ${OUT}\n`]);
  });
});

describe('links that stay inside', () => {
  test('to files are read, also in a chain and by the whole path', async (t) => {
    const { root } = setUp(t);
    writeFileSync(join(root, 'include/late'), secret);
    symlinkSync('first.c', join(root, 'mm/again.c'));
    symlinkSync('../mm/../include/late', join(root, 'mm/first.c'));
    symlinkSync(join(root, 'include/late'), join(root, 'mm/whole.c'));
    const matrix = await answer<Noted>(['matrix', '--tree', root]);
    assert.deepEqual(
      [matrix.tables.flatMap(({ name, file }) => (name === 'secret_uffd_ops' ? [file] : [])), matrix.notes],
      [['mm/again.c', 'mm/first.c', 'mm/whole.c'], []],
    );
  });

  test('to a folder are read where they are named, and the root may be one', async (t) => {
    const { root } = setUp(t);
    symlinkSync('virt/kvm', join(root, 'linked'));
    symlinkSync(root, `${root}-link`);
    const matrix = await answer<Noted>(['matrix', '--tree', `${root}-link`, '--folders', 'linked,include']);
    assert.deepEqual(
      [matrix.tables.map(({ file }) => file), matrix.notes, matrix.tree.root],
      [['linked/guest_memfd.c'], [], `${root}-link`],
    );
  });
});

describe('what is written in a tree', () => {
  test('as an include does not lead out', async (t) => {
    const { root } = setUp(t);
    const includes = [
      '<asm/../../../../../dev/zero>',
      '<asm/../../../outside/secret.h>',
      '"../../outside/secret.h"',
      '<../../outside/secret.h>',
      '"/dev/zero"',
    ];
    appendFileSync(join(root, 'mm/shmem.c'), includes.map((each) => `#include ${each}\n`).join(''));
    appendFileSync(join(root, 'mm/Makefile'), 'ccflags-y += -I$(src)/../../outside -I$(srctree)/../outside\n');
    appendFileSync(join(root, 'mm/shmem.c'), '#include "secret.h"\n');
    const matrix = await answer<Noted>(['matrix', '--tree', root]);
    assert.deepEqual([types(matrix), matrix.notes], [all, []]);
    const checked = await inside(['check', '--tree', root, '--format', 'json']);
    assert.doesNotMatch(checked.out + checked.err, /secret|outside/);
  });

  test('does not become another path inside where it would lead out', async (t) => {
    const { root } = setUp(t);
    writeFileSync(join(root, 'stray.h'), 'struct stray { int (*hook)(void); };\n');
    writeFileSync(
      join(root, 'mm/stray.c'),
      '#include "../../../../../../stray.h"\nstatic int one(void);\nstatic const struct stray ops = { .hook = one };\n',
    );
    const { out } = await inside(['tables', '--ops', 'all', '--tree', root, '--folders', 'mm', '--format', 'json']);
    assert.doesNotMatch(out, /stray/);
  });

  test('in Makefiles and Kconfig files does not lead out', async (t) => {
    const { root, outside } = setUp(t);
    writeFileSync(join(outside, 'Makefile'), 'obj-m += stray.o\n');
    writeFileSync(join(outside, 'Kconfig'), 'config SHMEM\n\ttristate\n');
    const status = () => answer<ModulesAnswer>(['modules', 'mm/shmem.c', '--tree', root]);
    const before = await status();
    appendFileSync(
      join(root, 'mm/Makefile'),
      'include ../outside/Makefile\ninclude $(srctree)/../outside/Makefile\nobj-y += ../../outside/\nx := $(wildcard ../../*)\n',
    );
    appendFileSync(join(root, 'Kconfig'), 'source "../outside/Kconfig"\nrsource "../outside/Kconfig"\n');
    assert.deepEqual(await status(), before);
  });
});

describe('what is asked for', () => {
  const wrong: readonly (readonly string[])[] = [
    ['matrix', '--folders', '..'],
    ['matrix', '--folders', '/etc'],
    ['matrix', '--folders', 'mm/../..'],
    ['matrix', '--folders', 'mm,out'],
    ['check', '../outside'],
    ['check', '../outside/secret.c'],
    ['check', '/dev/zero'],
    ['check', 'out/secret.c'],
    ['modules', '../outside/secret.c'],
    ['modules', 'out'],
    ['calls', '../outside/secret.c'],
    ['calls', 'out'],
    ['graph', '--from', '../outside/secret.c:secret'],
    ['graph', '--from', 'out/secret.c:secret'],
  ];
  for (const args of wrong) {
    test(`is not read outside: ${args.join(' ')}`, async (t) => {
      const { root, outside } = setUp(t);
      writeFileSync(join(outside, 'secret.c'), `${secret}\nint secret(void)\n{\n\treturn secret_can_userfault();\n}\n`);
      symlinkSync(outside, join(root, 'out'));
      const { code, out, err } = await inside([...args, '--tree', root]);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, /^opscope: (?:no f|out is not read.*\nopscope: no f)/);
    });
  }

  test('may be written with dots as long as it stays inside', async (t) => {
    const { root } = setUp(t);
    const plain = await answer<Noted>(['matrix', '--tree', root, '--folders', 'mm,include']);
    const dotted = await answer<Noted>(['matrix', '--tree', root, '--folders', './mm/,fs/../include/.']);
    assert.deepEqual(dotted, plain);
    const whole = await answer<Noted>(['matrix', '--tree', root, '--folders', '.']);
    assert.deepEqual(types(whole), all);
    const { out } = await inside(['modules', 'fs/../mm/shmem.c', '--tree', root]);
    assert.match(out, /^mm\/shmem\.c /);
  });

  test('as a tree that is none ends at once', async () => {
    for (const tree of ['/proc', '/sys', '/dev', '/dev/zero']) {
      assert.equal((await inside(['matrix', '--tree', tree])).code, 2);
    }
  });
});

describe('a server', () => {
  test('reads no folder outside, and says which of its settings asks for one', async (t) => {
    const { root, outside } = setUp(t);
    symlinkSync(outside, join(root, 'out'));
    for (const folders of [['..'], ['mm/../..'], ['/etc'], ['mm', 'out']]) {
      const server = await serveApart(t, { root, settings: { folders } });
      const { matrices }: MatrixResult = await server.request('opscope/matrix', {});
      assert.ok(!JSON.stringify(matrices).includes('secret'));
      const { message } = await server.waitFor<{ message: string }>('window/showMessage', () => true);
      assert.match(message, /^opscope\.folders /);
    }
  });

  test('goes on with a tree that is copied into place', async (t) => {
    const { root } = setUp(t);
    cpSync(root, `${root}-copy`, { recursive: true });
    symlinkSync(`${root}-copy`, `${root}-link`);
    const server = await serveApart(t, { root: `${root}-link` });
    const { matrices }: MatrixResult = await server.request('opscope/matrix', {});
    assert.deepEqual(
      matrices[0]?.tables.map((each) => each.memoryType),
      all,
    );
  });
});

test('the secrets would be found if they were read', async (t) => {
  const { root, outside } = setUp(t);
  writeFileSync(join(root, 'mm/secret.c'), readFileSync(join(outside, 'secret.c')));
  assert.ok(types(await answer<Noted>(['matrix', '--tree', root])).includes('secret'));
});
