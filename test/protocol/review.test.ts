/** Series of patches, as a client sees them: reviewed, with the files before and after, and nothing written. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { ReviewAnswer } from '../../server/src/model/review-answers.ts';
import type { OpenSeries, ReviewResult, SeriesSource } from '../../server/src/protocol/review.ts';
import { commits, core, driver, mailbox, repository } from '../cli/review-repo.ts';
import { git } from '../harness/git.ts';
import { inside } from '../harness/inside.ts';
import { startServer, type TestServer } from '../harness/lsp-client.ts';
import { type Ended, scratch, serve } from './sample.ts';

/** The sample tree in a repository, and a mailbox of the branch that is not checked out. */
function series(t: Ended, ...args: readonly string[]): { readonly root: string; readonly mbox: string } {
  const root = repository(t);
  commits(root);
  const mbox = mailbox(root, ...args);
  git(root, 'checkout', '--quiet', 'master');
  return { root, mbox };
}

async function opened(server: TestServer, source: SeriesSource): Promise<OpenSeries> {
  const { series: found, problem }: ReviewResult = await server.request('opscope/review', source);
  assert.equal(problem, null);
  assert.ok(found);
  return found;
}

const uriOf = (path: string): string => pathToFileURL(path).href;

describe('opscope/review', () => {
  const made: (() => unknown)[] = [];
  let root = '';
  let mbox = '';
  let server: TestServer;
  let shared: OpenSeries;

  before(async () => {
    ({ root, mbox } = series({ after: (end) => void made.push(end) }, '--base=master'));
    server = await startServer({ root });
    shared = await opened(server, { uri: uriOf(mbox) });
  });
  after(async () => {
    await server.stop();
    for (const end of made) end();
  });

  test('answers what the command does, of a mailbox and of a range', async () => {
    const { out } = await inside(['review', mbox, '--tree', root, '--format', 'json']);
    assert.deepEqual(shared.review, JSON.parse(out) as ReviewAnswer);
    const { review } = await opened(server, { range: 'master..topic' });
    const withoutId = (answer: ReviewAnswer) => answer.patches.map((each) => ({ ...each, messageId: '' }));
    assert.deepEqual(withoutId(review), withoutId(shared.review));
    assert.deepEqual(
      shared.patches.map(({ n, summary }) => `${n}: ${summary}`),
      [
        '1: introduces 1',
        '2: 1 settled by 4/7',
        '3: introduces 1',
        '4: settles 1',
        '5: 1 settled by 7/7',
        '6: introduces nothing',
        '7: settles 1, removes 3',
      ],
    );
  });

  test('has the files of each patch, before and after', async () => {
    const { id, patches } = shared;
    assert.deepEqual(patches[0]?.files, [{ before: core, after: core }]);
    assert.deepEqual(patches[3]?.files, [
      { before: null, after: 'drivers/misc/glimpse/more.c' },
      { before: core, after: core },
    ]);
    const moved = driver.replace('glimpse.c', 'moved.c');
    assert.ok(patches[5]?.files.some(({ before, after }) => before === driver && after === moved));
    assert.ok(patches[6]?.files.some(({ before, after }) => before?.endsWith('more.c') && after === null));
    const text = (n: number, side: string, file: string): Promise<string | null> =>
      server.request('opscope/reviewText', { id, n, side, file });
    const at = (revision: string, file: string): string => git(root, 'show', `${revision}:${file}`);
    assert.equal(await text(1, 'before', core), at('master', core));
    assert.equal(await text(4, 'before', core), at('topic~4', core));
    assert.equal(await text(4, 'after', core), at('topic~3', core));
    assert.equal(await text(5, 'before', moved), null);
    assert.equal(await text(7, 'after', moved), at('topic', moved));
    assert.equal(await text(7, 'after', 'mm/shmem.c'), at('topic', 'mm/shmem.c'));
  });

  test('writes an answer by mail, and knows a series until it is closed', async () => {
    const { id } = shared;
    const one: string | null = await server.request('opscope/reviewReply', { id, n: 3 });
    assert.match(one ?? '', /^> \+\+\+ b\/drivers\/misc[\s\S]*\n\nAm I right that fresh\(\) /);
    assert.match(await server.request('opscope/reviewReply', { id }), /^On 1\/7, [\s\S]*\n\nOn 3\/7, /m);
    await server.request('opscope/reviewClose', { id });
    assert.equal(await server.request('opscope/reviewReply', { id }), null);
    assert.equal(await server.request('opscope/reviewText', { id, n: 1, side: 'after', file: core }), null);
  });

  test('says what does not apply, by hunk, and answers the patches before it', async () => {
    const broken = join(root, '../broken.mbox');
    writeFileSync(broken, readFileSync(mbox, 'utf8').replaceAll('\n-static const struct vm_uffd_ops bare', '\n-bore'));
    const { patches, review } = await opened(server, { uri: uriOf(broken) });
    const last = patches.at(-1);
    assert.deepEqual([last?.n, last?.summary, last?.files], [4, 'does not apply', []]);
    assert.match(last?.failures.join('\n') ?? '', /^mm\/userfaultfd\.c, hunk \d+ \(@@ .* @@\): /);
    assert.ok(review.notes.includes('the 3 patches after it are not looked at'));
  });

  test('takes the text of an editor, of a patch and of the tree', async () => {
    const text = readFileSync(mbox, 'utf8');
    writeFileSync(join(root, '../one.mbox'), '');
    await server.open('../one.mbox', text.slice(0, text.indexOf('\nFrom ', 10) + 1).replace(/^base-commit: .*$/m, ''));
    await server.open(core, `/* Of an editor. */\n${readFileSync(join(root, core), 'utf8')}`);
    const { id, review, patches } = await opened(server, { uri: uriOf(join(root, '../one.mbox')) });
    assert.deepEqual([review.patches.length, patches[0]?.facts[0]], [1, `applies elsewhere: ${core} hunk 1 +1 line`]);
    const before: string | null = await server.request('opscope/reviewText', { id, n: 1, side: 'before', file: core });
    assert.match(before ?? '', /^\/\* Of an editor/);
  });

  test('says why there is nothing', async (t) => {
    writeFileSync(join(root, '../empty.mbox'), 'Hello.\n');
    mkdirSync(join(root, '../none'));
    const problem = async (source: SeriesSource): Promise<string | null> =>
      ((await server.request('opscope/review', source)) as ReviewResult).problem;
    assert.match((await problem({ uri: uriOf(join(root, '../empty.mbox')) })) ?? '', /^no patch in .*empty\.mbox$/);
    assert.match((await problem({ uri: uriOf(join(root, '../none')) })) ?? '', /none: no files in it that are named/);
    assert.match((await problem({ range: 'no..where' })) ?? '', /^no\.\.where: /);
    const elsewhere = await serve(t, { root: scratch(t) });
    const nowhere: ReviewResult = await elsewhere.request('opscope/review', {
      uri: uriOf(join(root, '../empty.mbox')),
    });
    assert.equal(nowhere.problem, 'there is no kernel tree that it could be applied to');
  });

  test('asks no git where the workspace is not trusted, and applies to what is on disk', async (t) => {
    const careful = await serve(t, { root, settings: { trusted: false } });
    const { review } = await opened(careful, { uri: uriOf(mbox) });
    assert.equal(review.patches.length, 7);
    assert.equal(review.series.base.used, null);
    assert.match(review.series.base.why, /is not to be had: git is not asked in a workspace that is not trusted$/);
    const range: ReviewResult = await careful.request('opscope/review', { range: 'master..topic' });
    assert.match(range.problem ?? '', /git is not asked in a workspace that is not trusted$/);
  });
});
