/** What lexical passes step over as a whole: comments, literals, and lines of the preprocessor. */
import { APOSTROPHE, BACKSLASH, NEWLINE, QUOTE, RETURN, SLASH, STAR } from './characters.ts';

/** The offset behind the comment, string or character literal that starts at `i`; `i` where none starts. */
export function skipLiteral(text: string, i: number): number {
  const c = text.charCodeAt(i);
  if (c === SLASH) return skipComment(text, i);
  if (c !== QUOTE && c !== APOSTROPHE) return i;
  let at = i + 1;
  while (at < text.length) {
    const d = text.charCodeAt(at);
    if (d === c) return at + 1;
    // An unterminated literal ends with its line: half-typed code must not swallow the file.
    if (d === NEWLINE) return at;
    at += d === BACKSLASH ? 2 : 1;
  }
  return text.length;
}

/**
 * A text with a space for each comment between stars, told without regard to literals. One that nothing closes is left as it is:
 * a pattern would look for its end once for every opening in it.
 */
export function withoutComments(text: string): string {
  let result = '';
  let at = 0;
  for (let open = text.indexOf('/*'); open >= 0; open = text.indexOf('/*', at)) {
    const close = text.indexOf('*/', open + 2);
    if (close < 0) break;
    result += `${text.slice(at, open)} `;
    at = close + 2;
  }
  return result + text.slice(at);
}

/** A text with blanks for its comments, of the same length, told without regard to literals. */
export function blankComments(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const { index } of text.matchAll(/\/[/*]/g)) {
    if (index < at) continue;
    const end = skipComment(text, index);
    parts.push(text.slice(at, index), ' '.repeat(end - index));
    at = end;
  }
  return parts.join('') + text.slice(at);
}

/** A text without the comment behind two slashes on its last line, told without regard to literals. */
export function withoutLineComment(text: string): string {
  const open = text.indexOf('//', text.lastIndexOf('\n') + 1);
  return open < 0 ? text : text.slice(0, open);
}

function skipComment(text: string, i: number): number {
  const next = text.charCodeAt(i + 1);
  if (next === STAR) {
    const close = text.indexOf('*/', i + 2);
    return close < 0 ? text.length : close + 2;
  }
  if (next !== SLASH) return i;
  const close = text.indexOf('\n', i);
  return close < 0 ? text.length : close;
}

/** The end of the preprocessor line at `i`, continuation lines and comments across lines included. */
export function directiveEnd(text: string, i: number): number {
  let at = i;
  while (at < text.length) {
    const c = text.charCodeAt(at);
    if (c === NEWLINE) return at;
    if (c === BACKSLASH) at += text.charCodeAt(at + 1) === RETURN ? 3 : 2;
    else if (c === SLASH) {
      const next = skipComment(text, at);
      at = next === at ? at + 1 : next;
    } else at++;
  }
  return text.length;
}
