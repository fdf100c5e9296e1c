/** Makefiles and Kconfig files that ask for more work than they have letters, and large ones that do not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setStrict } from '../../server/src/base/contain.ts';
import { type Kbuild, type ModuleStatus, openKbuild } from '../../server/src/kbuild/status.ts';
import { Gaps } from '../../server/src/model/gaps.ts';
import { LARGE, NASTY } from './nasty.ts';
import { kernel } from './tree.ts';

setStrict(true);

/** What is answered of fs/a.c and fs/b.c, and what is told. */
function asked(files: Readonly<Record<string, string>>): {
  readonly a: string;
  readonly b: string;
  readonly told: Gaps;
} {
  const told = new Gaps();
  const kbuild = openKbuild(kernel(files), { gaps: told });
  return { a: brief(kbuild, 'fs/a.c'), b: brief(kbuild, 'fs/b.c'), told };
}

function brief(kbuild: Kbuild, file: string): string {
  const { status, cut }: ModuleStatus = kbuild.status(file);
  return cut === undefined ? status : `${status}?`;
}

/** A sentence without what the next change to a bound would change. */
const general = (text?: string): string | undefined => text?.replace(/:\d+: /, ': ').replace(/[\d,]+ steps/, 'N steps');

/** Each kind, how large, what is answered, and the first that is told. */
const cases: readonly [name: keyof typeof NASTY, n: number, answered: string, told: string | undefined][] = [
  ['variables that double', 30, 'either? either?', 'fs/Makefile: the makefile of fs is cut at N steps'],
  ['variables that double at once', 30, 'either? either?', 'fs/Makefile: the makefile of fs is cut at N steps'],
  ['words that double', 30, 'either? either?', 'fs/Makefile: the makefile of fs is cut at N steps'],
  ['words that double at once', 30, 'either? either?', 'fs/Makefile: the makefile of fs is cut at N steps'],
  ['subst that doubles', 30, 'either? either?', 'fs/Makefile: the makefile of fs is cut at N steps'],
  ['a replacement of as many texts', 8, 'either? either?', 'fs/Makefile: what is replaced is cut at 64 texts'],
  ['eval that doubles', 30, 'either? either?', 'fs/Makefile: the makefile of fs is cut at N steps'],
  ['eval of itself', 30, 'either? either?', 'fs/Makefile: the makefile of fs is cut at N steps'],
  ['a function that calls itself', 30, 'either? either?', 'fs/Makefile: a reference is cut at 80 within one another'],
  [
    'a variable that is itself',
    30,
    'built-in unbuilt',
    'fs/Makefile: a variable that refers to itself is cut at one expansion',
  ],
  [
    'variables that are each other',
    30,
    'either? either?',
    'fs/Makefile: a variable that refers to itself is cut at one expansion',
  ],
  [
    'a makefile that includes itself',
    30,
    'either? either?',
    'fs/Makefile: what is included or evaluated is cut at 20 within one another',
  ],
  [
    'makefiles that include each other',
    30,
    'either? either?',
    'fs/Makefile: what is included or evaluated is cut at 20 within one another',
  ],
  [
    'an include of itself behind conditions',
    30,
    'either? either?',
    'fs/Makefile: what is included or evaluated is cut at 20 within one another',
  ],
  ['if in if', 5000, 'either? either?', 'fs/Makefile: the makefile of fs is cut at N steps'],
  ['brackets that nothing closes', 5000, 'either? either?', 'fs/Makefile: a reference is cut at 80 within one another'],
  ['ifdef in ifdef', 5000, 'either? either?', 'fs/Makefile: a condition is cut at 100 within one another'],
  ['else if behind else if', 5000, 'either? either?', 'fs/Makefile: the makefile of fs is cut at N steps'],
  ['foreach over lists that double', 120, 'either? either?', 'fs/Makefile: the makefile of fs is cut at N steps'],
  ['foreach in foreach in eval', 30, 'either? either?', 'fs/Makefile: the makefile of fs is cut at N steps'],
  ['a product of symbols', 30, 'either? either?', 'fs/Makefile: the makefile of fs is cut at N steps'],
  ['a condition of many symbols', 30, 'either? either?', 'fs/Makefile: the makefile of fs is cut at N steps'],
  ['and of or', 30, 'either? either?', 'fs/Makefile: a condition is cut at 128 alternatives'],
  ['a glob of stars', 5000, 'built-in unbuilt', undefined],
  ['addprefix of lists', 120, 'either? either?', 'fs/Makefile: the makefile of fs is cut at N steps'],
  [
    'rules that lead to one another',
    5000,
    'either? either?',
    'fs/Makefile: the making of fs/r50.o is cut at 50 rules that lead to one another',
  ],
  ['patterns that lead to one another', 30, 'either? either?', 'fs/Makefile: the makefile of fs is cut at N steps'],
  ['a composite of composites', 120, 'built-in unbuilt', undefined],
  ['folders that descend into each other', 120, 'built-in unbuilt', undefined],
  ['folders in a row', 400, 'built-in unbuilt', undefined],
  [
    'a Kconfig that sources itself',
    30,
    'either unbuilt',
    'fs/Kconfig: fs/Kconfig, which sources itself, is cut at one reading',
  ],
  [
    'Kconfig files that source each other',
    8,
    'either unbuilt',
    'fs/Kconfig.x: fs/Kconfig, which sources itself, is cut at one reading',
  ],
  [
    'Kconfig files that source the next twice',
    25,
    'either? either?',
    'fs/K22: the reading of Kconfig files is cut at N steps',
  ],
  ['Kconfig files in a row', 120, 'either? either?', 'fs/K28: fs/K29 is cut at 30 files that source one another'],
  [
    'a chain of select',
    5000,
    'either either?',
    'fs/Kconfig: the value of S4701 is cut at 300 symbols that wait for one another',
  ],
  [
    'a circle of select',
    5000,
    'either either?',
    'fs/Kconfig: the value of S4103 is cut at 300 symbols that wait for one another',
  ],
  ['depends on in brackets', 5000, 'either either?', 'fs/Kconfig: an expression is cut at 100 within one another'],
  ['depends on not not', 5000, 'either either?', 'fs/Kconfig: an expression is cut at 100 within one another'],
  ['a long or', 5000, 'either either', undefined],
  ['menu in menu', 5000, 'either either?', 'fs/Kconfig: a menu, choice or if is cut at 100 within one another'],
  ['if in if of Kconfig', 5000, 'either either?', 'fs/Kconfig: a menu, choice or if is cut at 100 within one another'],
  ['choice in choice', 5000, 'either either?', 'fs/Kconfig: a menu, choice or if is cut at 100 within one another'],
  ['menus around many symbols', 5000, 'either? either?', 'fs/Kconfig: the reading of Kconfig files is cut at N steps'],
  [
    'defaults both ways',
    5000,
    'either either?',
    'fs/Kconfig: the value of S597 is cut at 300 symbols that wait for one another',
  ],
  ['definitions of one symbol', 5000, 'either either', undefined],
  ['quotes that nothing closes', 5000, 'either either', undefined],
];

for (const [name, n, answered, told] of cases) {
  test(`${name}: ${n}`, () => {
    const { a, b, told: gaps } = asked(NASTY[name]?.(n) ?? {});
    assert.deepEqual([`${a} ${b}`, general(gaps.texts()[0])], [answered, told]);
    for (const gap of gaps.all()) assert.ok(gap.k !== 'unread' && gap.file !== null && gap.line !== null);
  });
}

for (const [name, make] of Object.entries(LARGE)) {
  test(`${name}: 20,000, and nothing is cut`, () => {
    const { a, told } = asked(make(20_000));
    assert.match(a, /^(?:either|module)$/);
    assert.deepEqual(told.texts(), []);
  });
}

test('every kind of nasty tree is tried', () => {
  assert.deepEqual(
    Object.keys(NASTY).filter((name) => !cases.some(([tried]) => tried === name)),
    [],
  );
});

test('what is built in a folder whose makefile is cut, below it or from it is not known; the rest is', () => {
  const { 'fs/Makefile': cut = '' } = NASTY['variables that double']?.(30) ?? {};
  const files = {
    'fs/Makefile': 'obj-y += a.o nasty/ ../lib/far.o sub/\n',
    'fs/nasty/Makefile': `obj-y += known.o ../b.o deep/\n${cut}`,
    'fs/nasty/deep/Makefile': 'obj-y += d.o\n',
    'fs/sub/Makefile': 'obj-m += s.o\n',
    'lib/Makefile': '',
  };
  const kbuild = openKbuild(kernel(files));
  const paths = ['a', 'b', 'nasty/known', 'nasty/lost', 'nasty/deep/d', 'sub/s', 'sub/none'];
  assert.deepEqual(
    paths.map((path) => `${path} ${brief(kbuild, `fs/${path}.c`)}`),
    [
      'a built-in',
      'b either?',
      'nasty/known either?',
      'nasty/lost either?',
      'nasty/deep/d either?',
      'sub/s module',
      'sub/none either?',
    ],
  );
  const known = kbuild.status('fs/nasty/known.c');
  assert.deepEqual([known.why, known.cut?.file], [{ file: 'fs/nasty/Makefile', line: 1 }, 'fs/nasty/Makefile']);
  assert.deepEqual(known.moduleOn, ['arm64', 'x86']);
});

test('an architecture whose makefile is cut leaves what it alone can build unknown, in virt/ and lib/ too', () => {
  const files = {
    Kbuild: 'obj-y += arch/$(SRCARCH)/\nobj-y += mm/\nobj-y += $(ARCH_LIB)\n',
    'mm/Makefile': 'obj-y += m.o\n',
    'arch/x86/Makefile': 'f = $(call f)\nlibs-y += $(call f)\n',
    'arch/arm64/Makefile': 'libs-y += arch/arm64/lib/\n',
    'arch/arm64/lib/Makefile': 'lib-y += l.o ../../../virt/v.o\n',
  };
  const kbuild = openKbuild(kernel(files));
  const paths = ['mm/m', 'mm/none', 'arch/x86/kernel/k', 'arch/arm64/lib/l', 'virt/v', 'lib/none'];
  assert.deepEqual(
    paths.map((path) => brief(kbuild, `${path}.c`)),
    ['built-in', 'unbuilt', 'either?', 'built-in', 'either?', 'either?'],
  );
});

test('a makefile and a Kconfig file that are there and cannot be read are no empty ones', () => {
  const tree = kernel({
    'fs/Makefile': 'obj-y += sub/\nobj-$(CONFIG_A) += a.o\n',
    'fs/sub/Makefile': '',
    'fs/Kconfig': '',
  });
  for (const path of ['fs/sub/Makefile', 'fs/Kconfig']) {
    const reader = { list: tree.list.bind(tree), read: (each: string) => (each === path ? null : tree.read(each)) };
    const kbuild = openKbuild(reader);
    const file = path === 'fs/Kconfig' ? 'fs/a.c' : 'fs/sub/x.c';
    const { status, cut } = kbuild.status(file);
    assert.deepEqual(
      [status, cut],
      ['either', { message: `${path} is not read: it cannot be read`, file: path, line: 1 }],
    );
  }
});

test('what is asked for later is answered after questions that had to end', () => {
  const files = NASTY['folders that descend into each other']?.(12) ?? {};
  const kbuild = openKbuild(kernel(files));
  assert.deepEqual(
    ['fs/d0/x.c', 'fs/d0/x.c', 'fs/a.c', 'fs/d1/x.c'].map((file) => brief(kbuild, file)),
    ['either?', 'either?', 'built-in', 'either?'],
  );
});
