/** A .config narrows "can be" to "is". */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { archOfConfig, parseConfig } from '../../server/src/kbuild/arches.ts';
import { statuses } from './tree.ts';

const FILES = {
  'fs/Makefile': 'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += fs.o\nfs-y := b.o\nfs-$(CONFIG_C) += c.o\n',
  'fs/Kconfig': 'config A\n\ttristate "a"\n',
};
const ASKED = ['fs/a.c', 'fs/b.c', 'fs/c.c'];

test('values, comments, strings', () => {
  const config = parseConfig('CONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C="y"\nCONFIG_D=m\r\nCONFIG_E=12\n');
  assert.deepEqual(
    [...config],
    [
      ['A', 'y'],
      ['D', 'm'],
    ],
  );
});

test('the symbol that is set decides, on the architecture that is set', () => {
  assert.deepEqual(statuses(FILES, ASKED, parseConfig('CONFIG_X86=y\nCONFIG_A=m\nCONFIG_B=y\n')), [
    'module m:x86 y:- - fs/Makefile:1',
    'built-in m:- y:x86 - fs/Makefile:2',
    'unbuilt m:- y:- - -',
  ]);
  assert.deepEqual(statuses(FILES, ASKED, parseConfig('CONFIG_ARM64=y\nCONFIG_B=m\nCONFIG_C=m\n')), [
    'unbuilt m:- y:- - -',
    'module m:arm64 y:- - fs/Makefile:2',
    'module m:arm64 y:- - fs/Makefile:2',
  ]);
});

test('whose .config it is', () => {
  assert.equal(archOfConfig(parseConfig('CONFIG_X86=y\nCONFIG_X86_64=y\n')), 'x86');
  assert.equal(archOfConfig(parseConfig('CONFIG_UML=y\nCONFIG_X86_64=y\n')), 'um');
  assert.equal(archOfConfig(parseConfig('CONFIG_PPC=y\n')), 'powerpc');
  assert.equal(archOfConfig(parseConfig('')), null);
});
