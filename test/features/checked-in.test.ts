/** In which other function a hook is checked on the way to its call: asked of one struct, and of all. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { dispatchSites } from '../../server/src/features/tables/dispatch-sites.ts';
import { readBatch } from '../../server/src/features/whole-tree/batch.ts';
import { joinTargets } from '../../server/src/features/whole-tree/join-targets.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { LIKELY_FOLDERS } from '../../server/src/index/folders.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import type { DispatchSite } from '../../server/src/model/answers.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';

const lowerer = loadLowerer(join(projectRoot, 'dist'));

const HEADER = '#pragma once\nstruct lamp_ops { int (*on)(int n); };\nint light(struct lamp_ops *ops);\n';
const CALL = 'static int call(struct lamp_ops *ops) { return ops->on(1); }\n';
const CHECK = 'static int check(struct lamp_ops *ops) { if (!ops->on) return -1; return 0; }\n';

/** `FUNCTION < CHECKER` for each call that is not checked where it stands; "-" where nothing on the way checks. */
async function checkers(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const all = Object.entries({ 'include/linux/lamp.h': HEADER, ...files }).map(
    ([path, text]) => [path, path.endsWith('.c') ? `#include <linux/lamp.h>\n${text}` : text] as const,
  );
  const snapshot = Snapshot.of(new MemoryTree(new Map(all)), { folders: LIKELY_FOLDERS }, await lowerer);
  const resolver = Resolver.of(snapshot);
  const { dispatch, facts } = readBatch(resolver, Object.keys(files), 'dispatch');
  const said = (sites: readonly DispatchSite[]): readonly string[] =>
    sites.filter((each) => !each.guarded).map((each) => `${each.function} < ${each.checkedIn?.function ?? '-'}`);
  const one = said(dispatchSites(resolver.ops('lamp_ops')));
  assert.deepEqual(said(joinTargets(snapshot, dispatch, facts)), one);
  return one;
}

describe('a hook is checked in another function', () => {
  for (const { title, files, expected } of [
    {
      title: 'that calls the one with the call',
      files: { 'mm/a.c': `${CALL}int top(struct lamp_ops *ops) { if (!ops->on) return -1; return call(ops); }\n` },
      expected: ['call < top'],
    },
    {
      title: 'that a function above both calls first',
      files: { 'mm/a.c': `${CALL}${CHECK}int top(struct lamp_ops *ops) { return check(ops) ?: call(ops); }\n` },
      expected: ['call < check'],
    },
    {
      title: 'that comes to both again by another way',
      files: {
        'mm/a.c':
          `${CHECK}static int call(struct lamp_ops *ops) { check(ops); return ops->on(1); }\n` +
          'int top(struct lamp_ops *ops) { return call(ops); }\n',
      },
      expected: ['call < check'],
    },
    {
      title: 'through a helper, on the way to a function that a macro makes',
      files: {
        'mm/a.c':
          `${CHECK}static int get(struct lamp_ops *ops) { return check(ops); }\n` +
          '#define PROXY(name) static int proxy_##name(struct lamp_ops *ops) { get(ops); return ops->name(1); }\n' +
          'PROXY(on);\n',
      },
      expected: ['proxy_on < check'],
    },
    {
      title: 'in the file that calls into this one',
      files: {
        'mm/a.c': `${CALL}int light(struct lamp_ops *ops) { return call(ops); }\n`,
        'mm/b.c': 'int top(struct lamp_ops *ops) { if (!ops->on) return -1; ops->on(0); return light(ops); }\n',
      },
      expected: ['call < top'],
    },
    {
      title: 'in a file that this one calls into',
      files: {
        'mm/a.c': 'int use(struct lamp_ops *ops) { light(ops); return ops->on(1); }\n',
        'mm/b.c': 'int light(struct lamp_ops *ops) { if (!ops->on) return -1; return ops->on(0); }\n',
      },
      expected: ['use < light'],
    },
  ])
    test(title, async () => assert.deepEqual(await checkers(files), expected));
});

describe('a hook is checked in no other function on the way', () => {
  for (const { title, files } of [
    { title: 'beside it', files: { 'mm/a.c': CALL + CHECK } },
    {
      title: 'behind the call',
      files: { 'mm/a.c': `${CALL}${CHECK}int top(void *ops) { call(ops); return check(ops); }\n` },
    },
    {
      title: 'in a comment',
      files: { 'mm/a.c': `${CALL}${CHECK}int top(void *ops) { /* check(ops) */ return call(ops); }\n` },
    },
    {
      title: 'in a static function of another file with the name of one that is called here',
      files: {
        'mm/a.c': `int check(void *);\n${CALL}int top(void *ops) { check(ops); return call(ops); }\n`,
        'mm/b.c': CHECK,
      },
    },
    {
      title: 'in one that is called twice, behind the call each time',
      files: {
        'mm/a.c':
          `${CALL}${CHECK}static int both(void *ops) { call(ops); return check(ops); }\n` +
          'int top(void *ops) { both(ops); return both(ops); }\n',
      },
    },
  ])
    test(title, async () => assert.deepEqual(await checkers(files), ['call < -']));
});
