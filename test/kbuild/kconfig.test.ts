/** What a symbol can be, by Kconfig; obj-$(CONFIG_A) += a.o is what is asked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statuses, statusOf } from './tree.ts';

/** `m:ARCHES y:ARCHES` of CONFIG_A. */
function a(kconfig: string): string {
  return statusOf('obj-$(CONFIG_A) += a.o\n', kconfig).split(' ').slice(1, 3).join(' ');
}

const ANY = 'm:arm64,x86 y:arm64,x86';
const Y = 'm:- y:arm64,x86';
const M = 'm:arm64,x86 y:-';
const NEVER = 'm:- y:-';
const PROMPT = 'config A\n\ttristate "a"\n';

const cases: [name: string, kconfig: string, expected: string][] = [
  ['tristate', PROMPT, ANY],
  [
    'menuconfig, and help that looks like attributes',
    'menuconfig A\n\ttristate "a"\n\thelp\n\t  bool\n\n\t  depends on NONE\n',
    ANY,
  ],
  ['bool', 'config A\n\tbool "a"\n', Y],
  ['def_tristate m', 'config A\n\tdef_tristate m\n', M],
  ['def_tristate y', 'config A\n\tdef_tristate y\n', Y],
  ['def_bool of a tristate', 'config B\n\ttristate "b"\nconfig A\n\tdef_bool B\n', Y],
  ['default of another', 'config A\n\ttristate\n\tdefault B\nconfig B\n\ttristate "b"\n', ANY],
  ['without prompt or default', 'config A\n\ttristate\n', NEVER],
  ['depends on m', `${PROMPT}\tdepends on m\n`, M],
  ['depends on a bool', `${PROMPT}\tdepends on B\nconfig B\n\tbool "b"\n`, ANY],
  ['depends on what is never', `${PROMPT}\tdepends on NONE\n`, NEVER],
  ['depends on what is always', `${PROMPT}\tdepends on !B\nconfig B\n\tdef_bool y\n`, NEVER],
  ['depends on what is only ever m', `${PROMPT}\tdepends on B\nconfig B\n\tdef_tristate m\n`, M],
  ['depends on one being n or not m', `${PROMPT}\tdepends on B || !B\nconfig B\n\ttristate "b"\n`, ANY],
  ['depends, only if', `${PROMPT}\tdepends on NONE if B\nconfig B\n\tdef_bool y\n`, NEVER],
  ['depends on x86', `${PROMPT}\tdepends on X86\n`, 'm:x86 y:x86'],
  ['depends on not x86', `${PROMPT}\tdepends on !X86\n`, 'm:arm64 y:arm64'],
  ['depends on two architectures at once', `${PROMPT}\tdepends on X86 && ARM64\n`, NEVER],
  ['inside if', `if B\n${PROMPT}endif\nconfig B\n\tdef_bool X86\n`, 'm:x86 y:x86'],
  ['inside a menu', `menu "x"\n\tdepends on X86\n${PROMPT}endmenu\n`, 'm:x86 y:x86'],
  ['a hidden menu', `menu "x"\n\tvisible if NONE\n${PROMPT}\tdefault m\nendmenu\n`, M],
  ['a prompt with a condition', 'config A\n\ttristate "a" if NONE\n\tdefault y\n', Y],
  ['in a choice', `choice\n\tprompt "which"\n${PROMPT.replace('tristate', 'bool')}endchoice\n`, Y],
  ['selected by a tristate', 'config A\n\ttristate\nconfig B\n\ttristate "b"\n\tselect A\n', ANY],
  ['selected by a bool', 'config A\n\ttristate\nconfig B\n\tbool "b"\n\tselect A\n', Y],
  [
    'selected by a bool that depends on a tristate',
    'config A\n\ttristate\nconfig B\n\tbool "b"\n\tdepends on C\n\tselect A\nconfig C\n\ttristate "c"\n',
    ANY,
  ],
  [
    'selected on one architecture',
    'config A\n\ttristate\nconfig B\n\ttristate "b"\n\tselect A if X86\n',
    'm:x86 y:x86',
  ],
  ['selected always', `${PROMPT}config B\n\tdef_bool y\n\tselect A\n`, Y],
  ['implied', 'config A\n\ttristate\nconfig B\n\tdef_bool y\n\timply A\n', Y],
  ['a question to the compiler', `${PROMPT}\tdepends on $(cc-option,-mfoo(1)) && B\nconfig B\n\tbool "b"\n`, ANY],
  ['a comparison of numbers', `${PROMPT}\tdepends on BITS >= 8\nconfig BITS\n\tint "bits"\n`, ANY],
  ['a comparison of values', `${PROMPT}\tdepends on B = m\nconfig B\n\tdef_tristate y\n`, NEVER],
  ['the name of the architecture', `${PROMPT}\tdepends on "$(ARCH)" = "arm64"\n`, 'm:arm64 y:arm64'],
  [
    'an option by another name',
    `${PROMPT}\tdepends on 64BIT\nconfig 64BIT\n\tbool "b" if "$(ARCH)" = "x86"\n`,
    'm:x86 y:x86',
  ],
  ['comments and continuations', `${PROMPT}\tdepends on X86 || \\\n\t\tARM64 # all\n`, ANY],
  ['two that depend on each other', `${PROMPT}\tdepends on B\nconfig B\n\ttristate "b"\n\tdepends on A\n`, ANY],
  ['another file', 'source "fs/Kconfig.more"\n', NEVER],
];

for (const [name, kconfig, expected] of cases) {
  test(name, () => assert.equal(a(kconfig), expected));
}

test('a symbol that each architecture defines in its own way', () => {
  const files = {
    'fs/Makefile': 'obj-$(CONFIG_A) += a.o\n',
    'fs/Kconfig': 'config B\n\tbool\n',
    'arch/x86/Kconfig': 'config A\n\ttristate "a"\nrsource "Kconfig.sub"\n',
    'arch/x86/Kconfig.sub': 'config X\n\tdef_bool y\n\tselect B\n',
    'arch/arm64/Kconfig': 'config A\n\tbool "a"\n\tdepends on !B\n',
  };
  assert.deepEqual(statuses(files, ['fs/a.c']), ['either m:x86 y:arm64,x86 CONFIG_A fs/Makefile:1']);
});

test('nonsense does no harm', () => {
  const broken = 'endif\nconfig\nif\nendmenu\n\tdepends on (((\nsource\nchoice\n\tbool "x" if && ||\n';
  assert.equal(a(`${PROMPT}${broken}`), ANY);
});
