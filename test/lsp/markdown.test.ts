/** Hovers of hostile texts, read by the parser that VS Code reads Markdown with: the text is there, as text. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type MarkedToken, marked, type Token } from 'marked';
import { all, code, type Prose, say, strong } from '../../server/src/features/prose.ts';
import { explanationMarkdown, pointsMarkdown } from '../../server/src/lsp/markdown.ts';
import { NASTY, RAW } from '../harness/nasty.ts';

/** Every token of a text, those inside others too. */
function tokensOf(markdown: string): readonly MarkedToken[] {
  const all: MarkedToken[] = [];
  marked.walkTokens(marked.lexer(markdown), (token: Token) => void all.push(token as MarkedToken));
  return all;
}

/** What a reader sees of tokens: no marks, and characters that are written as names are themselves. */
function seen(markdown: string): string {
  const named: Readonly<Record<string, string>> = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    '#39': "'",
    '#91': '[',
    '#93': ']',
  };
  const html = marked.parse(markdown, { async: false });
  return html
    .replaceAll('<br>', '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#\d+);/g, (all, name: string) => named[name] ?? all);
}

/** Kinds of token that only we make, and where. */
function kinds(markdown: string): readonly string[] {
  const own = ['paragraph', 'text', 'escape', 'codespan', 'code', 'list', 'list_item', 'space', 'strong', 'br', 'link'];
  return tokensOf(markdown).flatMap(({ type }) => (own.includes(type) ? [] : [type]));
}

const links = {
  line: (path: string, line: number): string => `${pathToFileURL(`/linux/${path}`).href}#L${line}`,
  all: (of: string): string => `command:opscope.showAll?${of}`,
};

function hover(text: string): string {
  const place: Prose = [{ k: 'place', file: `mm/${text}.c`, line: 3 }];
  const points = [say`${text}`, say`${strong(text)} and ${code(text)}`, say`set (${code(text)}, ${place})`];
  return explanationMarkdown({ title: text, code: text, doc: text, points }, links).value;
}

describe('a hover', () => {
  for (const [text, shown] of NASTY) {
    test(`says ${JSON.stringify(text)}`, () => {
      const markdown = hover(text);
      assert.doesNotMatch(markdown.replaceAll(/[\n\t]/g, ''), RAW);
      assert.deepEqual(kinds(markdown), []);
      const found = tokensOf(markdown);
      const spans = found.flatMap((token) => (token.type === 'codespan' ? [token.text] : []));
      assert.deepEqual(spans, [shown, shown]);
      const links = found.flatMap((token) => (token.type === 'link' && token.href.startsWith('file:') ? [token] : []));
      assert.deepEqual(
        links.map(({ href }) => decodeURIComponent(new URL(href).pathname)),
        [decodeURIComponent(pathToFileURL(`/linux/mm/${text}.c`).pathname)],
      );
      const said = seen(markdown).split('\n');
      for (const line of [shown, `${shown} and ${shown}`, `set (${shown}, mm/${shown}.c:3)`]) {
        assert.ok(said.includes(line), `${line}\n\nis not in\n\n${said.join('\n')}`);
      }
      for (const { type, href } of found.flatMap((token) => (token.type === 'link' ? [token] : []))) {
        assert.match(href, /^(?:file|http):/, `${type} to ${href}`);
      }
    });
  }

  test('links names to where they stand, and a count to the list', () => {
    const name = { k: 'named', text: 'shmem_fault()', file: 'mm/shmem.c', line: 7 } as const;
    const points = [say`${name} and ${all('calls', '3 more calls')}`];
    const said = { title: '', code: 'x', doc: '', points };
    const found = tokensOf(explanationMarkdown(said, links).value).flatMap((each) =>
      each.type === 'link' ? [each] : [],
    );
    assert.deepEqual(
      found.map(({ href, text }) => `${text} ${href}`),
      ['`shmem_fault()` file:///linux/mm/shmem.c#L7', '3 more calls command:opscope.showAll?calls'],
    );
    assert.match(explanationMarkdown(said, null).value, /^- `shmem_fault\(\)` and 3 more calls$/m);
  });

  test('links no name that is none: it is code, as it is', () => {
    for (const [text, shown] of NASTY) {
      const point = [{ k: 'named', text, file: 'mm/a.c', line: 1 }] as const;
      const markdown = explanationMarkdown({ title: '', code: 'x', doc: '', points: [point] }, links).value;
      assert.deepEqual(kinds(markdown), []);
      const spans = tokensOf(markdown).flatMap((token) => (token.type === 'codespan' ? [token.text] : []));
      assert.deepEqual(spans, [shown]);
      assert.equal(
        tokensOf(markdown).some(({ type }) => type === 'link'),
        false,
      );
    }
  });

  test('shows code as it is, whatever fence is in it', () => {
    const [block] = tokensOf(
      explanationMarkdown({ title: '', code: 'a\n```\n````\nb', doc: '', points: [] }, null).value,
    );
    assert.ok(block?.type === 'code');
    assert.deepEqual([block.lang, block.text], ['c', 'a\n```\n````\nb']);
  });

  test('keeps the lines of a comment, and makes no list or heading of them', () => {
    const doc =
      '- one\n+ two\n1. three\n2) four\n===\n---\n# five\n\n    six\n\tseven\n> eight\n~~~\n| a | b |\n|---|---|';
    const markdown = explanationMarkdown({ title: '', code: 'x', doc, points: [] }, null).value;
    assert.deepEqual(kinds(markdown), []);
    assert.equal(tokensOf(markdown).filter(({ type }) => type === 'code' || type === 'list').length, 1);
    assert.deepEqual(
      seen(markdown)
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '' && line !== 'x'),
      doc
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    );
  });
});

test('a warning about a page-table internal quotes its Makefile as code', () => {
  const markdown = pointsMarkdown(say`${code('pte_t')} is one.`, [
    say`Kbuild: x (a:1, ${code('obj-m += `a`.o # <b>')})`,
  ]).value;
  assert.deepEqual(kinds(markdown), []);
  assert.equal(seen(markdown).trim(), 'pte_t is one.\n\nKbuild: x (a:1, obj-m += `a`.o # <b>)');
});
