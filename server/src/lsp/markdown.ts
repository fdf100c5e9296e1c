/**
 * What is said of something as Markdown. All Markdown that clients are sent is made here: what comes from a tree is text in it,
 * code or a link to a line, and never a mark, an element, a picture or a command.
 */

import { type MarkupContent, MarkupKind } from 'vscode-languageserver';
import { codeBlock, codeSpan, markdownLines, markdownText } from '../base/markdown.ts';
import type { Explanation } from '../features/editor/hover.ts';
import type { Listed, Part, Prose } from '../features/prose.ts';

/** Where links of a hover lead. */
export interface Links {
  /** The address of a line of a file, by its path in the tree. */
  line(path: string, line: number): string;
  /** The address of a list of all that a few were said of. */
  all(of: Listed): string;
}

/** A hover on a target; names and places are links where the client follows them. */
export function explanationMarkdown({ code, doc, points }: Explanation, links: Links | null): MarkupContent {
  const parts = [codeBlock(code, 'c')];
  if (doc) parts.push('', markdownLines(doc));
  if (points.length > 0) parts.push('', ...points.map((point) => `- ${inline(point, links)}`));
  return { kind: MarkupKind.Markdown, value: parts.join('\n') };
}

/** A sentence, and points below it. */
export function pointsMarkdown(head: Prose, points: readonly Prose[]): MarkupContent {
  const lines = [inline(head, null), '', ...points.map((point) => `- ${inline(point, null)}`)];
  return { kind: MarkupKind.Markdown, value: lines.join('\n') };
}

function inline(prose: Prose, links: Links | null): string {
  return prose.map((part) => partMarkdown(part, links)).join('');
}

function partMarkdown(part: Part, links: Links | null): string {
  switch (part.k) {
    case 'text':
      return markdownText(part.text);
    case 'strong':
      return part.text === '' ? '' : `**${markdownText(part.text)}**`;
    case 'code':
      return codeSpan(part.text);
    case 'page':
      return link(markdownText(part.text), part.address);
    case 'place': {
      const text = `${part.file}:${part.line}`;
      return links ? link(markdownText(text), links.line(part.file, part.line)) : markdownText(text);
    }
    case 'named': {
      const span = codeSpan(part.text);
      return links && /^\w+(?:\(\))?$/.test(part.text) ? link(span, links.line(part.file, part.line)) : span;
    }
    case 'all':
      return links ? link(markdownText(part.text), links.all(part.of)) : markdownText(part.text);
  }
}

/**
 * A link. Its text has no bracket, not even one behind a backslash: the parser of VS Code takes the backslash away, and reads what is
 * left as Markdown once more.
 */
function link(shown: string, address: string): string {
  const target = address.replace(/[^\w:/.?#%@,;=+~$!-]/gu, (each) =>
    encodeURIComponent(each).replace(/[!'()*]/g, percent),
  );
  const plain = shown.replaceAll('\\[', '&#91;').replaceAll('\\]', '&#93;');
  return `[${plain}](${target})`;
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
