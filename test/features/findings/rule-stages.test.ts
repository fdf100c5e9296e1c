/** What is shown of findings: paths left out, severities; and findings that took long, in a text that has changed since. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { carried, changedRegions, isInvalidated } from '../../../server/src/features/findings/findings-cache.ts';
import { levelOf, pathTest, SEVERITY_KEYS } from '../../../server/src/features/findings/level.ts';
import { FILE_RULES, GRAPH_RULES } from '../../../server/src/features/findings/rule-stages.ts';
import { loadLowerer } from '../../../server/src/host/assets.ts';
import { SourceFile } from '../../../server/src/index/file.ts';
import type { CheckSettings, Finding } from '../../../server/src/model/findings.ts';
import { RULES } from '../../../server/src/rules/index.ts';
import type { Lowerer } from '../../../server/src/syntax/lower.ts';
import { projectRoot } from '../../harness/root.ts';

let loaded: Lowerer;

before(async () => {
  loaded = await loadLowerer(join(projectRoot, 'dist'));
});

const settings: CheckSettings = { enable: true, severity: {}, exclude: [], scope: 'all', base: '', patches: true };

function finding(more: Partial<Finding>): Finding {
  const place = { file: 'mm/a.c', line: 1, column: 1, endLine: 1, endColumn: 2, function: null, evidence: [] };
  return { rule: 'hook-pair', severity: 'warning', message: '', ...place, ...more };
}

describe('paths that are left out', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['drivers', 'drivers/xen/gntdev.c', true],
    ['drivers/', 'drivers/xen/gntdev.c', true],
    ['drivers', 'drivers2/a.c', false],
    ['xen', 'drivers/xen/gntdev.c', false],
    ['**/xen', 'drivers/xen/gntdev.c', true],
    ['**/xen', 'xen/a.c', true],
    ['drivers/*.c', 'drivers/xen/gntdev.c', false],
    ['drivers/*/g*.c', 'drivers/xen/gntdev.c', true],
    ['drivers/**/*.{c,h}', 'drivers/gpu/drm/i915/i915_mm.c', true],
    ['mm/?.c', 'mm/a.c', true],
    ['mm/?.c', 'mm/ab.c', false],
    ['mm/a.c', 'mm/abc', false],
    ['mm/{a', 'mm/{a', true],
    ['mm/a,b', 'mm/a,b', true],
    ['mm/{**/deep,a}.c', 'mm/x/deep.c', true],
    ['mm/{**/deep,a}.c', 'mm/b.c', false],
    ['./mm', 'mm/a.c', true],
    ['**', 'mm/a.c', true],
    // In a pattern that is gone back to for each sign, this would take longer than anybody waits.
    [`${'**/a*'.repeat(40)}/b`, `${'aa/'.repeat(400)}c`, false],
  ];
  for (const [pattern, path, expected] of cases) {
    test(`${pattern} ${expected ? 'has' : 'has not'} ${path}`, () => {
      assert.equal(pathTest([pattern])(path), expected);
    });
  }
});

describe('severities', () => {
  test('are those of the rule, the setting for the rule, and that for its group', () => {
    const types = finding({ rule: 'pgtable-in-module', group: 'types' });
    assert.equal(levelOf(types, settings), 'warning');
    assert.equal(levelOf(finding({ severity: 'info' }), settings), 'information');
    const severity = { 'pgtable-in-module': 'error', 'pgtable-in-module/types': 'off' } as const;
    assert.equal(levelOf(types, { ...settings, severity }), 'off');
    assert.equal(levelOf({ ...types, group: 'lock' }, { ...settings, severity }), 'error');
    // A group that is off by itself stays off when its rule is set.
    assert.equal(levelOf({ ...types, group: 'attributes' }, { ...settings, severity }), 'off');
  });

  test('can be set for every rule', () => {
    for (const { id } of RULES) assert.ok(SEVERITY_KEYS.includes(id), id);
  });

  test('rules that are told apart by name exist', () => {
    const ids = RULES.map(({ id }) => id);
    for (const each of [...FILE_RULES, ...GRAPH_RULES]) assert.ok(ids.includes(each), each);
  });
});

describe('findings that took long', () => {
  const text = 'int a;\n\nint f(void)\n{\n\treturn a;\n}\n\nint g(void)\n{\n\treturn 1;\n}\n';

  test('move with their line, and go with it', async () => {
    const own = { file: 'mm/a.c', line: 5, message: '' };
    const at = [finding({ line: 5, endLine: 5, evidence: [own, { ...own, file: 'mm/b.c' }] })];
    const [was, moved, gone] = [text, `\n\n${text}`, text.replace('return a', 'return b')].map(
      (each) => new SourceFile('mm/a.c', each, loaded),
    );
    assert.ok(was && moved && gone);
    const [found] = carried(at, was, moved);
    assert.deepEqual([found?.line, found?.evidence.map(({ line }) => line)], [7, [7, 5]]);
    assert.deepEqual(carried(at, was, gone), []);
    const elsewhere = [finding({ file: 'mm/b.c', line: 9, endLine: 9, evidence: [own] })];
    const [other] = carried(elsewhere, was, moved);
    assert.deepEqual([other?.line, other?.evidence.map(({ line }) => line)], [9, [7]]);
  });

  const edits: readonly (readonly [string, string, boolean])[] = [
    ['in a function that is followed', text.replace('return a', 'return 2'), true],
    ['in another function', text.replace('return 1', 'return 2'), false],
    ['by which another function calls a hook', text.replace('return 1', 'return ops->open()'), true],
    ['above both', `\n\n${text}`, false],
    ['of an object', text.replace('int a', 'long a'), true],
    ['that takes the function away', text.slice(0, text.indexOf('int f')), true],
  ];
  for (const [what, edited, expected] of edits) {
    test(`are ${expected ? 'made anew' : 'kept'} after an edit ${what}`, () => {
      const [was, now] = [text, edited].map((each) => new SourceFile('mm/a.c', each, loaded));
      assert.ok(was && now);
      const followed = { functions: new Set(['f']), words: new Set(['open']) };
      assert.equal(isInvalidated(followed, changedRegions(was, now)), expected);
    });
  }

  const twice = '#ifdef A\nint f(void)\n{\n}\n#else\nint f(void)\n{\n}\n#endif\n';
  const regions: readonly (readonly [string, string | null, string | null, boolean])[] = [
    ['of two that are alike one goes', twice, twice.replace('int f(void)\n{\n}\n', ''), true],
    ['the condition around a function changes', twice, twice.replace('#ifdef A', '#ifdef B'), true],
    ['two of a name change places', 'int a = 1;\nint a = 2;\n', 'int a = 2;\nint a = 1;\n', true],
    ['two functions change places', `${twice}int g(void)\n{\n}\n`, `int g(void)\n{\n}\n${twice}`, false],
    ['a file comes', null, twice, true],
    ['a file goes', twice, null, true],
    ['a file comes that has to do with nothing', null, 'int g(void)\n{\n}\n', false],
  ];
  for (const [what, before, after, expected] of regions) {
    test(`are ${expected ? 'made anew' : 'kept'} where ${what}`, () => {
      const [was, now] = [before, after].map((each) => each && new SourceFile('mm/a.c', each, loaded));
      const followed = { functions: new Set(['f']), words: new Set<string>() };
      assert.equal(isInvalidated(followed, changedRegions(was || null, now || null)), expected);
    });
  }
});
