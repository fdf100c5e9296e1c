/** The variables that an expression in a function sees. */
import type { SourceFile } from '../../index/file.ts';
import type { Expr, FunctionDecl, Param, Stmt, TypeExpr, Variable } from '../../model/ir.ts';

/** A variable of a function and the span in which its name means it. */
export interface Local {
  readonly name: string;
  readonly at: number;
  readonly end: number;
  readonly type: TypeExpr;
  readonly init: Expr | null;
  readonly kind: 'param' | 'local';
}

/** A loop, of C or of a macro. */
export type Loop = Extract<Stmt, { k: 'loop' }>;

/** Words that begin a loop of C itself. */
export const LOOP_WORDS: ReadonlySet<string> = new Set(['for', 'while', 'do']);

/** The names of one function, inner blocks shadowing outer ones. */
export class Scope {
  readonly file: SourceFile;
  readonly fn: FunctionDecl;
  readonly #locals = new Map<string, Local[]>();
  readonly #macroLoops: Loop[] = [];

  constructor(fn: FunctionDecl, file: SourceFile) {
    this.file = file;
    this.fn = fn;
    for (const param of fn.params) this.#param(param);
    for (const stmt of fn.body ?? []) this.#stmt(stmt, fn.end);
  }

  /** The variable that a name means at an offset; null when it is not a variable of this function. */
  local(name: string, offset: number): Local | null {
    const all = this.#locals.get(name);
    if (!all) return null;
    let best: Local | null = null;
    for (const each of all) {
      if (each.at <= offset && offset < each.end && (!best || each.at >= best.at)) best = each;
    }
    return best;
  }

  /** The loops around an offset that macros make and that are handed a name: the macro may declare it. Inner ones first. */
  macroLoops(name: string, offset: number): readonly Loop[] {
    const around = this.#macroLoops.filter(({ at, end }) => at < offset && offset < end);
    return around.filter(({ head }) => head.some((each) => each.k === 'id' && each.name === name)).reverse();
  }

  /** Every variable of this function. */
  *locals(): Iterable<Local> {
    for (const all of this.#locals.values()) yield* all;
  }

  #add(local: Local): void {
    const same = this.#locals.get(local.name);
    if (same) same.push(local);
    else this.#locals.set(local.name, [local]);
  }

  #param(param: Param): void {
    if (param.name === null) return;
    this.#add({ name: param.name, at: this.fn.at, end: this.fn.end, type: param.type, init: null, kind: 'param' });
  }

  #variable(variable: Variable, end: number): void {
    const { name, nameAt, type, init } = variable;
    this.#add({ name, at: nameAt, end, type, init, kind: 'local' });
    if (init) this.#expr(init);
  }

  /** `end` is where the block around the statement ends. */
  #stmt(stmt: Stmt, end: number): void {
    switch (stmt.k) {
      case 'var':
        for (const each of stmt.vars) this.#variable(each, end);
        break;
      case 'block':
        for (const each of stmt.body) this.#stmt(each, stmt.end);
        break;
      case 'if':
        this.#expr(stmt.test);
        this.#stmt(stmt.yes, stmt.end);
        if (stmt.no) this.#stmt(stmt.no, stmt.end);
        break;
      case 'loop':
        if (!LOOP_WORDS.has(stmt.keyword)) this.#macroLoops.push(stmt);
        if (stmt.init) this.#stmt(stmt.init, stmt.end);
        for (const each of stmt.head) this.#expr(each);
        if (stmt.body) this.#stmt(stmt.body, stmt.end);
        break;
      case 'switch':
        this.#stmt(stmt.body, stmt.end);
        break;
      case 'expr':
        this.#expr(stmt.expr);
        break;
      case 'return':
        if (stmt.value) this.#expr(stmt.value);
        break;
      default:
    }
  }

  /** Statement expressions declare variables of their own. */
  #expr(expr: Expr): void {
    if (expr.k === 'block') for (const each of expr.body) this.#stmt(each, expr.end);
    else for (const each of kids(expr)) this.#expr(each);
  }
}

/** The expressions directly inside an expression. */
export function kids(expr: Expr): readonly Expr[] {
  switch (expr.k) {
    case 'call':
      return [expr.fn, ...expr.args];
    case 'member':
      return [expr.of];
    case 'index':
      return [expr.of, expr.index];
    case 'unary':
    case 'cast':
      return [expr.arg];
    case 'binary':
    case 'assign':
    case 'comma':
      return [expr.left, expr.right];
    case 'cond':
      return expr.yes ? [expr.test, expr.yes, expr.no] : [expr.test, expr.no];
    case 'literal':
      return [expr.init];
    case 'init':
      return expr.items.map((item) => item.value);
    case 'other':
      return expr.kids;
    default:
      return [];
  }
}

/** Calls `visit` for every expression in a statement, outer ones first; inner functions' bodies are part of it. */
export function walk(body: readonly Stmt[], visit: (expr: Expr) => void): void {
  for (const stmt of body) walkStmt(stmt, visit);
}

/** Calls `visit` for an expression and everything in it, statement expressions included. */
export function walkExpr(expr: Expr, visit: (expr: Expr) => void): void {
  visit(expr);
  if (expr.k === 'block') walk(expr.body, visit);
  else for (const each of kids(expr)) walkExpr(each, visit);
}

function walkStmt(stmt: Stmt, visit: (expr: Expr) => void): void {
  switch (stmt.k) {
    case 'expr':
      walkExpr(stmt.expr, visit);
      break;
    case 'var':
      for (const each of stmt.vars) if (each.init) walkExpr(each.init, visit);
      break;
    case 'if':
      walkExpr(stmt.test, visit);
      walkStmt(stmt.yes, visit);
      if (stmt.no) walkStmt(stmt.no, visit);
      break;
    case 'loop':
      if (stmt.init) walkStmt(stmt.init, visit);
      for (const each of stmt.head) walkExpr(each, visit);
      if (stmt.body) walkStmt(stmt.body, visit);
      break;
    case 'switch':
      walkExpr(stmt.on, visit);
      walkStmt(stmt.body, visit);
      break;
    case 'case':
      for (const each of stmt.values) walkExpr(each, visit);
      break;
    case 'return':
      if (stmt.value) walkExpr(stmt.value, visit);
      break;
    case 'block':
      walk(stmt.body, visit);
      break;
    default:
  }
}
