/** `opscope export`: the facts are those of the other commands, each by its shape, and a file is whole or not there. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Fact } from '../../server/src/features/export/fact.ts';
import type { DispatchSite, TableRow } from '../../server/src/model/answers.ts';
import { command } from '../harness/command.ts';
import { answer, inside, rows } from '../harness/inside.ts';
import { projectRoot } from '../harness/root.ts';
import { until } from '../harness/until.ts';
import { sampleTree } from '../protocol/sample.ts';

const tree = ['--tree', sampleTree];
const folder = mkdtempSync(join(tmpdir(), 'opscope-export-'));
after(() => rmSync(folder, { recursive: true, force: true }));

type Of<K extends Fact['fact']> = Extract<Fact, { readonly fact: K }>;

/** What an export says, as lines of JSON. */
async function exported(...args: readonly string[]): Promise<readonly Fact[]> {
  const { code, out, err } = await inside(['export', ...tree, ...args]);
  assert.equal(code, 0, err);
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Fact);
}

function only<K extends Fact['fact']>(facts: readonly Fact[], kind: K): readonly Of<K>[] {
  return facts.filter((each): each is Of<K> => each.fact === kind);
}

/** A fact without what says that it is one. */
function bare<T extends Fact>({ fact: _, ...rest }: T): Omit<T, 'fact'> {
  return rest;
}

describe('the facts of the sample tree', () => {
  let facts: readonly Fact[];
  before(async () => {
    facts = await exported();
  });

  test('have the shapes that docs/schema.json gives', () => {
    const ajv = new Ajv2020({ allErrors: true, strict: false });
    ajv.addSchema(JSON.parse(readFileSync(join(projectRoot, 'docs/schema.json'), 'utf8')) as object, 'opscope');
    for (const each of facts) {
      const validate = ajv.getSchema(`opscope#/$defs/${each.fact}Fact`) ?? assert.fail(`no $defs/${each.fact}Fact`);
      assert.ok(validate(each), `${JSON.stringify(each)}: ${ajv.errorsText(validate.errors)}`);
    }
    const any = ajv.getSchema('opscope#/$defs/fact');
    assert.ok(any?.(facts[0]) && !any({ fact: 'slot' }));
  });

  test('begin with the tree, and end with their numbers', () => {
    const { version, ...first } = bare(only(facts, 'tree')[0] ?? assert.fail());
    assert.match(version, /^\d+\.\d+\.\d+$/);
    assert.deepEqual(first, { schema: 1, root: sampleTree, kernel: '7.3.0', folders: [], ops: [] });
    const last = facts.at(-1);
    assert.ok(facts[0]?.fact === 'tree' && last?.fact === 'end');
    for (const [kind, count] of Object.entries(last.counts))
      assert.equal(facts.filter((each) => each.fact === kind).length, count, kind);
    assert.equal(
      Object.values(last.counts).reduce((sum, each) => sum + each, 1),
      facts.length,
    );
  });

  test('are the rows of tables --ops all', async () => {
    const slots = only(facts, 'slot');
    const told = only(facts, 'table').map(({ fact: _, id, structId, ...row }) => {
      const own = slots.filter(({ tableId }) => tableId === id);
      const set = own.map((each) => [each.field, each.function ?? each.value, each.line, each.defined?.line ?? null]);
      return { ...row, set };
    });
    const right = (await rows<TableRow>(['tables', '--ops', 'all', ...tree])).map(
      ({ hooks, installedIn: _, ...row }) => {
        const set = Object.entries(hooks).flatMap(([field, slot]) => {
          if (slot === null) return [];
          return 'value' in slot
            ? [[field, slot.value, slot.slotLine, null]]
            : [[field, slot.function, slot.slotLine, slot.line]];
        });
        return { ...row, set };
      },
    );
    assert.deepEqual(told, right);
    assert.ok(told.length > 10);
  });

  test('are the rows of dispatch --ops all', async () => {
    const targets = only(facts, 'target');
    const told = only(facts, 'site').map(({ fact: _, id, structId, copyOf, ...site }) => {
      const own = targets.filter(({ siteId }) => siteId === id).map((each) => each.function);
      return { ...site, targets: [...new Set(own)].sort() };
    });
    const right = await rows<DispatchSite>(['dispatch', '--ops', 'all', ...tree]);
    assert.deepEqual(told, right);
    assert.ok(told.length > 5);
  });

  test('are the rows of calls, and what modules and check answer', async () => {
    const calls = await rows<{ readonly file: string }>(['calls', 'drivers', 'fs', 'include', 'mm', 'virt', ...tree]);
    const told = only(facts, 'call').map(bare);
    const order = (all: readonly { readonly file: string }[]) => all.map((each) => JSON.stringify(each)).sort();
    assert.deepEqual(order(told), order(calls));
    const { files } = await answer<{ readonly files: readonly { readonly file: string }[] }>([
      'modules',
      'drivers',
      'fs',
      'mm',
      'virt',
      ...tree,
    ]);
    assert.deepEqual(only(facts, 'module').map(bare), files);
    const { findings } = await answer<{ readonly findings: readonly unknown[] }>(['check', ...tree], [0, 1]);
    const ids = only(facts, 'finding').map(({ id }) => id);
    assert.deepEqual(
      only(facts, 'finding').map(({ fact: _, id, ...rest }) => rest),
      findings,
    );
    assert.deepEqual(
      ids,
      ids.map((_, i) => i + 1),
    );
  });

  test('name the struct of each table and member call by its number, told before', () => {
    const structs = new Map<number, string>();
    const named = (each: { readonly structId: number | null; readonly struct: string | null }): void => {
      assert.equal(structs.get(each.structId ?? assert.fail()), each.struct);
    };
    for (const each of facts) {
      if (each.fact === 'struct') structs.set(each.id, each.name);
      if (each.fact === 'field') assert.ok(structs.has(each.structId));
      if (each.fact === 'table' && each.struct !== null) named(each);
      if (each.fact === 'site' && each.kind === 'member') named(each);
    }
    assert.ok(structs.size > 2);
  });
});

describe('an export', () => {
  test('of some structs has their tables and sites alone, and every call', async () => {
    const facts = await exported('--ops', 'vm_uffd_ops,file_*');
    const structs = new Set(only(facts, 'table').map(({ struct }) => struct));
    assert.deepEqual([...structs].sort(), ['file_operations', 'vm_uffd_ops']);
    assert.deepEqual(new Set(only(facts, 'site').map(({ struct }) => struct)), new Set(['vm_uffd_ops']));
    assert.deepEqual(
      only(facts, 'struct')
        .map(({ name }) => name)
        .sort(),
      ['file_operations', 'vm_uffd_ops'],
    );
    assert.deepEqual(only(facts, 'tree')[0]?.ops, ['vm_uffd_ops', 'file_*']);
    assert.ok(only(facts, 'call').length > 100);
  });

  test('of some folders is of those', async () => {
    const facts = await exported('--folders', 'mm');
    for (const each of only(facts, 'table')) assert.match(each.file, /^(?:mm|include)\//);
    for (const each of only(facts, 'module')) assert.match(each.file, /^mm\//);
    assert.deepEqual(only(facts, 'tree')[0]?.folders, ['mm']);
  });

  test('into a file replaces it, and leaves nothing beside', async () => {
    const path = join(folder, 'facts.jsonl');
    writeFileSync(path, 'before');
    const { code, out, err } = await inside(['export', ...tree, '-o', path]);
    assert.deepEqual([code, out, err], [0, '', '']);
    assert.equal(readFileSync(path, 'utf8'), (await inside(['export', ...tree])).out);
    assert.deepEqual(readdirSync(folder), ['facts.jsonl']);
  });

  test('is refused in one line where it cannot be written', async () => {
    const other = join(folder, 'other');
    mkdirSync(other);
    symlinkSync('elsewhere', join(other, 'link'));
    for (const [path, why] of [
      [other, /other is no regular file$/],
      [join(other, 'link'), /link is no regular file$/],
      [join(folder, 'none/facts'), /facts: cannot be written: ENOENT/],
    ] as const) {
      const { code, out, err } = await inside(['export', ...tree, '--out', path]);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err.trimEnd(), why);
    }
    assert.deepEqual(readdirSync(other), ['link']);
    rmSync(other, { recursive: true });
  });

  test('says what it cannot do', async () => {
    for (const [args, why] of [
      [['--format', 'json'], /^opscope: no format "json"; export has jsonl, sqlite, scip/],
      [['--ops', 'vm_ufd_ops'], /no struct vm_ufd_ops .*did you mean vm_uffd_ops\?/],
      [['mm'], /^opscope: export takes no "mm"/],
      [['--format', 'sqlite'], /^opscope: sqlite is a file: name it with -o FILE/],
    ] as const) {
      const { code, out, err } = await inside(['export', ...tree, ...args]);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, why);
    }
  });

  test('that is ended leaves nothing', async () => {
    const large = join(folder, 'large');
    mkdirSync(join(large, 'include'), { recursive: true });
    writeFileSync(join(large, 'Makefile'), 'VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\n');
    writeFileSync(join(large, 'Kconfig'), '');
    // The file is begun with what the first of four batches says.
    const more = Array.from({ length: 200 }, (_, i) => `int f${i}(void)\n{\n\treturn f(${i});\n}\n`).join('');
    for (let i = 0; i < 190; i++)
      writeFileSync(join(large, 'include', `${i}.c`), `static int f(int n)\n{\n\treturn n;\n}\n${more}`);
    const target = join(folder, 'ended');
    mkdirSync(target);
    const child = spawn(process.execPath, [command, 'export', '--tree', large, '--no-cache', '-o', join(target, 'x')]);
    await until('the file is begun', () => readdirSync(target).length > 0);
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    assert.equal(code, 143);
    assert.deepEqual(readdirSync(target), []);
  });
});
