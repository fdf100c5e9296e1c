/** A failure inside the command costs the place it is in: the rest is answered, and told; in tests it ends the command. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { opscope } from '../harness/command.ts';
import { sampleCopy } from '../protocol/sample.ts';

/** A number that only a run of a function reads as one. */
const NUMBER = '0xbadc0ffee';

/** A tree in which a function on the way from an ioctl to a hook has that number, and a program that cannot read it. */
function broken(t: TestContext): { readonly root: string; readonly env: Readonly<Record<string, string>> } {
  const root = sampleCopy(t);
  const path = join(root, 'mm/userfaultfd.c');
  const text = readFileSync(path, 'utf8');
  const head = /\nstatic [^;{}]*\bmfill_atomic_pte_continue\([^;{}]*\{\n/.exec(text);
  assert.ok(head);
  const behind = head.index + head[0].length;
  writeFileSync(path, `${text.slice(0, behind)}\tif (!${NUMBER})\n\t\treturn 0;\n${text.slice(behind)}`);
  const preload = join(root, 'preload.cjs');
  writeFileSync(
    preload,
    `const real = BigInt;
globalThis.BigInt = Object.assign((value) => {
  if (value === '${NUMBER}') throw new Error('planted');
  return real(value);
}, { asUintN: real.asUintN, asIntN: real.asIntN });\n`,
  );
  return { root, env: { NODE_OPTIONS: `--require ${preload}` } };
}

describe('a run that fails', () => {
  for (const question of [['reach'], ['graph', '--ioctl', 'UFFDIO_CONTINUE']]) {
    test(`leaves the rest of ${question.join(' ')}`, async (t) => {
      const { root, env } = broken(t);
      const whole = await opscope([...question, '--tree', root, '--no-cache']);
      assert.equal(whole.code, 0, whole.err);
      assert.equal(whole.err, '');
      const lacking = await opscope([...question, '--tree', root, '--no-cache'], {
        env: { ...env, OPSCOPE_STRICT: '0' },
      });
      assert.equal(lacking.code, 0, lacking.err);
      assert.match(lacking.err, /^opscope: mm\/userfaultfd\.c:\d+: the run of \w+\(\) is left out: planted$/m);
      assert.ok(lacking.out.includes('UFFDIO_'), lacking.out);
      const strict = await opscope([...question, '--tree', root, '--no-cache'], { env });
      assert.equal(strict.code, 70);
      assert.match(strict.err, /planted/);
    });
  }
});
