/**
 * What is said of something as Markdown. All Markdown that clients are sent is made here: what comes from a tree is text in it,
 * code or a link to a line, and never a mark, an element, a picture or a command.
 */

import { type MarkupContent, MarkupKind } from 'vscode-languageserver';
import { largest } from '../base/extremes.ts';
import { visible } from '../base/visible.ts';
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
  if (doc) parts.push('', doc.split('\n').map(docLine).join('  \n'));
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
      return escaped(part.text);
    case 'strong':
      return part.text === '' ? '' : `**${escaped(part.text)}**`;
    case 'code':
      return codeSpan(part.text);
    case 'page':
      return link(escaped(part.text), part.address);
    case 'place': {
      const text = `${part.file}:${part.line}`;
      return links ? link(escaped(text), links.line(part.file, part.line)) : escaped(text);
    }
    case 'named': {
      const span = codeSpan(part.text);
      return links && /^\w+(?:\(\))?$/.test(part.text) ? link(span, links.line(part.file, part.line)) : span;
    }
    case 'all':
      return links ? link(escaped(part.text), links.all(part.of)) : escaped(part.text);
  }
}

/**
 * Characters that make marks; an underscore inside a word makes none, and `&` only before the name of a character. Addresses
 * would be made links, which cannot stand in a link.
 */
const MARKS = /[\\`*{}[\]<>#|~@]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)|:(?=\/\/)|(?<=www)\./gi;

function escaped(text: string): string {
  return visible(text).replace(MARKS, '\\$&');
}

/** A line of a comment: no blank, dash or number at its start makes a list, a heading or a block of code. */
function docLine(line: string): string {
  const text = visible(line.trimStart().replaceAll('\t', ' ').trimEnd());
  const marked = text.replace(/[\\`*_{}[\]<>#|~]|&(?=#?\w+;)/g, '\\$&');
  return marked.replace(/^[-+=]/, '\\$&').replace(/^(\d+)([.)])/, '$1\\$2');
}

/** Text between more backticks than it has in a row. */
function codeSpan(text: string): string {
  const shown = visible(text);
  if (shown === '') return '';
  const fence = '`'.repeat(longestRun(shown) + 1);
  const pad = /^`|`$|^ .* $/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

function codeBlock(text: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  const lines = text.split('\n').map((line) => line.split('\t').map(visible).join('\t'));
  return [`${fence}${language}`, ...lines, fence].join('\n');
}

function longestRun(text: string): number {
  return largest(
    [...text.matchAll(/`+/g)].map(([run]) => run.length),
    0,
  );
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
