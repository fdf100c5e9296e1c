/** What the condition of an `#if` comes to, as far as the macros in force decide it. */
import type { Environment } from './environment.ts';

/** A number, or null when nothing decides it. */
type Value = number | null;

/** How deep parentheses, signs and macros may lead. */
const MAX_DEPTH = 60;

const TOKEN = /\s*(\|\||&&|[=!<>]=|[-+*<>!()]|0[xX][\da-fA-F]+|\d+|[A-Za-z_]\w*|\S)(?:(?<=\d)[uUlL]+)?/y;

const BINDS: ReadonlyMap<string, number> = new Map([
  ['||', 1],
  ['&&', 2],
  ['==', 3],
  ['!=', 3],
  ['<', 4],
  ['>', 4],
  ['<=', 4],
  ['>=', 4],
  ['+', 5],
  ['-', 5],
  ['*', 6],
]);

/** Whether the condition of a directive holds: `ifdef`, `ifndef`, `if`, and the same behind `el`; null when it is not known. */
export function holds(word: string, rest: string, macros: Environment): boolean | null {
  if (word.endsWith('def')) {
    const isDefined = macros.isDefined(/^\w+/.exec(rest)?.[0] ?? '');
    return isDefined === null ? null : isDefined === word.endsWith('ifdef');
  }
  const value = new Evaluation(rest, macros, 0).whole();
  return value === null ? null : value !== 0;
}

class Evaluation {
  readonly #tokens: readonly string[];
  readonly #macros: Environment;
  #depth: number;
  #at = 0;

  constructor(text: string, macros: Environment, depth: number) {
    this.#tokens = tokensOf(text);
    this.#macros = macros;
    this.#depth = depth;
  }

  /** The value of all of it; null where something is left that is not understood. */
  whole(): Value {
    const value = this.#binary(1);
    return this.#at < this.#tokens.length ? null : value;
  }

  #binary(least: number): Value {
    let left = this.#unary();
    for (;;) {
      const operator = this.#tokens[this.#at] ?? '';
      const binds = BINDS.get(operator) ?? 0;
      if (binds < least) return left;
      this.#at++;
      left = combined(operator, left, this.#binary(binds + 1));
    }
  }

  #unary(): Value {
    const token = this.#tokens[this.#at++] ?? '';
    if (++this.#depth > MAX_DEPTH) return null;
    const value = this.#operand(token);
    this.#depth--;
    return value;
  }

  #operand(token: string): Value {
    if (token === '!' || token === '-' || token === '+') {
      const value = this.#unary();
      if (value === null || token === '+') return value;
      return token === '-' ? -value : Number(value === 0);
    }
    if (token === '(') {
      const value = this.#binary(1);
      this.#at++;
      return value;
    }
    if (/^\d/.test(token)) return Number(token);
    return token === 'defined' ? this.#defined() : this.#named(token);
  }

  #defined(): Value {
    const isOpen = this.#tokens[this.#at] === '(';
    const name = this.#tokens[this.#at + (isOpen ? 1 : 0)] ?? '';
    this.#at += isOpen ? 3 : 1;
    const value = this.#macros.isDefined(name);
    return value === null ? null : Number(value);
  }

  #named(name: string): Value {
    if (this.#tokens[this.#at] === '(') {
      this.#pastParentheses();
      return null;
    }
    const macro = this.#macros.find(name);
    if (macro?.params === null) return new Evaluation(macro.body, this.#macros, this.#depth).whole();
    return this.#macros.isDefined(name) === false ? 0 : null;
  }

  #pastParentheses(): void {
    let depth = 0;
    do {
      const token = this.#tokens[this.#at++];
      if (token === '(') depth++;
      else if (token === ')') depth--;
    } while (depth > 0 && this.#at < this.#tokens.length);
  }
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) tokens.push(match[1] ?? '');
  return tokens;
}

function combined(operator: string, left: Value, right: Value): Value {
  if (operator === '||' && (left || right)) return 1;
  if (operator === '&&' && (left === 0 || right === 0)) return 0;
  if (left === null || right === null) return null;
  switch (operator) {
    case '||':
      return 0;
    case '&&':
      return 1;
    case '==':
      return Number(left === right);
    case '!=':
      return Number(left !== right);
    case '<':
      return Number(left < right);
    case '>':
      return Number(left > right);
    case '<=':
      return Number(left <= right);
    case '>=':
      return Number(left >= right);
    case '+':
      return left + right;
    case '-':
      return left - right;
    default:
      return left * right;
  }
}
