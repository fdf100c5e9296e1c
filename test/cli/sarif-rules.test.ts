/** What a SARIF log says of the rules, with the address of a repository and without one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sarifRules } from '../../server/src/cli/sarif-rules.ts';
import type { RuleFacts } from '../../server/src/rules/rule.ts';

const RULE: RuleFacts = { id: 'a-rule', title: 'A rule', severity: 'warning', precision: 'high', tags: [] };
const PAGE = '# A rule\n\n## What\n\nSee [the others](README.md), and [the form](https://example.org/form).\n';
const HOME = 'https://git.example.org/opscope';

/** What the log says of the rule. */
const described = (home: string | null): string => JSON.stringify(sarifRules([RULE], () => PAGE, home));

test('pages have addresses in the repository that package.json names', () => {
  const text = described(HOME);
  assert.ok(text.includes(`"helpUri":"${HOME}/blob/HEAD/docs/rules/a-rule.md"`), text);
  assert.ok(text.includes(`[the others](${HOME}/blob/HEAD/docs/rules/README.md)`), text);
});

test('where it names none, nothing is linked but what has an address of its own', () => {
  const text = described(null);
  assert.doesNotMatch(text, /helpUri|null/);
  assert.ok(text.includes('See the others, and [the form](https://example.org/form).'), text);
});
