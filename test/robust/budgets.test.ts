/** Code whose reading would double with every line: the rest of the tree is answered in full, and the cut is told. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { Matrix } from '../../server/src/model/answers.ts';
import { answer, inside } from '../harness/inside.ts';
import { sampleCopy } from '../protocol/sample.ts';

/** How often the doubling doubles: more than any machine could write out. */
const TIMES = 40;

const ops = `
struct dial_ops { int (*turn)(int); };
static int turn(int x) { return x; }
static const struct dial_ops dial = { .turn = turn };
extern const struct dial_ops *dial_of(int);
`;

const nested = (arg: string): string => `${'D('.repeat(TIMES)}${arg}${')'.repeat(TIMES)}`;

/** Macros \`L0\` to \`L39\`, each made of the next one, which \`last\` ends. */
function chain(body: (next: string) => string, last: string, params = ''): string {
  const name = (i: number): string => (i < TIMES ? `L${i}` : last);
  return Array.from({ length: TIMES }, (_, i) => `#define L${i}${params} ${body(name(i + 1))}`).join('\n');
}

const user = (expr: string): string => `\nint use(const struct dial_ops *a) { return (${expr})->turn(1); }\n`;

const cases: Readonly<Record<string, string>> = {
  'through arguments': `#define D(x) (x)+(x)${user(nested('a'))}`,
  'through the arms of a condition': `#define D(x) ((x) ? (x) : (x))${user(nested('a'))}`,
  'through names': `${chain((next) => `(${next})+(${next})`, 'a')}${user('dial_of(L0)')}`,
  'through names side by side': `${chain((next) => `${next} ${next}`, 'a')}${user('dial_of(L0)')}L0(x)\n`,
  'through lists of uses': `${chain((next) => `${next}(X) ${next}(X)`, 'X', '(X)')}
#define S(x) static struct dial_ops t_##x = { .turn = turn };
L0(S)
static struct dial_ops other = { L0(S) };\n`,
  'through slots': `${chain((next) => `${next}, ${next}`, '.turn = turn')}\nstatic struct dial_ops other = { L0 };\n`,
  'through the rest of the arguments': `${chain((next) => `${next}(__VA_ARGS__, __VA_ARGS__)`, 'dial_of', '(...)')}${user('L0(1)')}`,
  'through a paste': `#define D(x) x x\n#define P_(a, b) a##b\n#define P(a, b) P_(a, b)
#define T(n) static struct dial_ops P(n, b) = { .turn = turn };${user(`dial_of(P(${nested('a')}, b))`)}T(${nested('a')})\n`,
  'through _Generic': `#define D(x) _Generic((x), int: (x), default: (x))${user(nested('a'))}`,
  'through typeof': `#define D(x) ({ typeof(x) _a = (x); typeof(x) _b = (x); _a > _b ? _a : _b; })${user(nested('a'))}`,
};

function tree(t: TestContext, code: string): string {
  const root = sampleCopy(t);
  writeFileSync(join(root, 'mm/dial.c'), `${ops}${code}`);
  return root;
}

describe('macros that double', () => {
  for (const [name, code] of Object.entries(cases)) {
    test(`${name}: tables and calls beside them are found`, async (t) => {
      const root = tree(t, code);
      const tables = await inside(['tables', '--ops', 'dial_ops', '--tree', root]);
      assert.equal(tables.code, 0, tables.err);
      assert.match(tables.out, / dial {2}struct /);
      const calls = await inside(['dispatch', '--ops', 'all', '--tree', root]);
      assert.equal(calls.code, 0, calls.err);
      assert.match(calls.out, /^mm\/userfaultfd.c:/m);
    });
  }

  test('what a function calls is cut, and that is told', async (t) => {
    const root = tree(t, cases['through the arms of a condition'] ?? '');
    const { code, err } = await inside(['graph', '--from', 'use', '--tree', root]);
    assert.equal(code, 0);
    assert.match(err, /^opscope: mm\/dial\.c:7: what use\(\) calls is cut at [\d,]+ calls$/m);
  });

  test('an expansion is cut, and that is told', async (t) => {
    const root = tree(t, cases['through a paste'] ?? '');
    const { code, err } = await inside(['tables', '--ops', 'dial_ops', '--tree', root]);
    assert.equal(code, 0);
    assert.match(err, /^opscope: mm\/dial\.c:\d+: the expansion of T is cut at [\d,]+ letters$/m);
  });

  test('nothing else is told of the tree', async (t) => {
    const matrix = await answer<Matrix & { notes: readonly string[] }>(['matrix', '--tree', tree(t, ops)]);
    assert.deepEqual(matrix.notes, []);
  });
});
