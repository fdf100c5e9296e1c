/** What goes into images that are put into a kernel, or around it: made by recipes, or a part of what another file includes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moduleStatus } from '../../server/src/kbuild/status.ts';
import { bools, kernel, statuses } from './tree.ts';

const MAKE = '\t$(Q)$(MAKE) $(build)=';

/** An image that the makefile of an architecture has made, another in it, and one that a folder's recipe makes. */
const BOOT = {
  'arch/x86/Makefile': `boot := arch/x86/boot\nbzImage: vmlinux\n${MAKE}$(boot) $(KBUILD_IMAGE)\n`,
  'arch/x86/boot/Makefile': `targets := image setup.elf
setup-y += a.o
setup-$(CONFIG_OPT) += b.o
hostprogs := tool
$(obj)/image: $(obj)/setup.elf $(obj)/inner/vmlinux FORCE
\t$(call if_changed,image)
$(obj)/table.h: $(obj)/tool FORCE
\t$(call if_changed,table)
$(obj)/setup.elf: $(addprefix $(obj)/,$(setup-y)) FORCE
\t$(call if_changed,ld)
$(obj)/inner/vmlinux: FORCE
${MAKE}$(obj)/inner $@
`,
  'arch/x86/boot/inner/Makefile': 'OBJS := c.o\n$(obj)/vmlinux: $(addprefix $(obj)/, $(OBJS))\n',
  'arch/x86/Kconfig': `config X86\n\tdef_bool y\n${bools('OPT')}`,
  ...Object.fromEntries(['a', 'b', 'tool', 'inner/c'].map((name) => [`arch/x86/boot/${name}.c`, ''])),
};

test('what a recipe has made in another folder is built in, at the rule of the image', () => {
  assert.deepEqual(
    statuses(
      BOOT,
      ['a', 'b', 'inner/c'].map((name) => `arch/x86/boot/${name}.c`),
    ),
    [
      'built-in m:- y:x86 - arch/x86/boot/Makefile:5',
      'built-in m:- y:x86 CONFIG_OPT arch/x86/boot/Makefile:5',
      'built-in m:- y:x86 - arch/x86/boot/inner/Makefile:2',
    ],
  );
});

test('a program of the build is in no image', () => {
  assert.deepEqual(statuses(BOOT, ['arch/x86/boot/tool.c']), ['unbuilt m:- y:- - -']);
});

test('a folder that a list has, too, is what the list says', () => {
  const files = {
    'fs/Makefile': `obj-$(CONFIG_OPT) += x/\nx/offsets.h:\n${MAKE}$(obj)/x $@\n`,
    'fs/x/Makefile': 'obj-y += a.o\n$(obj)/image: $(obj)/b.o\n',
    'fs/Kconfig': bools('OPT'),
    'fs/x/a.c': '',
    'fs/x/b.c': '',
  };
  assert.deepEqual(statuses(files, ['fs/x/a.c', 'fs/x/b.c']), [
    'built-in m:- y:arm64,x86 - fs/x/Makefile:1',
    'unbuilt m:- y:- - -',
  ]);
});

test('a file that others far away include is built where they are', () => {
  const files = {
    Kbuild: 'obj-y += arch/$(SRCARCH)/\nobj-y += lib/\n',
    'lib/Makefile': '',
    'lib/vdso/shared.c': '',
    'arch/x86/Makefile': '',
    'arch/x86/Kbuild': 'obj-y += v.o\n',
    'arch/x86/v.c': '#include "lib/vdso/shared.c"\n',
    'arch/arm64/Kbuild': 'obj-y += v.o\n',
    'arch/arm64/v.c': '#include "../../lib/vdso/shared.c"\n',
  };
  const tree = kernel(files);
  const including = (): readonly string[] => ['arch/arm64/v.c', 'arch/x86/v.c'];
  const [found] = moduleStatus(tree, ['lib/vdso/shared.c'], { including });
  assert.deepEqual(
    [found?.status, found?.builtInOn, found?.includedBy],
    ['built-in', ['arm64', 'x86'], 'arch/x86/v.c'],
  );
});
