/** The ops structs that patterns stand for. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { opsNames } from '../../server/src/features/ops-names.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { LIKELY_FOLDERS } from '../../server/src/index/folders.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

const LONG = `${'a_'.repeat(3000)}z`;

function matching(...wanted: string[]): readonly string[] {
  const structs = ['door_ops', 'door_knob_ops', 'window_operations', LONG].map(
    (name) => `struct ${name} { int (*open)(void); };\nstruct ${name}_state { int open; };\n`,
  );
  const tree = new MemoryTree(new Map([['mm/house.c', structs.join('')]]));
  return opsNames(Resolver.of(Snapshot.of(tree, { folders: LIKELY_FOLDERS }, lowerer)), wanted);
}

const cases: readonly (readonly [pattern: string, names: readonly string[]])[] = [
  ['*_ops', ['door_knob_ops', 'door_ops']],
  ['door_*', ['door_knob_ops', 'door_ops']],
  ['*_op*', ['door_knob_ops', 'door_ops', 'window_operations']],
  ['d*_k*_*s', ['door_knob_ops']],
  ['d*r*_*o*s', ['door_knob_ops', 'door_ops']],
  ['????_ops', ['door_ops']],
  ['*[d]*_*o*s', []],
  ['*', [LONG, 'door_knob_ops', 'door_ops', 'window_operations']],
];

for (const [pattern, names] of cases) {
  test(`${pattern} stands for ${names.length} structs`, () => assert.deepEqual(matching(pattern), names));
}

test('many stars take no longer on long names', () => {
  // If each star were gone back to, this would not end.
  assert.deepEqual(matching(`${'*a'.repeat(40)}*b`), []);
});
