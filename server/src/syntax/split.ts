/**
 * The lexical splitter: cuts a C file into its top-level regions without parsing them, at about the speed of reading.
 * Only regions that a question needs are then parsed. It never fails: broken code costs the region it stands in.
 */
import {
  APOSTROPHE,
  BACKSLASH,
  BRACE,
  BRACKET,
  CLOSE,
  EQUALS,
  FORM_FEED,
  HASH,
  isDigit,
  isWord,
  NEWLINE,
  OPEN,
  QUOTE,
  RETURN,
  SEMICOLON,
  SLASH,
  SPACE,
  TAB,
  UNBRACE,
  UNBRACKET,
} from './characters.ts';
import { type Branch, Conditionals } from './conditionals.ts';
import { type Region, RegionUnderWay } from './region.ts';
import { directiveEnd, skipLiteral } from './skip.ts';

export interface Split {
  readonly regions: readonly Region[];
  readonly branches: readonly Branch[];
  /** Macros that are defined inside another region, such as a function's body. */
  readonly inner: readonly Region[];
}

/** Cuts a file into regions. Takes the text of a file; answers regions in order, none of which overlap. */
export function split(text: string): Split {
  return new Splitter(text).run();
}

/** The state of one pass over a file. */
class Splitter {
  readonly #text: string;
  readonly #regions: Region[] = [];
  readonly #inner: Region[] = [];
  readonly #conditionals: Conditionals;
  readonly #region: RegionUnderWay;
  #at = 0;
  #depth = 0;
  #paren = 0;
  /** Offset of the last code unit that is neither blank nor comment. */
  #last = -1;

  constructor(text: string) {
    this.#text = text;
    this.#conditionals = new Conditionals(text);
    this.#region = new RegionUnderWay(text);
  }

  run(): Split {
    const text = this.#text;
    const length = text.length;
    let lineStart = true;
    while (this.#at < length) {
      const c = text.charCodeAt(this.#at);
      if (c === NEWLINE) {
        lineStart = true;
        this.#at++;
        continue;
      }
      if (c === SPACE || c === TAB || c === RETURN || c === FORM_FEED) {
        this.#at++;
        continue;
      }
      if (c === HASH && lineStart) {
        this.#directive();
        continue;
      }
      if (c === SLASH || c === QUOTE || c === APOSTROPHE) {
        const next = skipLiteral(text, this.#at);
        if (next > this.#at) {
          if (c !== SLASH) this.#token(next - 1);
          this.#at = next;
          if (c !== SLASH) lineStart = false;
          continue;
        }
      }
      const column0 = lineStart && (this.#at === 0 || text.charCodeAt(this.#at - 1) === NEWLINE);
      lineStart = false;
      if (this.#depth > 0) this.#inside(c, column0);
      else this.#outside(c, column0);
    }
    this.#close(this.#last + 1);
    return { regions: this.#regions, branches: this.#conditionals.branches, inner: this.#inner };
  }

  /** Notes that a token ends at `last`; opens a region where none is open. */
  #token(last: number): void {
    this.#region.begin(this.#at);
    this.#last = last;
  }

  #directive(): void {
    const text = this.#text;
    const start = this.#at;
    const end = directiveEnd(text, start);
    this.#at = end;
    const word = /^#\s*([a-z]+)\s*/.exec(text.slice(start, Math.min(end, start + 64)));
    if (!word) return;
    if (word[1] === 'define' || word[1] === 'include') {
      const isInner = this.#region.start >= 0;
      if (!isInner || word[1] === 'define') this.#simple(word[1], start, start + word[0].length, end, isInner);
      return;
    }
    const depth = this.#conditionals.take(start, end, this.#depth);
    if (depth !== this.#depth) this.#paren = 0;
    // A branch that ends inside a function (`#ifdef A` int f(a) { `#else` int f(b) { `#endif`) goes on as that function.
    this.#depth = depth;
  }

  #simple(kind: 'define' | 'include', start: number, nameStart: number, end: number, isInner: boolean): void {
    const rest = this.#text.slice(nameStart, end);
    const name = (kind === 'define' ? /^\w+/ : /^(?:<[^>\n]*>|"[^"\n]*")/).exec(rest)?.[0] ?? '';
    (isInner ? this.#inner : this.#regions).push({ kind, name, start, end, brace: -1, tag: '' });
  }

  /** Inside braces only braces count; a brace in column 0 is where broken code is caught. */
  #inside(c: number, column0: boolean): void {
    const text = this.#text;
    if (c === BRACE) {
      if (column0 && this.#headerBefore()) return;
      this.#depth++;
      this.#last = this.#at;
    } else if (c === UNBRACE) {
      this.#depth--;
      this.#last = this.#at;
      if (column0 && this.#depth > 0 && this.#topLevelAfter()) this.#depth = 0;
      this.#at++;
      if (this.#depth > 0) return;
      this.#region.reconsider(this.#at);
      if (this.#region.isFunction) this.#close(this.#at);
      return;
    } else {
      this.#last = this.#at;
    }
    this.#at++;
    // The common run of plain code: nothing in it can matter here.
    while (this.#at < text.length) {
      const d = text.charCodeAt(this.#at);
      if (d === BRACE || d === UNBRACE || d === NEWLINE || d === QUOTE || d === APOSTROPHE || d === SLASH) return;
      if (d > SPACE) this.#last = this.#at;
      this.#at++;
    }
  }

  /** Whether the closing brace here, in column 0, is followed by a line that starts something new in column 0. */
  #topLevelAfter(): boolean {
    const rest = /^\}[ \t]*(?:(?:;|\/\*.*\*\/)[ \t]*)?\r?\n(?:[ \t]*\r?\n)*(?=[A-Za-z_#/])(?!#\s*(?:else|elif|endif))/;
    return rest.test(this.#text.slice(this.#at, this.#at + 400));
  }

  /**
   * Whether the opening brace here, in column 0 but inside other braces, starts a function: then the braces before it are
   * broken, and the region under way ends in front of the function's first line.
   */
  #headerBefore(): boolean {
    const text = this.#text;
    if (text.charCodeAt(this.#last) !== CLOSE) return false;
    let line = text.lastIndexOf('\n', this.#last) + 1;
    while (line > 0 && !isWord(text.charCodeAt(line))) line = text.lastIndexOf('\n', line - 2) + 1;
    if (line <= this.#region.start || !/^[A-Za-z_][\w\s*]*\(/.test(text.slice(line, this.#last))) return false;
    if (/^(?:if|while|for|switch|else|do)\b/.test(text.slice(line, line + 8))) return false;
    this.#close(line);
    this.#depth = 0;
    this.#at = line;
    return true;
  }

  #outside(c: number, column0: boolean): void {
    const isStray = c === UNBRACE || (c === CLOSE && this.#region.start < 0);
    if (isWord(c) && !isDigit(c)) this.#word();
    else if (c === SEMICOLON && this.#paren === 0) this.#semicolon();
    else if (isStray) this.#at++;
    else if (c === BRACE) {
      // A value that nothing ended, such as a string without its closing quote, ends in front of the next function.
      if (!(column0 && this.#region.isAssigned && this.#headerBefore())) this.#open();
    } else {
      this.#punctuation(c);
      this.#token(this.#at);
      this.#at += c === BACKSLASH ? 2 : 1;
    }
  }

  #word(): void {
    const text = this.#text;
    const at = this.#at;
    let end = at + 1;
    while (end < text.length && isWord(text.charCodeAt(end))) end++;
    if (this.#paren === 0 && this.#region.isInvocation(this.#last, at)) this.#close(this.#last + 1);
    this.#token(end - 1);
    if (this.#paren === 0) this.#region.word(at, end);
    this.#at = end;
  }

  #semicolon(): void {
    if (this.#region.start >= 0) {
      this.#region.declare();
      this.#close(this.#at + 1);
    }
    this.#at++;
  }

  #punctuation(c: number): void {
    if (c === OPEN || c === BRACKET) {
      if (this.#paren === 0 && c === OPEN) this.#region.parenthesis(this.#at);
      else if (this.#paren === 0) this.#region.declare();
      this.#paren++;
    } else if (c === CLOSE || c === UNBRACKET) {
      this.#paren = Math.max(0, this.#paren - 1);
      if (this.#paren === 0 && c === CLOSE) this.#region.unparenthesis(this.#at);
    } else if (c === EQUALS && this.#paren === 0) {
      this.#region.assign();
    }
  }

  #open(): void {
    const at = this.#at;
    if (this.#region.start < 0) this.#resume(at);
    if (this.#region.isLinkage(at)) {
      this.#region.reset();
      this.#paren = 0;
    } else {
      this.#region.open(at);
      this.#depth = 1;
      this.#paren = 0;
      this.#last = at;
    }
    this.#at = at + 1;
  }

  /**
   * A brace with no declaration under way: the body of an old-style definition, `int f(a) int a; {`, whose head was taken
   * for declarations; else a block that belongs to nothing, and ends with its brace.
   */
  #resume(at: number): void {
    const last = this.#regions.findLastIndex((each) => each.kind !== 'object' || each.brace >= 0);
    const head = this.#regions[last];
    const text = head?.kind === 'prototype' ? this.#text.slice(head.start, at) : '';
    const isHead = /^[^()]*\(\s*\w+(?:\s*,\s*\w+)*\s*\)\s*[A-Za-z_][^(){}]*;\s*$/.test(text);
    if (head && isHead) {
      this.#regions.splice(last);
      this.#region.resume(head.start, head.name, at);
    } else this.#region.resume(at, '', at);
  }

  #close(end: number): void {
    // In broken code a brace can be open, by an unbalanced `#if`, with no region under way.
    if (this.#region.start >= 0) this.#regions.push(this.#region.region(end));
    this.#region.reset();
    this.#paren = 0;
  }
}
