/** Code as deep, as long and as circular as nobody writes it: it costs its own place, that is told, and the rest answers. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { CodeLensRequest, HoverRequest } from 'vscode-languageserver/node';
import { check, PLAIN_QUERY } from '../../server/src/features/findings/check.ts';
import { reach } from '../../server/src/features/graph/ioctl-reach.ts';
import { dispatchSites } from '../../server/src/features/tables/dispatch-sites.ts';
import { tableRows } from '../../server/src/features/tables/table-rows.ts';
import { readBatch } from '../../server/src/features/whole-tree/batch.ts';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { LIKELY_FOLDERS } from '../../server/src/index/folders.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';
import { inside } from '../harness/inside.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { projectRoot } from '../harness/root.ts';
import { cursor, sampleCopy, sampleText, sampleTree, serveApart } from '../protocol/sample.ts';
import { CIRCULAR, LONG, NESTED } from './nasty.ts';

const path = 'mm/shmem.c';
const info = { root: '/tree', version: '' };
const ops = ['vm_uffd_ops'];

/** The texts of the sample tree. */
function sample(): Map<string, string> {
  const names = readdirSync(sampleTree, { recursive: true, withFileTypes: true });
  const files = names.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  return new Map(files.map((file) => [file.slice(sampleTree.length + 1), readFileSync(file, 'utf8')]));
}

const texts = sample();
let plain: Snapshot;
before(async () => {
  plain = Snapshot.of(new MemoryTree(texts), { folders: LIKELY_FOLDERS }, await loadLowerer(join(projectRoot, 'dist')));
});

/** A state of the sample tree with more text in one of its files; of the others it has what was read of them before. */
function nasty(text: string): Snapshot {
  const files = new Map([...texts, [path, `${texts.get(path)}\n${text}\n`]]);
  return plain.next(new MemoryTree(files), [path]);
}

/** What every question answers, as far as it is not about the text that was added. */
function answersOf(text: string): object {
  const snapshot = nasty(text);
  const at = (): Resolver => Resolver.of(snapshot);
  const isOurs = (name: string | null): boolean => !/nasty|^f\d|^n[ab]|^n\d/.test(name ?? '');
  const batch = readBatch(at(), [path], 'tables');
  return {
    tables: [...tableRows(at(), ops)].flatMap(({ name }) => (isOurs(name) ? [name] : [])),
    every: batch.tables.flatMap(({ name }) => (isOurs(name) && name !== '' ? [name] : [])),
    sites: dispatchSites(at().ops('vm_uffd_ops')).flatMap((site) => (isOurs(site.function) ? [site.function] : [])),
    everySite: readBatch(at(), ['mm/userfaultfd.c', path], 'dispatch').dispatch.flatMap((site) =>
      isOurs(site.function) ? [site.function] : [],
    ),
    ioctls: reach(at(), ops, info).ioctls.map(({ name }) => name),
    findings: check(snapshot, { ...PLAIN_QUERY, ops }, info).findings.flatMap((each) =>
      isOurs(each.function) && isOurs(each.message) ? [each.message] : [],
    ),
  };
}

/** Whether the calls of a text are answered, or told to be missing. */
function isHonest(text: string): boolean {
  const snapshot = nasty(text);
  const { dispatch } = readBatch(Resolver.of(snapshot), [path], 'dispatch');
  return dispatch.some((site) => site.function.startsWith('nasty')) || snapshot.gaps.texts().length > 0;
}

const whole = new Map<string, object>();
const wholeAnswers = (): object => {
  const known = whole.get('') ?? answersOf('');
  whole.set('', known);
  return known;
};

describe('the other answers stay', () => {
  for (const depth of [750, 3000]) {
    for (const [name, text] of NESTED)
      test(`${name}, ${depth} deep`, () => assert.deepEqual(answersOf(text(depth)), wholeAnswers()));
  }
  for (const [name, text] of LONG) test(`5,000 ${name}`, () => assert.deepEqual(answersOf(text(5000)), wholeAnswers()));
  for (const [name, text] of CIRCULAR) test(name, () => assert.deepEqual(answersOf(text), wholeAnswers()));
});

describe('what is lost is told', () => {
  for (const depth of [1000, 20_000]) {
    for (const [name, text] of NESTED) {
      const isCall = /^static int nasty\(/.test(text(1)) && text(1).includes('can_userfault');
      if (isCall && !/ in a chain$/.test(name)) test(`${name}, ${depth} deep`, () => assert.ok(isHonest(text(depth))));
    }
  }

  test('by the command, with the place and the reason', async (t) => {
    const root = sampleCopy(t);
    for (const [name, text] of NESTED) {
      if (!['braces', 'parentheses', 'arrows', 'statement expressions'].includes(name)) continue;
      writeFileSync(join(root, path), `${sampleText(path)}\n${text(100_000)}`);
      const { code, err, out } = await inside(['dispatch', '--ops', 'all', '--tree', root]);
      assert.equal(code, 0, err);
      assert.notEqual(out, '');
      const told =
        /^opscope: mm\/shmem\.c:\d+: the function nasty\(\) is left out: it is nested deeper than \d+ levels\n$/;
      if (err !== '') assert.match(err, told, name);
    }
  });
});

describe('an editor', () => {
  test('gets lenses and hovers beside each of them', async (t) => {
    const server = await serveApart(t);
    await server.open(path);
    const at = {
      textDocument: server.document(path),
      position: cursor(path, '.alloc_folio = shmem|_mfill_folio_alloc'),
    };
    const hover = await server.request(HoverRequest.type, at);
    const titles = async () =>
      ((await server.request(CodeLensRequest.type, at)) ?? []).map((lens) => lens.command?.title).filter(Boolean);
    const lenses = await titles();
    assert.ok(hover && lenses.length > 0);
    for (const [name, text] of [...NESTED, ...LONG]) {
      await server.change(path, `${sampleText(path)}\n${text(3000)}\n`);
      assert.deepEqual(await server.request(HoverRequest.type, at), hover, name);
      assert.deepEqual((await titles()).slice(0, lenses.length), lenses, name);
    }
    assert.equal(server.stderr(), '');
  });
});
