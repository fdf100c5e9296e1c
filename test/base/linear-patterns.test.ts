/**
 * Patterns are matched against text that others wrote: none may take longer than in line with it. What is proven here is proven
 * for runs of one letter, such as blanks; what repeats several is in robust/large.ts.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { transformSync } from 'esbuild';
import jsTokens from 'js-tokens';
import { analyse } from 'scslre';
import { projectRoot } from '../harness/root.ts';

/** A pattern as it is written; what is put into it stands for two words. */
interface Written {
  readonly source: string;
  readonly flags: string;
}

/** What stands in the place of text that is put into a pattern. */
const PUT_IN = '(?:one|other)';

function patternsOf(typescript: string): Written[] {
  const { code } = transformSync(typescript, { loader: 'ts', target: 'esnext' });
  const found: Written[] = [];
  const templates: { isPattern: boolean; flags: string; source: string }[] = [];
  let before: string[] = [];
  for (const { type, value } of jsTokens(code)) {
    if (type === 'RegularExpressionLiteral') {
      const end = value.lastIndexOf('/');
      found.push({ source: value.slice(1, end), flags: value.slice(end + 1) });
    } else if (type === 'NoSubstitutionTemplate' || type === 'TemplateHead') {
      const [, flags = ''] = /patternWith\(["'](\w*)["']\)$/.exec(before.join('')) ?? [];
      templates.push({ isPattern: flags !== '' || before.at(-1) === 'pattern', flags, source: '' });
    }
    const template = templates.at(-1);
    if (template && /Template/.test(type)) {
      template.source += value
        .replace(/^[`}]/, '')
        .replace(/`$|\$\{$/, type.endsWith('Head') || type.endsWith('Middle') ? PUT_IN : '');
      if (type === 'NoSubstitutionTemplate' || type === 'TemplateTail') {
        templates.pop();
        if (template.isPattern) found.push(template);
      }
    }
    before = [...before.slice(-3), value];
  }
  return found;
}

const slow = ({ source, flags }: Written): readonly string[] =>
  analyse({ source, flags }).reports.map(({ type }) => `/${source}/${flags}: ${type}`);

test('what grows faster than the text is told', () => {
  const code = [
    '/ *x/; /^(a|b)*c/; /(\\w+\\s*)*x/',
    'pattern`@{a}\\s*b?\\s*c`; patternWith("g")`^@{[`@{b}`]} * *x`; `\\s*x`',
  ];
  assert.deepEqual(
    patternsOf(code.join(';').replaceAll('@', '$')).map((each) => slow(each).length > 0),
    [true, false, true, true, true],
  );
});

for (const folder of ['server/src', 'client/src']) {
  test(`every pattern in ${folder} takes time in line with the text`, () => {
    const paths = readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' });
    const found = paths
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) =>
        patternsOf(readFileSync(join(projectRoot, folder, path), 'utf8')).map((each) => ({ path, each })),
      );
    assert.ok(found.length > (folder === 'server/src' ? 400 : 0));
    const wrong = found.flatMap(({ path, each }) => slow(each).map((why) => `${path}: ${why}`));
    assert.deepEqual(wrong, []);
  });
}
