/** Neovim without plugins, set up as docs/editors/neovim.md says, on the sample tree. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { projectRoot } from '../harness/root.ts';
import { allocFolio, codeBlocks, makeHome } from './setup.ts';

interface Answers {
  readonly clients: string[];
  readonly implementation: string[];
  readonly definition: string[];
  readonly references: string[];
  readonly hover: string[];
  readonly lenses: string[];
  readonly lensPlaces: string[];
  readonly lensJump: string;
  readonly header: string[];
  readonly symbols: string[];
  readonly edited: string[];
  readonly findings: string[];
  readonly action: string;
  readonly suppressed: string[];
}

const home = makeHome();
after(() => home.remove());

let answers: Answers;

before(async () => {
  const setUp = [
    ...codeBlocks('neovim.md', 'lua', 'Neovim 0.7 to 0.10'),
    ...codeBlocks('neovim.md', 'lua', 'Lenses, hints and keys'),
  ];
  const init = home.write('init.lua', setUp.join('\n'));
  const script = join(projectRoot, 'test/editors/neovim.lua');
  answers = await home.run<Answers>('nvim', ['--headless', '--clean', '-u', init, '-S', script]);
});

test('one server runs for the tree', () => {
  assert.deepEqual(answers.clients, ['opscope']);
});

test('implementations come into the quickfix list', () => {
  assert.deepEqual(answers.implementation, allocFolio.implementations);
});

test('definition jumps', () => {
  assert.deepEqual(answers.definition, [allocFolio.definition]);
});

test('references come into the quickfix list', () => {
  assert.deepEqual(answers.references, allocFolio.references);
});

test('hover shows in a window', () => {
  const text = answers.hover.join('\n');
  for (const part of ['Gives a fresh folio', 'shmem_mfill_folio_alloc', 'unset: hugetlb']) {
    assert.ok(text.includes(part), `${part} is missing in:\n${text}`);
  }
});

test('lenses are there', () => {
  assert.equal(answers.lenses.length, 6);
  assert.ok(answers.lenses.includes('65: vm_uffd_ops.alloc_folio for shmem · also anon, kvm_gmem'));
});

test('a lens with several places lists them, one with a single place goes there', () => {
  assert.deepEqual(answers.lensPlaces, ['mm/userfaultfd.c:38', 'virt/kvm/guest_memfd.c:47']);
  assert.equal(answers.lensJump, 'virt/kvm/guest_memfd.c:42');
});

test('headers, which Neovim takes for C++, are answered for', () => {
  assert.ok(answers.header.includes('31: alloc_folio: shmem, anon, kvm_gmem · 1 call'), answers.header.join('\n'));
});

test('workspace symbols', () => {
  assert.deepEqual(answers.symbols, ['mm/shmem.c:96']);
});

test('an edit that is not written changes the lenses', () => {
  assert.ok(
    answers.edited.some((lens) => lens.includes('shmem: 4 of 5 hooks')),
    answers.edited.join('\n'),
  );
});

test('findings are diagnostics, and a code action that suppresses one takes it away', () => {
  assert.deepEqual(
    answers.findings,
    [17, 21, 23, 32].map((line) => `${line}: pgtable-in-module, opscope`),
  );
  assert.equal(answers.action, 'Ignore pgtable-in-module in all of glimpse_map_one(), with a reason');
  // The line above the head of a function is about the whole function.
  assert.equal(answers.suppressed.length, 1);
});
