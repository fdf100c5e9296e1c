/** Macros under way, whose parameters are no names: they cost themselves. */
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { inside, rows } from '../harness/inside.ts';
import { sampleCopy, sampleTree } from '../protocol/sample.ts';

const macros = [
  '#define DO(fn, arg( ) (fn)->vm_ops->uffd_ops->can_userfault(arg)',
  '#define DO(fn, arg( ) fn(arg) fn ## arg',
  '#define DO(*, [) ((*)->ops->[)(*)',
  '#define DO(a|b, a+) a|b = a+; a+ ## a|b a+(1)',
  '#define DO(fn, \\',
  '#define DO( (fn)',
  '#define DO(...) __VA_ARGS__(...)',
  '#define DO(x.\\\n y) x.y->can_userfault(x)',
  '#define (x) x',
  '#define DO(fn\\d) static_call(fn\\d)(1)',
];

const use =
  '\nstatic bool odd(struct vm_area_struct *vma)\n{\n\treturn DO(vma, 0);\n}\nstatic struct vm_uffd_ops DO = DO(a, b);\n';

const names = async (tree: string) =>
  (await rows<{ name: string }>(['tables', '--tree', tree])).map(({ name }) => name);

describe('a half-typed macro', () => {
  const whole = names(sampleTree);
  for (const macro of macros) {
    test(`costs itself: ${macro.replaceAll('\n', ' ')}`, async (t) => {
      const root = sampleCopy(t);
      appendFileSync(join(root, 'mm/shmem.c'), `\n${macro}\n${use}`);
      appendFileSync(join(root, 'include/linux/mm.h'), `\n${macro}\n`);
      const found = await names(root);
      for (const name of await whole) assert.ok(found.includes(name), name);
      for (const verb of ['reach', 'check']) {
        const { code, err } = await inside([verb, '--tree', root]);
        assert.ok(code === 0 || code === 1, err);
      }
      assert.equal((await inside(['dispatch', '--ops', 'all', '--tree', root])).code, 0);
    });
  }
});
