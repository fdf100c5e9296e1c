/** opscope/compare and opscope/sideText: what can be a side, and that the answer is the command's. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import type {
  CompareAnswer,
  CompareParams,
  GraphParams,
  GraphResult,
  Revisions,
  SideTextResult,
} from '../../server/src/protocol/requests.ts';
import { base, modularised, v4 } from '../compare/trees.ts';
import { answer } from '../harness/command.ts';
import { git } from '../harness/git.ts';
import type { ServerOptions, TestServer } from '../harness/lsp-client.ts';
import { scratch, serve, treeOf } from './sample.ts';

const CORE = 'mm/userfaultfd.c';

/** What both proposals came from, with the first as a branch and as a series. */
function repository(t: TestContext): { readonly root: string; readonly mbox: string } {
  const root = treeOf(t, base);
  git(root, 'init', '--quiet', '--initial-branch=master');
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'base');
  git(root, 'checkout', '--quiet', '-b', 'v4');
  for (const [path, text] of Object.entries(v4)) writeFileSync(join(root, path), text);
  git(root, 'commit', '--quiet', '-a', '-m', 'mm: v4');
  git(root, 'checkout', '--quiet', 'master');
  const mbox = join(scratch(t), 'v4.mbox');
  writeFileSync(mbox, git(root, 'format-patch', '--stdout', 'master..v4'));
  return { root, mbox };
}

async function compared(server: TestServer, params: CompareParams): Promise<CompareAnswer> {
  const found: CompareAnswer | null = await server.request('opscope/compare', params);
  return found ?? assert.fail('no answer');
}

async function textOn(server: TestServer, side: string, file: string): Promise<string | null> {
  const { text }: SideTextResult = await server.request('opscope/sideText', { side, file });
  return text;
}

function started(t: TestContext, root: string, settings: ServerOptions['settings'] = {}): Promise<TestServer> {
  return serve(t, { root, settings: { ops: ['vm_uffd_ops'], ...settings } });
}

describe('opscope/compare', () => {
  test('answers of folders what the command does', async (t) => {
    const [one, other, from] = [treeOf(t, v4), treeOf(t, modularised), treeOf(t, base)];
    const names = { a: 'v4', b: 'mod', base: 'from' };
    const as = ['--as', `v4=${one}`, '--as', `mod=${other}`, '--as', `from=${from}`];
    const server = await started(t, one);
    const found = await compared(server, { a: one, b: other, base: from, names });
    assert.deepEqual(found, await answer(['compare', one, other, '--base', from, ...as]));
    const part = await compared(server, { a: one, b: other, only: ['hooks'], type: 'shmem' });
    assert.deepEqual(part, await answer(['compare', one, other, '--only', 'hooks', '--for', 'shmem']));
  });

  test('takes a revision, and a series on what is open', async (t) => {
    const { root, mbox } = repository(t);
    const server = await started(t, root);
    const byRevision = await compared(server, { a: root, b: 'v4' });
    const bySeries = await compared(server, { a: root, b: `${mbox}@${root}`, names: { b: 'v4' } });
    assert.match(byRevision.sides[1]?.rev ?? '', /^[0-9a-f]{40}$/);
    assert.deepEqual(bySeries.sides[1]?.applied, ['mm: v4']);
    assert.deepEqual(bySeries.metrics, byRevision.metrics);
    assert.equal((await compared(server, { a: 'v4', b: `${mbox}@master` })).same, true);
  });

  test('reads the workspace as it is in its editors, and a revision as it was committed', async (t) => {
    const { root } = repository(t);
    const server = await started(t, root);
    await server.open(CORE, (base[CORE] ?? '').replace('mfill_continue(arg)', 'mfill_copy(arg)'));
    const edited = await compared(server, { a: 'master', b: root });
    assert.equal(edited.same, false);
    assert.deepEqual(
      edited.reach.filter(({ change }) => change !== 'same').map(({ ioctl, memoryType }) => `${ioctl} ${memoryType}`),
      ['UFFDIO_CONTINUE shmem'],
    );
    assert.equal((await compared(server, { a: 'master', b: 'HEAD' })).same, true);
  });

  test('asks no git where the workspace is not trusted, and compares folders all the same', async (t) => {
    const { root, mbox } = repository(t);
    const server = await started(t, root, { trusted: false });
    await assert.rejects(compared(server, { a: root, b: 'v4' }), /not trusted/);
    assert.equal((await compared(server, { a: root, b: treeOf(t, v4) })).same, false);
    assert.equal((await compared(server, { a: root, b: `${mbox}@${root}` })).same, false);
  });

  test('says what is no side, and why', async (t) => {
    const { root, mbox } = repository(t);
    const server = await started(t, root);
    const wrong: readonly (readonly [object, RegExp])[] = [
      [{}, /a and b are two sides/],
      [{ a: root, b: 'no-such' }, /git knows no commit no-such/],
      [{ a: root, b: dirname(root) }, /is no kernel tree/],
      [{ a: root, b: 'mm' }, /git knows no commit mm/],
      [{ a: root, b: `${mbox}@v4` }, /patch 1\/1 does not apply/],
      [{ a: root, b: '-@master' }, /git knows no commit -@master/],
    ];
    for (const [params, why] of wrong)
      await assert.rejects(
        server.request('opscope/compare', params),
        (error: { readonly code?: number; readonly message: string }) => {
          assert.equal(error.code, -32803, 'RequestFailed');
          assert.match(error.message, why);
          return true;
        },
      );
    const outside = await serve(t, { root: scratch(t) });
    await assert.rejects(outside.request('opscope/compare', { a: 'x', b: 'y' }), /no kernel tree is open/);
  });

  test('stops when it is cancelled, and answers the next time', async (t) => {
    const [one, other] = [treeOf(t, v4), treeOf(t, modularised)];
    const server = await started(t, one);
    const source = new CancellationTokenSource();
    const asked = server.request('opscope/compare', { a: one, b: other }, source.token);
    source.cancel();
    await assert.rejects(asked, { message: 'cancelled' });
    assert.equal((await compared(server, { a: one, b: other })).same, false);
  });

  test('changes nothing in the repository', async (t) => {
    const { root, mbox } = repository(t);
    const state = (): string =>
      ['status --porcelain', 'count-objects', 'show-ref'].map((each) => git(root, ...each.split(' '))).join('');
    const before = state();
    const server = await started(t, root);
    await compared(server, { a: 'v4', b: `${mbox}@master`, base: root });
    assert.equal(state(), before);
  });
});

describe('opscope/graph of two sides', () => {
  async function drawn(server: TestServer, sides: GraphParams['sides']): Promise<GraphResult> {
    const answer: GraphResult | null = await server.request('opscope/graph', { ioctl: 'UFFDIO_COPY', sides });
    return answer ?? assert.fail('no graph');
  }
  const names = ({ graph: { nodes } }: GraphResult, wanted: string): readonly string[] =>
    nodes.flatMap(({ change = 'same', function: name }) => (change === wanted ? [name] : [])).sort();
  const calls = ({ graph: { edges } }: GraphResult, wanted: string): number =>
    edges.filter(({ change = 'same' }) => change === wanted).length;

  test('is one graph, with what only one of them has marked, and mirrors when they are swapped', async (t) => {
    const [a, b] = [treeOf(t, v4), treeOf(t, modularised)];
    const server = await started(t, a);
    const answer = await drawn(server, { a, b });
    const turned = await drawn(server, { a: b, b: a });
    assert.ok(names(answer, 'same').includes('UFFDIO_COPY'));
    assert.ok(names(answer, 'added').includes('hugetlb_mfill_copy'));
    assert.ok(names(answer, 'removed').includes('hugetlb_mfill_atomic_pte'));
    assert.deepEqual(names(turned, 'removed'), names(answer, 'added'));
    assert.deepEqual(names(turned, 'added'), names(answer, 'removed'));
    assert.equal(calls(turned, 'removed'), calls(answer, 'added'));
    assert.ok(calls(answer, 'added') > 0 && calls(answer, 'removed') > 0);
    assert.match(answer.graph.note ?? '', /^− only in .* · \+ only in /);
    assert.equal(answer.picture.nodes.length, answer.graph.nodes.length);
    assert.ok(answer.picture.nodes.some(({ title }) => title === '+ hugetlb_mfill_copy()'));
  });

  test('has no marks where both are the same, wherever things stand', async (t) => {
    const moved = Object.fromEntries(
      Object.entries(v4).map(([path, text]) => [path, path.endsWith('.c') ? `\n${text}` : text]),
    );
    const [a, b] = [treeOf(t, v4), treeOf(t, moved)];
    const answer = await drawn(await started(t, a), { a, b });
    for (const change of ['added', 'removed', 'changed'])
      assert.deepEqual([names(answer, change), calls(answer, change)], [[], 0]);
  });

  test('tells a call that is made on another condition', async (t) => {
    const text = (modularised[CORE] ?? '').replace('return info->op ?', 'return !is_vm_hugetlb_page(info->vma) ?');
    const [a, b] = [treeOf(t, modularised), treeOf(t, { ...modularised, [CORE]: text })];
    const answer = await drawn(await started(t, a), { a, b });
    assert.ok(calls(answer, 'changed') > 0);
    assert.ok(answer.graph.edges.some(({ change, before }) => change === 'changed' && before !== undefined));
  });
});

describe('opscope/revisions', () => {
  test('are branches, and tags, the highest version first; none where git is not asked', async (t) => {
    const { root } = repository(t);
    for (const tag of ['v7.2', 'v7.10', 'v7.9']) git(root, 'tag', tag);
    const trusted: Revisions = await (await started(t, root)).request('opscope/revisions', {});
    assert.deepEqual([...trusted.branches].sort(), ['master', 'v4']);
    assert.deepEqual(trusted.tags, ['v7.10', 'v7.9', 'v7.2']);
    const untrusted: Revisions = await (await started(t, root, { trusted: false })).request('opscope/revisions', {});
    assert.deepEqual(untrusted, { branches: [], tags: [] });
    const outside: Revisions = await (await serve(t, { root: scratch(t) })).request('opscope/revisions', {});
    assert.deepEqual(outside, { branches: [], tags: [] });
  });
});

describe('opscope/sideText', () => {
  test('has a file as it is on each side, compared before or not', async (t) => {
    const { root, mbox } = repository(t);
    const server = await started(t, root);
    for (const side of ['v4', `${mbox}@${root}`]) {
      assert.equal(await textOn(server, side, CORE), v4[CORE]);
      await compared(server, { a: root, b: side });
      assert.equal(await textOn(server, side, CORE), v4[CORE]);
      assert.equal(await textOn(server, side, 'mm/no-such.c'), null);
      assert.equal(await textOn(server, side, '../outside.c'), null);
    }
    assert.equal(await textOn(server, 'master', CORE), base[CORE]);
    await assert.rejects(textOn(server, 'no-such', CORE), /git knows no commit no-such/);
  });
});
