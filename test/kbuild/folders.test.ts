/** How makefiles descend, and what a folder's own condition does to what is in it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bools, statuses, tristates } from './tree.ts';

const BOTH = 'm:arm64,x86 y:arm64,x86';

function inFolder(descend: string, makefile: string, kconfig: string): string {
  const files = { 'fs/Makefile': `${descend}\n`, 'fs/x/Makefile': `${makefile}\n`, 'fs/Kconfig': kconfig };
  return statuses(files, ['fs/x/a.c'])[0] ?? '';
}

test('a folder of a tristate', () => {
  const line = inFolder('obj-$(CONFIG_X) += x/', 'obj-$(CONFIG_X) += a.o', tristates('X'));
  assert.equal(line, `either ${BOTH} CONFIG_X fs/x/Makefile:1`);
});

test('obj-y in a folder that is only asked for its modules is not built', () => {
  assert.equal(inFolder('obj-m += x/', 'obj-y += a.o', ''), 'unbuilt m:- y:- - -');
  const line = inFolder('obj-$(CONFIG_X) += x/', 'obj-y += a.o', tristates('X'));
  assert.equal(line, 'built-in m:- y:arm64,x86 - fs/x/Makefile:1');
});

test('obj-m in a folder that is asked for what is built in is a module all the same', () => {
  assert.equal(inFolder('obj-y += x/', 'obj-m += a.o', ''), 'module m:arm64,x86 y:- - fs/x/Makefile:1');
});

test('a folder whose symbol cannot be set is not reached', () => {
  assert.equal(inFolder('obj-$(CONFIG_NONE) += x/', 'obj-y += a.o', ''), 'unbuilt m:- y:- - -');
});

test('subst makes y of m', () => {
  const line = inFolder('obj-$(subst m,y,$(CONFIG_X)) += x/', 'obj-$(CONFIG_X) += a.o', tristates('X'));
  assert.equal(line, `either ${BOTH} CONFIG_X fs/x/Makefile:1`);
  const always = inFolder('obj-$(subst m,y,$(CONFIG_X)) += x/', 'obj-y += a.o', tristates('X'));
  assert.equal(always, 'built-in m:- y:arm64,x86 - fs/x/Makefile:1');
});

test('a folder that two lines reach', () => {
  const kconfig = bools('P') + tristates('X');
  const line = inFolder('obj-$(CONFIG_P) += x/\nobj-$(CONFIG_X) += x/', 'obj-y += a.o', kconfig);
  assert.equal(line, 'built-in m:- y:arm64,x86 - fs/x/Makefile:1');
});

test('Kbuild is preferred to Makefile', () => {
  const files = { 'fs/Makefile': 'obj-m += a.o\n', 'fs/Kbuild': 'obj-y += a.o\n' };
  assert.deepEqual(statuses(files, ['fs/a.c']), ['built-in m:- y:arm64,x86 - fs/Kbuild:1']);
});

test("an architecture's own folders: core-y, libs-y, drivers-y, and exported variables", () => {
  const files = {
    Kbuild: 'obj-y += $(ARCH_CORE) $(ARCH_LIB) $(ARCH_DRIVERS)\n',
    'arch/x86/Makefile': [
      'libs-y += arch/x86/lib/',
      'drivers-$(CONFIG_PCI) += arch/x86/pci/',
      'machine-$(CONFIG_MACH) += one',
      'core-y += $(patsubst %,arch/x86/mach-%/,$(machine-y))',
      'ifeq ($(CONFIG_X86_32),y)\nBITS := 32\nelse\nBITS := 64\nendif\nexport BITS\n',
    ].join('\n'),
    'arch/x86/lib/Makefile': 'lib-y += a.o b_$(BITS).o\n',
    'arch/x86/pci/Makefile': 'obj-y += a.o\n',
    'arch/x86/mach-one/Makefile': 'obj-$(CONFIG_T) += a.o\n',
    'arch/x86/Kconfig': bools('PCI', 'MACH', 'X86_32') + tristates('T'),
    'lib/Makefile': 'lib-y += a.o\n',
  };
  const asked = ['lib/a', 'x86/lib/a', 'x86/lib/b_32', 'x86/lib/b_64', 'x86/pci/a', 'x86/mach-one/a'];
  const paths = asked.map((each) => `${each.startsWith('x86') ? 'arch/' : ''}${each}.c`);
  assert.deepEqual(statuses(files, paths), [
    'built-in m:- y:arm64,x86 - lib/Makefile:1',
    'built-in m:- y:x86 - arch/x86/lib/Makefile:1',
    'built-in m:- y:x86 CONFIG_X86_32 arch/x86/lib/Makefile:1',
    'built-in m:- y:x86 - arch/x86/lib/Makefile:1',
    'built-in m:- y:x86 - arch/x86/pci/Makefile:1',
    'either m:x86 y:x86 CONFIG_T arch/x86/mach-one/Makefile:1',
  ]);
});

test('makefiles that descend into each other, or out of the tree, do no harm', () => {
  const files = { 'fs/Makefile': 'obj-y += x/ ../../ a.o\n', 'fs/x/Makefile': 'obj-y += ../ ./ a.o\n' };
  assert.deepEqual(statuses(files, ['fs/a.c', 'fs/x/a.c']), [
    'built-in m:- y:arm64,x86 - fs/Makefile:1',
    'built-in m:- y:arm64,x86 - fs/x/Makefile:1',
  ]);
});
