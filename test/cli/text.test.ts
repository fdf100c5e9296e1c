/** The command as a person sees it: text forms, exit codes, and one clear line for every wrong use. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { COMMAND_NAMES } from '../../server/src/cli/main.ts';
import { command, opscope } from '../harness/command.ts';
import { inside } from '../harness/inside.ts';
import { projectRoot } from '../harness/root.ts';
import { sampleTree, scratch, treeOf } from '../protocol/sample.ts';

const tree = ['--tree', sampleTree];

/** A tree without the struct that questions are about unless told otherwise. */
const older = {
  Makefile: 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\n',
  Kconfig: '',
  'include/linux/mm.h': '',
  'mm/a.c': 'int none;\n',
};

describe('opscope matrix', () => {
  test('aligns its columns where they fit', async () => {
    const { code, out } = await inside(['matrix', ...tree, '--folders', 'mm,include']);
    assert.equal(code, 0);
    const lines = out.split('\n');
    assert.match(lines[0] ?? '', /^Linux 7\.3\.0 {2}struct vm_uffd_ops {2}include\/linux\/userfaultfd_k\.h:\d+$/);
    const head = lines.find((line) => line.startsWith('hook ')) ?? '';
    const columns = [...head.matchAll(/\S+/g)].map((match) => match.index);
    assert.equal(columns.length, 4);
    for (const line of lines.filter((each) => /^(?:can_userfault|alloc_folio|filemap_remove|table) /.test(each))) {
      for (const column of columns.slice(1)) assert.match(line.slice(column - 1, column + 1), /^ \S$/, line);
    }
  });

  test('gives each memory type a block where columns do not fit', async () => {
    const { out } = await inside(['matrix', ...tree]);
    assert.match(out, /^kvm_gmem {2}kvm_gmem_uffd_ops {2}virt\/kvm\/guest_memfd\.c:\d+ {2}CONFIG_USERFAULTFD$/m);
    assert.match(out, /^ {2}unset: filemap_remove$/m);
    assert.match(out, /^ {2}installed in: shmem_vm_ops, shmem_anon_vm_ops$/m);
  });

  test('has no colours in a pipe, with NO_COLOR or without', async () => {
    const plain = await opscope(['matrix', ...tree]);
    assert.ok(!plain.out.includes('\x1b'));
    assert.equal((await opscope(['matrix', ...tree], { env: { NO_COLOR: '1' } })).out, plain.out);
  });

  test('says so when the tree is older than the struct, which is an answer', async (t) => {
    const root = treeOf(t, older);
    const { code, out, err } = await inside(['matrix', '--tree', root]);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /This tree \(Linux [\d.]+\) has no struct vm_uffd_ops\./);
  });

  test('finds the tree around the current folder', async () => {
    const { code, out } = await opscope(['matrix'], { cwd: join(sampleTree, 'virt/kvm') });
    assert.equal(code, 0);
    assert.match(out, /kvm_gmem_folio_alloc/);
  });
});

describe('opscope tables, dispatch and explain', () => {
  test('have text forms', async () => {
    const tables = await inside(['tables', ...tree, '--format', 'text']);
    assert.match(
      tables.out,
      /^mm\/hugetlb\.c:\d+:\d+: hugetlb_uffd_ops {2}struct vm_uffd_ops {2}CONFIG_\w+\n {2}\.can_userfault = hugetlb/,
    );
    const dispatch = await inside(['dispatch', ...tree, '--format', 'text']);
    assert.match(
      dispatch.out,
      /mfill_atomic_pte_continue\(\) {2}vm_uffd_ops\.get_folio_noalloc {2}checked in mfill_get_vma/,
    );
  });

  for (const symbol of [
    'alloc_folio',
    'vm_uffd_ops.alloc_folio',
    'anon_alloc_folio',
    'anon_uffd_ops',
    'vm_uffd_ops',
    'uffd_ops',
  ]) {
    test(`explain ${symbol}`, async () => {
      const { code, out } = await inside(['explain', symbol, ...tree]);
      assert.equal(code, 0);
      assert.match(out, /vm_uffd_ops/);
      assert.doesNotMatch(out, /[`]|\*\*/);
    });
  }

  test('explain needs no option for what is of another struct', async () => {
    const { code, out } = await inside(['explain', 'shmem_fault', ...tree]);
    assert.equal(code, 0);
    assert.match(out, /^ {2}- fills vm_operations_struct\.fault for shmem /m);
    const field = await inside(['explain', 'vm_operations_struct.fault', ...tree]);
    assert.match(field.out, /^vm_operations_struct\.fault\n/);
    const table = await inside(['explain', 'shmem_vm_ops', ...tree]);
    assert.match(table.out, /^shmem_vm_ops\n/);
  });

  test('explain of a name that hooks of several structs have lists these, and how to ask for one', async () => {
    const { code, out } = await inside(['explain', 'open', ...tree]);
    assert.equal(code, 0);
    const [title, ...lines] = out.trimEnd().split('\n');
    assert.equal(title, 'open, a hook of 2 structs');
    assert.deepEqual(
      lines.map((line) => line.replace(/:\d+\)$/, ')')),
      [
        '  - vm_operations_struct.open: filled by 1 function (include/linux/mm.h)',
        '  - file_operations.open: filled by 1 function (include/linux/fs.h)',
        '  - for one of them: opscope explain vm_operations_struct.open',
      ],
    );
    assert.match((await inside(['explain', 'file_operations.open', ...tree])).out, /^file_operations\.open\n/);
    assert.match((await inside(['explain', 'fault', ...tree])).out, /^vm_operations_struct\.fault\n/, 'the only one');
  });

  test('explain of an ioctl says who serves it, and what it reaches of which memory type', async () => {
    const { code, out } = await inside(['explain', 'UFFDIO_COPY', ...tree]);
    assert.equal(code, 0);
    assert.match(out, /^UFFDIO_COPY, an ioctl\n {2}- handled in userfaultfd_ioctl\(\) \(mm\/userfaultfd\.c:\d+\)\n/);
    assert.match(out, /^ {2}- served by userfaultfd_copy\(\) \(mm\/userfaultfd\.c:\d+\)$/m);
    assert.match(
      out,
      /^ {2}- shmem: alloc_folio is shmem_mfill_folio_alloc\(\) \(mm\/shmem\.c:\d+\), if !is_vm_hugetlb_page\(state\.vma\)$/m,
    );
    assert.match(out, /^ {2}- hugetlb: hugetlb_mfill_atomic_pte\(\), called directly \(mm\/hugetlb\.c:\d+\), if /m);
    assert.doesNotMatch(out, /get_folio_noalloc/, 'that is of UFFDIO_CONTINUE');
    const none = await inside(['explain', 'UFFDIO_API', ...tree]);
    assert.match(none.out, /^ {2}- reaches no hook of vm_uffd_ops$/m);
  });

  test('explain says whether a hook that a table leaves unset is checked', async () => {
    const { out } = await inside(['explain', 'alloc_folio', ...tree]);
    assert.match(out, /^ {2}- unset: hugetlb$/m);
    assert.match(out, /^ {2}- called in __mfill_atomic_pte\(\) \(mm\/userfaultfd\.c:\d+, unguarded\)$/m);
    const checked = await inside(['explain', 'get_folio_noalloc', ...tree]);
    assert.match(checked.out, /^ {2}- called in \w+\(\) \([^,]+, (?:after a NULL check|checked in \w+\(\), [^)]+)\)$/m);
  });

  test('a struct that the tree does not have is said to be missing, with what may be meant', async () => {
    for (const command of ['tables', 'check']) {
      const { code, out, err } = await inside([command, '--ops', 'vm_operation_struct', ...tree]);
      assert.deepEqual([code, out], [2, '']);
      assert.match(
        err,
        /^opscope: Linux 7\.3\.0 has no struct vm_operation_struct in the folders read; did you mean vm_operations_struct\?\n$/,
      );
    }
  });

  test('what there is not ends with 2 and one line, which says what may be meant', async () => {
    for (const [args, expected] of [
      [['explain', 'nothing_at_all'], /^opscope: "nothing_at_all" is no hook[^\n;]*\n$/],
      [
        ['explain', 'aloc_folio', '--format', 'json'],
        /^opscope: "aloc_folio" is no hook[^\n]*; did you mean alloc_folio\?\n$/,
      ],
      [['explain', 'vm_uffd_ops.aloc_folio'], /[^\n]*; did you mean vm_uffd_ops\.alloc_folio\?\n$/],
      [['explain', 'vm_ufd_ops.alloc_folio'], /[^\n]*; did you mean vm_uffd_ops\.alloc_folio\?\n$/],
      [['graph', '--ioctl', 'UFFDIO_COPPY'], /; did you mean UFFDIO_COPY\?\n$/],
      [['graph', '--hook', 'filemap_ad'], /; did you mean filemap_add\?\n$/],
      [
        ['graph', '--from', 'mfill_get_vam'],
        /no function is called mfill_get_vam [^\n]*; did you mean mfill_get_vma or mfill_put_vma\?\n$/,
      ],
      [['graph', '--to', 'nothing_at_all'], /^opscope: no function is called nothing_at_all in this tree\n$/],
      [['explain', 'mfill_get_vam'], /; did you mean mfill_get_vma or mfill_put_vma\?\n$/],
      [['check', 'mm/shmen.c'], /^opscope: no file or folder mm\/shmen\.c in [^\n]*; did you mean mm\/shmem\.c\?\n$/],
      [['modules', 'mn/shmen.c'], /; did you mean mm\/shmem\.c\?\n$/],
      [['calls', 'driver'], /; did you mean drivers\?\n$/],
      [['check', 'shmem.c'], /; did you mean mm\/shmem\.c\?\n$/],
      [['check', '../mm'], /^opscope: no file or folder \.\.\/mm in [^\n;]*\n$/],
      [['help', 'matrxi'], /^opscope: no command "matrxi"; did you mean matrix\?\n$/],
      [['matrxi', '--help'], /^opscope: no command "matrxi"; did you mean matrix\?\n$/],
      [['matrix', '--folders', 'mmm'], /^opscope: no folder mmm in [^\n]*; did you mean mm\?\n$/],
      [['matrix', '--folders', 'drivers/misk'], /; did you mean drivers\/misc\?\n$/],
      [['matrxi'], /^opscope: no command "matrxi"; did you mean matrix\?\n$/],
      [['matrix', '-z'], /^opscope: no option -z; see opscope --help\n$/],
      [['matrix', '--quaint'], /^opscope: no option --quaint; see opscope --help\n$/],
      [['matrix', '--foldres', 'mm'], /^opscope: no option --foldres; did you mean --folders\?\n$/],
    ] as const) {
      // Options and commands that there are not are refused before a question is asked.
      const ask = /^(?:explain|graph|check|modules|calls)$/.test(args[0]) ? inside : opscope;
      const { code, out, err } = await ask([...args, ...tree]);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, expected);
    }
  });
});

describe('help and version', () => {
  const asked: readonly (readonly [readonly string[], RegExp])[] = [
    [['--help'], /^usage: opscope COMMAND/],
    [['-h'], /^usage: opscope COMMAND/],
    [['help'], /^usage: opscope COMMAND/],
    [['matrix', '--help'], /^usage: opscope matrix \[OPTIONS\]/],
    [['help', 'check'], /^usage: opscope check \[PATHS\] \[OPTIONS\].*--severity RULE=LEVEL.*--tree DIR/s],
    [['lsp', '--help'], /^usage: opscope lsp --stdio/],
  ];
  for (const [args, expected] of asked) {
    test(args.join(' '), async () => {
      const { code, out, err } = await opscope(args);
      assert.deepEqual([code, err], [0, '']);
      assert.match(out, expected);
    });
  }

  test('every command and option that there is has its line', async () => {
    const { out: overview } = await opscope(['--help']);
    const page = readFileSync(join(projectRoot, 'docs/cli.md'), 'utf8');
    for (const command of [...COMMAND_NAMES, 'mcp', 'lsp']) {
      assert.match(overview, new RegExp(`^  ${command} `, 'm'));
      assert.match(page, new RegExp(`^\\| \\[\`${command}[ \`]`, 'm'), `docs/cli.md: ${command}`);
      const { out } = await opscope([command, '--help']);
      for (const [option] of out.matchAll(/^ {2}--[\w-]+/gm)) {
        assert.match(page, new RegExp(`\`[^\`]*${option.trim()}\\b`), `docs/cli.md: ${option.trim()} of ${command}`);
      }
    }
  });

  test('--version', async () => {
    const { code, out } = await opscope(['--version']);
    assert.equal(code, 0);
    assert.match(out, /^(?:opscope )?\d+\.\d+\.\d+\n$/);
  });
});

describe('wrong use ends with 2 and one clear line', () => {
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /which command/],
    [['matrx', ...tree], /no command "matrx"/],
    [['constructor', ...tree], /no command "constructor"/],
    [['matrix', '--colour', ...tree], /--colour/],
    [['matrix', '--tree'], /--tree/],
    [['matrix', '--tree', '/no/such/folder'], /\/no\/such\/folder: no such folder/],
    [['matrix', '--tree', join(projectRoot, 'docs')], /is no kernel tree/],
    [['matrix', ...tree, '--folders', 'mm,nowhere'], /no folder nowhere/],
    [['matrix', ...tree, '--format', 'yaml'], /no format "yaml"/],
    [
      ['matrix', 'vm_operations_struct', ...tree],
      /matrix takes no "vm_operations_struct"; for another struct, --ops vm_op/,
    ],
    [['reach', '--depth', '3', ...tree], /reach has no option --depth; see opscope reach --help/],
    [['lsp'], /lsp is started by an editor: opscope lsp --stdio/],
    [['explain', ...tree], /explain takes one symbol/],
    [['explain', 'a', 'b', ...tree], /explain takes one symbol/],
  ];
  for (const [args, message] of wrong) {
    test(`opscope ${args.join(' ').replace(sampleTree, 'SAMPLE')}`, async () => {
      const { code, out, err } = await opscope(args);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, /^opscope: [^\n]+\n$/);
      assert.match(err, message);
    });
  }

  test('outside every tree', async (t) => {
    const { code, err } = await opscope(['matrix'], { cwd: scratch(t) });
    assert.equal(code, 2);
    assert.equal(err, 'opscope: no kernel tree here; name one with --tree DIR\n');
  });
});

test('a reader that goes away is no error', async () => {
  const child = spawn(process.execPath, [command, 'tables', '--ops', 'vm_operations_struct', ...tree]);
  let err = '';
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString();
  });
  child.stdout.destroy();
  const code = await new Promise((resolve) => child.once('close', resolve));
  assert.deepEqual([code, err], [0, '']);
});
