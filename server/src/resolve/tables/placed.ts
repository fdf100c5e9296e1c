/** Initialised objects and functions, and where their names are looked up. */
import { addTo } from '../../base/add-to.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Expr, FunctionDecl, Stmt, Variable } from '../../model/ir.ts';
import type { RegionKind } from '../../syntax/region.ts';
import type { Expressions } from '../language/expressions.ts';
import type { Place } from '../language/place.ts';
import { walk } from '../language/scope.ts';
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

/** What objects are looked for with. */
export interface Lookup {
  readonly wanted: TextFilter;
  readonly snapshot: Snapshot;
  readonly expressions: Expressions;
}

/** The same at the top level of a file, where macros declare objects. */
export interface MadeLookup extends Lookup {
  /** Decides by the text of a declaration that a macro's use makes. */
  readonly wantedMade: (text: string) => boolean;
}

/** A variable's object. */
export function initialised(variable: Variable, init: Expr, place: Place, inFunction: string | null): Initialised {
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
    condition: null,
  };
}

/** Compound literals inside an initialiser. */
export function* literals(init: Expr, place: Place, inFunction: string | null): Iterable<PlacedObject> {
  const found: Expr[] = [];
  const at = init.at;
  walk([{ k: 'expr', at, end: init.end, expr: init }], (expr) => {
    if (expr.k === 'literal' && expr !== init) found.push(expr);
  });
  for (const literal of found) yield* literalObject(literal, place, inFunction);
}

/** A compound literal as an object without a name. */
export function* literalObject(literal: Expr, place: Place, inFunction: string | null): Iterable<PlacedObject> {
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
    condition: null,
  };
  yield { object, place };
}

/** Every variable declared in statements, those of inner blocks included. */
export function collectVariables(body: readonly Stmt[], out: Variable[]): void {
  for (const stmt of body) {
    if (stmt.k === 'var') addTo(out, stmt.vars);
    else if (stmt.k === 'block') collectVariables(stmt.body, out);
    else if (stmt.k === 'if') collectVariables(stmt.no ? [stmt.yes, stmt.no] : [stmt.yes], out);
    else if (stmt.k === 'loop')
      collectVariables([...(stmt.init ? [stmt.init] : []), ...(stmt.body ? [stmt.body] : [])], out);
    else if (stmt.k === 'switch') collectVariables([stmt.body], out);
  }
}
