/**
 * Macros that stand in front of what they act on, without parentheses: `#define MAYBE if (debug)`, `#define IGNORED (void)`. No table knows
 * them; they are told by where they stand, since no statement or expression has two names beside each other.
 */
import { ATTRIBUTE_CALLS } from './attributes.ts';
import { KEYWORDS, looksMarked, nextWord, type Span } from './markers.ts';
import { callArguments, closing, type Sheet, solid, solidBefore, wordBefore } from './sheet.ts';

/** What a member's name stands behind: no number, and no dots of a range. */
const MEMBER = /(?:->|\.(?!\.))\s*[A-Za-z_]/y;

/** A call through what a member holds: `(*p->run)(`. */
const THROUGH = /\(\s*\*+\s*\w+\s*(?:->|\.)[^(){};]*\)\s*\(/y;

/** What an argument has that a parameter has not: a literal, or an operator that stands in no declaration. */
const VALUE = /["']|->|\.\w|[-+&|^!<>=?]|^\d/;

/** How many such macros may stand one behind the other. */
const MOST = 4;

/**
 * Overwrites the word from `start` to `end` where it is a macro in front of an access to a member or of a call: with a test where an
 * `else` follows that is no other's, else with nothing.
 */
export function blankLeading(text: string, word: Span, sheet: Sheet): void {
  if (!leadsUse(text, word, MOST)) return;
  const isTest = word.end - word.start >= TEST.length && /[;{}]/.test(text[solidBefore(text, word.start) - 1] ?? '');
  sheet.put(word.start, word.end, isTest && isFollowedByElse(text, word.end) ? TEST : '');
}

/** A test that nothing decides. */
const TEST = 'if(T)';

function isFollowedByElse(text: string, at: number): boolean {
  let end = at;
  while (end < text.length && !/[;{}]/.test(text[end] ?? ''))
    end = text[end] === '(' ? closing(text, end) + 1 : end + 1;
  return /^;\s*else\b/.test(text.slice(end, end + LONGEST_BETWEEN));
}

/** How far behind a statement its `else` is looked for. */
const LONGEST_BETWEEN = 40;

/** Whether a word of a function's body is such a macro. */
function leadsUse(text: string, { start, end }: Span, most: number): boolean {
  if (most === 0 || KEYWORDS.has(text.slice(start, end))) return false;
  const next = nextWord(text, end);
  if (!next) return end < text.length && leadsThrough(text, { start, end });
  const word = text.slice(next.start, next.end);
  if (KEYWORDS.has(word) || /^(?:struct|union|enum)$/.test(wordBefore(text, solidBefore(text, start)))) return false;
  return isUse(text, { start, end }, next) || leadsUse(text, next, most - 1);
}

/** `IGNORED (*p->run)(1)`: without a blank it is the call of a macro. */
function leadsThrough(text: string, { start, end }: Span): boolean {
  const open = solid(text, end);
  if (open === end || text[open] !== '(' || !startsStatement(text, start)) return false;
  THROUGH.lastIndex = open;
  return THROUGH.test(text);
}

/** Whether a name behind another is that of a pointer whose member is meant, or of a function that is called. */
function isUse(text: string, before: Span, { start, end }: Span): boolean {
  let at = solid(text, end);
  while (text[at] === '[') at = solid(text, closing(text, at) + 1);
  if (isMember(text, at)) return true;
  if (text[at] !== '(' || annotates(text, before, { start, end })) return false;
  const close = closing(text, at);
  const behind = solid(text, close + 1);
  if (isMember(text, behind) || callArguments(text, at).some((arg) => VALUE.test(arg.text))) return true;
  return isSpelledAsMacro(text, before) && text[behind] === ';' && startsStatement(text, before.start);
}

/** Whether a name in front of a parenthesis may say something of what is declared: `u8 __aligned(8) key[16]`, `*first __guarded_by(&lock)`. */
function annotates(text: string, before: Span, { start, end }: Span): boolean {
  const word = text.slice(start, end);
  return ATTRIBUTE_CALLS.has(word) || (word.startsWith('__') && !startsStatement(text, before.start));
}

function isSpelledAsMacro(text: string, span: Span): boolean {
  return looksMarked(text, span) || /^[A-Z]$/.test(text.slice(span.start, span.end));
}

function isMember(text: string, at: number): boolean {
  MEMBER.lastIndex = at;
  return MEMBER.test(text);
}

/** Whether a statement can begin there. */
function startsStatement(text: string, at: number): boolean {
  const end = solidBefore(text, at);
  return /[;{})]/.test(text[end - 1] ?? '') || /^(?:else|do)$/.test(wordBefore(text, end));
}
