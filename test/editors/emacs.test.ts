/** Emacs with eglot, set up as docs/editors/emacs.md says, on the sample tree. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { projectRoot } from '../harness/root.ts';
import { allocFolio, codeBlocks, makeHome } from './setup.ts';

interface Answers {
  readonly server: string;
  readonly implementation: string[];
  readonly definition: string[];
  readonly references: string[];
  readonly hover: string;
  readonly eldoc: string;
  readonly apropos: string[];
  readonly settings: string;
}

const home = makeHome();
after(() => home.remove());

let answers: Answers;

before(async () => {
  const [setUp] = codeBlocks('emacs.md', 'elisp', 'Set up');
  const [key] = codeBlocks('emacs.md', 'elisp', 'Use');
  const [settings] = codeBlocks('emacs.md', 'elisp', 'Settings');
  const init = home.write('init.el', `${setUp}\n${key}\n${settings}`);
  const script = join(projectRoot, 'test/editors/emacs.el');
  answers = await home.run<Answers>('emacs', ['--batch', '--eval', '(package-initialize)', '-l', init, '-l', script]);
});

test('the server is started', () => {
  assert.equal(answers.server, 'opscope');
});

test('implementations', () => {
  assert.deepEqual(answers.implementation, allocFolio.implementations);
});

test('definition', () => {
  assert.deepEqual(answers.definition, [allocFolio.definition]);
});

test('references', () => {
  assert.deepEqual(answers.references, allocFolio.references);
});

test('hover, and what eldoc makes of it', () => {
  for (const part of ['Gives a fresh folio', 'shmem_mfill_folio_alloc', 'unset: hugetlb']) {
    assert.ok(answers.hover.includes(part), `${part} is missing in:\n${answers.hover}`);
  }
  assert.match(answers.eldoc, /alloc_folio/);
});

test('hooks and tables by name', () => {
  assert.deepEqual(answers.apropos, ['mm/shmem.c:96']);
});

test('settings: another ops struct is answered for', () => {
  assert.match(answers.settings, /struct vm_operations_struct/);
});
