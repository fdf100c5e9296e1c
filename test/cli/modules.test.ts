/** `opscope modules`: what Kbuild says of the sample tree's files. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { ModulesAnswer } from '../../server/src/features/modules.ts';
import { opscope } from '../harness/command.ts';
import { answer } from '../harness/inside.ts';
import { sampleCopy, sampleTree } from '../protocol/sample.ts';
import { checkShape } from './shape.ts';

const tree = ['--tree', sampleTree];

describe('opscope modules', () => {
  test('says who can be a module, on which architectures, and which line says so', async () => {
    const found: ModulesAnswer = await answer(['modules', 'mm/shmem.c', 'virt', './drivers/', ...tree]);
    checkShape('modules', found);
    assert.deepEqual(
      found.files.map((each) => [each.file, each.status, each.moduleOn.join(), each.config, each.why?.file]),
      [
        ['mm/shmem.c', 'built-in', '', 'CONFIG_SHMEM', 'mm/Makefile'],
        ['virt/kvm/guest_memfd.c', 'either', 'x86', 'CONFIG_KVM', 'arch/x86/kvm/Makefile'],
        ['virt/kvm/kvm_main.c', 'either', 'x86', 'CONFIG_KVM', 'arch/x86/kvm/Makefile'],
        ['drivers/misc/glimpse/glimpse.c', 'either', 'arm64,x86', 'CONFIG_GLIMPSE', 'drivers/misc/glimpse/Makefile'],
      ],
    );
  });

  test('has a text form', async () => {
    const { code, out } = await opscope(['modules', 'virt/kvm/kvm_main.c', ...tree]);
    assert.equal(code, 0);
    assert.match(
      out,
      /^virt\/kvm\/kvm_main\.c {2}either {2}CONFIG_KVM {2}arch\/x86\/kvm\/Makefile:\d+ {2}module on x86; only built in on arm64\n$/,
    );
  });

  test('is narrowed by a .config in the tree', async (t) => {
    const root = sampleCopy(t);
    writeFileSync(join(root, '.config'), 'CONFIG_X86=y\nCONFIG_MMU=y\nCONFIG_KVM=y\nCONFIG_GLIMPSE=m\n');
    const found: ModulesAnswer = await answer(['modules', 'virt/kvm/kvm_main.c', 'drivers', '--tree', root]);
    assert.deepEqual(
      found.files.map((each) => each.status),
      ['built-in', 'module'],
    );
    assert.equal(found.configFile, '.config');
  });

  test('says where the tree is a part of a kernel, so that nobody knows', async (t) => {
    const root = sampleCopy(t);
    for (const path of ['drivers/misc/glimpse/Makefile', 'mm/Makefile']) rmSync(join(root, path));
    const args = ['modules', 'mm/shmem.c', 'virt', 'drivers', '--tree', root];
    const { files, notes }: ModulesAnswer = await answer(args);
    assert.deepEqual(
      files.map(({ status }) => status),
      ['unbuilt', 'either', 'either', 'unbuilt'],
    );
    const note =
      'No Makefile of this tree builds mm/shmem.c, drivers/misc/glimpse/glimpse.c: whether they can be part of a module is not known, and unbuilt says no more than that.';
    assert.deepEqual(notes, [note]);
    assert.equal((await opscope(args)).err, `opscope: ${note}\n`);
    const whole: ModulesAnswer = await answer(['modules', 'mm', 'virt', 'drivers', ...tree]);
    assert.deepEqual(whole.notes, []);
  });

  for (const [name, args, message] of [
    ['without paths', [], /modules takes files or folders/],
    ['with a path that is not there', ['mm/none.c'], /no file or folder mm\/none\.c in /],
  ] as const) {
    test(`is used wrongly ${name}`, async () => {
      const { code, out, err } = await opscope(['modules', ...args, ...tree]);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, message);
    });
  }
});
