/** Trees with pipes, sockets, devices and worse in the place of files: none is opened, each is told, and the rest answers. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { readBytes } from '../../server/src/host/files/open.ts';
import { TreeFiles } from '../../server/src/host/files/tree-files.ts';
import type { Matrix } from '../../server/src/model/answers.ts';
import type { MatrixResult } from '../../server/src/protocol/requests.ts';
import { answer, inside } from '../harness/inside.ts';
import { asSomebody, openScratch } from '../harness/somebody.ts';
import { sampleCopy, sampleTree, scratch, serveApart } from '../protocol/sample.ts';

/** A matrix with what it lacks. */
type Noted = Matrix & { readonly notes: readonly string[] };

const types = (matrix: Matrix): readonly string[] => matrix.tables.map((table) => table.memoryType ?? '');
const all = ['hugetlb', 'shmem', 'anon', 'kvm_gmem'];
const NO_FILE = 'is not read: it is no regular file';

/** Puts a pipe that nobody writes to in the place of what is at a path. */
function pipe(path: string): void {
  rmSync(path, { force: true });
  execFileSync('mkfifo', [path]);
}

/** Puts a socket there. */
async function socket(t: TestContext, path: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  t.after(() => server.close());
}

describe('a pipe', () => {
  for (const path of ['mm/pipe.c', 'mm/pipe.h']) {
    test(`as ${path} is told`, async (t) => {
      const root = sampleCopy(t);
      pipe(join(root, path));
      appendFileSync(join(root, 'mm/shmem.c'), '#include "pipe.h"\n');
      const matrix = await answer<Noted>(['matrix', '--tree', root]);
      assert.deepEqual([types(matrix), matrix.notes], [all, [`${path} ${NO_FILE}`]]);
      const checked = await inside(['check', '--tree', root]);
      assert.equal(checked.err, `opscope: ${path} ${NO_FILE}\n`);
    });
  }

  for (const path of ['mm/Makefile', 'mm/Kconfig', '.config', 'arch/x86/Kconfig', 'Kbuild']) {
    test(`as ${path} is told where Kbuild is asked`, async (t) => {
      const root = sampleCopy(t);
      pipe(join(root, path));
      const { code, err } = await inside(['modules', 'mm/shmem.c', '--tree', root]);
      assert.deepEqual([code, err], [0, `opscope: ${path} ${NO_FILE}\n`]);
    });
  }

  test('as the top Makefile makes no kernel tree', async (t) => {
    const root = sampleCopy(t);
    pipe(join(root, 'Makefile'));
    const { code, err } = await inside(['matrix', '--tree', root]);
    assert.deepEqual([code, err], [2, `opscope: ${root} is no kernel tree: Makefile ${NO_FILE}\n`]);
  });

  test('as MAINTAINERS does not matter', async (t) => {
    const root = sampleCopy(t);
    pipe(join(root, 'MAINTAINERS'));
    assert.deepEqual(types(await answer<Noted>(['matrix', '--tree', root])), all);
  });

  test('that is named as a .config or a baseline is wrong use, and one of the shell is read', async (t) => {
    const root = sampleCopy(t);
    const path = join(scratch(t), 'pipe');
    pipe(path);
    for (const option of ['--config', '--baseline']) {
      const { code, err } = await inside(['check', option, path, '--tree', root]);
      assert.deepEqual([code, err], [2, `opscope: ${path}: cannot be read\n`]);
    }
    writeFileSync(join(scratch(t), 'config'), 'CONFIG_SHMEM=y\n');
    const script = 'echo CONFIG_SHMEM=y | "$0" "$1" modules mm/shmem.c --config /dev/stdin --tree "$2"';
    const out = execFileSync('sh', ['-c', script, process.execPath, join(process.cwd(), 'dist/opscope.cjs'), root]);
    assert.match(out.toString(), /^mm\/shmem\.c /);
  });

  test('that takes the place of a file while a server runs holds nothing up', async (t) => {
    const root = sampleCopy(t);
    const server = await serveApart(t, { root });
    const ask = (): Promise<MatrixResult> => server.request('opscope/matrix', {});
    await ask();
    for (const path of ['mm/hugetlb.c', 'include/linux/hugetlb.h', 'Makefile']) {
      pipe(join(root, path));
      await server.notify('workspace/didChangeWatchedFiles', { changes: [{ ...server.document(path), type: 2 }] });
    }
    const { matrices } = await ask();
    assert.deepEqual(
      matrices[0]?.tables.map((each) => each.memoryType),
      all.slice(1),
    );
  });
});

describe('the rest of what is no file', () => {
  test('is told: a socket, a link to a pipe, a link to nothing, one in a circle', async (t) => {
    const root = sampleCopy(t);
    await socket(t, join(root, 'mm/socket.c'));
    pipe(join(root, 'mm/pipe'));
    execFileSync('ln', ['-s', 'pipe', join(root, 'mm/link.c')]);
    execFileSync('ln', ['-s', 'nothing', join(root, 'mm/nothing.c')]);
    execFileSync('ln', ['-s', 'circle.h', join(root, 'mm/circle.h')]);
    const matrix = await answer<Noted>(['matrix', '--tree', root]);
    assert.deepEqual(
      [types(matrix), matrix.notes],
      [
        all,
        [
          'mm/circle.h is not read: it is a link in a circle',
          `mm/link.c ${NO_FILE}`,
          'mm/nothing.c is not read: it is a link to nothing',
          `mm/socket.c ${NO_FILE}`,
        ],
      ],
    );
  });

  test('is passed over: folders with the names of files', async (t) => {
    const root = sampleCopy(t);
    for (const path of ['mm/folder.c', 'include/linux/folder.h', 'mm/.config']) mkdirSync(join(root, path));
    rmSync(join(root, 'mm/Kconfig'));
    mkdirSync(join(root, 'mm/Kconfig'));
    appendFileSync(join(root, 'mm/shmem.c'), '#include <linux/folder.h>\n');
    const matrix = await answer<Noted>(['matrix', '--tree', root]);
    assert.deepEqual([types(matrix), matrix.notes], [all, []]);
    assert.equal((await inside(['modules', 'mm/shmem.c', '--tree', root])).code, 0);
  });

  test('is told: a file of 40 MB', async (t) => {
    const root = sampleCopy(t);
    writeFileSync(join(root, 'mm/large.c'), '');
    truncateSync(join(root, 'mm/large.c'), 40 << 20);
    const matrix = await answer<Noted>(['matrix', '--tree', root]);
    assert.deepEqual([types(matrix), matrix.notes], [all, ['mm/large.c is not read: it is larger than 32 MB']]);
  });

  test('is told: names that are not UTF-8, of a file and of a folder', async (t) => {
    const root = sampleCopy(t);
    const named = (name: string) => Buffer.concat([Buffer.from(`${root}/mm/`), Buffer.from(name, 'latin1')]);
    writeFileSync(named('caf\xe9.c'), readFileSync(join(root, 'mm/hugetlb.c')));
    mkdirSync(named('caf\xe9'));
    writeFileSync(join(root, 'mm/caf\ufffd_really.c'), '');
    const matrix = await answer<Noted>(['matrix', '--tree', root]);
    assert.deepEqual(
      [types(matrix), matrix.notes],
      [all, ['mm/caf\ufffd is not read: its name is not UTF-8', 'mm/caf\ufffd.c is not read: its name is not UTF-8']],
    );
  });
});

describe('what may not be read', () => {
  test('is told once: a file, a header that others include, and a folder', async (t) => {
    const root = join(openScratch(t), 'linux');
    cpSync(sampleTree, root, { recursive: true });
    const closed = ['mm/hugetlb.c', 'include/linux/hugetlb.h', 'virt'];
    for (const path of closed) chmodSync(join(root, path), 0);
    const args = ['matrix', '--format', 'json', '--tree', root];
    const { code, out, err } = await asSomebody(t, args, { OPSCOPE_CACHE: join(scratch(t), 'cache') });
    for (const path of closed) chmodSync(join(root, path), 0o755);
    assert.equal(code, 0, err);
    const matrix: Noted = JSON.parse(out);
    assert.deepEqual(
      [types(matrix), matrix.notes],
      [['shmem', 'anon'], closed.map((path) => `${path} is not read: permission is denied`).sort()],
    );
  });
});

describe('a file that changes while it is read', () => {
  const setUp = (t: TestContext): { path: string; files: TreeFiles } => {
    const root = scratch(t);
    writeFileSync(join(root, 'a.c'), 'before');
    return { path: join(root, 'a.c'), files: new TreeFiles(root) };
  };

  test('is read as far as it was long', (t) => {
    const { path, files } = setUp(t);
    const grown = files.open('a.c', (file, { size }) => {
      appendFileSync(path, 'after');
      return readBytes(file, size).toString();
    });
    assert.equal(grown, 'before');
    const cut = files.open('a.c', (file, { size }) => {
      truncateSync(path, 3);
      return readBytes(file, size).toString();
    });
    assert.equal(cut, 'bef');
  });

  test('or is gone is no gap', (t) => {
    const { path, files } = setUp(t);
    assert.equal(files.stamp('a.c').size, 6);
    unlinkSync(path);
    assert.deepEqual([files.read('a.c'), files.openListed('a.c', () => 0), files.gaps.texts()], [null, null, []]);
  });
});
