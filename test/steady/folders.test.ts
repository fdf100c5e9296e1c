/** A question of more folders never answers fewer tables. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { before, test } from 'node:test';
import { loadLowerer } from '../../server/src/host/assets.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';
import { sampleTree } from '../protocol/sample.ts';
import { takeIn } from './chains.ts';
import { CHOSEN_OPS, chosenTree } from './chosen-tree.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

function sample(): ReadonlyMap<string, string> {
  const files = readdirSync(sampleTree, { recursive: true, encoding: 'utf8' })
    .map((name) => join(sampleTree, name))
    .filter((path) => statSync(path).isFile());
  return new Map(files.map((path) => [relative(sampleTree, path), readFileSync(path, 'utf8')]));
}

/** Folders with sources in them, by their first two names at the most. */
function foldersOf(texts: ReadonlyMap<string, string>): readonly string[] {
  const paths = [...texts.keys()].filter((path) => /\/.*\.[ch]$/.test(path));
  return [...new Set(paths.map((path) => path.split('/').slice(0, -1).slice(0, 2).join('/')))];
}

function grows(name: string, texts: ReadonlyMap<string, string>, ops: readonly string[], least: number): void {
  const tree = { open: () => new MemoryTree(texts), folders: foldersOf(texts), ops, isWhole: true };
  test(name, () => {
    for (let seed = 0; seed < 6; seed++) assert.ok(takeIn(tree, lowerer, seed) >= least);
  });
}

grows('the sample tree', sample(), ['vm_uffd_ops', 'vm_operations_struct', 'file_operations'], 5);
for (let seed = 0; seed < 12; seed++) grows(`generated tree ${seed}`, chosenTree(seed), CHOSEN_OPS, 1);
