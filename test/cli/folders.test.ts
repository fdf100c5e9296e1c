/** What is read of a tree: all of it, or what `--folders` names, with the headers that are included. */
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { DispatchSite, Matrix, TableRow } from '../../server/src/model/answers.ts';
import { answer, inside, rows } from '../harness/inside.ts';
import { sampleCopy, sampleTree, treeOf } from '../protocol/sample.ts';

/** A kernel whose headers make tables, call hooks, and are in several places. */
const files = {
  Makefile: 'VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\n',
  Kconfig: '',
  'include/linux/port.h': `
struct port_ops {
	/* Opens it. */
	int (*open)(int id);
};
#define DEFINE_PORT(name) static const struct port_ops name##_ops = { .open = name##_open }
static inline int port_open(const struct port_ops *ops) { return ops->open(1); }
static const struct port_ops no_port_ops = { };
`,
  'drivers/a.c': `
#include <linux/port.h>
static int made_open(int id) { return 0; }
DEFINE_PORT(made);
static int use(const struct port_ops *ops) { return ops->open(2); }
`,
  'lib/own.h': 'struct own_ops { void (*run)(void); };\n',
  'net/b.c': `
#include <linux/port.h>
#include "../lib/own.h"
static int net_open(int id) { return 0; }
static const struct port_ops net_ops = { .open = net_open };
static void net_run(void) { }
static const struct own_ops net_own = { .run = net_run };
`,
  'arch/x86/include/asm/cpu.h': 'struct cpu_ops { void (*halt)(void); };\n',
  'arch/x86/kvm/c.c': `
#include <asm/cpu.h>
static void vmx_halt(void) { }
static const struct cpu_ops vmx_ops = { .halt = vmx_halt };
`,
};

const named = (tables: readonly TableRow[]): string[] => tables.map(({ file, name }) => `${file} ${name}`);

const tables = (t: TestContext, ...args: string[]): Promise<TableRow[]> =>
  rows<TableRow>(['tables', '--tree', treeOf(t, files), ...args]);

describe('folders', () => {
  test('are all of a tree, with and without a word on it', async () => {
    for (const command of ['tables', 'dispatch']) {
      for (const ops of ['vm_operations_struct', 'all']) {
        const all = await inside([command, '--ops', ops, '--tree', sampleTree]);
        const said = await inside([command, '--ops', ops, '--tree', sampleTree, '--all-folders']);
        assert.deepEqual(said, all);
        if (command === 'tables') assert.match(all.out, /^drivers\/misc\/glimpse\/glimpse\.c:\d+:\d+: /m);
      }
    }
  });

  test('that are named narrow the answer to what they have', async () => {
    for (const command of ['tables', 'dispatch']) {
      for (const ops of ['file_operations', 'all']) {
        const args = [command, '--ops', ops, '--tree', sampleTree];
        const all = await rows<TableRow | DispatchSite>(args);
        const inDrivers = await rows<TableRow | DispatchSite>([...args, '--folders', 'drivers']);
        assert.deepEqual(
          inDrivers,
          all.filter(({ file }) => file.startsWith('drivers/')),
        );
        if (command === 'tables') assert.notEqual(inDrivers.length, 0);
      }
    }
  });

  test('that are named know the structs of headers, with what is told of them', async () => {
    const matrix = ['matrix', '--ops', 'file_operations', '--tree', sampleTree];
    const whole = await answer<Matrix>(matrix);
    const narrow = await answer<Matrix>([...matrix, '--folders', 'drivers']);
    assert.deepEqual([narrow.defined, narrow.fields], [whole.defined, whole.fields]);
    const explain = ['explain', 'vm_uffd_ops.alloc_folio', '--tree', sampleTree];
    const { code, out } = await inside([...explain, '--folders', 'drivers']);
    assert.equal(code, 0);
    assert.match(out, /alloc_folio/);
  });

  test('that are named know what macros of headers make', async (t) => {
    for (const ops of ['port_ops', 'all'])
      assert.deepEqual(named(await tables(t, '--folders', 'drivers', '--ops', ops)), ['drivers/a.c made_ops']);
    const sites = await rows<DispatchSite>([
      'dispatch',
      ...['--tree', treeOf(t, files), '--folders', 'drivers', '--ops', 'port_ops'],
    ]);
    assert.deepEqual(
      sites.map(({ file, function: inFunction }) => `${file} ${inFunction}`),
      ['drivers/a.c use'],
    );
  });

  test('that are named know the headers of their architecture, and those beside that they include', async (t) => {
    const ofArch = await tables(t, '--folders', 'arch/x86/kvm', '--ops', 'cpu_ops');
    assert.deepEqual(named(ofArch), ['arch/x86/kvm/c.c vmx_ops']);
    const beside = await tables(t, '--folders', 'net', '--ops', 'own_ops');
    assert.deepEqual(named(beside), ['net/b.c net_own']);
  });

  test('of another kernel tree inside of a tree are not read', async (t) => {
    const root = sampleCopy(t);
    cpSync(sampleTree, join(root, 'work'), { recursive: true });
    const args = ['tables', '--ops', 'all', '--tree'];
    assert.deepEqual(await rows([...args, root]), await rows([...args, sampleTree]));
  });
});
