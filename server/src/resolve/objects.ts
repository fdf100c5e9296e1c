/** The initialised objects of a file: at the top level, in functions, and made by macros. */
import type { SourceFile } from '../index/file.ts';
import type { Snapshot } from '../index/snapshot.ts';
import type { Expr, FunctionDecl, Stmt, Variable } from '../model/ir.ts';
import type { Region, RegionKind } from '../syntax/region.ts';
import { expansions } from './expansions.ts';
import { type Expressions, type Place, placeIn } from './expressions.ts';
import { Scope, walk } from './scope.ts';
import type { Initialised } from './tables.ts';

/** An object and where its initialiser's names are looked up. */
export interface PlacedObject {
  readonly object: Initialised;
  readonly place: Place;
}

/** A function of a file with its body, and the regions it came from. */
export interface PlacedFunction {
  readonly fn: FunctionDecl;
  readonly place: Place;
  /** The macro that makes the function; null when it is written out. */
  readonly macro: string | null;
}

/** Decides by a region's text whether it is worth parsing. */
export type TextFilter = (text: string, kind: RegionKind) => boolean;

/** The initialised objects in a file's regions that pass the filter. */
export function* objectsIn(
  snapshot: Snapshot,
  expressions: Expressions,
  file: SourceFile,
  wanted: TextFilter,
): Iterable<PlacedObject> {
  for (const region of file.regions) {
    if (region.kind === 'invocation' || (region.kind === 'prototype' && /^[A-Z0-9_]{3,}$/.test(region.name))) {
      if (wanted(file.text.slice(region.start, region.end), region.kind))
        yield* madeObjects(snapshot, expressions, file, region);
    } else if (region.kind === 'object' ? region.brace >= 0 || hasEquals(file, region) : region.kind === 'function') {
      const text = file.text.slice(region.start, region.end);
      if (wanted(text, region.kind)) yield* regionObjects(file, region, { snapshot, expressions });
    }
  }
}

function hasEquals(file: SourceFile, region: Region): boolean {
  return file.text.slice(region.start, region.end).includes('=');
}

function* regionObjects(file: SourceFile, region: Region, lookup: Lookup): Iterable<PlacedObject> {
  const { variables, functions } = file.lower(region);
  const place = placeIn(file, null);
  for (const variable of variables) yield* variableObjects(variable, place, null);
  for (const fn of functions) yield* functionObjects(fn, placeIn(file, new Scope(fn, file)), lookup);
}

function* variableObjects(variable: Variable, place: Place, inFunction: string | null): Iterable<PlacedObject> {
  if (!variable.init) return;
  yield { object: initialised(variable, variable.init, place, inFunction), place };
  yield* literals(variable.init, place, inFunction);
}

function initialised(variable: Variable, init: Expr, place: Place, inFunction: string | null): Initialised {
  return {
    name: variable.name,
    at: variable.nameAt,
    end: variable.end,
    type: { type: variable.type, file: place.file },
    init,
    isStatic: variable.static,
    inFunction,
    macro: null,
    pinned: null,
  };
}

/** Local tables and compound literals of a function. */
function* functionObjects(fn: FunctionDecl, place: Place, lookup: Lookup): Iterable<PlacedObject> {
  const locals: Variable[] = [];
  collectVariables(fn.body ?? [], locals);
  for (const variable of locals) {
    if (variable.init) yield { object: initialised(variable, variable.init, place, fn.name), place };
  }
  const found: Expr[] = [];
  walk(fn.body ?? [], (expr) => {
    if (expr.k === 'literal') found.push(expr);
  });
  for (const literal of found) yield* literalObject(literal, place, fn.name);
  for (const use of declaringUses(fn.body ?? [])) yield* declaredByMacro(use, fn, place, lookup);
}

type Use = Extract<Expr, { k: 'call' }> & { readonly fn: Extract<Expr, { k: 'id' }> };

/** Statements that are a macro's use and look like a declaration: `DEFINE_WAIT(wait);`. */
function declaringUses(body: readonly Stmt[]): Use[] {
  const found: Use[] = [];
  walk(body, (expr) => {
    if (expr.k === 'call' && expr.fn.k === 'id' && /^(?:DEFINE|DECLARE)_/.test(expr.fn.name))
      found.push({ ...expr, fn: expr.fn });
  });
  return found;
}

/** The objects that such a statement declares, placed at it. */
function* declaredByMacro(
  use: Use,
  fn: FunctionDecl,
  place: Place,
  { snapshot, expressions }: Lookup,
): Iterable<PlacedObject> {
  const text = place.text.slice(use.at, use.end);
  for (const made of expansions(snapshot.lowerer, expressions.macros, place.file, text, 0)) {
    for (const region of made.regions) {
      if (region.kind !== 'object') continue;
      const inner: Place = { ...place, scope: null, text: made.text, outer: { place, at: use.at } };
      for (const variable of made.lower(region).variables) {
        if (!variable.init) continue;
        const object = { ...initialised(variable, variable.init, inner, fn.name), macro: use.fn.name, pinned: use.at };
        yield { object, place: inner };
      }
    }
  }
}

interface Lookup {
  readonly snapshot: Snapshot;
  readonly expressions: Expressions;
}

/** Compound literals inside an initialiser. */
function* literals(init: Expr, place: Place, inFunction: string | null): Iterable<PlacedObject> {
  const found: Expr[] = [];
  const at = init.at;
  walk([{ k: 'expr', at, end: init.end, expr: init }], (expr) => {
    if (expr.k === 'literal' && expr !== init) found.push(expr);
  });
  for (const literal of found) yield* literalObject(literal, place, inFunction);
}

function* literalObject(literal: Expr, place: Place, inFunction: string | null): Iterable<PlacedObject> {
  if (literal.k !== 'literal') return;
  const { at, end, init, type } = literal;
  const object = {
    name: '',
    at,
    end,
    type: { type, file: place.file },
    init,
    isStatic: false,
    inFunction,
    macro: null,
    pinned: null,
  };
  yield { object, place };
}

/** Every variable declared in statements, those of inner blocks included. */
export function collectVariables(body: readonly Stmt[], out: Variable[]): void {
  for (const stmt of body) {
    if (stmt.k === 'var') out.push(...stmt.vars);
    else if (stmt.k === 'block') collectVariables(stmt.body, out);
    else if (stmt.k === 'if') collectVariables(stmt.no ? [stmt.yes, stmt.no] : [stmt.yes], out);
    else if (stmt.k === 'loop')
      collectVariables([...(stmt.init ? [stmt.init] : []), ...(stmt.body ? [stmt.body] : [])], out);
    else if (stmt.k === 'switch') collectVariables([stmt.body], out);
  }
}

/** Objects that a macro's use at the top level makes, each at the place of the use. */
function* madeObjects(
  snapshot: Snapshot,
  expressions: Expressions,
  file: SourceFile,
  region: Region,
): Iterable<PlacedObject> {
  if (!expressions.macros.makesValues(region.name, file)) return;
  const text = file.text.slice(region.start, region.end);
  for (const made of expansions(snapshot.lowerer, expressions.macros, file, text, 0)) {
    for (const inner of made.regions) {
      if (inner.kind !== 'object') continue;
      const place = { ...placeIn(file, null), text: made.text };
      for (const variable of made.lower(inner).variables) {
        if (!variable.init) continue;
        const object = {
          ...initialised(variable, variable.init, place, null),
          macro: region.name,
          pinned: region.start,
        };
        yield { object, place };
      }
    }
  }
}

/** Functions that a macro's use at the top level makes. */
export function* madeFunctions(
  snapshot: Snapshot,
  expressions: Expressions,
  file: SourceFile,
  region: Region,
  wanted: TextFilter,
): Iterable<PlacedFunction> {
  const text = file.text.slice(region.start, region.end);
  for (const made of expansions(snapshot.lowerer, expressions.macros, file, text, 0)) {
    for (const inner of made.regions) {
      if (inner.kind !== 'function' || !wanted(made.text.slice(inner.start, inner.end), inner.kind)) continue;
      for (const fn of made.lower(inner).functions) {
        const place: Place = { file, scope: new Scope(fn, file), text: made.text, outer: null };
        yield { fn, place, macro: region.name };
      }
    }
  }
}
