/** What an index in SCIP says of direct calls, modules and findings, against the commands that tell them. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fromBinary } from '@bufbuild/protobuf';
import {
  type Index,
  IndexSchema,
  type Occurrence,
  Severity,
  SymbolInformation_Kind,
  SymbolRole,
} from '@c4312/scip/scip_pb.js';
import type { ModulesAnswer } from '../../server/src/features/modules.ts';
import type { Finding } from '../../server/src/model/findings.ts';
import type { DirectCall } from '../../server/src/model/graph-answers.ts';
import { opscope, rows } from '../harness/command.ts';
import { sampleTree, treeOf } from '../protocol/sample.ts';

const HEAD = 'opscope . linux 7.3.0 ';
const folder = mkdtempSync(join(tmpdir(), 'opscope-scip-calls-'));
after(() => rmSync(folder, { recursive: true, force: true }));

async function exported(tree: string, ...args: readonly string[]): Promise<Index> {
  const path = join(folder, 'index.scip');
  const { code, err } = await opscope(['export', '--tree', tree, '--format', 'scip', '-o', path, ...args]);
  assert.deepEqual([code, err], [0, '']);
  return fromBinary(IndexSchema, readFileSync(path));
}

/** Line and column from 1 of both ends of a range. */
function ends(range: readonly number[]): readonly [number, number, number, number] {
  const [line = 0, from = 0, third = 0, fourth] = range;
  return fourth === undefined ? [line + 1, from + 1, line + 1, third + 1] : [line + 1, from + 1, third + 1, fourth + 1];
}

function holds(outer: Occurrence, inner: Occurrence): boolean {
  const [line, from, end, to] = ends(outer.enclosingRange);
  const [at, column] = ends(inner.range);
  return (at > line || (at === line && column >= from)) && (at < end || (at === end && column < to));
}

/** Every direct call, by what the index has: the function around it is the definition whose enclosing range has it. */
function calls({ documents }: Index): readonly string[] {
  const names = new Map(documents.flatMap(({ symbols }) => symbols.map((each) => [each.symbol, each.displayName])));
  return documents.flatMap(({ relativePath, occurrences }) => {
    const around = occurrences.filter(({ enclosingRange }) => enclosingRange.length > 0);
    const called = occurrences.filter(({ symbol, symbolRoles }) => symbolRoles === 0 && symbol.endsWith('().'));
    return called.map((call) => {
      const callers = around.filter((each) => holds(each, call)).map(({ symbol }) => names.get(symbol));
      return `${relativePath}:${ends(call.range).slice(0, 2).join(':')} ${callers.join()} -> ${call.symbol}`;
    });
  });
}

function told({ caller, callee, file, line, column, calleeFile }: DirectCall): string {
  return `${file}:${line}:${column} ${caller} -> ${HEAD}\`${calleeFile}\`/${callee}().`;
}

describe('an index in SCIP', () => {
  let index: Index;
  before(async () => {
    index = await exported(sampleTree);
  });

  test('has each direct call as an occurrence in the enclosing range of its caller', async () => {
    const right = await rows<DirectCall>(['calls', '.', '--tree', sampleTree]);
    assert.ok(right.length > 100);
    assert.deepEqual([...calls(index)].sort(), right.map(told).sort());
  });

  test('says of each C file what it is built as', async () => {
    const { out } = await opscope(['modules', '.', '--tree', sampleTree, '--format', 'json']);
    const { files } = JSON.parse(out) as ModulesAnswer;
    const symbols = index.documents.flatMap((each) => each.symbols);
    const known = symbols.filter(({ kind }) => kind === SymbolInformation_Kind.File);
    assert.deepEqual(
      known.map(({ displayName }) => displayName),
      files.map(({ file }) => file),
    );
    for (const { file } of files) {
      const [first] = index.documents.find(({ relativePath }) => relativePath === file)?.occurrences ?? [];
      assert.deepEqual([first?.symbol, first?.range], [`${HEAD}\`${file}\`/`, [0, 0, 0]]);
    }
    const of = (path: string) => known.find(({ displayName }) => displayName === path)?.documentation;
    assert.deepEqual(of('drivers/misc/glimpse/glimpse.c'), [
      'Can be part of a module on arm64, x86, and built in on arm64, x86, as `CONFIG_GLIMPSE` decides. `drivers/misc/glimpse/Makefile:2` says so.',
    ]);
    assert.deepEqual(of('mm/memory.c'), ['Always built in, on arm64, x86. `mm/Makefile:2` says so.']);
  });

  test('has each finding as a diagnostic of its rule, where it is, with the evidence', async () => {
    const { out } = await opscope(['check', '--tree', sampleTree, '--format', 'json']);
    const { findings } = JSON.parse(out) as { findings: readonly Finding[] };
    const found = index.documents.flatMap(({ relativePath, occurrences }) =>
      occurrences.flatMap(({ symbol, range, diagnostics, overrideDocumentation }) =>
        diagnostics.map(({ code, message, severity, source }) => {
          assert.deepEqual([source, symbol], ['opscope', `${HEAD}rules/${code}:`]);
          assert.ok(overrideDocumentation.join().includes(message));
          return [relativePath, ...ends(range), code, message, Severity[severity]];
        }),
      ),
    );
    assert.deepEqual(
      found,
      findings.map(({ rule, group, message, severity, ...at }) => {
        const code = group === undefined ? rule : `${rule}/${group}`;
        const worth = { error: 'Error', warning: 'Warning', info: 'Information', hint: 'Hint' }[severity];
        return [at.file, at.line, at.column, at.endLine, at.endColumn, code, message, worth];
      }),
    );
    const [unguarded] = index.documents.flatMap(({ occurrences }) =>
      occurrences.filter(({ symbol }) => symbol === `${HEAD}rules/hook-pair:`),
    );
    assert.match(unguarded?.overrideDocumentation.join() ?? '', /^- `[\w./]+:\d+`: /m);
  });
});

/** A function that is defined behind who calls it, one in two branches, one of a header, one that is only declared, one out of the folders. */
const odd = {
  Makefile: 'VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\n',
  Kconfig: '',
  'include/lamp.h':
    'int declared(int n);\nint other(int n);\nstatic inline int inlined(int n) { return declared(n); }\n',
  'lib/other.c': 'int other(int n)\n{\n\treturn n;\n}\n',
  'mm/a.c':
    '#include "../include/lamp.h"\nint late(int n);\nint one(int n) { return late(n); } int two(int n) { return inlined(n) + other(n) + one(n); }\n' +
    '#ifdef CONFIG_A\nint late(int n)\n{\n\treturn declared(n);\n}\n#else\nint late(int n)\n{\n\treturn 0;\n}\n#endif\n',
};

test('calls are told apart by the functions around them, and lead to where the function is defined or declared', async (t) => {
  const index = await exported(treeOf(t, odd), '--folders', 'mm');
  assert.deepEqual(calls(index), [
    `mm/a.c:3:25 one -> ${HEAD}\`mm/a.c\`/late().`,
    `mm/a.c:3:60 two -> ${HEAD}\`include/lamp.h\`/inlined().`,
    `mm/a.c:3:73 two -> ${HEAD}\`include/lamp.h\`/other().`,
    `mm/a.c:3:84 two -> ${HEAD}\`mm/a.c\`/one().`,
    `mm/a.c:7:9 late -> ${HEAD}\`include/lamp.h\`/declared().`,
  ]);
  const places = (role: SymbolRole) =>
    index.documents.flatMap(({ relativePath, occurrences }) =>
      occurrences
        .filter(({ symbolRoles }) => symbolRoles === role)
        .map(
          ({ symbol, range, enclosingRange }) =>
            `${relativePath}:${ends(range)[0]} ${symbol.split('/').at(-1)} ${enclosingRange}`,
        ),
    );
  // A declaration defines nothing.
  assert.deepEqual(places(SymbolRole.ForwardDefinition), [
    'include/lamp.h:2 other(). ',
    'include/lamp.h:1 declared(). ',
  ]);
  assert.deepEqual(places(SymbolRole.Definition), [
    'include/lamp.h:3 inlined(). ',
    'mm/a.c:1  ',
    'mm/a.c:3 one(). 2,0,34',
    'mm/a.c:3 two(). 2,35,92',
    'mm/a.c:5 late(). 4,0,7,1',
    'mm/a.c:10 late(). 9,0,12,1',
  ]);
});
