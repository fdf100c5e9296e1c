/** The makefile language: conditions both ways, variables, functions. fs/a.c is asked for, A is tristate, B is bool. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bools, statusOf, tristates } from './tree.ts';

const KCONFIG = `${tristates('A', 'C')}\n${bools('B')}`;
const BUILT_IN = 'built-in m:- y:arm64,x86';
const MODULE = 'module m:arm64,x86 y:-';
const EITHER = 'either m:arm64,x86 y:arm64,x86';

const cases: [name: string, makefile: string, expected: string][] = [
  ['ifdef', 'ifdef CONFIG_B\nobj-y += a.o\nendif', `${BUILT_IN} CONFIG_B fs/Makefile:2`],
  ['else of ifdef', 'ifdef CONFIG_B\nobj-y += b.o\nelse\nobj-m += a.o\nendif', `${MODULE} - fs/Makefile:4`],
  ['ifndef', 'ifndef CONFIG_NONE\nobj-y += a.o\nendif', `${BUILT_IN} - fs/Makefile:2`],
  ['ifdef of a symbol that is never set', 'ifdef CONFIG_NONE\nobj-y += a.o\nendif', 'unbuilt m:- y:- - -'],
  ['ifeq on m', 'ifeq ($(CONFIG_A),m)\nobj-m += a.o\nendif', `${MODULE} CONFIG_A fs/Makefile:2`],
  ['ifeq on y, quoted', 'ifeq "$(CONFIG_A)" "y"\nobj-y += a.o\nendif', `${BUILT_IN} CONFIG_A fs/Makefile:2`],
  ['ifneq on nothing', 'ifneq ($(CONFIG_A),)\nobj-$(CONFIG_A) += a.o\nendif', `${EITHER} CONFIG_A fs/Makefile:2`],
  ['two symbols in one', 'ifeq ($(CONFIG_A)$(CONFIG_B),my)\nobj-m += a.o\nendif', `${MODULE} CONFIG_A fs/Makefile:2`],
  [
    'filter in a condition',
    'ifneq ($(filter y,$(CONFIG_A) $(CONFIG_B)),)\nobj-y += a.o\nendif',
    `${BUILT_IN} CONFIG_A fs/Makefile:2`,
  ],
  [
    'else ifeq',
    'ifeq ($(CONFIG_A),y)\nobj-y += b.o\nelse ifeq ($(CONFIG_A),m)\nobj-m += a.o\nendif',
    `${MODULE} CONFIG_A fs/Makefile:4`,
  ],
  [
    'nested conditions that exclude each other',
    'ifdef CONFIG_B\nifndef CONFIG_B\nobj-y += a.o\nendif\nendif',
    'unbuilt m:- y:- - -',
  ],
  ['a question to the compiler', 'ifeq ($(call cc-option,-x),)\nobj-m += a.o\nendif', `${MODULE} - fs/Makefile:2`],
  ['the architecture', 'ifeq ($(SRCARCH),x86)\nobj-y += a.o\nendif', 'built-in m:- y:x86 - fs/Makefile:2'],
  ['what ARCH= may say', 'ifeq ($(ARCH),x86_64)\nobj-y += a.o\nendif', 'built-in m:- y:x86 - fs/Makefile:2'],
  ['a list in a variable', 'list := a.o \\\n  b.o\nobj-$(CONFIG_A) += $(list)', `${EITHER} CONFIG_A fs/Makefile:3`],
  ['a variable set later', 'obj-$(CONFIG_A) += fs.o\nfs-y = $(list)\nlist = a.o', `${EITHER} CONFIG_A fs/Makefile:1`],
  ['?= on what is set', 'x := a.o\nx ?= b.o\nobj-m += $(x)', `${MODULE} - fs/Makefile:3`],
  ['?= on what is not', 'x ?= a.o\nobj-m += $(x)', `${MODULE} - fs/Makefile:2`],
  [':= replaces', 'obj-y := a.o\nobj-y := b.o', 'unbuilt m:- y:- - -'],
  [':= in one branch', 'x := a.o\nifdef CONFIG_B\nx := b.o\nendif\nobj-m += $(x)', `${MODULE} - fs/Makefile:5`],
  ['a name put together', 'name := a\nobj-$(CONFIG_A) += $(name).o', `${EITHER} CONFIG_A fs/Makefile:2`],
  ['a name that depends', 'obj-y += x$(CONFIG_B).o\nxy-y := a.o', `${BUILT_IN} CONFIG_B fs/Makefile:1`],
  ['addprefix', 'obj-m += $(addprefix ./,a.o b.o)', `${MODULE} - fs/Makefile:1`],
  ['addsuffix', 'obj-m += $(addsuffix .o,a b)', `${MODULE} - fs/Makefile:1`],
  ['patsubst', 'obj-m += $(patsubst %.c,%.o,a.c)', `${MODULE} - fs/Makefile:1`],
  ['substitution', 'src-m := a.c\nobj-m += $(src-m:.c=.o)', `${MODULE} - fs/Makefile:2`],
  ['filter', 'obj-m += $(filter a%,a.o b.o)', `${MODULE} - fs/Makefile:1`],
  ['filter-out', 'obj-m += $(filter-out a.o,a.o b.o)', 'unbuilt m:- y:- - -'],
  ['if', 'obj-m += $(if $(CONFIG_B),b.o,a.o)', `${MODULE} - fs/Makefile:1`],
  ['or', 'obj-$(or $(CONFIG_A),$(CONFIG_B)) += a.o', `${EITHER} CONFIG_A fs/Makefile:1`],
  ['foreach', 'obj-m += $(foreach x,a b,$(x).o)', `${MODULE} - fs/Makefile:1`],
  ['call', 'pick = $(1).o\nobj-m += $(call pick,a)', `${MODULE} - fs/Makefile:2`],
  ['wildcard', 'obj-m += $(patsubst fs/%.c,%.o,$(wildcard fs/*.c))', `${MODULE} - fs/Makefile:1`],
  ['notdir and basename', 'obj-m += $(addsuffix .o,$(basename $(notdir x/a.c)))', `${MODULE} - fs/Makefile:1`],
  ['subst by another symbol', 'obj-$(subst y,$(CONFIG_C),$(CONFIG_B)) += a.o', `${EITHER} CONFIG_C fs/Makefile:1`],
  [
    'eval of a call in a loop',
    'define target\nobj-$(2) += x-$(1).o\nx-$(1)-y := $(1).o\nendef\n' +
      'list-$(CONFIG_A) += a\n$(foreach t,$(list-m),$(eval $(call target,$(t),m)))',
    `${MODULE} CONFIG_A fs/Makefile:1`,
  ],
  ['a recipe is not makefile text', 'x: y\n\tobj-y += a.o\n', 'unbuilt m:- y:- - -'],
  ['an indented line without a rule is', '\tobj-y += a.o\n', `${BUILT_IN} - fs/Makefile:1`],
  ['a variable of one target', '$(obj)/b.o: obj-y += a.o\n', 'unbuilt m:- y:- - -'],
  ['carriage returns', 'obj-y += \\\r\n a.o\r\n', `${BUILT_IN} - fs/Makefile:2`],
];

for (const [name, makefile, expected] of cases) {
  test(name, () => assert.equal(statusOf(`${makefile}\n`, KCONFIG), expected));
}

for (const makefile of [
  'obj-y += $(a',
  'ifdef X',
  'else\nendif\nendif',
  'x = $(x)\nobj-y += $(x)',
  'define z',
  '\\',
  'include Makefile',
]) {
  test(`nonsense does no harm: ${JSON.stringify(makefile)}`, () => {
    assert.equal(statusOf(`obj-m += a.o\n${makefile}`, ''), `${MODULE} - fs/Makefile:1`);
  });
}
