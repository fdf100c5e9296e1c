/** Each rule has its page, and each page its rule. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { EVERY_RULE } from '../../server/src/features/findings/check.ts';
import { projectRoot } from '../harness/root.ts';

const folder = join(projectRoot, 'docs/rules');
const pages = readdirSync(folder).filter((name) => name !== 'README.md');

test('each rule has its page, and each page its rule', () => {
  assert.deepEqual(
    pages.map((name) => name.replace(/\.md$/, '')).sort(),
    EVERY_RULE.map(({ id }) => id),
  );
});

test('each page has the rule by name, its title and every section', () => {
  for (const { id, title } of EVERY_RULE) {
    const text = readFileSync(join(folder, `${id}.md`), 'utf8');
    assert.ok(text.startsWith(`# ${id}\n\n${title}. Severity: `), id);
    assert.deepEqual(
      [...text.matchAll(/^## (.*)$/gm)].map((match) => match[1]),
      ['What', 'Why', 'Example', 'What to do instead', 'History'],
      id,
    );
  }
});

test('the list has every page', () => {
  const list = readFileSync(join(folder, 'README.md'), 'utf8');
  for (const { id, title } of EVERY_RULE) assert.ok(list.includes(`| [${id}](${id}.md) | ${title}. |`), id);
});
