/** Trees with files that no kernel has, and what is left of the answers: everything that the bad file does not carry. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { DispatchSite, Matrix, TableRow } from '../../server/src/model/answers.ts';
import { answer, inside, rows } from '../harness/inside.ts';
import { sampleCopy, sampleText } from '../protocol/sample.ts';

const shmem = sampleText('mm/shmem.c');

/** The memory types that are found in a copy of the sample tree after something was done to it. */
async function typesAfter(t: TestContext, harm: (root: string) => void): Promise<string[]> {
  const root = sampleCopy(t);
  harm(root);
  const matrix = await answer<Matrix>(['matrix', '--tree', root]);
  return matrix.tables.map((table) => `${table.memoryType} ${filled(table.hooks)}`);
}

function filled(hooks: Readonly<Record<string, unknown>>): number {
  return Object.values(hooks).filter((slot) => slot !== null).length;
}

const all = ['hugetlb 1', 'shmem 5', 'anon 2', 'kvm_gmem 4'];
const write = (path: string, content: string | Uint8Array) => (root: string) =>
  writeFileSync(join(root, path), content);

const another = `
static const struct vm_uffd_ops late_uffd_ops = {
	.can_userfault = late_can_userfault,
};
`;

describe('the answers survive', () => {
  test('a file of 50 MB that says it is a table', async (t) => {
    const line = 'static const struct vm_uffd_ops big_uffd_ops = { .can_userfault = big, };\n';
    const found = await typesAfter(t, write('mm/big.c', line.repeat(Math.ceil((50 << 20) / line.length))));
    assert.deepEqual(found, all);
  });

  test('a file of 8 MB on one line', async (t) => {
    const found = await typesAfter(t, write('mm/line.c', `int x[] = { ${'1, '.repeat(2_700_000)} };${another}`));
    assert.deepEqual(found, ['hugetlb 1', 'late 1', 'shmem 5', 'anon 2', 'kvm_gmem 4']);
  });

  test('letters in Latin-1', async (t) => {
    const latin = Buffer.from(shmem.replace('/* Shared memory', '/* Mémoire partagée, \xff \xfe'), 'latin1');
    assert.deepEqual(await typesAfter(t, write('mm/shmem.c', latin)), all);
  });

  test('NUL bytes', async (t) => {
    const text = shmem
      .replace('/* Shared memory', '/* \0\0 Shared memory')
      .replace('static vm_fault_t', '\0\nstatic vm_fault_t');
    assert.deepEqual(await typesAfter(t, write('mm/shmem.c', text)), all);
  });

  test('a binary with the name of a C file', async (t) => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) & 255);
    const found = await typesAfter(t, write('mm/noise.c', Buffer.concat([bytes, Buffer.from(another), bytes])));
    assert.deepEqual(
      found.filter((each) => !each.startsWith('late')),
      all,
    );
  });

  test('carriage returns, with the same lines and columns', async (t) => {
    const root = sampleCopy(t);
    const before = await rows<TableRow>(['tables', '--tree', root]);
    for (const path of ['mm/shmem.c', 'mm/userfaultfd.c', 'include/linux/userfaultfd_k.h']) {
      writeFileSync(join(root, path), sampleText(path).replaceAll('\n', '\r\n'));
    }
    assert.deepEqual(await rows<TableRow>(['tables', '--tree', root]), before);
    assert.equal((await rows<DispatchSite>(['dispatch', '--tree', root])).length, 5);
  });

  test('an empty file, and one without a line end', async (t) => {
    assert.deepEqual(await typesAfter(t, write('mm/empty.c', '')), all);
    assert.deepEqual(await typesAfter(t, write('mm/shmem.c', shmem.trimEnd())), all);
  });

  const halves: readonly (readonly [string, string])[] = [
    ['an unterminated comment', '/* and then nothing'],
    ['an unterminated string', 'static const char *s = "and then nothing;\n'],
    ['an unterminated character', "static char c = 'x;\n"],
    ['an unterminated directive', '#define X(a, b) \\'],
    ['an #if without #endif', '#if defined(CONFIG_A) && \\\n\tdefined('],
    ['an #endif without #if', '#endif\n#else\n#endif\n'],
    ['a function without its end', 'static int f(void)\n{\n\tif (1) {\n'],
    ['ten thousand brackets', '({['.repeat(10_000)],
    ['ten thousand nested blocks', `void f(void) { ${'{'.repeat(10_000)} }`],
    ['ten thousand nested calls', `int x = ${'f('.repeat(10_000)};`],
    ['a name of a million letters', `int ${'a'.repeat(1_000_000)};`],
  ];
  for (const [what, text] of halves) {
    test(`${what} at the end of a file`, async (t) => {
      assert.deepEqual(await typesAfter(t, write('mm/shmem.c', shmem + text)), all);
    });

    test(`${what} in a file of its own that says it is a table`, async (t) => {
      const found = await typesAfter(t, write('mm/broken.c', another + text));
      assert.deepEqual(found, ['late 1', ...all]);
    });
  }

  test('an unterminated string in front of a table', async (t) => {
    assert.deepEqual(await typesAfter(t, write('mm/shmem.c', `static const char *s = "nothing;\n${shmem}`)), all);
  });

  for (const half of ['.alloc_folio\t\t= ', '.alloc_folio', '.', '= ,', '.alloc_folio = f(']) {
    test(`a slot half typed as \`${half}\``, async (t) => {
      const text = shmem.replace('.alloc_folio\t\t= shmem_mfill_folio_alloc,', half);
      const found = await typesAfter(t, write('mm/shmem.c', text));
      assert.deepEqual(
        found.map((each) => each.split(' ')[0]),
        ['hugetlb', 'shmem', 'anon', 'kvm_gmem'],
      );
    });
  }

  test('a table half typed in front of another function', async (t) => {
    const text = 'static const struct vm_uffd_ops half_uffd_ops = {\n\t.can_userfault = half,\n\n';
    const found = await typesAfter(
      t,
      write('mm/shmem.c', shmem.replace('static int shmem_mmap(', `${text}static int shmem_mmap(`)),
    );
    assert.ok(found.includes('shmem 5'));
    assert.ok(found.includes('kvm_gmem 4'));
  });
});

describe('the file system', () => {
  test('may have links in a circle', async (t) => {
    const found = await typesAfter(t, (root) => {
      symlinkSync('..', join(root, 'mm/loop'));
      symlinkSync('.', join(root, 'mm/self'));
      symlinkSync(root, join(root, 'include/root'));
    });
    assert.deepEqual(found, all);
  });

  test('may have links to nothing, and folders with the name of a file', async (t) => {
    const found = await typesAfter(t, (root) => {
      symlinkSync('nothing.c', join(root, 'mm/dangling.c'));
      symlinkSync('circle.c', join(root, 'mm/circle.c'));
      mkdirSync(join(root, 'mm/folder.c'));
    });
    assert.deepEqual(found, all);
  });

  test('may have the struct in a folder that is not read', async (t) => {
    const root = sampleCopy(t);
    rmSync(join(root, 'include/linux/userfaultfd_k.h'));
    const matrix = await answer<Matrix>(['matrix', '--tree', root]);
    assert.match(matrix.note ?? '', /has no struct vm_uffd_ops/);
  });

  test('may lack every folder that is read', async (t) => {
    const root = sampleCopy(t);
    for (const folder of ['mm', 'fs', 'virt']) rmSync(join(root, folder), { recursive: true });
    const { code, out } = await inside(['matrix', '--tree', root]);
    assert.equal(code, 0);
    assert.match(out, /No object of this struct is initialised/);
  });
});
