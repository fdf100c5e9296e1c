/** 10,000 broken kernel files through the command, and 10,000 through an editor: none may end either, or hold it up. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { CodeLensRequest, HoverRequest } from 'vscode-languageserver/node';
import { decode } from '../../server/src/host/disk.ts';
import { inside } from '../harness/inside.ts';
import { kernelTrees } from '../harness/kernel-trees.ts';
import { rounds } from '../harness/nightly.ts';
import { projectRoot } from '../harness/root.ts';
import { sampleCopy, sampleText, sampleTree, serveApart } from '../protocol/sample.ts';
import { mutate } from './mutate.ts';
import { random } from './random.ts';
import { splinters } from './splinters.ts';

/** Larger files would only make the same mistakes more slowly. */
const maxBytes = 12_000;

/** Mutants in one tree: a run of the command looks at all of them. */
const each = 250;

/** Nothing here takes a tenth of it, on a busy machine either. */
const patience = { timeout: rounds(7_200_000, 600_000) };

/** Small C files with an initialiser or a call through a member, those of one folder far from each other. */
const sources = (() => {
  const [newest] = kernelTrees;
  const root = newest?.root ?? sampleTree;
  const folders = newest ? ['mm', 'fs', 'virt', 'ipc', 'kernel', 'net/core', 'drivers/gpio'] : ['mm', 'fs', 'virt'];
  const all = folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(root, folder, path)),
    )
    .filter((path) => /\.[ch]$/.test(path) && statSync(path).isFile() && statSync(path).size <= maxBytes)
    .sort();
  return all.map((_, i) => all[(i * 617) % all.length] ?? '');
})();

/** The mutant of a number. */
function mutant(number: number): string {
  const text = decode(readFileSync(sources[number % sources.length] ?? ''));
  return mutate(text, splinters, random(number));
}

/** A copy of the sample tree with mutants beside its files. */
function treeOf(t: TestContext, first: number): string {
  const root = sampleCopy(t);
  mkdirSync(join(root, 'mm/broken'));
  for (let i = first; i < first + each; i++) writeFileSync(join(root, `mm/broken/m${i}.c`), mutant(i));
  cpSync(join(projectRoot, 'test/trees/sample/include'), join(root, 'include'), { recursive: true });
  return root;
}

const asked = [
  ['tables', '--ops', 'all'],
  ['dispatch', '--ops', 'all'],
  ['matrix'],
  ['check', '.'],
  ['calls', 'mm'],
  ['modules', 'mm'],
];

test('the command answers about trees of broken files', patience, async (t) => {
  const whole = await inside(['matrix', '--tree', sampleTree, '--format', 'json']);
  const types = (out: string) =>
    (JSON.parse(out) as { tables: { memoryType: string; file: string }[] }).tables
      .filter(({ file }) => !file.startsWith('mm/broken/'))
      .map(({ memoryType }) => memoryType);
  for (let first = 0; first < rounds(10_000, each); first += each) {
    const root = treeOf(t, first);
    for (const [verb = '', ...rest] of asked) {
      const { code, out, err } = await inside([verb, ...rest, '--tree', root, '--no-cache', '--format', 'json']);
      assert.ok(
        code === 0 || code === 1,
        `${verb} of mutants ${first} to ${first + each - 1}: ${code}\n${err.slice(-2000)}`,
      );
      if (verb === 'matrix') assert.deepEqual(types(out), types(whole.out), `mutants from ${first} on`);
    }
  }
});

/** A tree whose own files are broken, one in four: what leads from one to the other is only half there. */
function brokenTree(t: TestContext, number: number): string {
  const root = sampleCopy(t);
  const next = random(number);
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  for (const path of paths.filter((each) => /\.[ch]$/.test(each))) {
    if (next() > 1 / 4) continue;
    writeFileSync(join(root, path), mutate(readFileSync(join(root, path), 'utf8'), splinters, next));
  }
  return root;
}

const followed = [
  ['check', 'mm', 'fs', 'virt'],
  ['reach'],
  ['graph', '--hook', 'vm_operations_struct.fault'],
  ['graph', '--hook', 'can_userfault'],
  ['graph', '--from', 'handle_mm_fault'],
  ['explain', 'vm_operations_struct'],
  ['explain', 'can_userfault'],
];

test('what leads through a tree is followed where it is broken', patience, async (t) => {
  for (let number = 0; number < rounds(1000, 3); number++) {
    const root = brokenTree(t, number);
    for (const args of followed) {
      const { code, err } = await inside([...args, '--tree', root, '--no-cache', '--format', 'json']);
      // What a name was can be gone with its declaration.
      assert.ok(
        code === 0 || code === 1 || (code === 2 && /^opscope: [^\n]*\n$/.test(err)),
        `${args.join(' ')} of ${number}: ${code}\n${err.slice(-2000)}`,
      );
    }
  }
});

test('a server answers after each of many broken texts', patience, async (t) => {
  const server = await serveApart(t);
  const path = 'mm/shmem.c';
  const textDocument = server.document(path);
  const text = sampleText(path);
  await server.open(path);
  const right = (await server.request(CodeLensRequest.type, { textDocument }))?.length;
  for (let number = 0; number < rounds(10_000, 300); number++) {
    await server.change(path, number % 2 === 0 ? mutant(number) : mutate(text, splinters, random(number)));
    const position = { line: number % 40, character: number % 12 };
    await Promise.all([
      server.request(CodeLensRequest.type, { textDocument }),
      server.request(HoverRequest.type, { textDocument, position }),
    ]);
  }
  await server.change(path, text);
  assert.equal((await server.request(CodeLensRequest.type, { textDocument }))?.length, right);
});
