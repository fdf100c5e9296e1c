/**
 * The lexical splitter: cuts a C file into its top-level regions without parsing them, at about the speed of reading.
 * Only regions that a question needs are then parsed. It never fails: broken code costs the region it stands in.
 */

/** What a region looks like from the outside. */
import { ATTRIBUTE_CALLS, ATTRIBUTE_WORDS } from './attributes.ts';

export type RegionKind =
  | 'function'
  | 'type'
  | 'typedef'
  | 'object'
  | 'prototype'
  | 'invocation'
  | 'define'
  | 'include'
  | 'other';

export interface Region {
  readonly kind: RegionKind;
  /** The declared name, the macro's name, or the included path with its quotes or angle brackets; may be empty. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Offset of the opening brace of a function's body, a type's members or an initialiser; -1 where there is none. */
  readonly brace: number;
  /** The tag of the struct, union or enum whose members the brace opens; empty where it opens something else. */
  readonly tag: string;
}

/** One branch of a conditional directive: it holds from `start` to `end` (offsets), nested branches inside. */
export interface Branch {
  readonly start: number;
  end: number;
  readonly condition: string;
  /** Number of the `#if` group in the file, and of the branch in the group: branches of one group exclude each other. */
  readonly group: number;
  readonly arm: number;
}

export interface Split {
  readonly regions: readonly Region[];
  readonly branches: readonly Branch[];
}

const TAB = 9;
const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
const APOSTROPHE = 39;
const OPEN = 40;
const CLOSE = 41;
const STAR = 42;
const SLASH = 47;
const SEMICOLON = 59;
const EQUALS = 61;
const BRACKET = 91;
const BACKSLASH = 92;
const UNBRACKET = 93;
const BRACE = 123;
const UNBRACE = 125;

/** Whether a code unit can stand in an identifier. */
function isWord(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || (c >= 48 && c <= 57);
}

/** The offset behind the comment, string or character literal that starts at `i`; `i` where none starts. */
export function skipLiteral(text: string, i: number): number {
  const c = text.charCodeAt(i);
  if (c === SLASH) {
    const next = text.charCodeAt(i + 1);
    if (next === STAR) {
      const close = text.indexOf('*/', i + 2);
      return close < 0 ? text.length : close + 2;
    }
    if (next === SLASH) {
      const close = text.indexOf('\n', i);
      return close < 0 ? text.length : close;
    }
    return i;
  }
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

/** The end of the preprocessor line at `i`, continuation lines and comments across lines included. */
export function directiveEnd(text: string, i: number): number {
  let at = i;
  while (at < text.length) {
    const c = text.charCodeAt(at);
    if (c === NEWLINE) return at;
    if (c === BACKSLASH) at += text.charCodeAt(at + 1) === 13 ? 3 : 2;
    else if (c === SLASH) {
      const next = skipLiteral(text, at);
      at = next === at ? at + 1 : next;
    } else at++;
  }
  return text.length;
}

/** A condition as people write it: `CONFIG_X`, `!CONFIG_X`, or the expression. */
export function conditionText(directive: string, expression: string): string {
  const plain = expression
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/g, ' ')
    .replace(/\\\r?\n/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (directive === 'ifdef') return plain;
  if (directive === 'ifndef') return `!${plain}`;
  return plain
    .replace(/\bdefined\s*\(\s*(\w+)\s*\)/g, '$1')
    .replace(/\bdefined\s+(\w+)/g, '$1')
    .replace(/\bIS_(?:ENABLED|BUILTIN|REACHABLE)\s*\(\s*(\w+)\s*\)/g, '$1');
}

/** The opposite of a condition. */
function negate(condition: string): string {
  if (/^!\w+$/.test(condition)) return condition.slice(1);
  return /^\w+$/.test(condition) ? `!${condition}` : `!(${condition})`;
}

interface OpenIf {
  readonly group: number;
  arms: number;
  /** Conditions of the branches before this one. */
  earlier: string[];
  branch: Branch;
  readonly depth: number;
  depthAfterFirst: number | null;
}

/** Follows conditional directives: which branch is open, and what brace depth to go on with. */
class Conditionals {
  readonly branches: Branch[] = [];
  readonly #open: OpenIf[] = [];
  #groups = 0;

  /** Takes one directive line; answers the brace depth that the text after it has. */
  take(text: string, start: number, end: number, depth: number): number {
    const match = /^#\s*(ifdef|ifndef|if|elif|elifdef|elifndef|else|endif)\b([\s\S]*)$/.exec(text.slice(start, end));
    if (!match) return depth;
    const [, word = '', rest = ''] = match;
    if (word === 'if' || word === 'ifdef' || word === 'ifndef') {
      this.#push(conditionText(word, rest), end, depth);
      return depth;
    }
    const top = this.#open.at(-1);
    if (!top) return depth;
    top.branch.end = start;
    top.depthAfterFirst ??= depth;
    if (word === 'endif') {
      this.#open.pop();
      return top.depthAfterFirst;
    }
    const own = word === 'else' ? '' : conditionText(word.slice(2), rest);
    const parts = [...top.earlier.map(negate), ...(own ? [own] : [])];
    top.earlier = own ? [...top.earlier, own] : top.earlier;
    top.arms++;
    top.branch = { start: end, end: text.length, condition: join(parts), group: top.group, arm: top.arms };
    this.branches.push(top.branch);
    return top.depth;
  }

  #push(condition: string, end: number, depth: number): void {
    const branch = { start: end, end: Number.MAX_SAFE_INTEGER, condition, group: this.#groups++, arm: 0 };
    this.branches.push(branch);
    this.#open.push({ group: branch.group, arms: 0, earlier: [condition], branch, depth, depthAfterFirst: null });
  }
}

/** Conditions that all hold, as one; an `||` inside is kept together. */
export function join(parts: readonly string[]): string {
  const unique = [...new Set(parts)];
  if (unique.length <= 1) return unique[0] ?? '';
  return unique.map((part) => (part.includes('||') && !/^!?\(.*\)$/.test(part) ? `(${part})` : part)).join(' && ');
}

/** Cuts a file into regions. Takes the text of a file; answers regions in order, none of which overlap. */
export function split(text: string): Split {
  return new Splitter(text).run();
}

const NOTHING = { word: '', at: -1 };

/** The state of one pass over a file. */
class Splitter {
  readonly #text: string;
  readonly #regions: Region[] = [];
  readonly #conditionals = new Conditionals();
  #at = 0;
  #depth = 0;
  #paren = 0;
  /** Start of the region under way; -1 between regions. */
  #start = -1;
  #brace = -1;
  #assigned = false;
  /** Names in front of a parenthesis at depth 0, with the offset of the parenthesis. */
  #calls: { name: string; close: number }[] = [];
  #wordStart = -1;
  #wordEnd = -1;
  /** The last word that can be a declared name. */
  #named = NOTHING;
  /** The last such word before `=`, `[`, `:` or `;`: a variable's name. */
  #declared = '';
  /** Offset of the last code unit that is neither blank nor comment. */
  #last = -1;
  #isFunction = false;

  constructor(text: string) {
    this.#text = text;
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
      if (c === SPACE || c === TAB || c === 13 || c === 12) {
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
    if (this.#start >= 0) this.#close(this.#last + 1);
    for (const branch of this.#conditionals.branches) branch.end = Math.min(branch.end, length);
    return { regions: this.#regions, branches: this.#conditionals.branches };
  }

  /** Notes that a token ends at `last`; opens a region where none is open. */
  #token(last: number): void {
    if (this.#start < 0) this.#start = this.#at;
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
      if (this.#start < 0) this.#simple(word[1], start, start + word[0].length, end);
      return;
    }
    const depth = this.#conditionals.take(text, start, end, this.#depth);
    if (depth !== this.#depth) this.#paren = 0;
    // A branch that ends inside a function (`#ifdef A` int f(a) { `#else` int f(b) { `#endif`) goes on as that function.
    this.#depth = depth;
  }

  #simple(kind: 'define' | 'include', start: number, nameStart: number, end: number): void {
    const rest = this.#text.slice(nameStart, end);
    const name = (kind === 'define' ? /^\w+/ : /^(?:<[^>\n]*>|"[^"\n]*")/).exec(rest)?.[0] ?? '';
    this.#regions.push({ kind, name, start, end, brace: -1, tag: '' });
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
      if (this.#depth === 0 && this.#isFunction) this.#close(this.#at);
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
    const rest = /^\}[ \t]*(?:;|\/\*.*\*\/)?[ \t]*\r?\n(?:[ \t]*\r?\n)*(?=[A-Za-z_#/])(?!#\s*(?:else|elif|endif))/;
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
    if (line <= this.#start || !/^[A-Za-z_][\w\s*]*\(/.test(text.slice(line, this.#last))) return false;
    if (/^(?:if|while|for|switch|else|do)\b/.test(text.slice(line, line + 8))) return false;
    this.#close(line);
    this.#depth = 0;
    this.#at = line;
    return true;
  }

  #outside(c: number, column0: boolean): void {
    const text = this.#text;
    if (isWord(c) && c > 57) {
      this.#word();
      return;
    }
    if (c === SEMICOLON && this.#paren === 0) {
      if (this.#start >= 0) {
        this.#declare();
        this.#close(this.#at + 1);
      }
      this.#at++;
      return;
    }
    if (this.#start < 0 && (c === UNBRACE || c === CLOSE)) {
      this.#at++;
      return;
    }
    const at = this.#at;
    if (c === OPEN) {
      if (this.#paren === 0 && this.#wordEnd > 0) {
        this.#parenthesis(at);
      }
      this.#paren++;
    } else if (c === CLOSE) {
      this.#paren = Math.max(0, this.#paren - 1);
      const call = this.#calls.at(-1);
      if (this.#paren === 0 && call) call.close = at;
    } else if (c === EQUALS && this.#paren === 0) {
      this.#declare();
      this.#assigned = true;
    } else if (c === BRACKET) {
      if (this.#paren === 0) this.#declare();
      this.#paren++;
    } else if (c === UNBRACKET) {
      this.#paren = Math.max(0, this.#paren - 1);
    } else if (c === BRACE) {
      // A value that nothing ended, such as a string without its closing quote, ends in front of the next function.
      if (!(column0 && this.#assigned && this.#headerBefore())) this.#open();
      return;
    } else if (c === UNBRACE) {
      this.#at++;
      return;
    }
    this.#token(at);
    this.#at = at + 1;
    if (text.charCodeAt(at) === BACKSLASH) this.#at++;
  }

  /** The word directly before the parenthesis at `at`. */
  #adjacent(at: number): string {
    const between = this.#text.slice(this.#wordEnd, at);
    return between.trim() === '' ? this.#text.slice(this.#wordStart, this.#wordEnd) : '';
  }

  /**
   * The parenthesis at `at` opens parameters or arguments, unless the declared name is in it: `void (*function(args))(int)`
   * is a function that returns a pointer, `void (*variable)(int)` an object.
   */
  #parenthesis(at: number): void {
    const pattern = /\(\s*\*[\s*]*(?:const\s+)?(\w+)\s*([([)])/y;
    pattern.lastIndex = at;
    const [, name = '', next = ''] = pattern.exec(this.#text) ?? [];
    this.#calls.push({ name: next === '(' ? name : next === '' ? this.#adjacent(at) : '', close: -1 });
    if (next === ')' || next === '[') this.#declared ||= name;
  }

  #word(): void {
    const text = this.#text;
    let end = this.#at + 1;
    while (end < text.length && isWord(text.charCodeAt(end))) end++;
    if (this.#endsInvocation()) this.#close(this.#last + 1);
    this.#token(end - 1);
    const word = text.slice(this.#at, end);
    if (this.#paren === 0 && !ATTRIBUTE_WORDS.has(word)) {
      this.#wordStart = this.#at;
      this.#wordEnd = end;
      if (!ATTRIBUTE_CALLS.has(word)) this.#named = { word, at: this.#at };
    }
    this.#at = end;
  }

  /** Whether the region under way is `MACRO(...)` without a semicolon, and the word here starts the next line. */
  #endsInvocation(): boolean {
    if (this.#start < 0 || this.#paren > 0 || this.#assigned || this.#brace >= 0) return false;
    const [first, ...others] = this.#calls;
    if (!first || others.length > 0 || first.close !== this.#last) return false;
    const head = this.#text.slice(this.#start, this.#start + first.name.length);
    return first.name !== '' && head === first.name && this.#text.slice(this.#last, this.#at).includes('\n');
  }

  /** Remembers the declared variable at the first `=`, `[` or `;` behind its name. */
  #declare(): void {
    const { word, at } = this.#named;
    if (this.#declared === '' && !this.#firstCall() && at > this.#brace) this.#declared = word;
  }

  #open(): void {
    const at = this.#at;
    if (this.#start < 0) this.#resume(at);
    if (this.#brace < 0) {
      this.#brace = at;
      const call = this.#firstCall();
      const isBlock = this.#start === at;
      this.#isFunction = isBlock || (!this.#assigned && call !== undefined && call.close >= 0 && !this.#opensType());
      // extern "C" { ... }: what is inside is at the top level.
      if (this.#calls.length === 0 && this.#text.slice(this.#start, at).startsWith('extern "C"')) {
        this.#reset();
        this.#at = at + 1;
        return;
      }
    }
    this.#depth = 1;
    this.#paren = 0;
    this.#last = at;
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
    this.#start = head && isHead ? head.start : at;
    this.#calls = [{ name: head && isHead ? head.name : '', close: at }];
    if (isHead) this.#regions.splice(last);
  }

  /** Whether the brace here opens the members of a type: `struct foo {`, attributes between allowed. */
  #opensType(): boolean {
    const head = this.#text.slice(this.#start, this.#at);
    return /(?:^|\s)(?:struct|union|enum)(?:\s+__\w+(?:\s*\(.*?\)+)?)*(?:\s+\w+)?\s*$/.test(head);
  }

  #close(end: number): void {
    const kind = this.#kind();
    const tag = this.#tag();
    // In broken code a brace can be open, by an unbalanced `#if`, with no region under way.
    if (this.#start >= 0) {
      this.#regions.push({ kind, name: this.#name(kind, tag), start: this.#start, end, brace: this.#brace, tag });
    }
    this.#reset();
  }

  #reset(): void {
    this.#start = -1;
    this.#brace = -1;
    this.#paren = 0;
    this.#assigned = false;
    this.#calls = [];
    this.#wordStart = -1;
    this.#wordEnd = -1;
    this.#named = NOTHING;
    this.#declared = '';
    this.#isFunction = false;
  }

  #kind(): RegionKind {
    if (this.#isFunction) return this.#brace === this.#start ? 'other' : 'function';
    const text = this.#text;
    if (text.startsWith('typedef', this.#start)) return 'typedef';
    if (this.#assigned) return 'object';
    if (this.#brace >= 0) return this.#declared && !this.#opensOnly() ? 'object' : 'type';
    const first = this.#firstCall();
    if (!first) return this.#declared ? 'object' : 'other';
    return text.startsWith(first.name, this.#start) && first.name !== '' && this.#calls.length === 1
      ? 'invocation'
      : 'prototype';
  }

  /** Whether a region with members declares nothing but the type. */
  #opensOnly(): boolean {
    return this.#named.at < this.#brace;
  }

  /** `typedef int (*name)(...)`, `typedef int name(...)` or `typedef struct foo name`. */
  #typedefName(): string {
    const text = this.#text.slice(this.#start, this.#at);
    const behind = this.#brace < 0 ? text : this.#text.slice(this.#text.lastIndexOf('}', this.#at), this.#at);
    const pointer = /\(\s*\**\s*(?:__\w+\s+)*(\w+)\s*\)\s*\(/.exec(behind);
    if (pointer?.[1]) return pointer[1];
    return this.#firstCall()?.name ?? this.#named.word;
  }

  /** The word before the first parenthesis that is no attribute's: a function's name, or its macro's. */
  #firstCall(): { name: string; close: number } | undefined {
    return this.#calls.find((each) => each.name !== '' && !ATTRIBUTE_CALLS.has(each.name));
  }

  #tag(): string {
    if (this.#brace < 0 || this.#isFunction || this.#assigned) return '';
    const head = this.#text.slice(this.#start, this.#brace);
    return /(?:struct|union|enum)\s+(?:__\w+(?:\s*\(.*?\)+)?\s+)*(\w+)\s*$/.exec(head)?.[1] ?? '';
  }

  #name(kind: RegionKind, tag: string): string {
    if (kind === 'function' || kind === 'prototype') return this.#firstCall()?.name ?? '';
    if (kind === 'invocation') return this.#calls[0]?.name ?? '';
    if (kind === 'typedef') return this.#typedefName();
    if (kind === 'type') return tag;
    return this.#declared;
  }
}
