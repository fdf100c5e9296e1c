/** The plugin for Neovim, on the sample tree: what its commands show in buffers of their own. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { projectRoot } from '../harness/root.ts';
import { makeHome } from './setup.ts';

interface Answers {
  readonly config: { readonly cmd: string[]; readonly filetypes: string[]; readonly root_markers: string[] };
  readonly before: string;
  readonly matrix: string[];
  readonly other: string[];
  readonly reach: string[];
  readonly explain: string[];
  readonly named: string[];
  readonly graph: string[];
  readonly readonly: string;
  readonly jump: string;
  readonly atCursor: string[];
  readonly unknown: string;
  readonly link: string;
}

const home = makeHome();
after(() => home.remove());

let answers: Answers;

before(async () => {
  const plugin = join(projectRoot, 'editors/nvim');
  const init = home.write('init.lua', `vim.opt.runtimepath:append('${plugin}')\n`);
  const script = join(projectRoot, 'test/editors/neovim-plugin.lua');
  answers = await home.run<Answers>('nvim', ['--headless', '--clean', '-u', init, '-S', script]);
});

test('lsp/opscope.lua says how the server is started', () => {
  assert.deepEqual(answers.config.cmd, ['opscope', 'lsp', '--stdio']);
  assert.deepEqual(answers.config.root_markers, ['MAINTAINERS']);
  assert.ok(answers.config.filetypes.includes('c') && answers.config.filetypes.includes('cpp'));
});

test(':OpscopeMatrix shows the matrix, as wide as the window', () => {
  assert.match(answers.matrix[0] ?? '', /^Linux 7\.3\.0 {2}struct vm_uffd_ops /);
  assert.ok(answers.matrix.some((line) => /^alloc_folio +- +shmem_mfill_folio_alloc /.test(line)));
  assert.match(answers.other[0] ?? '', /struct file_operations/);
});

test(':OpscopeReach shows what ioctls run', () => {
  assert.match(answers.reach[0] ?? '', /^userfaultfd_ioctl\(\)/);
});

test(':OpscopeGraph shows a graph of a name, or of what the cursor is on', () => {
  assert.match(answers.graph[0] ?? '', /^UFFDIO_COPY {2}mm\/userfaultfd\.c:\d+$/);
  assert.match(answers.atCursor.join('\n'), /alloc_folio/);
  assert.equal(answers.readonly, 'nofile');
});

test(':OpscopeExplain says what a hover says, or what is known of a name', () => {
  assert.equal(answers.explain[0], 'vm_uffd_ops.alloc_folio');
  assert.equal(answers.named[0], 'UFFDIO_COPY, an ioctl');
});

test('Enter goes to the place that a line names', () => {
  assert.match(answers.jump, /^mm\/shmem\.c:\d+$/);
});

test(':OpscopeLink puts the address of the line into a register', () => {
  assert.match(answers.link, /^https:\/\/elixir\.bootlin\.com\/linux\/v7\.3\/source\/mm\/shmem\.c#L98$/);
});

test('what cannot be answered is said', () => {
  assert.equal(answers.before, 'opscope: no server runs; open a file of a kernel tree first');
  assert.match(answers.unknown, /^opscope: .*nothing_of_the_name/);
});
