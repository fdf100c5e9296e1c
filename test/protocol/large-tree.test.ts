/** A tree that takes long to read: what is likely to have an answer comes first, and every count is the tree's in the end. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import {
  CodeLensRequest,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  ImplementationRequest,
  InlayHintRequest,
  type Location,
} from 'vscode-languageserver/node';
import type { Matrix } from '../../server/src/model/answers.ts';
import type { StatusParams } from '../../server/src/protocol/requests.ts';
import { answer } from '../harness/inside.ts';
import type { TestServer } from '../harness/lsp-client.ts';
import { named, offsetOf, positionAt, sampleText, sampleTree, scratch, serveApart } from './sample.ts';

/** As many files as are read in several threads. */
const FILES = 16_000;

const header = 'include/linux/userfaultfd_k.h';
const late = 'drivers/late/late.c';
const text = `#include <linux/userfaultfd_k.h>
static bool late_can_userfault(struct vm_area_struct *vma, unsigned long flags) { return true; }
const struct vm_uffd_ops late_uffd_ops = { .can_userfault = late_can_userfault };
`;

const folder = mkdtempSync(join(tmpdir(), 'opscope-large-'));
const root = join(folder, 'linux');

before(() => {
  cpSync(sampleTree, root, { recursive: true });
  mkdirSync(join(root, 'drivers/late'), { recursive: true });
  writeFileSync(join(root, late), text);
  for (let file = 0; file < FILES; file++) {
    const inside = join(root, `lib/many/${file % 100}`);
    if (file < 100) mkdirSync(inside, { recursive: true });
    writeFileSync(join(inside, `h${file}.h`), '');
  }
});
after(() => rmSync(folder, { recursive: true, force: true }));

const complete = 'can_userfault: late, hugetlb, shmem, anon, kvm_gmem · 1 call';

async function firstLens(server: TestServer): Promise<string> {
  const found = await server.request(CodeLensRequest.type, { textDocument: server.document(header) });
  return found?.[0]?.command?.title ?? '';
}

/** The first lens when all of the tree is there. */
async function lastLens(server: TestServer): Promise<string> {
  await server.waitFor<StatusParams>('opscope/status', ({ state }) => state === 'ready');
  return firstLens(server);
}

async function implementations(server: TestServer): Promise<string[]> {
  const declaration = positionAt(sampleText(header), offsetOf(sampleText(header), 'bool (*can_user|fault)('));
  const found = await server.request(ImplementationRequest.type, {
    textDocument: server.document(header),
    position: declaration,
  });
  return named(root, Array.isArray(found) ? (found as Location[]) : []);
}

/** The same as the command has it, from what is on disk now. */
async function filled(): Promise<string[]> {
  const { tables } = await answer<Matrix>(['matrix', '--tree', root, '--no-cache']);
  const found = tables.flatMap(({ hooks }) => {
    const slot = hooks['can_userfault'];
    return slot && 'function' in slot ? [`${slot.file} ${slot.function}`] : [];
  });
  return found.sort();
}

const more = 'drivers/late/more.c';
const gone = 'virt/kvm/guest_memfd.c';

/** Checks out another version of the tree: a table is renamed, one is new, one is gone. */
async function switchTree(server: TestServer): Promise<void> {
  writeFileSync(join(root, late), text.replaceAll('late_', 'later_'));
  writeFileSync(join(root, more), text.replaceAll('late_', 'more_'));
  rmSync(join(root, gone));
  await tell(server, [FileChangeType.Changed, FileChangeType.Created, FileChangeType.Deleted]);
}

async function switchBack(server: TestServer): Promise<void> {
  putBack();
  await tell(server, [FileChangeType.Changed, FileChangeType.Deleted, FileChangeType.Created]);
}

function putBack(): void {
  writeFileSync(join(root, late), text);
  rmSync(join(root, more), { force: true });
  cpSync(join(sampleTree, gone), join(root, gone));
}

/** What became of the three files. */
async function tell(server: TestServer, types: readonly FileChangeType[]): Promise<void> {
  const changes = [late, more, gone].flatMap((path, i) => {
    const type = types[i];
    return type ? [{ uri: server.document(path).uri, type }] : [];
  });
  await server.notify(DidChangeWatchedFilesNotification.type, { changes });
}

const cacheOf = (t: TestContext): string => join(scratch(t), 'cache');

describe('a large tree', () => {
  test('has the answer of a part at once, which says so, and that of all in the end', async (t) => {
    const server = await serveApart(t, { root, cacheFolder: cacheOf(t) });
    const first = await firstLens(server);
    // The machine may have been so slow that all of it is there.
    if (first !== complete) assert.equal(first, 'can_userfault: hugetlb, shmem, anon, kvm_gmem · 1 call so far');
    await server.waitFor<{ value: { message?: string } }>('$/progress', ({ value }) =>
      /^reading the whole tree: [\d,]+ files, /.test(value.message ?? ''),
    );
    assert.equal(await lastLens(server), complete);
  });

  test('has hints of a part at once, which say so, and those of all in the end', async (t) => {
    const server = await serveApart(t, { root, cacheFolder: cacheOf(t) });
    const hints = async (): Promise<string[]> => {
      const range = { start: { line: 0, character: 0 }, end: { line: 600, character: 0 } };
      const params = { textDocument: server.document('mm/userfaultfd.c'), range };
      return ((await server.request(InlayHintRequest.type, params)) ?? []).map((each) => `${each.label}`);
    };
    const first = await hints();
    await server.waitFor<StatusParams>('opscope/status', ({ state }) => state === 'ready');
    const last = await hints();
    assert.ok(last.includes('→ 5 memory types'), last.join());
    // The machine may have been so slow that all of it is there.
    if (first.join() !== last.join()) for (const each of first) assert.match(each, /^→ .* so far$/);
    for (const each of last) assert.doesNotMatch(each, /so far/);
  });

  test('has complete lists, whoever asks how early', async (t) => {
    const server = await serveApart(t, { root, cacheFolder: cacheOf(t) });
    const found = await implementations(server);
    assert.deepEqual(found, await filled());
    assert.ok(found.includes(`${late} late_can_userfault`));
  });

  test('has lists in parts for a client that takes them, those near first, and each place once', async (t) => {
    const server = await serveApart(t, { root, cacheFolder: cacheOf(t) });
    const shmem = sampleText('mm/shmem.c');
    const params = {
      textDocument: server.document('mm/shmem.c'),
      position: positionAt(shmem, offsetOf(shmem, '.can_user|fault = shmem_can')),
    };
    const last = await server.request(ImplementationRequest.type, { ...params, partialResultToken: 'parts' });
    const parts: string[][] = [];
    while (server.unread('$/progress') > 0) {
      const { token, value } = await server.waitFor<{ token: unknown; value: unknown }>('$/progress');
      if (token === 'parts') parts.push(named(root, value as Location[]));
    }
    const all = await server.request(ImplementationRequest.type, params);
    assert.deepEqual(last, []);
    assert.deepEqual(
      parts[0]?.map((each) => each.split('/')[0]),
      ['mm', 'mm', 'mm'],
    );
    assert.deepEqual(parts.at(-1), [`${late} late_can_userfault`]);
    assert.deepEqual(parts.flat().sort(), named(root, Array.isArray(all) ? (all as Location[]) : []).sort());
  });

  test('is answered for while somebody types and a file goes', async (t) => {
    const server = await serveApart(t, { root, cacheFolder: cacheOf(t) });
    await server.open('mm/hugetlb.c');
    t.after(() => writeFileSync(join(root, late), text));
    rmSync(join(root, late));
    await server.notify(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: server.document(late).uri, type: FileChangeType.Deleted }],
    });
    const hugetlb = sampleText('mm/hugetlb.c');
    for (let letters = 1; letters <= 20; letters++) {
      await server.change('mm/hugetlb.c', `/* ${'x'.repeat(letters)} */\n${hugetlb}`);
      const found = await server.request(CodeLensRequest.type, { textDocument: server.document('mm/hugetlb.c') });
      assert.deepEqual([...new Set(found?.map(({ range }) => range.start.line > 0))], [true]);
    }
    assert.equal(await lastLens(server), 'can_userfault: hugetlb, shmem, anon, kvm_gmem · 1 call');
  });

  for (const [when, wait] of [
    ['while it is read', firstLens],
    ['when it was read', lastLens],
  ] as const) {
    test(`follows a switch to another version and back ${when}`, async (t) => {
      t.after(putBack);
      const server = await serveApart(t, { root, cacheFolder: cacheOf(t) });
      await wait(server);
      await switchTree(server);
      const other = await implementations(server);
      assert.deepEqual(other, await filled());
      assert.ok(other.includes(`${more} more_can_userfault`) && !other.some((each) => each.startsWith(gone)));
      await switchBack(server);
      assert.deepEqual(await implementations(server), await filled());
      assert.equal(await firstLens(server), complete);
    });
  }

  test('is the same in two windows that start at once, and in the next one', async (t) => {
    const cacheFolder = cacheOf(t);
    const servers = await Promise.all([serveApart(t, { root, cacheFolder }), serveApart(t, { root, cacheFolder })]);
    const titles = await Promise.all(servers.map(lastLens));
    for (const server of servers) assert.equal(await server.stop(), 0);
    const next = await serveApart(t, { root, cacheFolder });
    assert.deepEqual([...titles, await lastLens(next)], [complete, complete, complete]);
  });
});
