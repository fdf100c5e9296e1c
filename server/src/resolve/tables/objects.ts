/** The initialised objects of a file: at the top level, in functions, and made by macros. */
import { addTo } from '../../base/add-to.ts';
import type { SourceFile } from '../../index/file.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { losing } from '../../model/gaps.ts';
import type { Expr, FunctionDecl, Stmt, Variable } from '../../model/ir.ts';
import { ATTRIBUTE_CALLS } from '../../syntax/attributes.ts';
import type { Region, RegionKind } from '../../syntax/region.ts';
import { callArguments, closing, solid } from '../../syntax/sheet.ts';
import type { Expressions } from '../language/expressions.ts';
import { expansions } from '../language/macros/expansions.ts';
import { separated } from '../language/macros/substitution.ts';
import { type Place, placeIn } from '../language/place.ts';
import { Scope, walk, walkExpr } from '../language/scope.ts';
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
    const found = (): readonly PlacedObject[] => [...objectsInRegion(snapshot, expressions, file, region, wanted)];
    yield* losing(snapshot.gaps, () => file.costs(region), found, []);
  }
}

function* objectsInRegion(
  snapshot: Snapshot,
  expressions: Expressions,
  file: SourceFile,
  region: Region,
  wanted: TextFilter,
): Iterable<PlacedObject> {
  if (region.kind === 'invocation' || (region.kind === 'prototype' && /^[A-Z0-9_]{3,}$/.test(region.name))) {
    if (wanted(file.text.slice(region.start, region.end), region.kind))
      yield* madeObjects(snapshot, expressions, file, region);
  } else if (region.kind === 'object' ? region.brace >= 0 || hasEquals(file, region) : region.kind === 'function') {
    const text = file.text.slice(region.start, region.end);
    if (wanted(text, region.kind)) yield* regionObjects(file, region, { snapshot, expressions, wanted });
  }
}

function hasEquals(file: SourceFile, region: Region): boolean {
  return file.text.slice(region.start, region.end).includes('=');
}

function* regionObjects(file: SourceFile, region: Region, lookup: Lookup): Iterable<PlacedObject> {
  const { variables, functions } = file.lower(region);
  const place = placeIn(file, null);
  const declared = region.kind === 'object' ? declaredByHead(file, region, variables, lookup) : null;
  if (declared) yield { object: declared, place };
  else for (const variable of variables) yield* variableObjects(variable, place, lookup);
  for (const fn of functions) yield* functionObjects(fn, placeIn(file, new Scope(fn, file)), lookup);
}

/** A macro in front of a value: `static DEFINE_CLASS_OF(round) = {`. */
const MACRO_HEAD = /^\s*((?:(?:static|extern|const|__\w+)\s+)*)([A-Za-z_]\w*)\s*\(/;

/**
 * The object that a macro's use in front of `= {` declares; null for one that is declared in plain C, or as one of the `variables`
 * by a macro that is given its type and its name.
 */
function declaredByHead(
  file: SourceFile,
  region: Region,
  variables: readonly Variable[],
  { snapshot, expressions }: Lookup,
): Initialised | null {
  const text = file.text.slice(region.start, region.end);
  const [head = '', storage = '', name = ''] = MACRO_HEAD.exec(text) ?? [];
  if (name === '' || ATTRIBUTE_CALLS.has(name)) return null;
  const given = callArguments(text, head.length - 1).map((arg) => arg.text);
  if (given.length > 1 && variables.some((variable) => variable.init && given.includes(variable.name))) return null;
  const close = closing(text, head.length - 1);
  const equals = solid(text, close + 1);
  const brace = text[equals] === '=' ? solid(text, equals + 1) : -1;
  if (text[brace] !== '{' || !expressions.macros.find(name, file)?.params) return null;
  for (const made of expansions(snapshot.lowerer, expressions.macros, file, text.slice(0, close + 1), region.start)) {
    // What is set is what the macro declares last.
    for (const inner of [...made.regions].reverse()) {
      const variable = inner.kind === 'object' ? made.lower(inner).variables.at(-1) : undefined;
      if (!variable) continue;
      const at = region.start + head.length - 1 - name.length;
      const value = snapshot.lowerer.expression(
        separated(`(T)${text.slice(brace)}`.replace(/;\s*$/, '')),
        region.start + brace - 3,
      );
      if (value.k !== 'literal') return null;
      const isStatic = variable.static || /\bstatic\b/.test(storage);
      return { ...initialised(variable, value.init, placeIn(file, null), null), at, end: region.end, isStatic };
    }
  }
  return null;
}

function* variableObjects(variable: Variable, place: Place, lookup: Lookup): Iterable<PlacedObject> {
  if (!variable.init) return;
  yield { object: initialised(variable, variable.init, place, null), place };
  yield* literals(variable.init, place, null);
  yield* literalsByMacros(variable.init, place, lookup);
}

/** Literals that macros' uses in an initialiser write, `.type = LAMP_TYPE(fn)`; those that write slots are read with the object. */
function* literalsByMacros(init: Expr, place: Place, lookup: Lookup): Iterable<PlacedObject> {
  const uses: Use[] = [];
  walkExpr(init, (expr) => {
    if (expr.k === 'call' && expr.fn.k === 'id') uses.push({ ...expr, fn: expr.fn });
  });
  for (const use of uses) {
    if (!lookup.wanted(`${use.fn.name}(`, 'function')) continue;
    if (lookup.expressions.uses.initialiserText(use.fn.name, use.args, use.at, place) !== null) continue;
    yield* madeByUse(use, { inFunction: null, macro: use.fn.name, pinned: use.at }, place, lookup);
  }
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
    condition: null,
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
  for (const use of usesIn(fn.body ?? [])) {
    if (DECLARING.test(use.fn.name)) yield* declaredByMacro(use, fn, place, lookup);
    else yield* madeByUse(use, { inFunction: fn.name, macro: use.fn.name, pinned: use.at }, place, lookup);
  }
}

/** Where the objects of a macro's use in a function are. */
type Made = Pick<Initialised, 'inFunction' | 'macro' | 'pinned'>;

/** The literals and local objects of what a macro's use in a function expands to, placed at the use. */
function* madeByUse(use: Use, made: Made, place: Place, lookup: Lookup): Iterable<PlacedObject> {
  if (!lookup.wanted(`${use.fn.name}(`, 'function')) return;
  const expanded = lookup.expressions.uses.expand(use.fn.name, use.args, use.at, place);
  if (!expanded) return;
  const { expr, place: inner } = expanded;
  const body: Stmt[] = [{ k: 'expr', at: expr.at, end: expr.end, expr }];
  const locals: Variable[] = [];
  const literals: Expr[] = [];
  walk(body, (each) => {
    if (each.k === 'block') collectVariables(each.body, locals);
    else if (each.k === 'literal') literals.push(each);
  });
  for (const variable of locals) {
    if (!variable.init) continue;
    yield { object: { ...initialised(variable, variable.init, inner, made.inFunction), ...made }, place: inner };
  }
  for (const literal of literals) {
    for (const { object } of literalObject(literal, inner, made.inFunction)) {
      yield { object: { ...object, ...made }, place: inner };
    }
  }
  for (const each of usesIn(body)) yield* madeByUse(each, made, inner, lookup);
}

type Use = Extract<Expr, { k: 'call' }> & { readonly fn: Extract<Expr, { k: 'id' }> };

/** Macros whose use as a statement declares variables: `DEFINE_WAIT(wait);`. */
const DECLARING = /^(?:DEFINE|DECLARE)_/;

/** What may be the uses of macros, but for those that are initialisers: these are read with the object that they are of. */
function usesIn(body: readonly Stmt[]): Use[] {
  const found: Use[] = [];
  const locals: Variable[] = [];
  collectVariables(body, locals);
  const values = new Set<Expr>(locals.flatMap(({ init }) => init ?? []));
  walk(body, (expr) => {
    if (expr.k === 'block') {
      const inner: Variable[] = [];
      collectVariables(expr.body, inner);
      for (const { init } of inner) if (init) values.add(init);
    }
    if (expr.k === 'init') for (const item of expr.items) values.add(item.value);
    if (expr.k === 'call' && expr.fn.k === 'id' && !values.has(expr)) found.push({ ...expr, fn: expr.fn });
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
  for (const made of expansions(snapshot.lowerer, expressions.macros, place.file, text, use.at)) {
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
  readonly wanted: TextFilter;
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

/** Objects that a macro's use at the top level makes, each at the place of the use. */
function* madeObjects(
  snapshot: Snapshot,
  expressions: Expressions,
  file: SourceFile,
  region: Region,
): Iterable<PlacedObject> {
  const text = file.text.slice(region.start, region.end);
  const choices = expressions.macros.choices(region.name, file);
  for (const { macro, condition } of choices) {
    const chosen = choices.length > 1 || condition !== null ? macro.file : undefined;
    for (const made of expansions(snapshot.lowerer, expressions.macros, file, text, region.start, macro)) {
      const place = { ...placeIn(file, null), text: made.text, ...(chosen && { chosen }) };
      for (const inner of made.regions) {
        if (inner.kind !== 'object') continue;
        for (const variable of made.lower(inner).variables) {
          if (!variable.init) continue;
          const type = { type: variable.type, file: chosen ?? file };
          const plain = initialised(variable, variable.init, place, null);
          const made = { macro: region.name, pinned: region.start, condition };
          yield { object: { ...plain, type, ...made }, place };
          for (const each of literals(variable.init, place, null)) {
            yield { object: { ...each.object, ...made }, place };
          }
        }
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
  for (const made of expansions(snapshot.lowerer, expressions.macros, file, text, region.start)) {
    for (const inner of made.regions) {
      if (inner.kind !== 'function' || !wanted(made.text.slice(inner.start, inner.end), inner.kind)) continue;
      for (const fn of made.lower(inner).functions) {
        const place: Place = { file, scope: new Scope(fn, file), text: made.text, outer: null };
        yield { fn, place, macro: region.name };
      }
    }
  }
}
