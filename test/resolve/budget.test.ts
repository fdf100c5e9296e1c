/** What a use of a macro may cost hangs on the use, not on those that were looked at before. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { SourceFile } from '../../server/src/index/file.ts';
import { Gaps } from '../../server/src/model/gaps.ts';
import { MacroWorks } from '../../server/src/resolve/language/macros/budget.ts';
import { projectRoot } from '../harness/root.ts';

/** How many letters a use may come to. */
function spent(works: MacroWorks, file: SourceFile): number {
  const work = works.of('M', file, 0);
  let letters = 0;
  while (work.spend(10_000)) letters += 10_000;
  return letters;
}

test('the hundredth use in a file may cost what the first may', async () => {
  const lowerer = await loadLowerer(join(projectRoot, 'dist'));
  const file = new SourceFile('mm/a.c', `${'M(x)\n'.repeat(100)}`, lowerer);
  const works = new MacroWorks(new Gaps());
  const first = spent(works, file);
  assert.ok(first > 500_000);
  for (let use = 2; use <= 100; use++) assert.equal(spent(works, file), first, `use ${use}`);
});

test('a file of more uses has less for each, but never less than is usual', async () => {
  const lowerer = await loadLowerer(join(projectRoot, 'dist'));
  const of = (count: number): number =>
    spent(new MacroWorks(new Gaps()), new SourceFile('mm/a.c', 'M(x)\n'.repeat(count), lowerer));
  assert.ok(of(1) > of(100));
  assert.ok(of(100) > of(20_000));
  assert.ok(of(20_000) > 480_000);
});
