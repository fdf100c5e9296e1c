/** The initialised objects of a file: at the top level, in functions, and made by macros. */
import type { SourceFile } from '../../index/file.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { losing } from '../../model/gaps.ts';
import type { Expr, FunctionDecl, Variable } from '../../model/ir.ts';
import type { Region } from '../../syntax/region.ts';
import type { Expressions } from '../language/expressions.ts';
import { type Place, placeIn } from '../language/place.ts';
import { Scope, walk } from '../language/scope.ts';
import {
  DECLARING,
  declaredByHead,
  declaredByMacro,
  literalsByMacros,
  madeByUse,
  madeObjects,
  usesIn,
} from './macro-objects.ts';
import {
  collectVariables,
  initialised,
  type Lookup,
  literalObject,
  literals,
  type MadeLookup,
  type PlacedObject,
  type TextFilter,
} from './placed.ts';

/**
 * The initialised objects in a file's regions that pass the filter. `wantedMade` is asked of the text of what a macro's use at the
 * top level declares.
 */
export function* objectsIn(
  snapshot: Snapshot,
  expressions: Expressions,
  file: SourceFile,
  wanted: TextFilter,
  wantedMade: (text: string) => boolean = () => true,
): Iterable<PlacedObject> {
  const lookup: MadeLookup = { snapshot, expressions, wanted, wantedMade };
  for (const region of file.regions) {
    const found = (): readonly PlacedObject[] => [...objectsInRegion(lookup, file, region)];
    yield* losing(snapshot.gaps, () => file.costs(region), found, []);
  }
}

function* objectsInRegion(lookup: MadeLookup, file: SourceFile, region: Region): Iterable<PlacedObject> {
  const { wanted } = lookup;
  if (region.kind === 'invocation' || (region.kind === 'prototype' && /^[A-Z0-9_]{3,}$/.test(region.name))) {
    if (wanted(file.text.slice(region.start, region.end), region.kind)) yield* madeObjects(lookup, file, region);
  } else if (region.kind === 'object' ? region.brace >= 0 || hasEquals(file, region) : region.kind === 'function') {
    const text = file.text.slice(region.start, region.end);
    if (wanted(text, region.kind)) yield* regionObjects(file, region, lookup);
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

function* variableObjects(variable: Variable, place: Place, lookup: Lookup): Iterable<PlacedObject> {
  if (!variable.init) return;
  yield { object: initialised(variable, variable.init, place, null), place };
  yield* literals(variable.init, place, null);
  yield* literalsByMacros(variable.init, place, lookup);
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
