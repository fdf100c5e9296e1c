/** Every `vm_operations_struct` table of real kernels, beside a plain search for their initialisers. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { decode } from '../../server/src/host/disk.ts';
import type { TableRow } from '../../server/src/model/answers.ts';
import { rows } from '../harness/command.ts';
import { kernelTrees } from '../harness/kernel-trees.ts';

const folders = ['mm', 'fs', 'include'];

/** A file's text with comments blanked, as `#if 0` and all other branches count but comments do not. */
function code(path: string): string {
  return decode(readFileSync(path)).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, (comment) => comment.replace(/[^\n]/g, ' '));
}

/** `file:line name` of every `struct vm_operations_struct name = {`. */
function initialisers(root: string): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path}`)
      .filter((path) => /\.[ch]$/.test(path) && statSync(join(root, path)).isFile())
      .flatMap((path) => {
        const text = code(join(root, path));
        const found = text.matchAll(/\bstruct\s+vm_operations_struct\s+(?:const\s+)?(\w+)(?:\s+__\w+)*\s*=\s*\{/g);
        return [...found].map((match) => {
          const at = match.index + match[0].indexOf(match[1] ?? '', 'struct vm_operations_struct'.length);
          return `${path}:${text.slice(0, at).split('\n').length} ${match[1]}`;
        });
      }),
  );
}

for (const { root, version } of kernelTrees) {
  test(`Linux ${version}: the same vm_operations_struct tables as a search for initialisers`, async () => {
    const args = ['tables', '--tree', root, '--ops', 'vm_operations_struct', '--folders', folders.join()];
    const found = await rows<TableRow>(args);
    const listed = found.map((each) => `${each.file}:${each.line} ${each.name}`);
    // Nothing has to be explained: no table in these folders is an array's element, a macro's, or inside another object.
    assert.deepEqual(listed.sort(), initialisers(root).sort());
    assert.ok(listed.length >= 34);
    if (version === '7.3.4') {
      assert.equal(found.filter((each) => /^(?:mm|fs)\//.test(each.file)).length, 35);
    }
  });

  test(`Linux ${version}: what the slots hold is what the source says`, async () => {
    const args = ['tables', '--tree', root, '--ops', 'vm_operations_struct', '--folders', folders.join()];
    for (const { file, name, hooks } of await rows<TableRow>(args)) {
      const lines = decode(readFileSync(join(root, file))).split('\n');
      for (const [field, slot] of Object.entries(hooks)) {
        if (slot === null) continue;
        const held = 'function' in slot ? slot.function : slot.value;
        const line = lines[slot.slotLine - 1] ?? '';
        assert.ok(
          line.includes(`.${field}`) && line.includes(held),
          `${name}.${field} in ${file}:${slot.slotLine}: ${line}`,
        );
      }
    }
  });
}
