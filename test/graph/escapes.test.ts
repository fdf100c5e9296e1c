/** Graphs of hostile names, files and conditions, read by the programs that draw them: the text is there, as text. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instance } from '@viz-js/viz';
import { SaxesParser } from 'saxes';
import { dotText } from '../../server/src/features/graph/dot.ts';
import { mermaidText } from '../../server/src/features/graph/mermaid.ts';
import { svgText } from '../../server/src/features/graph/svg.ts';
import { NASTY, RAW } from '../harness/nasty.ts';
import { nastyGraph } from './nasty.ts';

const isRaw = (text: string): boolean => RAW.test(text.replaceAll('\n', ''));

describe('Graphviz', () => {
  for (const [text, shown] of NASTY) {
    test(`draws ${JSON.stringify(text)}`, async () => {
      const dot = dotText(nastyGraph(text));
      assert.ok(!isRaw(dot) && !/##(?:vso)?\[/.test(dot));
      const { status, output, errors } = (await instance()).render(dot, { format: 'svg' });
      const wrong = errors.filter(({ message }) => !message.includes('metrics'));
      assert.deepEqual([status, wrong], ['success', []]);
      const seen = textsOf(output ?? '');
      for (const part of [shown, `${shown}()`])
        assert.ok(
          seen.some((each) => same(each, part)),
          seen.join('\n'),
        );
    });
  }
});

describe('SVG', () => {
  for (const [text, shown] of NASTY) {
    test(`has ${JSON.stringify(text)}`, () => {
      const svg = svgText(nastyGraph(text));
      assert.ok(!isRaw(svg) && !/##(?:vso)?\[/.test(svg));
      const seen = textsOf(svg);
      assert.ok(seen.includes(`${shown}:1\n${shown}`), seen.join('\n'));
      assert.ok(seen.includes(shown));
    });
  }
});

describe('Mermaid', () => {
  for (const [text] of NASTY) {
    test(`has only letters and entities for ${JSON.stringify(text)}`, () => {
      const mermaid = mermaidText(nastyGraph(text));
      assert.ok(!isRaw(mermaid));
      for (const [, label = ''] of mermaid.matchAll(/"(.*)"/g)) {
        assert.match(label, /^(?:#\d+;|[^&"<>#`%\\$:])*$/);
      }
      assert.equal(mermaid.split('\n').length, MERMAID_LINES);
    });
  }
});

/** The head, a node, a node in a subgraph, an edge, and the end of the last line. */
const MERMAID_LINES = 7;

/** The texts of a picture's elements, read strictly. No element may be one that acts. */
function textsOf(svg: string): readonly string[] {
  const texts: string[] = [];
  let text = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => assert.fail(error));
  parser.on('opentag', ({ name, attributes }) => {
    assert.match(name, /^(?:svg|style|defs|marker|path|rect|g|title|text|tspan|polygon|polyline|ellipse|a)$/);
    for (const key of Object.keys(attributes)) assert.doesNotMatch(key, /^on|^href$/);
    text = '';
  });
  parser.on('text', (part) => {
    text += part;
  });
  parser.on('closetag', () => {
    texts.push(text);
    text = '';
  });
  parser.write(svg).close();
  return texts;
}

/** Graphviz writes blanks that no line may break at. */
function same(drawn: string, shown: string): boolean {
  return drawn.replaceAll('\u00a0', ' ') === shown;
}
