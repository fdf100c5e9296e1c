/** How a makefile names what it builds. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bools, statuses, statusOf, tristates } from './tree.ts';

const BOTH = 'm:arm64,x86 y:arm64,x86';
const EITHER = `either ${BOTH}`;
const BUILT_IN = 'built-in m:- y:arm64,x86';
const MODULE = 'module m:arm64,x86 y:-';

test('obj-y is built in, obj-m a module', () => {
  assert.equal(statusOf('obj-y += a.o\n', ''), `${BUILT_IN} - fs/Makefile:1`);
  assert.equal(statusOf('obj-m := a.o\n', ''), `${MODULE} - fs/Makefile:1`);
});

test('obj-$(CONFIG_X) is what X can be', () => {
  assert.equal(statusOf('\nobj-$(CONFIG_A)\t+= a.o\n', tristates('A')), `${EITHER} CONFIG_A fs/Makefile:2`);
  assert.equal(statusOf('obj-$' + '{CONFIG_A} += a.o\n', bools('A')), `${BUILT_IN} CONFIG_A fs/Makefile:1`);
  assert.equal(statusOf('obj-$(CONFIG_A) += a.o\n', ''), 'unbuilt m:- y:- - -');
});

test('a file that no makefile names is unbuilt, and so is a file that is not C', () => {
  assert.equal(statusOf('obj-y += a.o\n', '', 'fs/b.c'), 'unbuilt m:- y:- - -');
  assert.equal(statusOf('obj-y += a.o\n', '', 'fs/a.h'), 'unbuilt m:- y:- - -');
});

test('the line is the one that names the object, within a continued line too', () => {
  assert.equal(statusOf('obj-y += b.o \\\n\tc.o \\\n\ta.o # last\n', ''), `${BUILT_IN} - fs/Makefile:3`);
});

for (const [name, parts] of [
  ['-y', 'fs-y := a.o b.o\n'],
  ['-objs', 'fs-objs := b.o a.o\n'],
  ['-objs from -y', 'fs-y := a.o\nfs-objs := $(fs-y)\n'],
  ['-y later than the list', 'list = a.o\nfs-y += $(list)\n'],
  ['-$(CONFIG) of a bool', 'fs-y := b.o\nfs-$(CONFIG_OPT) += a.o\n'],
]) {
  test(`a part of a composite is what the composite is: ${name}`, () => {
    const makefile = `obj-$(CONFIG_A) += fs.o\n${parts}`;
    assert.equal(statusOf(makefile, tristates('A') + bools('OPT')), `${EITHER} CONFIG_A fs/Makefile:1`);
  });
}

test('a part that is m alone is left out of a composite that is y', () => {
  const makefile = 'obj-y += fs.o\nfs-y := b.o\nfs-$(CONFIG_PART) += a.o\n';
  assert.equal(statusOf(makefile, tristates('PART')), `${BUILT_IN} CONFIG_PART fs/Makefile:1`);
});

test('a part that needs the composite built in is never a module', () => {
  const kconfig = `${tristates('A')}\nconfig ROOT\n\tbool "root"\n\tdepends on A=y\n`;
  const makefile = 'obj-$(CONFIG_A) += fs.o\nfs-y := b.o\nfs-$(CONFIG_ROOT) += a.o\n';
  assert.equal(statusOf(makefile, kconfig), `${BUILT_IN} CONFIG_A fs/Makefile:1`);
});

test('a composite of which every part is left out is not the file of its own name', () => {
  const makefile = 'obj-y += a.o\na-$(CONFIG_OPT) += b.o\n';
  assert.equal(statusOf(makefile, bools('OPT')), 'unbuilt m:- y:- - -');
  assert.equal(statusOf(makefile, bools('OPT'), 'fs/b.c'), `${BUILT_IN} CONFIG_OPT fs/Makefile:1`);
});

test('lib-y is built in, whatever its symbol is', () => {
  assert.equal(statusOf('lib-$(CONFIG_A) += a.o\n', tristates('A')), `${BUILT_IN} CONFIG_A fs/Makefile:1`);
});

test('objects below and beside the folder', () => {
  const files = {
    'fs/Makefile': 'obj-$(CONFIG_A) += sub/one.o ../drivers/far/two.o\n',
    'fs/Kconfig': tristates('A'),
    'drivers/Makefile': 'obj-y += near/\n',
    'drivers/near/Makefile': 'obj-m += ../far/three.o\n',
  };
  assert.deepEqual(statuses(files, ['fs/sub/one.c', 'drivers/far/three.c']), [
    `${EITHER} CONFIG_A fs/Makefile:1`,
    `${MODULE} - drivers/near/Makefile:1`,
  ]);
});

test('code shared between architectures is what each of them makes of it', () => {
  const files = {
    'arch/x86/Makefile': '',
    'arch/x86/Kbuild': 'obj-$(CONFIG_KVM) += kvm/\n',
    'arch/x86/kvm/Makefile': 'include $(srctree)/virt/kvm/Makefile.kvm\nobj-$(CONFIG_KVM) += kvm.o\nkvm-y += x86.o\n',
    'arch/x86/Kconfig': 'config KVM\n\ttristate "KVM"\n',
    'arch/arm64/Kbuild': 'obj-$(CONFIG_KVM) += kvm/\n',
    'arch/arm64/kvm/Makefile': 'include $(srctree)/virt/kvm/Makefile.kvm\nobj-$(CONFIG_KVM) += kvm.o\nkvm-y += arm.o\n',
    'arch/arm64/Kconfig': 'config KVM\n\tbool "KVM"\n',
    'virt/kvm/Makefile.kvm': 'KVM ?= ../../../virt/kvm\nkvm-y := $(KVM)/kvm_main.o\n',
  };
  assert.deepEqual(statuses(files, ['virt/kvm/kvm_main.c', 'arch/x86/kvm/x86.c', 'arch/arm64/kvm/arm.c']), [
    'either m:x86 y:arm64,x86 CONFIG_KVM arch/x86/kvm/Makefile:2',
    'either m:x86 y:x86 CONFIG_KVM arch/x86/kvm/Makefile:2',
    'built-in m:- y:arm64 CONFIG_KVM arch/arm64/kvm/Makefile:2',
  ]);
});

test('a C file that another includes is what that one is', () => {
  const files = {
    'fs/Makefile': 'obj-$(CONFIG_A) += one.o\n',
    'fs/Kconfig': tristates('A'),
    'fs/one.c': '#include "part.c"\n#include "tests/deep.c"\n',
    'fs/part.c': '#  include "inner.c"\n',
    'fs/inner.c': '',
    'fs/tests/deep.c': '',
    'fs/loop1.c': '#include "loop2.c"\n',
    'fs/loop2.c': '#include "loop1.c"\n',
  };
  assert.deepEqual(statuses(files, ['fs/part.c', 'fs/inner.c', 'fs/tests/deep.c', 'fs/loop1.c']), [
    `${EITHER} CONFIG_A fs/Makefile:1 in fs/one.c`,
    `${EITHER} CONFIG_A fs/Makefile:1 in fs/part.c`,
    `${EITHER} CONFIG_A fs/Makefile:1 in fs/one.c`,
    'unbuilt m:- y:- - -',
  ]);
});

test('an object without a source of its name is made from what the rules say', () => {
  const files = {
    'fs/Makefile': [
      'obj-y += whole.o',
      'parts := $(patsubst %.o,%.in.o,one.o two.o)',
      '$(obj)/%.in.o: $(src)/%.c FORCE',
      '\t$(call if_changed_rule,cc_o_c)',
      '$(obj)/whole.tmp.o: $(obj)/whole.lds $(addprefix $(obj)/,$(parts)) FORCE',
      '$(obj)/whole.o: $(obj)/whole.tmp.o FORCE',
    ].join('\n'),
    'fs/one.c': '',
    'fs/two.c': '',
  };
  const [one, two] = statuses(files, ['fs/one.c', 'fs/two.c']);
  assert.equal(one, `${BUILT_IN} - fs/Makefile:1`);
  assert.equal(two, one);
});

test('a pattern whose own name fits it is tried once on each way', () => {
  const files = {
    'fs/Makefile': [
      'obj-y += lost.o found.o',
      '$(obj)/%.o: $(obj)/%.tmp.o FORCE',
      '$(obj)/%.tmp.o: $(obj)/%_own.o FORCE',
    ].join('\n'),
    'fs/found_own.c': '',
  };
  assert.deepEqual(statuses(files, ['fs/found_own.c']), [`${BUILT_IN} - fs/Makefile:1`]);
});

test('an image that assembler takes in, or C that a rule writes, is made of what the rules say', () => {
  const files = {
    'fs/Makefile': [
      'obj-y += image.o blob.o',
      'parts := $(addprefix $(obj)/,one.o)',
      '$(obj)/image.elf: $(parts)',
      '$(obj)/%.c: $(obj)/%.elf FORCE',
      '$(obj)/image.o: $(obj)/image.c',
      '$(obj)/blob.bin: $(obj)/two.o',
      '$(obj)/blob.o: $(obj)/blob.bin',
    ].join('\n'),
    'fs/blob.S': '.incbin "fs/blob.bin"\n',
    'fs/one.c': '',
    'fs/two.c': '',
  };
  const built = `${BUILT_IN} - fs/Makefile:1`;
  assert.deepEqual(statuses(files, ['fs/one.c', 'fs/two.c']), [built, built]);
});
