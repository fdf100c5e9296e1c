/** How far rules follow calls, and what is told where these go on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lines } from '../robust/deep.ts';
import { findings, toldOf } from './tree.ts';

const HEAD = '#include <linux/ops.h>\n';

/** A hook of a module, and a way of some calls from it to what is done at its end. */
function wayTo(calls: number, end: string): string {
  const chain = lines(calls, (i) => {
    const at = calls - 1 - i;
    return `static int f${at}(struct folio *folio) { return ${at + 1 < calls ? `f${at + 1}(folio)` : end}; }`;
  });
  return `${HEAD}${chain}\nstatic const struct vm_uffd_ops a_uffd_ops = { .filemap_add = f0 };\n`;
}

async function rulesOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await findings(files)).map(({ rule }) => rule);
}

test('page-table internals behind a hook', async () => {
  const of = (calls: number) => ({ 'fs/a.c': wayTo(calls, 'set_pte_at(0, 0, 0, 0)') });
  assert.ok((await rulesOf(of(30))).includes('pgtable-in-hook'));
  assert.deepEqual(await toldOf(of(30)), []);
  assert.ok((await toldOf(of(60))).includes('fs/a.c:61: pgtable-in-hook for f0() is cut at 40 calls in each other'));
});

test('functions behind a hook that are not exported', async () => {
  const core = { 'mm/core.c': `${HEAD}int secret(struct folio *folio) { return 0; }\n` };
  const of = (calls: number) => ({ ...core, 'fs/a.c': wayTo(calls, 'secret(folio)') });
  assert.ok((await rulesOf(of(30))).includes('hook-unexported-call'));
  assert.ok(
    (await toldOf(of(60))).includes('fs/a.c:61: hook-unexported-call for f0() is cut at 40 calls in each other'),
  );
});

test('the ways to a call that is not checked', async () => {
  const of = (callers: number) => ({
    'mm/core.c': `${HEAD}static int add(struct folio *folio) { return 1; }
static const struct vm_uffd_ops shmem_uffd_ops = { .filemap_add = add };
static const struct vm_uffd_ops anon_uffd_ops = { };
static int call(const struct vm_uffd_ops *ops) { return ops->filemap_add(0); }
${lines(callers, (i) => `int g${i}(const struct vm_uffd_ops *ops) { return call(ops); }`)}\n`,
  });
  assert.ok((await rulesOf(of(20))).includes('hook-unguarded'));
  assert.deepEqual(await toldOf(of(20)), []);
  assert.deepEqual(await toldOf(of(500)), [
    'the search for the ways to the calls of vm_uffd_ops.filemap_add is cut at 400 functions',
  ]);
});
