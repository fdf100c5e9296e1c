/** A file of a build that cannot be read to its end costs itself: other folders are answered, and what is lost is told. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { setStrict } from '../../server/src/base/contain.ts';
import type { TreeReader } from '../../server/src/kbuild/reader.ts';
import { openKbuild } from '../../server/src/kbuild/status.ts';
import { Gaps } from '../../server/src/model/gaps.ts';
import { kernel, tristates } from './tree.ts';

after(() => setStrict(true));

const FILES = {
  'fs/Makefile': 'obj-$(CONFIG_A) += a.o\n',
  'fs/Kconfig': tristates('A', 'D'),
  'fs/a.c': '',
  'drivers/Makefile': 'obj-y += d.o\n',
  'drivers/d.c': '',
};

/** The statuses of a file beside the broken one and of one elsewhere, and what is told. */
function asked(broken: string): { readonly a: string; readonly d: string; readonly told: readonly string[] } {
  const tree = kernel(FILES);
  const reader: TreeReader = {
    list: (folder) => tree.list(folder),
    read: (path) => {
      if (path === broken) throw new Error('broken');
      return tree.read(path);
    },
  };
  const gaps = new Gaps();
  const kbuild = openKbuild(reader, { gaps });
  const [a, d] = ['fs/a.c', 'drivers/d.c'].map((file) => kbuild.status(file).status);
  return { a: a ?? '', d: d ?? '', told: gaps.texts() };
}

/** The file that fails; whether files elsewhere are known for certain; and what is told. */
const cases: readonly [file: string, elsewhere: string, told: RegExp][] = [
  ['fs/Makefile', 'built-in', /^fs\/Makefile:1: the makefile of fs is left out: broken$/],
  ['fs/Kconfig', 'built-in', /: Kconfig is left out: broken$|left out: broken$/],
  ['Kbuild', 'either', /^Makefile:1: the makefile of the tree is left out: broken$/],
  ['arch/x86/Kconfig', 'built-in', /left out: broken$/],
];

describe('a failure in', () => {
  for (const [file, elsewhere, told] of cases) {
    test(file, () => {
      setStrict(false);
      const answer = asked(file);
      assert.equal(answer.a, 'either');
      assert.equal(answer.d, elsewhere);
      assert.ok(
        answer.told.some((text) => told.test(text)),
        answer.told.join('\n'),
      );
      setStrict(true);
      assert.throws(() => asked(file), /broken/);
    });
  }
});
