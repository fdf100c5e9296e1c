/** A text that is overwritten in place, and the brackets and arguments in it. */
import { isWord } from './characters.ts';
import { tooDeep } from './depth.ts';
import { skipLiteral } from './skip.ts';

/** Text under edit: same length, letter by letter. */
export class Sheet {
  readonly #parts: string[] = [];
  #done = 0;
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  /**
   * Replaces `from`..`to`, which must lie behind all that was replaced before; shorter text is padded with spaces. In broken
   * code `to` may lie behind the end, or the span be too short for the text: the rest is left out, as the length must hold.
   */
  put(from: number, to: number, text = ''): void {
    if (from < this.#done || from >= Math.min(to, this.source.length)) return;
    const old = this.source.slice(from, to);
    const body = old.includes('\n') ? text + old.slice(text.length).replace(/[^\n]/g, ' ') : text.padEnd(old.length);
    this.#parts.push(this.source.slice(this.#done, from), body.slice(0, old.length));
    this.#done = from + old.length;
  }

  /** A placeholder name over `from`..`to`, for a type in a place where the parser wants an expression. */
  name(from: number, to: number): void {
    this.put(from, to, 'T'.padEnd(to - from, '_'));
  }

  text(): string {
    return this.#parts.join('') + this.source.slice(this.#done);
  }
}

/**
 * The offset of the bracket that closes the one at `open`; the text's length when none does. Throws BeyondBound where brackets
 * are nested deeper than `most`.
 */
export function closing(text: string, open: number, most = Number.POSITIVE_INFINITY): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 34 || c === 39 || c === 47) {
      const next = skipLiteral(text, i);
      if (next > i) i = next - 1;
    } else if (c === 40 || c === 91 || c === 123) {
      if (++depth > most) tooDeep();
    } else if (c === 41 || c === 93 || c === 125) {
      depth--;
      if (depth === 0) return i;
    }
  }
  return text.length;
}

/** The offset of the next code unit that is not blank, from `i` on. */
export function solid(text: string, i: number): number {
  let at = i;
  while (at < text.length && text.charCodeAt(at) <= 32) at++;
  return at;
}

/** The offset behind the last code unit in front of `i` that is not blank; 0 where all are. */
export function solidBefore(text: string, i: number): number {
  let at = i;
  while (at > 0 && text.charCodeAt(at - 1) <= 32) at--;
  return at;
}

/** The word that ends at `end`; empty where none does. */
export function wordBefore(text: string, end: number): string {
  let at = end;
  while (at > 0 && isWord(text.charCodeAt(at - 1))) at--;
  return text.slice(at, end);
}

/** How far in front of an argument its call may begin, in characters: with more between, it is not looked for. */
const LONGEST_CALL = 4000;

/** What a place in a text is an argument of. */
export interface ArgumentOf {
  /** The name in front of the parenthesis. */
  readonly callee: string;
  /** Which argument it is, from 0. */
  readonly index: number;
}

/** The call that a place in a statement is an argument of; null where no name is called there. */
export function argumentOf(text: string, at: number): ArgumentOf | null {
  let closed = 0;
  let index = 0;
  for (let i = at - 1; i >= Math.max(0, at - LONGEST_CALL); i--) {
    const char = text.charAt(i);
    if (char === ';' || char === '{') return null;
    if (char === ')') closed++;
    else if (char === ',' && closed === 0) index++;
    else if (char === '(' && closed-- === 0) {
      const callee = wordBefore(text, solidBefore(text, i));
      return callee === '' ? null : { callee, index };
    }
  }
  return null;
}

/** The arguments of the call whose parenthesis opens at `open`, trimmed, with their offsets. */
export function callArguments(text: string, open: number): { text: string; at: number }[] {
  const close = closing(text, open);
  const args: { text: string; at: number }[] = [];
  let start = open + 1;
  let depth = 0;
  for (let i = open + 1; i <= close; i++) {
    const c = text[i];
    if (c === '"' || c === "'" || c === '/') {
      const next = skipLiteral(text, i);
      if (next > i) {
        i = next - 1;
        continue;
      }
    }
    if (c === '(' || c === '[' || c === '{') depth++;
    else if ((c === ')' || c === ']' || c === '}') && i < close) depth--;
    else if ((c === ',' && depth === 0) || i === close) {
      const raw = text.slice(start, i);
      const lead = raw.length - raw.trimStart().length;
      if (raw.trim() !== '' || c === ',' || args.length > 0) args.push({ text: raw.trim(), at: start + lead });
      start = i + 1;
    }
  }
  return args;
}
