/** What stops after so many steps is read to its end where there are fewer, and told of where there are more. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { readBatch } from '../../server/src/features/whole-tree/batch.ts';
import { joinTargets } from '../../server/src/features/whole-tree/join-targets.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { gapText } from '../../server/src/model/gaps.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';
import { DEEP, DIAL } from './deep.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

interface Answer {
  /** `function: hook` of each call, and `table: function` of each table. */
  readonly found: readonly string[];
  readonly told: readonly string[];
}

/** What all tables and calls of a file are, when every struct is asked for, and when one is. */
function answersFor(code: string): readonly [all: Answer, one: Answer] {
  return [everything(code), ofOne(code)];
}

function resolverFor(code: string): Resolver {
  const tree = new MemoryTree(new Map([['mm/a.c', DIAL + code]]));
  return Resolver.of(Snapshot.of(tree, { folders: ['mm'] }, lowerer));
}

function everything(code: string): Answer {
  const resolver = resolverFor(code);
  const { tables } = readBatch(resolver, ['mm/a.c'], 'tables');
  const { dispatch, gaps } = readBatch(resolver, ['mm/a.c'], 'dispatch');
  const slots = tables.flatMap(({ name, hooks }) =>
    Object.values(hooks).flatMap((slot) => (slot && 'function' in slot ? [`${name}: ${slot.function}`] : [])),
  );
  return {
    found: [...dispatch.map((each) => `${each.function}: ${each.field}`), ...slots],
    told: gaps.map(gapText),
  };
}

function ofOne(code: string): Answer {
  const resolver = resolverFor(code);
  const ops = resolver.ops('dial_ops');
  const slots = ops
    .tables()
    .flatMap(({ name, slots }) =>
      slots.flatMap(({ value }) => (value.k === 'function' ? [`${name}: ${value.name}`] : [])),
    );
  const calls = ops.uses().calls.map((each) => `${each.inFunction}: ${each.field}`);
  return { found: [...calls, ...slots], told: resolver.snapshot.gaps.texts() };
}

const NAMES = /^the search for names of dial_ops is cut at 100 that stand for each other$/;

/** Without places, which the cases need not count. */
const bare = (told: readonly string[]): string[] => told.map((text) => text.replace(/^mm\/a\.c:(?:\d+:)? /, ''));

describe('far in', () => {
  for (const [name, { code, few, found, many, told }] of Object.entries(DEEP)) {
    test(`${name}: ${few} are read, and ${many} are told of`, () => {
      for (const answer of answersFor(code(few))) assert.deepEqual(answer, { found: [found], told: [] });
      const [all, one] = answersFor(code(many));
      assert.ok(bare(all.told).includes(told), all.told.join('\n'));
      assert.ok(!all.found.includes(found));
      // A name of the struct may be too far away from it, too: then nothing is read that uses it.
      assert.ok(bare(one.told).some((text) => text === told || NAMES.test(text)) || one.found.includes(found));
    });
  }
});

describe('a macro that uses itself is left alone, as C does, and nothing is told of it', () => {
  const cases: Readonly<Record<string, string>> = {
    'by its name': '#define dial dial\n#define turn turn\n',
    'with an argument': '#define turn_it(a) turn_it(a)\n#define turn turn\n',
    'and another one': '#define turn_it(a) it_turn(a)\n#define it_turn(a) turn_it(a)\n',
  };
  for (const [name, code] of Object.entries(cases)) {
    test(name, () => {
      const user = 'int use(struct dial_ops *dial) { return turn_it(dial)->turn(1) + dial->turn(2); }\n';
      const table = 'static const struct dial_ops d = { .turn = turn };\n';
      for (const answer of answersFor(`${code}struct dial_ops *turn_it(struct dial_ops *);\n${user}${table}`)) {
        assert.deepEqual(answer.told, []);
        assert.ok(answer.found.includes('use: turn'));
      }
    });
  }

  test('types that stand for each other, too', () => {
    const types = 'typedef one two;\ntypedef two one;\n#define tag_a tag_b\n#define tag_b tag_a\n';
    const users = 'int use(one *a, struct tag_a *b) { return a->turn(1) + b->turn(2); }\n';
    for (const answer of answersFor(types + users)) assert.deepEqual(answer, { found: [], told: [] });
  });
});

describe('without a bound', () => {
  test('a hook that is copied on and on', () => {
    const names = Array.from({ length: 12 }, (_, i) => `s${11 - i}`);
    const structs = names.map((name) => `struct ${name} { int (*op)(int); };`).join('\n');
    const copies = names
      .slice(1)
      .map((name, i) => `void c${i}(struct ${names[i]} *to, struct ${name} *from) { to->op = from->op; to->op(1); }`);
    const first = 'void first(struct s0 *to, struct dial_ops *ops) { to->op = ops->turn; to->op(1); }';
    const last = 'int use(struct s11 *a) { return a->op(1); }';
    const code = [structs, ...copies, first, last, 'static const struct dial_ops dial = { .turn = turn };'].join('\n');
    const resolver = resolverFor(code);
    const { dispatch, facts } = readBatch(resolver, ['mm/a.c'], 'dispatch');
    const targets = new Map(joinTargets(resolver.snapshot, dispatch, facts).map((site) => [site.struct, site.targets]));
    assert.equal(targets.size, 12);
    for (const [struct, each] of targets) assert.deepEqual(each, ['turn'], `${struct}`);
  });
});
