/** 10,000 broken mailboxes a night: none may crash, hang, leave the tree, or fail without a reason. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { rounds } from '../harness/nightly.ts';
import { scratch } from '../protocol/sample.ts';
import { addBehind, body, mail, mbox } from '../series/mails.ts';
import { watched } from './watched.ts';

const one = body(addBehind('mm/a.c', 10, 'first é'));
const two = body(addBehind('mm/b.c', 20, 'second'));

/** Mailboxes in the forms that mail has. */
const seeds: readonly string[] = [
  mbox(mail('[PATCH v2 0/2] cover', 'Why.\n'), mail('[PATCH v2 1/2] one', one), mail('[PATCH v2 2/2] two', two)),
  mail('[PATCH] one', Buffer.from(one).toString('base64').replace(/.{76}/g, '$&\n'), [
    'Content-Transfer-Encoding: base64',
  ]),
  mail('[PATCH] one', one.replaceAll('=', '=3D').replaceAll('é', '=C3=A9'), [
    'Content-Transfer-Encoding: quoted-printable',
  ]),
  mail('one', `--x\n\nSee.\n--x\nContent-Type: text/x-patch\n\n${two}\n--x--\n`, [
    'Content-Type: multipart/mixed; boundary="x"',
  ]),
  mbox(mail('[PATCH 1/1] move', body('diff --git a/mm/a.c b/mm/c.c\nrename from mm/a.c\nrename to mm/c.c\n'))),
  addBehind('mm/a.c', 10, 'x') + addBehind('mm/b.c', 30, 'y'),
];

test('broken mailboxes', async (t) => {
  const folder = scratch(t);
  const files = seeds.map((text, i) => {
    const path = join(folder, `${i}.mbox`);
    writeFileSync(path, text);
    return path;
  });
  const count = rounds(10_000, 1500);
  const { taken, problems } = await watched('mailbox-mutants.cjs', { files, count });
  assert.deepEqual(problems.slice(0, 5), []);
  assert.equal(taken, count);
});
