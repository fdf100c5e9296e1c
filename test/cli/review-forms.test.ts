/** The forms of a review: what each is for, and that text of mails is text in all of them. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { EVERY_RULE } from '../../server/src/features/findings/check.ts';
import { QUESTIONS } from '../../server/src/features/review/questions.ts';
import { inside } from '../harness/inside.ts';
import { sampleText, sampleTree } from '../protocol/sample.ts';
import { mail, mbox } from '../series/mails.ts';
import { checkSarif } from './sarif-multitool.ts';
import { checkShape } from './shape.ts';

const core = 'mm/userfaultfd.c';

/** A diff that puts lines at the end of a file of the sample tree. */
function append(path: string, before: string, added: readonly string[]): string {
  const lines = before.split('\n').slice(0, -1);
  const last = lines
    .slice(-3)
    .map((line) => ` ${line}\n`)
    .join('');
  const from = lines.length - 2;
  return `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -${from},3 +${from},${3 + added.length} @@ code\n${last}${added.map((line) => `+${line}\n`).join('')}`;
}

const again = ['', 'int again(const struct vm_uffd_ops *ops)', '{', '\treturn ops->can_userfault(0, 0);', '}'];
const filler = Array.from({ length: 12 }, (_, i) => `/* \x1b[31mfiller ${i} \u202e */`);
const diff = append(core, sampleText(core), [...filler, ...again]);
const evil = 'evil \x1b]0;title\x07 ::error::x ##[group] <img src=x> [l](command:x) @user';
const series = mbox(
  mail(`[PATCH v2 1/2] mm: ${evil}`, `Why.\n---\n${diff}-- \n2.47\n`),
  mail('[PATCH v2 2/2] mm: none', `Why.\n---\n${diff.replace('@@ code', '@@')}-- \n2.47\n`),
);
const alone = mail('[PATCH] mm: one', `Why.\n---\n${diff}-- \n2.47\n`);

const forms = ['text', 'reply', 'markdown', 'json', 'sarif', 'github', 'b4'] as const;
const said: Record<string, { out: string; err: string; code: number | null }> = {};

before(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'opscope-forms-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'series.mbox'), series);
  writeFileSync(join(folder, 'alone.mbox'), alone);
  writeFileSync(join(folder, 'cover.mbox'), mail('[PATCH 0/2] cover', 'Why.\n'));
  for (const form of forms) {
    const run = (name: string) => inside(['review', join(folder, name), '--tree', sampleTree, '--format', form]);
    said[form] = await run('series.mbox');
    said[`${form} alone`] = await run('alone.mbox');
  }
  said['cover'] = await inside(['review', join(folder, 'cover.mbox'), '--tree', sampleTree, '--format', 'b4']);
});

/** What was said in a form. */
function out(form: string): string {
  return said[form]?.out ?? '';
}

describe('every form', () => {
  for (const form of forms) {
    test(`of them, ${form} shows text of mails and trees as text, and ends with 2 where a patch does not apply`, () => {
      const { out: text = '', err = '', code } = said[form] ?? {};
      assert.doesNotMatch(text + err, /[^\n\t\P{Cc}]|\u202e/u);
      assert.equal(code, 2);
      assert.equal(said[`${form} alone`]?.code, 1);
      if (form !== 'github') assert.doesNotMatch(text, /^\s*::/m);
      assert.doesNotMatch(text, /##\[/);
    });
  }
});

test('JSON has the shape that docs/schema.json gives', () => {
  for (const each of ['json', 'json alone']) checkShape('review', JSON.parse(out(each)));
});

test('SARIF is valid, and quotes the tree with the series', () => {
  for (const each of ['sarif', 'sarif alone']) checkSarif(JSON.parse(out(each)));
  const log = JSON.parse(out('sarif alone')) as {
    runs: { automationDetails: { id: string }; results: { message: { text: string }; locations: object[] }[] }[];
  };
  assert.equal(log.runs[0]?.automationDetails.id, 'opscope/review/');
  assert.match(log.runs[0]?.results[0]?.message.text ?? '', / \(patch 1\/1\)$/);
  assert.match(JSON.stringify(log.runs[0]?.results[0]?.locations), /"snippet":\{"text":"can_userfault"\}/);
});

test('annotations are commands, the patch that does not apply an error', () => {
  assert.match(out('github'), /^::notice file=mm\/userfaultfd\.c,line=\d+,.*\(patch 1\/2\)/m);
  assert.match(out('github'), /^::error title=opscope review::patch 2\/2 does not apply: mm\/userfaultfd\.c, hunk 1/m);
});

test('a reply quotes what matters, and asks in lines that are not too wide, without line numbers', () => {
  const lines = out('reply alone').split('\n');
  const own = lines.filter((line) => !line.startsWith('>'));
  const all = [...own, ...out('reply').split('\n')].filter((line) => !line.startsWith('>'));
  assert.deepEqual(
    all.filter((line) => line.length > 78 || /:\d+|\bline \d/.test(line)),
    [],
  );
  assert.deepEqual(
    lines.filter((line) => line.startsWith('>')),
    [
      '> +++ b/mm/userfaultfd.c',
      '> [...]',
      '> +',
      '> +int again(const struct vm_uffd_ops *ops)',
      '> +{',
      '> +\treturn ops->can_userfault(0, 0);',
      '> +}',
    ],
  );
  const asked = own.join(' ').trim();
  assert.match(
    asked,
    /^Am I right that again\(\) now dispatches can_userfault .*\? What may the memory types rely on here\?$/,
  );
  assert.match(
    out('reply'),
    /^This does not apply for me to what I have checked out: mm\/userfaultfd\.c\. What\nis it based on\?$/m,
  );
});

test('there is a question for each rule', () => {
  assert.deepEqual(Object.keys(QUESTIONS).sort(), EVERY_RULE.map(({ id }) => id).sort());
  for (const each of Object.values(QUESTIONS)) assert.match(each, /\?$/);
});

test('Markdown makes no element, link or mention of what a mail says', () => {
  const [, heading = ''] = /^## (1\/2 .*)$/m.exec(out('markdown')) ?? [];
  assert.match(heading, /\\\[l\\\]\(command:x\)/);
  assert.match(heading, /&#60;img src=x&#62;/);
  assert.match(heading, /&#64;user/);
});

test('b4 gets a tool, a status and words for each patch, and nothing for a cover letter', () => {
  const checks = JSON.parse(out('b4')) as Readonly<Record<string, string>>[];
  assert.deepEqual(
    checks.map(({ tool, status, summary }) => [tool, status, summary]),
    [
      ['opscope', 'warn', '1/2: introduces 1 finding (dispatch-added)'],
      ['opscope', 'fail', '2/2: does not apply to what is on disk'],
    ],
  );
  for (const each of checks) {
    assert.deepEqual(
      Object.keys(each).filter((key) => !['tool', 'status', 'summary', 'url', 'details'].includes(key)),
      [],
    );
    assert.match(each['details'] ?? '', /\S/);
  }
  assert.deepEqual([said['cover']?.out, said['cover']?.code], ['[]\n', 0]);
});
