/** The objects and functions that uses of macros make: at the top level, in front of a value, in initialisers and in functions. */
import type { SourceFile } from '../../index/file.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Expr, FunctionDecl, Stmt, Variable } from '../../model/ir.ts';
import { ATTRIBUTE_CALLS } from '../../syntax/attributes.ts';
import type { Region } from '../../syntax/region.ts';
import { callArguments, closing, solid } from '../../syntax/sheet.ts';
import type { Expressions } from '../language/expressions.ts';
import { expansions } from '../language/macros/expansions.ts';
import { separated } from '../language/macros/substitution.ts';
import { type Place, placeIn } from '../language/place.ts';
import { Scope, walk, walkExpr } from '../language/scope.ts';
import {
  collectVariables,
  initialised,
  type Lookup,
  literalObject,
  literals,
  type MadeLookup,
  type PlacedFunction,
  type PlacedObject,
  type TextFilter,
} from './placed.ts';
import type { Initialised } from './tables.ts';

/** A macro in front of a value: `static DEFINE_CLASS_OF(round) = {`. */
const MACRO_HEAD = /^\s*((?:(?:static|extern|const|__\w+)\s+)*)([A-Za-z_]\w*)\s*\(/;

/**
 * The object that a macro's use in front of `= {` declares; null for one that is declared in plain C, or as one of the `variables`
 * by a macro that is given its type and its name.
 */
export function declaredByHead(
  file: SourceFile,
  region: Region,
  variables: readonly Variable[],
  { snapshot, expressions }: Lookup,
): Initialised | null {
  const text = file.text.slice(region.start, region.end);
  const [head = '', storage = '', name = ''] = MACRO_HEAD.exec(text) ?? [];
  if (name === '' || ATTRIBUTE_CALLS.has(name)) return null;
  const given = callArguments(text, head.length - 1).map((arg) => arg.text);
  const plain = given.length > 1 ? variables.find((each) => each.init && given.includes(each.name)) : undefined;
  const close = closing(text, head.length - 1);
  const equals = solid(text, close + 1);
  const brace = text[equals] === '=' ? solid(text, equals + 1) : -1;
  if (text[brace] !== '{' || !expressions.macros.find(name, file)?.params) return null;
  for (const made of expansions(snapshot.lowerer, expressions.macros, file, text.slice(0, close + 1), region.start)) {
    // What is set is what the macro declares last.
    for (const inner of [...made.regions].reverse()) {
      const variable = inner.kind === 'object' ? made.lower(inner).variables.at(-1) : undefined;
      if (!variable) continue;
      // The macro is given the variable's type, `OF(struct s, name) = {`, and no other name, `EXPORTED(name, space) = {`.
      if (plain && (plain.name === variable.name || !given.includes(variable.name))) return null;
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

/** Literals that macros' uses in an initialiser write, `.type = LAMP_TYPE(fn)`; those that write slots are read with the object. */
export function* literalsByMacros(init: Expr, place: Place, lookup: Lookup): Iterable<PlacedObject> {
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

/** Where the objects of a macro's use in a function are. */
type Made = Pick<Initialised, 'inFunction' | 'macro' | 'pinned'>;

/** The literals and local objects of what a macro's use in a function expands to, placed at the use. */
export function* madeByUse(use: Use, made: Made, place: Place, lookup: Lookup): Iterable<PlacedObject> {
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
export const DECLARING = /^(?:DEFINE|DECLARE)_/;

/** What may be the uses of macros, but for those that are initialisers: these are read with the object that they are of. */
export function usesIn(body: readonly Stmt[]): Use[] {
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
export function* declaredByMacro(
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

/** Objects that a macro's use at the top level makes, each at the place of the use. */
export function* madeObjects(
  { snapshot, expressions, wantedMade }: MadeLookup,
  file: SourceFile,
  region: Region,
): Iterable<PlacedObject> {
  const text = file.text.slice(region.start, region.end);
  const args = callArguments(text, text.indexOf('(')).map((arg) => arg.text);
  const choices = expressions.macros.choices(region.name, file, args);
  for (const { macro, condition } of choices) {
    const chosen = choices.length > 1 || condition !== null ? macro.file : undefined;
    for (const made of expansions(snapshot.lowerer, expressions.macros, file, text, region.start, macro)) {
      const place = { ...placeIn(file, null), text: made.text, ...(chosen && { chosen }) };
      for (const inner of made.regions) {
        if (inner.kind !== 'object') continue;
        // The structs that a chosen header means are its own: the filter knows those that the file sees.
        if (!chosen && !wantedMade(made.text.slice(inner.start, inner.end))) continue;
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
  if (!expressions.macros.mayMakeBody(text, file)) return;
  for (const made of expansions(snapshot.lowerer, expressions.macros, file, text, region.start)) {
    for (const inner of made.regions) {
      if (inner.kind !== 'function' || !wanted(made.text.slice(inner.start, inner.end), inner.kind)) continue;
      for (const fn of made.lower(inner).functions) {
        const place: Place = { file, scope: new Scope(fn, file), text: made.text, outer: null, madeAt: region.start };
        yield { fn, place, macro: region.name };
      }
    }
  }
}
