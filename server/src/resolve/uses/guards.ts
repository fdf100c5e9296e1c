/** Which calls are only reached when their callee was checked for NULL, as far as the function around them shows. */
import { pattern } from '../../base/patterns.ts';
import type { Expr, Stmt } from '../../model/ir.ts';
import { type Expressions, isNull } from '../language/expressions.ts';
import type { Place } from '../language/place.ts';
import { kids, LOOP_WORDS, type Loop } from '../language/scope.ts';
import { alwaysRuns } from './loop-macros.ts';

type Call = Extract<Expr, { k: 'call' }>;

/** Expressions that are known not to be NULL, by their text. */
type Known = ReadonlySet<string>;

const NONE: Known = new Set();

type MemberExpr = Extract<Expr, { k: 'member' }>;

/** What one function's body says of NULL checks. */
export interface GuardFacts {
  /** Calls whose callee was checked, and arguments that were: a macro may call what it is handed. */
  readonly guarded: ReadonlySet<Expr>;
  /** Members that an `if` compares with NULL. */
  readonly checks: readonly MemberExpr[];
}

/** Follows a function's statements in order. */
export function guards(body: readonly Stmt[], place: Place, expressions: Expressions): GuardFacts {
  const walker = new GuardWalker(place, expressions);
  walker.block(body, NONE);
  return { guarded: walker.guarded, checks: walker.checks };
}

class GuardWalker {
  readonly guarded = new Set<Expr>();
  readonly checks: MemberExpr[] = [];
  readonly #place: Place;
  readonly #expressions: Expressions;

  constructor(place: Place, expressions: Expressions) {
    this.#place = place;
    this.#expressions = expressions;
  }

  /** Walks statements in order; answers what is known behind them, or null when control never gets there. */
  block(body: readonly Stmt[], known: Known): Known | null {
    let now: Known | null = known;
    for (const stmt of body) {
      // A label can be jumped to from anywhere: nothing is known there.
      if (stmt.k === 'label' || stmt.k === 'case') now = NONE;
      now = this.#stmt(stmt, now ?? NONE);
    }
    return now;
  }

  #stmt(stmt: Stmt, known: Known): Known | null {
    switch (stmt.k) {
      case 'expr':
        this.#expr(stmt.expr, known);
        return without(known, stmt.expr);
      case 'var':
        for (const each of stmt.vars) if (each.init) this.#expr(each.init, known);
        return known;
      case 'if':
        return this.#if(stmt, known);
      case 'loop':
        return this.#loop(stmt, known);
      case 'switch':
        this.#expr(stmt.on, known);
        this.#stmt(stmt.body, NONE);
        return known;
      case 'return':
        if (stmt.value) this.#expr(stmt.value, known);
        return null;
      case 'goto':
      case 'break':
      case 'continue':
        return null;
      case 'block':
        return this.block(stmt.body, known);
      default:
        return known;
    }
  }

  #if(stmt: Extract<Stmt, { k: 'if' }>, known: Known): Known | null {
    this.#expr(stmt.test, known);
    this.#note(stmt.test);
    const yes = this.#stmt(stmt.yes, union(known, this.#when(stmt.test, true)));
    const otherwise = union(known, this.#when(stmt.test, false));
    const no = stmt.no ? this.#stmt(stmt.no, otherwise) : otherwise;
    if (yes === null) return no;
    return no === null ? yes : known;
  }

  #loop(stmt: Loop, known: Known): Known | null {
    if (stmt.init) this.#stmt(stmt.init, known);
    let inside = known;
    for (const each of stmt.head) {
      this.#expr(each, known);
      if (stmt.keyword !== 'do') inside = union(inside, this.#when(each, true));
    }
    if (!LOOP_WORDS.has(stmt.keyword)) inside = union(inside, this.#whenMade(stmt.keyword, stmt.head, stmt.at, true));
    const after = stmt.body ? this.#stmt(stmt.body, inside) : inside;
    if (after === inside || !stmt.body || isLeft(stmt.body)) return known;
    return alwaysRuns(stmt, this.#place, this.#expressions) ? after : known;
  }

  #expr(expr: Expr, known: Known): void {
    if (expr.k === 'call' && known.size > 0) this.#call(expr, known);
    if (expr.k === 'binary' && (expr.op === '&&' || expr.op === '||')) {
      this.#expr(expr.left, known);
      this.#expr(expr.right, union(known, this.#when(expr.left, expr.op === '&&')));
    } else if (expr.k === 'cond') {
      this.#expr(expr.test, known);
      if (expr.yes) this.#expr(expr.yes, union(known, this.#when(expr.test, true)));
      this.#expr(expr.no, union(known, this.#when(expr.test, false)));
    } else if (expr.k === 'block') this.block(expr.body, known);
    else for (const each of kids(expr)) this.#expr(each, known);
  }

  #call(expr: Call, known: Known): void {
    if (known.has(this.#calleeKey(expr.fn))) this.guarded.add(expr);
    for (const arg of expr.args) if (arg.k === 'member' && known.has(this.#key(arg))) this.guarded.add(arg);
  }

  /** What is called may be what a macro makes: `hook_of(dev, run)(dev)`. */
  #calleeKey(fn: Expr): string {
    const made =
      fn.k === 'call' && fn.fn.k === 'id'
        ? this.#expressions.uses.expand(fn.fn.name, fn.args, fn.at, this.#place)
        : null;
    return made ? new GuardWalker(made.place, this.#expressions).#key(made.expr) : this.#key(fn);
  }

  /** What is known not to be NULL when a test has an outcome. */
  #when(test: Expr, outcome: boolean): string[] {
    switch (test.k) {
      case 'unary':
        return test.op === '!' ? this.#when(test.arg, !outcome) : [];
      case 'binary':
        if (test.op === (outcome ? '&&' : '||'))
          return [...this.#when(test.left, outcome), ...this.#when(test.right, outcome)];
        return test.op === (outcome ? '!=' : '==') ? nullOperand(test).flatMap((each) => this.#check(each)) : [];
      case 'call':
        if (test.fn.k !== 'id') return [];
        return /^(?:un)?likely$|^!?WARN_ON/.test(test.fn.name) && test.args[0]
          ? this.#when(test.args[0], outcome)
          : this.#whenMade(test.fn.name, test.args, test.at, outcome);
      case 'block': {
        // A macro that is an `if`, or an `if` with an `else`, in front of what the use stands in front of.
        const [only, ...others] = test.body;
        return only?.k === 'if' && others.length === 0 && outcome ? this.#when(only.test, only.no === null) : [];
      }
      case 'assign':
        return outcome ? [...this.#check(test.left), ...this.#check(test.right)] : [];
      case 'member':
      case 'id':
      case 'index':
        return outcome ? this.#check(test) : [];
      default:
        return [];
    }
  }

  /** The same for a macro's use: it may be a test, `has_op(dev, run)`. */
  #whenMade(name: string, args: readonly Expr[], at: number, outcome: boolean): string[] {
    const made = this.#expressions.uses.expand(name, args, at, this.#place);
    return made ? new GuardWalker(made.place, this.#expressions).#when(made.expr, outcome) : [];
  }

  #check(expr: Expr): string[] {
    return [this.#key(expr)];
  }

  /** Notes what a test compares with NULL, whatever follows from it. */
  #note(test: Expr): void {
    if (test.k === 'unary' && test.op === '!') this.#note(test.arg);
    else if (test.k === 'binary' && /^(?:&&|\|\|)$/.test(test.op)) {
      this.#note(test.left);
      this.#note(test.right);
    } else if (test.k === 'binary' && /^[!=]=$/.test(test.op)) for (const each of nullOperand(test)) this.#note(each);
    else if (test.k === 'call') for (const arg of test.args) this.#note(arg);
    else if (test.k === 'member') this.checks.push(test);
  }

  #key(expr: Expr): string {
    return keyOf(expr.k === 'unary' && expr.op === '*' ? expr.arg : expr, this.#place.text);
  }
}

/** An expression as a text that says no more than what it is: without blanks, and without the parentheses that macros put around names. */
function keyOf(expr: Expr, text: string): string {
  switch (expr.k) {
    case 'id':
      return expr.name;
    case 'member': {
      const of = keyOf(expr.of, text);
      return `${expr.of.k === 'unary' ? `(${of})` : of}${expr.arrow ? '->' : '.'}${expr.name}`;
    }
    case 'index':
      return `${keyOf(expr.of, text)}[${keyOf(expr.index, text)}]`;
    case 'unary':
      return `${expr.op}${keyOf(expr.arg, text)}`;
    default:
      return text.slice(expr.at, expr.end).replace(/\s+/g, '');
  }
}

/** What a comparison compares with NULL, on either side; empty where it does not. */
function nullOperand(test: Extract<Expr, { k: 'binary' }>): Expr[] {
  if (isNull(test.right)) return [test.left];
  return isNull(test.left) ? [test.right] : [];
}

/** What is still known behind an assignment: nothing of what is reached through the variable assigned to. */
function without(known: Known, expr: Expr): Known {
  if (known.size === 0 || expr.k !== 'assign' || expr.left.k !== 'id') return known;
  const { name } = expr.left;
  const word = pattern`\b${name}\b`;
  const left = [...known].filter((key) => !word.test(key));
  return left.length === known.size ? known : new Set(left);
}

function union(known: Known, more: readonly string[]): Known {
  return more.length === 0 ? known : new Set([...known, ...more]);
}

/** Whether a loop's body is left by a `break`, or gone through in part by a `continue`, of that loop. */
function isLeft(body: Stmt, inSwitch = false): boolean {
  switch (body.k) {
    case 'break':
      return !inSwitch;
    case 'continue':
      return true;
    case 'block':
      return body.body.some((each) => isLeft(each, inSwitch));
    case 'if':
      return isLeft(body.yes, inSwitch) || (body.no !== null && isLeft(body.no, inSwitch));
    case 'switch':
      return isLeft(body.body, true);
    default:
      return false;
  }
}
