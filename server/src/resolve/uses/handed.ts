/** Hooks that are read to be called elsewhere: handed over, `loop(info, ops->copy)`, returned, or kept in a variable. */
import { pattern } from '../../base/patterns.ts';
import type { SourceFile } from '../../index/file.ts';
import type { Expr, Stmt } from '../../model/ir.ts';
import type { Region } from '../../syntax/region.ts';
import { type Place, placeIn } from '../language/place.ts';
import { Scope, walk } from '../language/scope.ts';
import type { StructDef } from '../language/types.ts';
import type { Code } from './use-index.ts';

/** Where a hook's value is read. */
export interface HandedHook {
  readonly field: string;
  readonly file: SourceFile;
  /** Offset of the field's name. */
  readonly at: number;
}

/** Every place in the folders read that hands over or returns a hook of the structs that pass the filter. */
export function handedHooks(
  code: Code,
  isOps: (struct: StructDef) => boolean,
  fields: readonly string[],
): readonly HandedHook[] {
  if (fields.length === 0) return [];
  const read = pattern`(?:->|\.)\s*${fields}\s*[,);:]`;
  const isHook = hookTest(code, isOps, new Set(fields));
  return code.snapshot.searchPattern(read, fields).flatMap((path) => {
    const file = code.snapshot.file(path);
    return (file?.regions ?? []).flatMap((region) =>
      file && region.kind === 'function' && read.test(file.text.slice(region.start, region.end))
        ? handedIn(file, region, isHook)
        : [],
    );
  });
}

type Member = Extract<Expr, { k: 'member' }>;
type HookTest = (expr: Member, place: Place) => boolean;

function hookTest({ expressions }: Code, isOps: (struct: StructDef) => boolean, fields: ReadonlySet<string>): HookTest {
  return (expr, place) => {
    const struct = fields.has(expr.name) ? expressions.structBehind(expr.of, place) : null;
    const found = struct && expressions.memberIn(struct, expr.name, place.file);
    if (!struct || !found) return false;
    return isOps(found.owner.name === '' ? struct : found.owner) && expressions.types.isHook(found);
  };
}

function handedIn(file: SourceFile, region: Region, isHook: HookTest): readonly HandedHook[] {
  const found: HandedHook[] = [];
  for (const fn of file.lower(region).functions) {
    const place = placeIn(file, new Scope(fn, file));
    const note = (value: Expr): void => {
      for (const each of membersOf(value)) {
        if (isHook(each, place)) found.push({ field: each.name, file, at: each.nameAt });
      }
    };
    walk(fn.body ?? [], (expr) => {
      if (expr.k === 'call') for (const arg of expr.args) note(arg);
    });
    for (const value of kept(fn.body ?? [], returnedOrFirst)) note(value);
  }
  return found;
}

/** The members that an expression may be the value of. */
function membersOf(expr: Expr): readonly Member[] {
  if (expr.k === 'member') return [expr];
  if (expr.k === 'cast') return membersOf(expr.arg);
  return expr.k === 'cond' ? [...(expr.yes ? membersOf(expr.yes) : []), ...membersOf(expr.no)] : [];
}

/** What statements return, and what variables begin with. */
function returnedOrFirst(stmt: Stmt): readonly Expr[] {
  if (stmt.k === 'return') return stmt.value ? [stmt.value] : [];
  return stmt.k === 'var' ? stmt.vars.flatMap(({ init }) => init ?? []) : [];
}

/** The expressions that a question finds in statements, those inside others too. */
export function kept(body: readonly Stmt[], of: (stmt: Stmt) => readonly Expr[]): readonly Expr[] {
  return body.flatMap((stmt) => {
    if (stmt.k === 'if') return kept(stmt.no ? [stmt.yes, stmt.no] : [stmt.yes], of);
    if (stmt.k === 'loop') return stmt.body ? kept([stmt.body], of) : [];
    if (stmt.k === 'switch') return kept([stmt.body], of);
    return stmt.k === 'block' ? kept(stmt.body, of) : of(stmt);
  });
}
