/** Mails are read as they come, and what is wrong with them is said. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readSeries } from '../../server/src/series/series.ts';
import { addBehind, applied, body, mail, mbox, numbered, seriesIn } from './mails.ts';

const path = 'mm/a.c';
const files = { [path]: numbered(40) };
const one = body(addBehind(path, 10, 'first é'));
const two = body(addBehind(path, 20, 'second').replace('+18,7', '+19,7').replace('-18,6', '-19,6'));
const after = numbered(40).replace('line 10\n', 'line 10\nfirst é\n');

async function states(text: string): Promise<readonly string[]> {
  return (await applied(text, files)).states;
}

describe('a patch is read from', () => {
  const forms: readonly (readonly [string, string])[] = [
    ['a mail', mail('[PATCH] one', one)],
    ['a mailbox', mbox(mail('[PATCH] one', one))],
    ['a mailbox with DOS line ends', mbox(mail('[PATCH] one', one)).replaceAll('\n', '\r\n')],
    ['a diff alone', addBehind(path, 10, 'first é')],
    [
      'base64',
      mail('[PATCH] one', base64(one), [
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: base64',
      ]),
    ],
    [
      'base64 with DOS line ends inside',
      mail('[PATCH] one', base64(one.replaceAll('\n', '\r\n')), ['Content-Transfer-Encoding: base64']),
    ],
    [
      'quoted-printable',
      mail('[PATCH] one', quotedPrintable(one), [
        'Content-Type: text/plain; charset="UTF-8"',
        'Content-Transfer-Encoding: quoted-printable',
      ]),
    ],
    ['an attachment', mail('[PATCH] one', multipart('See the patch.', addBehind(path, 10, 'first é')), inParts())],
    [
      'an attached mail',
      mail('one', multipart('See the patch.', `From: B <b@example.org>\nSubject: [PATCH] one\n\n${one}`), inParts()),
    ],
    [
      'a mail whose text follows the message without a line',
      mail('[PATCH] one', `${one}\n_______\nlist@example.org\n`),
    ],
  ];
  for (const [name, text] of forms) {
    test(name, async () => {
      const { texts, states } = await applied(text, files);
      assert.deepEqual({ texts, states }, { texts: { [path]: after }, states: ['clean'] });
    });
  }

  test('Latin-1', async () => {
    const text = mail('[PATCH] one', one, ['Content-Type: text/plain; charset=iso-8859-1']);
    const series = await seriesIn(Buffer.from(text, 'latin1'));
    assert.ok(series.patches[0]?.files[0]?.hunks[0]?.lines.includes('+first é'));
  });

  test('mboxrd, in which lines that begin a mail are quoted', async () => {
    const text = mbox(mail('[PATCH 1/2] one', `>From here on:\n>>From there\n\n${one}`), mail('[PATCH 2/2] two', two));
    assert.deepEqual(await states(text), ['clean', 'clean']);
  });

  test('several files, in their order by number', async () => {
    const inputs = [mail('[PATCH 2/2] two', two), mail('[PATCH 1/2] one', one)];
    const series = await readSeries(inputs.map((text, i) => ({ name: `${i}`, bytes: Buffer.from(text) })));
    assert.deepEqual(
      series?.patches.map(({ title }) => title),
      ['one', 'two'],
    );
    assert.deepEqual(series?.notes, ['the patches are not in their order: they are taken by their numbers']);
  });
});

describe('a series', () => {
  test('has the subject and the trailers of its cover letter, and no replies', async () => {
    const series = await seriesIn(
      mbox(
        mail(
          '[PATCH v3 0/2] mm: two things',
          'Two.\n\nbase-commit: 0123456789abcdef\nprerequisite-patch-id: fedcba\n-- \n2.47.0\n',
        ),
        mail('[PATCH v3 1/2] one', one),
        mail('Re: [PATCH v3 1/2] one', `> Why.\n\nRather so:\n\n${one}`),
        mail('[PATCH v3 2/2] two', two),
      ),
    );
    const { patches, ...rest } = series;
    assert.deepEqual(rest, {
      subject: 'mm: two things',
      version: 3,
      count: 2,
      messageIds: ['PATCH-v3-0-2-mm-two-things', 'PATCH-v3-1-2-one', 'PATCH-v3-2-2-two'].map(
        (id) => `${id}@example.org`,
      ),
      baseCommit: '0123456789abcdef',
      prerequisites: ['fedcba'],
      notes: ['1 reply with a diff left out'],
    });
    assert.deepEqual(
      patches.map(({ n, title }) => [n, title]),
      [
        [1, 'one'],
        [2, 'two'],
      ],
    );
  });

  const said: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['a patch that is missing', [mail('[PATCH 1/3] one', one), mail('[PATCH 3/3] two', two)], ['patch 2/3 is missing']],
    [
      'a patch without a diff',
      [mail('[PATCH 1/2] one', one), mail('[PATCH 2/2] two', 'It was too large for the list.\n')],
      ['patch 2/2 has no diff in it'],
    ],
    [
      'a patch that is there twice',
      [mail('[PATCH 1/2] one', one), mail('[PATCH 1/2] uno', one), mail('[PATCH 2/2] two', two)],
      ['patch 1 is there twice: "one" is taken, and "uno" left out'],
    ],
    [
      'an earlier version',
      [mail('[PATCH 1/2] one', one), mail('[PATCH 2/2] two', two), mail('[RFC PATCH v2] both', one)],
      ['version 1 is left out (2 patches)'],
    ],
    [
      'another series',
      [mail('[PATCH 1/2] one', one), mail('[PATCH 2/2] two', two), mail('[PATCH 1/7] other', one)],
      ['1 patch of another series is left out'],
    ],
    [
      'format=flowed',
      [mail('[PATCH] one', one.replace(/^ /gm, '  '), ['Content-Type: text/plain; charset=utf-8; format=flowed'])],
      ['patch 1: its text is format=flowed, whose lines were put together as that says'],
    ],
  ];
  for (const [name, mails, notes] of said) {
    test(`says ${name}`, async () => assert.deepEqual((await seriesIn(mbox(...mails))).notes, notes));
  }

  test('says where it is read no further', async () => {
    const many = mbox(mail('[PATCH] one', one), ...Array.from({ length: 2000 }, () => 'Subject: x\n\ny\n'));
    assert.deepEqual((await seriesIn(many)).notes, ['x.mbox is read up to its mail number 2000']);
    const part = '--part\nContent-Type: text/x-patch\n\nx\n';
    const attached = mail('[PATCH] one', `--part\n\n${one}\n${part.repeat(101)}--part--\n`, inParts());
    assert.deepEqual((await seriesIn(attached)).notes, ['patch 1: of the 101 files attached to it 100 are looked at']);
  });

  test('is none without a patch', async () => {
    for (const text of ['', '\n', 'Hello.\n', mail('Re: a question', 'An answer.\n'), mbox(mail('x', 'y'))])
      assert.equal(await readSeries([{ name: 'x', bytes: Buffer.from(text) }]), null, text);
  });
});

describe('damage is told, not guessed at:', () => {
  const cases: readonly (readonly [string, (text: string) => string, RegExp])[] = [
    [
      'a long line that was wrapped',
      (text) => text.replace('+first é', '+first\né'),
      /^7 lines|comes "é", which is none of a diff/,
    ],
    ['lines that were lost', (text) => text.replace(' line 11\n', ''), /none of a diff|too early/],
    [
      'lines too many',
      (text) => text.replace('+first é', '+first é\n+more'),
      /other lines than its head counts|more lines than/,
    ],
    ['tabs that became blanks', (text) => text.replace(' line 9', ' line  9'), /only white space differs/],
    ['other text', (text) => text.replace(' line 9', ' line nine'), /^line 9 is "line 9" and not "line nine"$/],
    ['a head that is broken', (text) => text.replace('@@ -8,6', '@@ -8,x6'), /its head cannot be read/],
    ['a mail that ends', (text) => text.slice(0, text.indexOf(' line 12')), /too early/],
  ];
  for (const [name, change, reason] of cases) {
    test(name, async () => {
      const { states, hunks, texts } = await applied(mail('[PATCH] one', change(one)), files);
      assert.deepEqual({ states, texts }, { states: ['failed'], texts: {} });
      assert.deepEqual(
        hunks.map(({ file, n }) => `${file} ${n}`),
        [`${path} 1`],
      );
      assert.match(hunks[0]?.reason ?? '', reason);
    });
  }

  test('what the tree has already', async () => {
    const { hunks } = await applied(mail('[PATCH] one', one), { [path]: after });
    assert.equal(hunks[0]?.reason, 'the file has what it adds already');
  });
});

/** Base64 in lines, as mail has it. */
function base64(text: string): string {
  return Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\n');
}

function quotedPrintable(text: string): string {
  const bytes = [...Buffer.from(text)].map((byte) =>
    byte === 10 || (byte >= 32 && byte < 127 && byte !== 61)
      ? String.fromCharCode(byte)
      : `=${byte.toString(16).toUpperCase()}`,
  );
  return bytes.join('').replace(/ \n/g, '=20\n').replace('@@ -8,6', '@@ =\n-8,6');
}

function inParts(): readonly string[] {
  return ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="part"'];
}

function multipart(text: string, patch: string): string {
  const type = 'Content-Type: text/x-patch; charset=utf-8; name="one.patch"';
  return `--part\nContent-Type: text/plain\n\n${text}\n--part\n${type}\nContent-Disposition: attachment; filename="one.patch"\n\n${patch}\n--part--\n`;
}
