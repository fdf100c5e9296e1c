/**
 * Text of a tree in Markdown: what is put in is text or code there, and never a mark, an element, a picture or a command. For editors
 * and pages of symbols, which are shown to whoever asked; pages that people paste somewhere have a form of their own (`cli/pages.ts`).
 */
import { largest } from './extremes.ts';
import { visible } from './visible.ts';

/**
 * Characters that make marks; an underscore inside a word makes none, and `&` only before the name of a character. Addresses
 * would be made links, which cannot stand in a link.
 */
const MARKS = /[\\`*{}[\]<>#|~@]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)|:(?=\/\/)|(?<=www)\./gi;

/** Text inside a line. */
export function markdownText(text: string): string {
  return visible(text).replace(MARKS, '\\$&');
}

/** A comment, line by line as it is written. */
export function markdownLines(text: string): string {
  return text.split('\n').map(markdownLine).join('  \n');
}

/** A line of a comment: no blank, dash or number at its start makes a list, a heading or a block of code. */
function markdownLine(line: string): string {
  const text = visible(line.trimStart().replaceAll('\t', ' ').trimEnd());
  const marked = text.replace(/[\\`*_{}[\]<>#|~]|&(?=#?\w+;)/g, '\\$&');
  return marked.replace(/^[-+=]/, '\\$&').replace(/^(\d+)([.)])/, '$1\\$2');
}

/** Code inside a line, between more backticks than it has in a row. */
export function codeSpan(text: string): string {
  const shown = visible(text);
  if (shown === '') return '';
  const fence = '`'.repeat(longestRun(shown) + 1);
  const pad = /^`|`$|^ .* $/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** Code that has lines of its own. */
export function codeBlock(text: string, language: string): string {
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
