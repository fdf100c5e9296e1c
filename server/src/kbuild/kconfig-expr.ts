/**
 * Kconfig expressions. Parsing never fails: what cannot be read becomes `unknown`, which may be y or n, and what is nested too
 * deeply becomes `cut`, which may be anything.
 */
import type { Gap } from '../model/gaps.ts';
import { cut, cuts, since, spend } from './bounds.ts';

/** An expression. */
export type Expr = Operand | Joined;

/** What `&&` and `||` join; long chains of them lean to the left. */
export interface Joined {
  readonly kind: 'and' | 'or';
  /** How many are joined to the left of it. */
  readonly length: number;
  readonly left: Expr;
  readonly right: Expr;
}

/** An expression that is not joined. */
export type Operand =
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'constant'; readonly text: string }
  | { readonly kind: 'not'; readonly of: Expr }
  | { readonly kind: 'compare'; readonly operator: string; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'cut'; readonly gap: Gap | null };

/** An expression and the condition behind its `if`. */
export interface Conditional {
  readonly expr: Expr;
  readonly condition: Expr | null;
}

/** Brackets and `!` within one another; kernels have 5. */
const DEEPEST = 100;

const TOKEN = /\s*(\|\||&&|!=|<=|>=|[!()=<>]|\$\(|[\w./-]+|[^\s])/y;
const COMPARISONS = new Set(['=', '!=', '<', '>', '<=', '>=']);

/** `A && (B || !C)`, up to the end of the text. */
export function parseExpr(text: string): Expr {
  return new ExprParser(text).whole();
}

/** `EXPR if EXPR`. */
export function parseConditional(text: string): Conditional {
  const parser = new ExprParser(text);
  const expr = parser.whole();
  return { expr, condition: parser.skip('if') ? parser.whole() : null };
}

/** What stands behind the prompt's text: `"text" if EXPR`. */
export function parsePromptCondition(text: string): Expr | null {
  const parser = new ExprParser(text);
  parser.next();
  return parser.skip('if') ? parser.whole() : null;
}

export function both(left: Expr | null, right: Expr | null): Expr | null {
  return left === null ? right : right === null ? left : joined('and', left, right);
}

/** `&&` or `||` of two. */
export function joined(kind: Joined['kind'], left: Expr, right: Expr): Joined {
  return { kind, length: isJoined(left) ? left.length + 1 : 1, left, right };
}

class ExprParser {
  readonly #text: string;
  #at = 0;
  #token = '';
  #depth = 0;
  #cut: Expr | null = null;

  constructor(text: string) {
    this.#text = text;
    this.next();
  }

  /** Moves to the next token; the empty string stands for the end. */
  next(): void {
    TOKEN.lastIndex = this.#at;
    const token = TOKEN.exec(this.#text)?.[1] ?? '';
    this.#at = token === '' ? this.#text.length : TOKEN.lastIndex;
    this.#token = token;
    if (token === '$(') this.#skipMacro();
    else if (token === '"' || token === "'") this.#quoted(token);
  }

  skip(token: string): boolean {
    if (this.#token !== token) return false;
    this.next();
    return true;
  }

  /** An expression; what is nested too deeply is not known as a whole. */
  whole(): Expr {
    const expr = this.#or();
    return this.#cut ?? expr;
  }

  #or(): Expr {
    let left = this.#and();
    while (this.skip('||')) left = joined('or', left, this.#and());
    return left;
  }

  #and(): Expr {
    let left = this.#unary();
    while (this.skip('&&')) left = joined('and', left, this.#unary());
    return left;
  }

  #unary(): Expr {
    if (this.#depth >= DEEPEST) return this.#tooDeep();
    this.#depth++;
    const expr = this.#nested();
    this.#depth--;
    return expr;
  }

  /** Goes on behind the whole text. */
  #tooDeep(): Expr {
    if (this.#cut === null) {
      const start = cuts();
      cut('an expression', `${DEEPEST} within one another`);
      this.#cut = { kind: 'cut', gap: since(start) };
    }
    this.#at = this.#text.length;
    this.#token = '';
    return this.#cut;
  }

  #nested(): Expr {
    if (this.skip('!')) return { kind: 'not', of: this.#unary() };
    if (this.skip('(')) {
      const inner = this.#or();
      this.skip(')');
      return inner;
    }
    const left = this.#operand();
    const operator = this.#token;
    if (!COMPARISONS.has(operator)) return left;
    this.next();
    return { kind: 'compare', operator, left, right: this.#operand() };
  }

  #operand(): Expr {
    const token = this.#token;
    if (token === '') return { kind: 'unknown' };
    this.next();
    if (token === '$(') return { kind: 'unknown' };
    if (token.startsWith('"') || token.startsWith("'")) return { kind: 'constant', text: token.slice(1, -1) };
    if (token === 'y' || token === 'm' || token === 'n' || /^-?(?:0x[0-9a-fA-F]+|[0-9]+)$/.test(token))
      return { kind: 'constant', text: token };
    return /^\w+$/.test(token) ? { kind: 'symbol', name: token } : { kind: 'unknown' };
  }

  /** The rest of a quoted text, where it ends. */
  #quoted(quote: string): void {
    const end = quoteEnd(this.#text, this.#at - 1);
    if (end < 0) return;
    this.#token = `${quote}${this.#text.slice(this.#at, end + 1)}`;
    this.#at = end + 1;
  }

  /** `$(cc-option,-mfoo)` asks the machine: stands for one token. */
  #skipMacro(): void {
    let depth = 1;
    while (this.#at < this.#text.length && depth > 0) {
      const character = this.#text[this.#at++];
      if (character === '(') depth++;
      else if (character === ')') depth--;
    }
  }
}

/** The offset of the quote that ends a quoted text; -1 when none does. */
export function quoteEnd(text: string, start: number): number {
  const quote = text.charCodeAt(start);
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) return i;
    if (code === BACKSLASH) i++;
  }
  spend(text.length - start);
  return -1;
}

const BACKSLASH = 92;

/** The first operand of a chain, and what it is joined with, in order. */
export function chainOf(expr: Expr): { readonly first: Operand; readonly rest: readonly Joined[] } {
  const rest: Joined[] = [];
  let first = expr;
  while (isJoined(first)) {
    rest.push(first);
    first = first.left;
  }
  return { first, rest: rest.reverse() };
}

export function isJoined(expr: Expr): expr is Joined {
  return expr.kind === 'and' || expr.kind === 'or';
}

/** Calls back for every symbol that an expression mentions. */
export function forEachSymbol(expr: Expr | null, visit: (name: string) => void): void {
  if (expr === null) return;
  if (expr.kind === 'symbol') {
    visit(expr.name);
    return;
  }
  const { first, rest } = chainOf(expr);
  spend(1 + rest.length);
  if (first.kind === 'symbol') visit(first.name);
  else if (first.kind === 'not') forEachSymbol(first.of, visit);
  else if (first.kind === 'compare') {
    forEachSymbol(first.left, visit);
    forEachSymbol(first.right, visit);
  }
  for (const { right } of rest) forEachSymbol(right, visit);
}
