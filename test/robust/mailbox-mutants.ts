/** The worker that breaks mailboxes at random, puts series together out of them and applies these. See mutants.ts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { applySeries } from '../../server/src/series/apply.ts';
import { refusal } from '../../server/src/series/names.ts';
import { readSeries } from '../../server/src/series/series.ts';
import { MemoryTree } from '../harness/memory-tree.ts';
import { mutate } from './mutate.ts';
import { random } from './random.ts';
import type { Report, Work } from './watched.ts';

/** What mails and diffs are made of. */
const splinters = [
  '\nFrom 0123456789 Mon Sep 17 00:00:00 2001\n',
  'Content-Transfer-Encoding: base64\n',
  'Content-Transfer-Encoding: quoted-printable\n',
  'Content-Type: text/plain; charset=utf-7; format=flowed; delsp=yes\n',
  'Content-Type: multipart/mixed; boundary="x"\n\n--x\n',
  'Content-Type: message/rfc822\n\n',
  '--x--\n',
  'Subject: [PATCH v9999 9999/1] \n',
  'Subject: =?utf-8?b?4pyT?= =?x?q?',
  'diff --git a/mm/a.c b/mm/b.c\n',
  'diff --git "a/\\303\\244" "b/',
  'rename from mm/a.c\nrename to mm/c.c\n',
  'copy from mm/b.c\ncopy to ../../c.c\n',
  'deleted file mode 100644\n',
  'new file mode 120000\n',
  'GIT binary patch\nliteral 9\n',
  '--- /dev/null\n+++ b/mm/n.c\n@@ -0,0 +1,2 @@\n+x\n',
  '--- a/mm/a.c\n+++ /dev/null\n@@ -1 +0,0 @@\n',
  '@@ -1,999999999 +1,999999999 @@\n',
  '@@ -0,0 +0,0 @@\n',
  '@@ -9999999,2 +3 @@\n',
  '\\ No newline at end of file\n',
  '-- \n',
  '\r\n',
  '\0',
  '\x1b[31m',
  '\ud800',
  '=\n',
  '> ',
];

const lines = Array.from({ length: 40 }, (_, i) => `line ${i + 1}\n`).join('');
const tree = new MemoryTree(
  new Map([
    ['mm/a.c', lines],
    ['mm/b.c', lines.replaceAll('\n', '\r\n')],
    ['mm/ä.c', 'x'],
  ]),
);

async function checkMailbox(text: string, fuzz: number): Promise<void> {
  const series = await readSeries([{ name: 'x', bytes: Buffer.from(text, 'latin1') }]);
  if (!series) return;
  const { steps, failed, texts } = applySeries(tree, series.patches, { fuzz });
  for (const [path, after] of texts) {
    assert.equal(refusal(path), null, path);
    assert.ok(after === null || !after.includes('undefined'), 'only lines of file and patch');
  }
  for (const [at, { outcome }] of steps.entries()) {
    assert.equal(outcome.applied === 'failed', at === failed, 'the last that is tried may fail, and no other');
    if (outcome.applied === 'failed') {
      assert.ok(outcome.refused.length > 0 || outcome.hunks.some(({ reason }) => reason !== null), 'there is a reason');
      assert.equal(outcome.changes.texts.size, 0, 'it leaves nothing');
    }
  }
}

async function breakMailboxes({ files, count }: Work): Promise<void> {
  const post = (report: Report) => parentPort?.postMessage(report);
  for (let at = 0; at < count; at++) {
    const file = files[at % files.length] ?? '';
    post({ at, file });
    try {
      await checkMailbox(mutate(readFileSync(file, 'latin1'), splinters, random(at)), at % 3);
    } catch (error) {
      post({ at, file, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
}

void breakMailboxes(workerData as Work);
