/** The ioctls that a handler knows: the cases of its switches and the comparisons of its if-chains. */
import { addTo } from '../../base/add-to.ts';
import type { Costs } from '../../model/gaps.ts';
import type { Expr, Stmt } from '../../model/ir.ts';
import { kids, walk, walkExpr } from '../language/scope.ts';
import type { Bodies, Body } from '../ops/bodies.ts';

/** One ioctl of a handler. */
export interface Ioctl {
  /** The constant's name, or the label as it is written. */
  readonly name: string;
  /** The function with the label. */
  readonly body: Body;
  /** Offset of the label's value, or of the constant in a comparison. */
  readonly at: number;
  /** The switch and its label, for a label that is no plain name: what it compares cannot be followed by name. */
  readonly forced: readonly [Stmt, Stmt] | null;
  /** The first function that the case calls; null when it calls none. */
  readonly handler: { readonly name: string; readonly at: number } | null;
}

/** What it costs when it cannot be found out what an ioctl does. */
export function costsOf({ name, body, at }: Ioctl): Costs {
  return { what: `what ${name} reaches`, file: body.file.path, line: body.file.point(at).line };
}

type Switch = Extract<Stmt, { k: 'switch' }>;

/**
 * The ioctls of a handler, in the order of the code; those that it hands on to other functions of its file too, each of which is
 * read once.
 */
export function ioctlsOf(bodies: Bodies, handler: Body): readonly Ioctl[] {
  const found = new Map<string, Ioctl>();
  const met = new Set([handler.id]);
  const left = [handler];
  for (let body = left.pop(); body; body = left.pop()) {
    for (const ioctl of ownIoctls(body)) if (!found.has(ioctl.name)) found.set(ioctl.name, ioctl);
    const inner = handedOn(bodies, body).filter(({ id }) => !met.has(id));
    for (const each of inner) met.add(each.id);
    addTo(left, inner.reverse());
  }
  return [...found.values()];
}

function* ownIoctls(body: Body): Iterable<Ioctl> {
  const names = aliases(body);
  for (const each of switches(body.fn.body ?? [])) if (mentions(each.on, names)) yield* cases(body, each);
  yield* comparisons(body, names);
}

/** The names that hold the command: the parameter, and variables that it was copied to. */
function aliases(body: Body): ReadonlySet<string> {
  const [, cmd] = body.fn.params;
  if (!cmd?.name) return new Set();
  const names = new Set([cmd.name]);
  for (const local of body.place.scope?.locals() ?? []) {
    if (local.init && mentions(local.init, names)) names.add(local.name);
  }
  return names;
}

function mentions(expr: Expr, names: ReadonlySet<string>): boolean {
  if (expr.k === 'id') return names.has(expr.name);
  if (expr.k === 'cast') return mentions(expr.arg, names);
  // _IOC_NR(cmd) and its like.
  return expr.k === 'call' && expr.args.length === 1 && kids(expr).some((each) => mentions(each, names));
}

function* switches(body: readonly Stmt[]): Iterable<Switch> {
  for (const stmt of body) {
    if (stmt.k === 'switch') yield stmt;
    yield* switches(inside(stmt));
  }
}

function inside(stmt: Stmt): readonly Stmt[] {
  switch (stmt.k) {
    case 'block':
      return stmt.body;
    case 'if':
      return stmt.no ? [stmt.yes, stmt.no] : [stmt.yes];
    case 'loop':
      return stmt.body ? [stmt.body] : [];
    case 'switch':
      return [stmt.body];
    default:
      return [];
  }
}

function* cases(body: Body, stmt: Switch): Iterable<Ioctl> {
  const all = stmt.body.k === 'block' ? stmt.body.body : [stmt.body];
  const handlers: Ioctl['handler'][] = [];
  // From the end: a label that falls through to the next one has that one's.
  for (let i = all.length - 1; i >= 0; i--)
    if (all[i]?.k === 'case')
      handlers[i] = all[i + 1]?.k === 'case' ? (handlers[i + 1] ?? null) : firstCall(caseBody(all, i + 1));
  for (const [i, label] of all.entries()) {
    if (label.k !== 'case') continue;
    const handler = handlers[i] ?? null;
    for (const value of label.values) {
      const name = body.place.text.slice(value.at, value.end);
      const plain = value.k === 'id' && stmt.on.k === 'id';
      yield { name, body, at: value.at, forced: plain ? null : [stmt, label], handler };
    }
  }
}

/** The statements of a case from its first one on: those up to its break, or to the next label. */
function caseBody(stmts: readonly Stmt[], first: number): readonly Stmt[] {
  const body: Stmt[] = [];
  for (let i = first; i < stmts.length; i++) {
    const stmt = stmts[i];
    if (!stmt || stmt.k === 'case' || stmt.k === 'break') break;
    body.push(stmt);
  }
  return body;
}

/** The first function called in statements that is no macro by its look. */
function firstCall(stmts: readonly Stmt[]): Ioctl['handler'] {
  let found: Ioctl['handler'] = null;
  walk(stmts, (expr) => {
    if (found || expr.k !== 'call' || expr.fn.k !== 'id' || !/[a-z]/.test(expr.fn.name)) return;
    found = { name: expr.fn.name, at: expr.fn.at };
  });
  return found;
}

/** `cmd == X` and `cmd != X`. */
function* comparisons(body: Body, names: ReadonlySet<string>): Iterable<Ioctl> {
  const found: Ioctl[] = [];
  const visit = (test: Expr, then: readonly Stmt[]): void =>
    walkExpr(test, (expr) => {
      if (expr.k !== 'binary' || !/^[!=]=$/.test(expr.op)) return;
      const sides = [expr.left, expr.right];
      const constant = sides.find((each) => each.k === 'id' && !names.has(each.name) && /^[A-Z]/.test(each.name));
      if (constant?.k !== 'id' || !sides.some((each) => mentions(each, names))) return;
      found.push({ name: constant.name, body, at: constant.at, forced: null, handler: firstCall(then) });
    });
  for (const stmt of ifs(body.fn.body ?? [])) visit(stmt.test, [stmt.yes]);
  yield* found;
}

function* ifs(body: readonly Stmt[]): Iterable<Extract<Stmt, { k: 'if' }>> {
  for (const stmt of body) {
    if (stmt.k === 'if') yield stmt;
    yield* ifs(inside(stmt));
  }
}

/** Functions of the same file that are given the command as their second argument. */
function handedOn(bodies: Bodies, body: Body): readonly Body[] {
  const names = aliases(body);
  const found = new Map<string, Body>();
  walk(body.fn.body ?? [], (expr) => {
    if (expr.k !== 'call' || expr.fn.k !== 'id') return;
    const [, second] = expr.args;
    if (second?.k !== 'id' || !names.has(second.name)) return;
    for (const each of bodies.own(expr.fn.name, body.file)) if (each.id !== body.id) found.set(each.id, each);
  });
  return [...found.values()];
}
