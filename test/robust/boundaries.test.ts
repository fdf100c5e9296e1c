/** What fails costs itself: each boundary with something behind it that throws, and what is left and told. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Cancelled } from '../../server/src/base/checkpoint.ts';
import { BeyondBound, setStrict } from '../../server/src/base/contain.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { SourceFile } from '../../server/src/index/file.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { visit } from '../../server/src/index/visit.ts';
import { Gaps, losing } from '../../server/src/model/gaps.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import { RULES, runRules } from '../../server/src/rules/index.ts';
import type { CheckScope, Rule } from '../../server/src/rules/rule.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});
after(() => setStrict(true));

const text = 'int f(void) { return 1; }\nint g(void) { return 2; }\n';
const fail = (): never => {
  throw new Error('broken');
};

function snapshot(): Snapshot {
  return Snapshot.of(new MemoryTree(new Map([['mm/a.c', text]])), { folders: [] }, lowerer);
}

/** Whether an unexpected failure is fatal where the program is strict, and what is told where it is not. */
function bothWays(attempt: () => readonly string[], told: readonly string[]): void {
  setStrict(false);
  assert.deepEqual(attempt(), told);
  setStrict(true);
  assert.throws(attempt, /broken/);
}

describe('a failure', () => {
  test('in a region costs the region', () => {
    const asked = (): readonly string[] => {
      const broken = (of: string, region: SourceFile['regions'][number]) =>
        region.name === 'f' ? fail() : lowerer.region(of, region);
      const file = new SourceFile('mm/a.c', text, Object.assign(Object.create(lowerer), { region: broken }));
      const names = file.regions.flatMap((region) => file.lower(region).functions.map((fn) => fn.name));
      assert.deepEqual(names, ['g']);
      return file.gaps.map((gap) => `${gap.k} ${'what' in gap ? gap.what : ''}`);
    };
    bothWays(asked, ['lost the function f()']);
  });

  test('in the cutting of a file costs the file', (t) => {
    const { charCodeAt } = String.prototype;
    const asked = (): readonly string[] => {
      const files = new Map([
        ['mm/a.c', text],
        ['mm/b.c', `${text}/* BROKEN */`],
      ]);
      const state = Snapshot.of(new MemoryTree(files), { folders: [] }, lowerer);
      const mock = t.mock.method(String.prototype, 'charCodeAt', function (this: string, index: number) {
        return this.includes('BROKEN') ? fail() : charCodeAt.call(this, index);
      });
      try {
        assert.deepEqual(
          state.search(['g']).map((path) => state.file(path)?.path),
          ['mm/a.c', undefined],
        );
        visit(state, 'mm/b.c', fail);
      } finally {
        mock.mock.restore();
      }
      return state.gaps.texts();
    };
    bothWays(asked, ['mm/b.c: the file is left out: broken']);
  });

  test('in a visit costs the file', () => {
    const asked = (): readonly string[] => {
      const state = snapshot();
      visit(state, 'mm/a.c', fail);
      return state.gaps.texts();
    };
    bothWays(asked, ['mm/a.c: the file is left out: broken']);
  });

  test('in a rule costs the rule', () => {
    const asked = (): readonly string[] => {
      const state = snapshot();
      const [first] = RULES;
      const broken: Rule = { ...(first ?? fail()), id: 'broken-rule', find: fail };
      const scope: CheckScope = { resolver: Resolver.of(state), snapshot: state, ops: [], paths: [], kbuild: fail };
      runRules(scope, [broken]);
      return state.gaps.texts();
    };
    bothWays(asked, ['the rule broken-rule is left out: broken']);
  });

  test('that a bound foresees is fatal nowhere, and a question that is taken back is no failure', () => {
    for (const strict of [true, false]) {
      setStrict(strict);
      const gaps = new Gaps();
      const costs = () => ({ what: 'it', file: null, line: null });
      const throws = (error: Error) => () =>
        losing(
          gaps,
          costs,
          () => {
            throw error;
          },
          undefined,
        );
      throws(new BeyondBound('too much'))();
      assert.deepEqual(gaps.texts(), ['it is left out: too much']);
      assert.throws(throws(new Cancelled()), Cancelled);
    }
  });
});
