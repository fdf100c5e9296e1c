/**
 * Markers: words that a tree's own macros make of attributes and qualifiers. No table knows them; they are told by where they
 * stand, since the grammar has no two names beside each other.
 */
import { solid, solidBefore, wordBefore } from './sheet.ts';

/** A stretch of text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Words of the language, which are no markers. */
export const KEYWORDS = new Set(
  (
    'auto break case char const continue default do double else enum extern float for goto if inline int long register ' +
    'restrict return short signed sizeof static struct switch typedef union unsigned void volatile while typeof _Bool bool ' +
    '_Noreturn _Atomic __extension__ __restrict __restrict__ __inline __inline__ __const __volatile __volatile__ __signed__ asm ' +
    '__asm__ __asm __auto_type __typeof__ __typeof __label__ nullptr'
  ).split(' '),
);

/** Keywords that a type can end in. */
const TYPES = new Set('char short int long float double signed unsigned void bool _Bool'.split(' '));

const TAG = /^(?:struct|union|enum)$/;

/** `struct MARKER tag {`, `struct __marker(4) tag {`: what stands between the keyword and the tag of a definition. */
const BEFORE_TAG = /\s+((?:[A-Za-z_]\w*\s*\([^(){};]*\)\s*|[A-Za-z_]\w*\s+)(?:[A-Za-z_]\w*\s+)*?)[A-Za-z_]\w*\s*\{/y;

const WORD = /[A-Za-z_]\w*/y;

/** The marker, if any, that is told when the word from `start` to `end` is met. */
export function markerAt(text: string, start: number, end: number): Span | null {
  const word = text.slice(start, end);
  if (TAG.test(word)) return beforeTag(text, end);
  if (KEYWORDS.has(word)) return null;
  const next = nextWord(text, end);
  if (!next) return behindArray(text, { start, end }) ? { start, end } : null;
  // `MARKER struct foo *p`
  if (TAG.test(text.slice(next.start, next.end))) return { start, end };
  return isName(text, next) ? amongNames(text, { start, end }, next) : null;
}

function beforeTag(text: string, end: number): Span | null {
  BEFORE_TAG.lastIndex = end;
  const found = BEFORE_TAG.exec(text);
  if (!found?.[1]) return null;
  const start = end + found[0].indexOf(found[1]);
  return { start, end: start + found[1].trimEnd().length };
}

/** `int table[4] MARKER = {` */
function behindArray(text: string, word: Span): boolean {
  const behind = text[solid(text, word.end)];
  return (
    (behind === '=' || behind === ';') && text[solidBefore(text, word.start) - 1] === ']' && looksMarked(text, word)
  );
}

/** Two names beside each other, and maybe a third: the declared one, its type where a name is that, and a marker. */
function amongNames(text: string, first: Span, second: Span): Span | null {
  const before = wordBefore(text, solidBefore(text, first.start));
  const sign = text[solidBefore(text, first.start) - 1] ?? '';
  const third = nextWord(text, second.end);
  if (third && isName(text, third)) {
    // `MARKER type name`: a name that is declared has something behind it.
    const isFirst = before === '' && /^[;{}(,]?$/.test(sign) && endsDeclarator(text, third.end);
    return isFirst && looksMarked(text, first) && !looksMarked(text, second) && !looksMarked(text, third)
      ? first
      : null;
  }
  if (!endsDeclarator(text, second.end)) return null;
  const isTyped =
    sign === '*' || TYPES.has(before) || (before !== '' && (isTag(text, first.start) || isTypeName(before)));
  if (!isTyped) return null;
  return looksMarked(text, first) && !looksMarked(text, second) ? first : second;
}

/** Whether the word in front of an offset is a tag behind its keyword. */
function isTag(text: string, at: number): boolean {
  const end = solidBefore(text, at);
  const tag = wordBefore(text, end);
  return TAG.test(wordBefore(text, solidBefore(text, end - tag.length)));
}

function isTypeName(word: string): boolean {
  return /_t$/.test(word) && !KEYWORDS.has(word);
}

/** Whether a declared name can end there. */
function endsDeclarator(text: string, at: number): boolean {
  return /^[;=,)[:]/.test(text.slice(solid(text, at), solid(text, at) + 1));
}

/** How people spell markers: in capitals, or with underscores in front. */
export function looksMarked(text: string, { start, end }: Span): boolean {
  return /^(?:__\w+|[A-Z][A-Z0-9_]+)$/.test(text.slice(start, end));
}

function isName(text: string, { start, end }: Span): boolean {
  return !KEYWORDS.has(text.slice(start, end));
}

/** The word behind an offset, with nothing but blanks between; null where there is none. */
export function nextWord(text: string, at: number): Span | null {
  const start = solid(text, at);
  if (start === at) return null;
  WORD.lastIndex = start;
  const word = WORD.exec(text);
  return word ? { start, end: start + word[0].length } : null;
}
