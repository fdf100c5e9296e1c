/** Every struct's dispatch sites at once, with what they can reach. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { readBatch } from '../../../server/src/features/whole-tree/batch.ts';
import { joinTargets } from '../../../server/src/features/whole-tree/join-targets.ts';
import { loadLowerer } from '../../../server/src/host/assets.ts';
import { LIKELY_FOLDERS } from '../../../server/src/index/folders.ts';
import { Snapshot } from '../../../server/src/index/snapshot.ts';
import { Resolver } from '../../../server/src/resolve/ops/ops.ts';
import { MemoryTree } from '../../harness/memory-tree.ts';
import { projectRoot } from '../../harness/root.ts';

const lowerer = loadLowerer(join(projectRoot, 'dist'));

/** `FUNCTION: STRUCT.FIELD > TARGET...`, and the function that checks the hook elsewhere; the files are read in two batches. */
async function sites(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const snapshot = Snapshot.of(
    new MemoryTree(new Map(Object.entries(files))),
    { folders: LIKELY_FOLDERS },
    await lowerer,
  );
  const paths = Object.keys(files).sort();
  const batches = [paths.slice(0, 1), paths.slice(1)].map((each) => readBatch(Resolver.of(snapshot), each, 'dispatch'));
  const joined = joinTargets(
    snapshot,
    batches.flatMap((each) => each.dispatch),
    batches.flatMap((each) => each.facts),
  );
  return joined.map(({ function: inFunction, struct, field, targets, checkedIn }) =>
    [`${inFunction}: ${struct}.${field} >`, ...targets, ...(checkedIn ? [`(${checkedIn.function})`] : [])].join(' '),
  );
}

const LAMP = 'struct lamp_ops {\n\tint (*on)(int n);\n};\n';

test('what a call can reach is filled in from all files: tables, and assignments at run time', async () => {
  const found = await sites({
    'include/linux/lamp.h': LAMP,
    'mm/a.c':
      '#include <linux/lamp.h>\nint use(struct lamp_ops *ops)\n{\n\treturn ops->on(1);\n}\n' +
      'int careful(struct lamp_ops *ops)\n{\n\treturn ops->on ? ops->on(1) : 0;\n}\n' +
      'int check(struct lamp_ops *ops)\n{\n\tif (!ops->on)\n\t\treturn 0;\n\treturn ops->on(2);\n}\n',
    'mm/b.c':
      '#include <linux/lamp.h>\nstatic int b_on(int n)\n{\n\treturn n;\n}\n' +
      'static const struct lamp_ops b_ops = {\n\t.on = b_on,\n};\n',
    'mm/c.c':
      '#include <linux/lamp.h>\nstatic int c_on(int n)\n{\n\treturn n;\n}\n' +
      'void set(struct lamp_ops *ops)\n{\n\tops->on = c_on;\n}\n',
  });
  assert.deepEqual(found, [
    'use: lamp_ops.on > b_on c_on',
    'careful: lamp_ops.on > b_on c_on',
    'check: lamp_ops.on > b_on c_on',
  ]);
});

test('structs of one tag that two files define are two', async () => {
  const own = (name: string): string =>
    `${LAMP}static int ${name}_on(int n)\n{\n\treturn n;\n}\nstatic struct lamp_ops ${name}_ops = { .on = ${name}_on };\n` +
    `int ${name}_use(struct lamp_ops *ops)\n{\n\treturn ops->on(1);\n}\n`;
  assert.deepEqual(await sites({ 'mm/a.c': own('a'), 'mm/b.c': own('b') }), [
    'a_use: lamp_ops.on > a_on',
    'b_use: lamp_ops.on > b_on',
  ]);
});

test('a call that names a table reaches that one', async () => {
  const found = await sites({
    'mm/a.c':
      `${LAMP}static int x_on(int n)\n{\n\treturn n;\n}\nstatic int y_on(int n)\n{\n\treturn n;\n}\n` +
      'static struct lamp_ops x_ops = { .on = x_on };\nstatic struct lamp_ops y_ops = { .on = y_on };\n' +
      'int use(void)\n{\n\treturn x_ops.on(1);\n}\n',
    'mm/b.c': 'int none;\n',
  });
  assert.deepEqual(found, ['use: lamp_ops.on > x_on']);
});

test('a table whose whole value a macro writes, and one that a qualified use of a macro declares, are tables', async () => {
  const text =
    `${LAMP}#define LAMP_ENTRY(name) { .on = name##_on }\n#define LAMPS { LAMP_ENTRY(a), LAMP_ENTRY(b) }\n` +
    '#define LAMP_OPS(name, fn) struct lamp_ops lamp_##name = { .on = fn }\n' +
    'static int a_on(int n)\n{\n\treturn n;\n}\nstatic int b_on(int n)\n{\n\treturn n;\n}\n' +
    'static const struct lamp_ops lamps[] = LAMPS;\nstatic const LAMP_OPS(desk, a_on);\nstatic int plain = LAMP_COUNT;\n';
  const snapshot = Snapshot.of(new MemoryTree(new Map([['mm/a.c', text]])), { folders: LIKELY_FOLDERS }, await lowerer);
  const { tables } = readBatch(Resolver.of(snapshot), ['mm/a.c'], 'tables');
  assert.deepEqual(
    tables.map(({ name, path, hooks }) => [
      name,
      path,
      hooks['on'] && 'function' in hooks['on'] && hooks['on'].function,
    ]),
    [
      ['lamps', '[0]', 'a_on'],
      ['lamps', '[1]', 'b_on'],
      ['lamp_desk', '', 'a_on'],
    ],
  );
});
