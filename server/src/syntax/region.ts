/** A top-level region of a file, and what the splitter makes of the one under way. */
import { ATTRIBUTE_CALLS, ATTRIBUTE_WORDS } from './attributes.ts';
import { closing, solid, solidBefore, wordBefore } from './sheet.ts';
import { isMembers, madeTypeName, withoutAnnotated } from './type-heads.ts';

/** What a region looks like from the outside. */
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

/** What a region is called where a person is told of it. */
export function regionTitle({ kind, name, tag }: Region): string {
  if (name === '' && tag === '') return 'a declaration';
  if (kind === 'function' || kind === 'prototype') return `the function ${name}()`;
  if (kind === 'define') return `the macro ${name}`;
  return kind === 'type' ? `the type ${tag || name}` : `the declaration of ${name || tag}`;
}

/** What a struct without a name is called: by the struct around it, else by what has it, which is no name of C. */
export function namelessIn({ kind, tag, name }: Region): string {
  if (kind === 'type' || kind === 'typedef') return tag || name;
  if (kind === 'function') return `(in ${name})`;
  return kind === 'object' ? tag || `(of ${name})` : '';
}

/** A name in front of a parenthesis at depth 0, and the offset of the closing one; -1 until it comes. */
interface Call {
  readonly name: string;
  close: number;
}

const NOTHING = { word: '', at: -1 };

/** The offset of the first parenthesis that is no attribute's; that of the end when there is none. */
function firstParenthesis(text: string): number {
  let open = text.indexOf('(');
  while (open >= 0 && ATTRIBUTE_CALLS.has(wordBefore(text, solidBefore(text, open)))) {
    open = text.indexOf('(', closing(text, open));
  }
  return open < 0 ? text.length : open;
}

/**
 * The region under way, at its own top level: the splitter says what comes, outside of braces and parentheses unless the
 * method says otherwise, and asks at the end what it was. It is used again for the next region.
 */
export class RegionUnderWay {
  readonly #text: string;
  #start = -1;
  #brace = -1;
  #isAssigned = false;
  #isFunction = false;
  #calls: Call[] = [];
  /** The first of them that is no attribute's: a function's name, or its macro's. */
  #firstCall: Call | undefined;
  #wordStart = -1;
  #wordEnd = -1;
  /** The last word that can be a declared name. */
  #named = NOTHING;
  /** The last such word before `=`, `[`, `:` or `;`: a variable's name. */
  #declared = '';

  constructor(text: string) {
    this.#text = text;
  }

  /** Where it starts; -1 between regions. */
  get start(): number {
    return this.#start;
  }

  /** Whether a `=` came. */
  get isAssigned(): boolean {
    return this.#isAssigned;
  }

  /** Whether the brace that it opened is a function's body, so that it ends with that brace. */
  get isFunction(): boolean {
    return this.#isFunction;
  }

  /** Begins where none is under way. */
  begin(at: number): void {
    if (this.#start < 0) this.#start = at;
  }

  word(at: number, end: number): void {
    const word = this.#text.slice(at, end);
    if (ATTRIBUTE_WORDS.has(word)) return;
    this.#wordStart = at;
    this.#wordEnd = end;
    if (!ATTRIBUTE_CALLS.has(word)) this.#named = { word, at };
  }

  /**
   * The parenthesis at `at` opens parameters or arguments, unless the declared name is in it: `void (*function(args))(int)`
   * is a function that returns a pointer, `void (*variable)(int)` an object.
   */
  parenthesis(at: number): void {
    if (this.#wordEnd <= 0) return;
    const pattern = /\(\s*\*[\s*]*(?:const\s+)?(\w+)\s*([([)])/y;
    pattern.lastIndex = at;
    const [, name = '', next = ''] = pattern.exec(this.#text) ?? [];
    this.#call({ name: next === '(' ? name : next === '' ? this.#adjacent(at) : '', close: -1 });
    if (next === ')' || next === '[') this.#declared ||= name;
  }

  #call(call: Call): void {
    this.#calls.push(call);
    if (call.name !== '' && !ATTRIBUTE_CALLS.has(call.name)) this.#firstCall ??= call;
  }

  /** The word directly before the parenthesis at `at`. */
  #adjacent(at: number): string {
    const between = this.#text.slice(this.#wordEnd, at);
    return between.trim() === '' ? this.#text.slice(this.#wordStart, this.#wordEnd) : '';
  }

  /** The parenthesis at `at` closes the outermost one. */
  unparenthesis(at: number): void {
    const call = this.#calls.at(-1);
    if (call) call.close = at;
  }

  assign(): void {
    this.declare();
    this.#isAssigned = true;
  }

  /** Remembers the declared variable at the first `=`, `[` or `;` behind its name. */
  declare(): void {
    const { word, at } = this.#named;
    if (this.#declared === '' && !this.#firstCall && at > this.#brace) this.#declared = word;
  }

  /** Whether it is `MACRO(...)` without a semicolon, its last token at `last`, and the word at `at` starts another line. */
  isInvocation(last: number, at: number): boolean {
    if (this.#start < 0 || this.#isAssigned || this.#brace >= 0) return false;
    const first = this.#calls[0];
    if (!first || this.#calls.length > 1 || first.close !== last) return false;
    const head = this.#text.slice(this.#start, this.#start + first.name.length);
    return first.name !== '' && head === first.name && this.#text.slice(last, at).includes('\n');
  }

  /** The brace at `at` belongs to a head that begins at `start`, of the function `name`: empty for a block of its own. */
  resume(start: number, name: string, at: number): void {
    this.#start = start;
    this.#calls = [];
    this.#firstCall = undefined;
    this.#call({ name, close: at });
  }

  /** The brace at `at` opens a body, members or a value; only the first says which. */
  open(at: number): void {
    if (this.#brace >= 0) return;
    this.#brace = at;
    const call = this.#firstCall;
    const isBlock = this.#start === at;
    this.#isFunction = isBlock || (!this.#isAssigned && call !== undefined && call.close >= 0 && !this.#opensType(at));
  }

  /** Whether the brace at `at` is that of `extern "C" { ... }`: what is inside is at the top level. */
  isLinkage(at: number): boolean {
    if (this.#brace >= 0 || this.#calls.length > 0) return false;
    return this.#text.slice(this.#start, at).startsWith('extern "C"');
  }

  /** Whether the brace at `at` opens the members of a type: `struct foo {`, attributes between allowed. */
  #opensType(at: number): boolean {
    const head = withoutAnnotated(this.#text.slice(this.#start, at));
    return /(?:^|\s)(?:struct|union|enum)(?:\s+__\w+)*(?:\s+\w+)?\s*$/.test(head);
  }

  /**
   * Looks again, where the function under way has ended with its brace in front of `end`: a macro's use with a name, a list of
   * members and a semicolon behind is a type whose head the macro makes.
   */
  reconsider(end: number): void {
    if (this.#calls.length !== 1 || this.#brace < 0 || this.#text[solid(this.#text, end)] !== ';') return;
    const head = this.#text.slice(this.#start, this.#brace);
    if (madeTypeName(head) !== null && isMembers(this.#text.slice(this.#brace, end))) this.#isFunction = false;
  }

  /** What it was, when it ends at `end`. */
  region(end: number): Region {
    const kind = this.#kind();
    const tag = this.#tag();
    return { kind, name: this.#name(kind, tag, end), start: this.#start, end, brace: this.#brace, tag };
  }

  /** Makes ready for the next. */
  reset(): void {
    this.#start = -1;
    this.#brace = -1;
    this.#isAssigned = false;
    this.#isFunction = false;
    this.#calls = [];
    this.#firstCall = undefined;
    this.#wordStart = -1;
    this.#wordEnd = -1;
    this.#named = NOTHING;
    this.#declared = '';
  }

  #kind(): RegionKind {
    if (this.#isFunction) return this.#brace === this.#start ? 'other' : 'function';
    const text = this.#text;
    if (text.startsWith('typedef', this.#start)) return 'typedef';
    if (this.#isAssigned) return 'object';
    if (this.#brace >= 0) return this.#declared && !this.#opensOnly() ? 'object' : 'type';
    const first = this.#firstCall;
    if (!first) return this.#declared ? 'object' : 'other';
    return text.startsWith(first.name, this.#start) && first.name !== '' && this.#calls.length === 1
      ? 'invocation'
      : 'prototype';
  }

  /** Whether a region with members declares nothing but the type. */
  #opensOnly(): boolean {
    return this.#named.at < this.#brace;
  }

  #name(kind: RegionKind, tag: string, end: number): string {
    if (kind === 'function' || kind === 'prototype') return this.#firstCall?.name ?? '';
    if (kind === 'invocation') return this.#calls[0]?.name ?? '';
    if (kind === 'typedef') return this.#typedefName(end);
    if (kind === 'type') return tag;
    return this.#declared;
  }

  /** `typedef int (*name)(...)`, `typedef int name(...)` or `typedef struct foo name`. */
  #typedefName(end: number): string {
    const text = this.#text.slice(this.#start, end);
    const behind = this.#brace < 0 ? text : text.slice(Math.max(0, text.lastIndexOf('}')));
    const pointer = /\((?:\s*\*+)?\s*(?:__\w+\s+)*(\w+)\s*\)\s*\(/y;
    pointer.lastIndex = firstParenthesis(behind);
    const name = pointer.exec(behind)?.[1];
    if (name) return name;
    return this.#firstCall?.name ?? this.#named.word;
  }

  #tag(): string {
    if (this.#brace < 0 || this.#isFunction) return '';
    const all = this.#text.slice(this.#start, this.#brace);
    const made = this.#isAssigned ? null : madeTypeName(all);
    if (made !== null) return made;
    return /(?:struct|union|enum)\s+(?:__\w+\s+)*(\w+)\s*$/.exec(withoutAnnotated(all))?.[1] ?? '';
  }
}
