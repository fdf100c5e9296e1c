/** `opscope export --format scip`: read by the library of protocol buffers and by their compiler, and sound by what SCIP asks of an index. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import {
  type Document,
  file_scip,
  type Index,
  IndexSchema,
  PositionEncoding,
  SymbolInformation_Kind,
  SymbolRole,
} from '@c4312/scip/scip_pb.js';
import { opscope } from '../harness/command.ts';
import { sampleTree, treeOf } from '../protocol/sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'opscope-scip-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** The index of a tree, as it is written. */
async function exported(tree: string): Promise<Buffer> {
  const path = join(folder, 'index.scip');
  const { code, err } = await opscope(['export', '--tree', tree, '--format', 'scip', '-o', path]);
  assert.deepEqual([code, err], [0, '']);
  assert.deepEqual(readdirSync(folder), ['index.scip']);
  const bytes = readFileSync(path);
  rmSync(path);
  return bytes;
}

let bytes: Buffer;
let index: Index;
before(async () => {
  bytes = await exported(sampleTree);
  index = fromBinary(IndexSchema, bytes);
});

const UFFD = 'opscope . linux 7.3.0 `include/linux/userfaultfd_k.h`/vm_uffd_ops#';

/** What is told of a symbol at places: with a role, as `file:line`. */
function places(symbol: string, role: SymbolRole): readonly string[] {
  return index.documents.flatMap(({ relativePath, occurrences }) =>
    occurrences
      .filter((each) => each.symbol === symbol && each.symbolRoles === role)
      .map(({ range, overrideDocumentation }) =>
        `${relativePath}:${(range[0] ?? 0) + 1} ${overrideDocumentation}`.trim(),
      ),
  );
}

describe('the index of the sample tree', () => {
  test('says what made it, and of what', () => {
    assert.equal(index.metadata?.toolInfo?.name, 'opscope');
    assert.equal(index.metadata.projectRoot, pathToFileURL(sampleTree).href);
    for (const each of index.documents) {
      assert.equal(each.positionEncoding, PositionEncoding.UTF16CodeUnitOffsetFromLineStart);
      assert.equal(each.language, 'C');
    }
  });

  test('has a hook as a field, slots as writes of it and calls as reads', () => {
    const hook = `${UFFD}alloc_folio.`;
    const [field] = index.documents.flatMap(({ symbols }) => symbols).filter(({ symbol }) => symbol === hook);
    assert.equal(field?.kind, SymbolInformation_Kind.Field);
    assert.match(field.signatureDocumentation?.text ?? '', /^struct folio \*\(\*alloc_folio\)\(/);
    assert.deepEqual(
      places(hook, SymbolRole.Definition).map((each) => each.replace(/\d+/, 'N')),
      ['include/linux/userfaultfd_k.h:N'],
    );
    assert.deepEqual(places(hook, SymbolRole.WriteAccess), [
      'mm/shmem.c:98 `shmem_uffd_ops` (shmem) holds `shmem_mfill_folio_alloc`, under `CONFIG_USERFAULTFD`.',
      'mm/userfaultfd.c:45 `anon_uffd_ops` (anon) holds `anon_alloc_folio`.',
      'virt/kvm/guest_memfd.c:66 `kvm_gmem_uffd_ops` (kvm_gmem) holds `kvm_gmem_folio_alloc`, under `CONFIG_USERFAULTFD`.',
    ]);
    assert.deepEqual(places(hook, SymbolRole.ReadAccess), [
      'mm/userfaultfd.c:134 A call of `vm_uffd_ops.alloc_folio`, unguarded.',
    ]);
  });

  test('has what a function fills, with memory type and condition', () => {
    const [fn] = index.documents.flatMap(({ symbols }) =>
      symbols.filter(({ displayName }) => displayName === 'shmem_mfill_folio_alloc'),
    );
    assert.equal(fn?.kind, SymbolInformation_Kind.Function);
    assert.deepEqual(fn.documentation, [
      'Fills `vm_uffd_ops.alloc_folio` of `shmem_uffd_ops` (shmem), under `CONFIG_USERFAULTFD`.',
      'Always built in, on arm64, x86, as `CONFIG_SHMEM` decides. `mm/Makefile:3` says so.',
      'Defined under `CONFIG_USERFAULTFD`.',
    ]);
    assert.deepEqual(
      fn.relationships.map(({ symbol, isImplementation, isReference }) => [symbol, isImplementation, isReference]),
      [[`${UFFD}alloc_folio.`, true, true]],
    );
  });

  test('has at each place what the symbol is called', () => {
    const names = new Map(
      index.documents.flatMap(({ symbols }) => symbols.map((each) => [each.symbol, each.displayName])),
    );
    for (const { relativePath, occurrences } of index.documents) {
      const lines = readFileSync(join(sampleTree, relativePath), 'utf8').split('\n');
      for (const { range, symbol } of occurrences) {
        // A file has its place before the first letter, and a rule what it finds.
        if (/[/:]$/.test(symbol)) continue;
        const [line = 0, start = 0, end = 0] = range;
        // A system call's name is a part of that of its function.
        const name = names.get(symbol)?.replace(/^__do_sys_/, '');
        assert.equal(lines[line]?.slice(start, end), name, `${relativePath}:${line + 1}`);
      }
    }
  });

  test('is read by protoc as by the library, with nothing that it does not know', () => {
    const types = join(folder, 'types');
    writeFileSync(
      types,
      toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file: [file_scip.proto] })),
    );
    const protoc = (does: string, input: Uint8Array | string) => {
      const { status, stdout, stderr } = spawnSync(
        'protoc',
        [`--descriptor_set_in=${types}`, `--${does}=scip.Index`, 'scip.proto'],
        {
          input,
        },
      );
      assert.deepEqual([status, stderr.toString()], [0, '']);
      return stdout;
    };
    const text = protoc('decode', bytes).toString();
    rmSync(types, { force: false });
    assert.doesNotMatch(text, /^\s*\d+[:{ ]/m);
    assert.equal(
      text.match(/^ {2}occurrences \{$/gm)?.length,
      index.documents.flatMap((each) => each.occurrences).length,
    );
    const related = index.documents.flatMap(({ symbols }) => symbols.flatMap(({ relationships }) => relationships));
    assert.equal(text.match(/^ {4}relationships \{$/gm)?.length, related.length);
  });

  test('is the same from one run to the next', async () => {
    assert.ok((await exported(sampleTree)).equals(bytes));
  });
});

/** A symbol as SCIP writes them: names with other letters than the simple ones stand between backticks. */
const SYMBOL = /^opscope \. linux \S+ (?:(?:[\w+$-]+|`(?:[^`]|``)*[^\w+$`-](?:[^`]|``)*`)(?:\/|#|\.|:|\(\)\.))+$/;

/** What `scip lint` looks for, in words of our own. */
function problems({ documents, externalSymbols }: Index): readonly string[] {
  const known = new Map<string, string>();
  const found: string[] = externalSymbols.map(({ symbol }) => `${symbol} is in no document`);
  for (const { relativePath, symbols } of documents) {
    for (const { symbol } of symbols) {
      if (known.has(symbol)) found.push(`${symbol} is told in ${known.get(symbol)} and in ${relativePath}`);
      if (!SYMBOL.test(symbol)) found.push(`${symbol} is no symbol`);
      known.set(symbol, relativePath);
    }
  }
  if (new Set(documents.map(({ relativePath }) => relativePath)).size < documents.length)
    found.push('a document is there twice');
  return [...found, ...documents.flatMap((each) => documentProblems(each, known))];
}

function documentProblems(each: Document, known: ReadonlyMap<string, string>): readonly string[] {
  const keys = each.occurrences.map(({ symbol, range, symbolRoles }) => `${symbol} ${range} ${symbolRoles}`);
  const related = each.symbols.flatMap(({ symbol, relationships }) =>
    relationships.map((to) => `${symbol} ${to.symbol}`),
  );
  const named = [
    ...each.occurrences.map(({ symbol }) => symbol),
    ...each.symbols.flatMap(({ relationships }) => relationships.map(({ symbol }) => symbol)),
  ];
  return [
    ...[...keys, ...related].filter((key, i, all) => all.indexOf(key) !== i).map((key) => `${key} is there twice`),
    ...named.filter((symbol) => !known.has(symbol)).map((symbol) => `nothing is said of ${symbol}`),
    ...each.occurrences.flatMap(({ range: [line = -1, from = -1, to = -1], symbol }) =>
      line < 0 || from < 0 || (symbol.endsWith('/') ? `${line} ${from} ${to}` !== '0 0 0' : to <= from)
        ? [`${symbol} is at ${line}:${from}-${to}`]
        : [],
    ),
  ];
}

/** Two tables from one use of a macro, one of two branches, literals, functions that are nowhere, odd names of files. */
const odd = {
  Makefile: 'VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\n',
  Kconfig: '',
  'include/lamp.h':
    'struct lamp_ops {\n\tint (*on)(int n);\n\tint (*off)(int n);\n};\nstruct bulb { struct { int (*glow)(int n); } ops; };\n' +
    '#define LAMPS(n) struct lamp_ops n##_a = { .on = nowhere }; struct lamp_ops n##_b = { .on = nowhere, .off = far }\n',
  'mm/a b.c':
    '#include "../include/lamp.h"\nLAMPS(desk);\nint near(int n)\n{\n\treturn n;\n}\n#ifdef CONFIG_A\nstruct lamp_ops one = { near, far };\n#else\n' +
    'struct lamp_ops one = { .on = near };\n#endif\nstruct lamp_ops *two = &(struct lamp_ops){ .on = near };\n' +
    'struct lamp_ops many[] = { { .on = near }, { .off = near } };\nstruct bulb b = { .ops = { .glow = near } };\n' +
    'int use(struct lamp_ops *o, struct bulb *b)\n{\n\tif (o->on)\n\t\to->on(1);\n\treturn b->ops.glow(2) + o->off(3);\n}\n',
  'mm/far.c': 'int far(int n)\n{\n\treturn n;\n}\n',
};

describe('an index', () => {
  test('is sound', () => {
    assert.deepEqual(problems(index), []);
    assert.ok(index.documents.length > 8);
  });

  test('of odd code is sound, too', async (t) => {
    const found = fromBinary(IndexSchema, await exported(treeOf(t, odd)));
    assert.deepEqual(problems(found), []);
    const symbols = found.documents.flatMap((each) =>
      each.symbols.map(({ symbol }) => symbol.slice('opscope . linux 7.3.0 '.length)),
    );
    for (const each of ['`mm/a b.c`/one.', '`mm/a b.c`/`many[1]`.', '`mm/far.c`/far().', 'nowhere().'])
      assert.ok(symbols.includes(each), `${each} in ${symbols.join('\n')}`);
  });
});

test('a call of a copy reads the hook, where the variable holds no other', async (t) => {
  const code = `struct lamp_ops {
	int (*run)(int n);
	int (*stop)(int n);
};
int held(const struct lamp_ops *ops) { int (*f)(int n) = ops->run; return f ? f(1) : 0; }
int either(const struct lamp_ops *ops, int n) { int (*g)(int n) = ops->run; if (n) g = ops->stop; return g(n); }
`;
  const files = { Makefile: 'VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\n', Kconfig: '', 'mm/lamp.c': code };
  const { documents } = fromBinary(IndexSchema, await exported(treeOf(t, files)));
  const reads = documents.flatMap(({ occurrences }) =>
    occurrences.filter(({ symbolRoles }) => symbolRoles === SymbolRole.ReadAccess),
  );
  const lines = code.split('\n');
  assert.deepEqual(
    reads.map(({ symbol, range: [line = 0, from, to], overrideDocumentation }) => [
      symbol.slice(symbol.lastIndexOf('/') + 1),
      lines[line]?.slice(from, to),
      line + 1,
      ...overrideDocumentation,
    ]),
    [['lamp_ops#run.', 'f', 5, 'A call of `lamp_ops.run`, by its copy `f`, guarded.']],
  );
});
