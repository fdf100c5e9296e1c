/** Kconfig expressions. Parsing never fails: what cannot be read becomes `unknown`, which may be y or n. */

export type Expr =
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'constant'; readonly text: string }
  | { readonly kind: 'not'; readonly of: Expr }
  | { readonly kind: 'and' | 'or'; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'compare'; readonly operator: string; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'unknown' };

/** An expression and the condition behind its `if`. */
export interface Conditional {
  readonly expr: Expr;
  readonly condition: Expr | null;
}

const TOKEN = /\s*(\|\||&&|!=|<=|>=|[!()=<>]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\$\(|[\w./-]+|[^\s])/y;
const COMPARISONS = new Set(['=', '!=', '<', '>', '<=', '>=']);

/** `A && (B || !C)`, up to the end of the text. */
export function parseExpr(text: string): Expr {
  return new ExprParser(text).or();
}

/** `EXPR if EXPR`. */
export function parseConditional(text: string): Conditional {
  const parser = new ExprParser(text);
  const expr = parser.or();
  return { expr, condition: parser.skip('if') ? parser.or() : null };
}

/** What stands behind the prompt's text: `"text" if EXPR`. */
export function parsePromptCondition(text: string): Expr | null {
  const parser = new ExprParser(text);
  parser.next();
  return parser.skip('if') ? parser.or() : null;
}

export function both(left: Expr | null, right: Expr | null): Expr | null {
  return left === null ? right : right === null ? left : { kind: 'and', left, right };
}

class ExprParser {
  readonly #text: string;
  #at = 0;
  #token = '';

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
  }

  skip(token: string): boolean {
    if (this.#token !== token) return false;
    this.next();
    return true;
  }

  or(): Expr {
    let left = this.#and();
    while (this.skip('||')) left = { kind: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Expr {
    let left = this.#unary();
    while (this.skip('&&')) left = { kind: 'and', left, right: this.#unary() };
    return left;
  }

  #unary(): Expr {
    if (this.skip('!')) return { kind: 'not', of: this.#unary() };
    if (this.skip('(')) {
      const inner = this.or();
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

/** Calls back for every symbol that an expression mentions. */
export function forEachSymbol(expr: Expr | null, visit: (name: string) => void): void {
  if (expr === null) return;
  if (expr.kind === 'symbol') visit(expr.name);
  else if (expr.kind === 'not') forEachSymbol(expr.of, visit);
  else if (expr.kind === 'and' || expr.kind === 'or' || expr.kind === 'compare') {
    forEachSymbol(expr.left, visit);
    forEachSymbol(expr.right, visit);
  }
}
