/** Arrays of pointers to functions, in no struct: each element is an ops table with one hook, which has no name. */
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Expr, TypeExpr } from '../../model/ir.ts';
import { Expressions } from '../language/expressions.ts';
import { namesOf } from '../language/function-names.ts';
import { type Place, placeIn } from '../language/place.ts';
import type { StructDef, Typed } from '../language/types.ts';

/** An array as it is declared: what tells it from others of its name. */
interface Declared {
  readonly name: string;
  readonly file: SourceFile;
  /** Offset of the name of one that a function declares; null at the top level. */
  readonly localAt: number | null;
  readonly isStatic: boolean;
}

/** What stands for the struct of an array's elements; null where they are no pointers to functions. */
export function functionArray({ types, snapshot }: Expressions, typed: Typed, declared: Declared): StructDef | null {
  if (types.canonical(typed)?.type.k !== 'array') return null;
  const element = types.elementOf(typed);
  if (!element || !types.isFunctionPointer(element)) return null;
  return snapshot.get(ELEMENTS, element.type, element.file, declared.name, idOf(declared));
}

/** One that other files can name is the same wherever it is declared. */
function idOf({ name, file, localAt, isStatic }: Declared): string {
  if (localAt !== null) return `${file.path}@${localAt}[]`;
  return isStatic ? `${file.path}:${name}[]` : `${name}[]`;
}

const ELEMENTS = query(
  'elements of an array of functions',
  (_: Snapshot, type: TypeExpr, file: SourceFile, title: string, array: string): StructDef => {
    const member = { name: '', nameAt: 0, at: 0, end: 0, type };
    return { name: '', title, array, kind: 'struct', members: [member], file, at: 0 };
  },
);

/** The array of functions that an expression is an element of, `array[i]`, `array[i][j]`; null for any other expression. */
export function arrayOf(expr: Expr, place: Place, expressions: Expressions): StructDef | null {
  const name = arrayName(expr);
  return name && arrayNamed(name, place, expressions);
}

/** The name in front of all indices; null for an expression that is not made of a name and indices. */
export function arrayName(expr: Expr): Extract<Expr, { k: 'id' }> | null {
  if (expr.k !== 'index') return null;
  return expr.of.k === 'id' ? expr.of : arrayName(expr.of);
}

/** The array of functions that a name means by itself; null for a parameter, which is a pointer however it is written. */
export function arrayNamed(
  { name, at }: Extract<Expr, { k: 'id' }>,
  place: Place,
  expressions: Expressions,
): StructDef | null {
  const local = place.scope?.local(name, at);
  if (local?.kind === 'param') return null;
  if (local) {
    const typed = { type: local.type, file: place.file, place };
    return functionArray(expressions, typed, { name, file: place.file, localAt: local.at, isStatic: true });
  }
  if (place.outer)
    return arrayNamed({ k: 'id', name, at: place.outer.at, end: place.outer.at }, place.outer.place, expressions);
  const symbol = expressions.snapshot.lookup(name, ['object'], place.file);
  const variable = symbol?.file.lower(symbol.region).variables.find((each) => each.name === name);
  if (!symbol || !variable) return null;
  const { type, static: isStatic } = variable;
  return functionArray(expressions, { type, file: symbol.file }, { name, file: symbol.file, localAt: null, isStatic });
}

/** The names of the arrays of functions that a file has at the top level. */
export function arraysIn(snapshot: Snapshot, file: SourceFile): readonly string[] {
  return snapshot.get(ARRAYS_IN, file);
}

const ARRAYS_IN = query('arrays of functions in a file', (snapshot: Snapshot, file: SourceFile): readonly string[] => {
  const expressions = new Expressions(snapshot);
  const place = placeIn(file, null);
  const names = namesOf(snapshot);
  return file.regions.flatMap(({ kind, name, start, brace }) => {
    const head = kind === 'object' && brace >= 0 ? file.text.slice(start, brace) : '';
    const isArray = head.includes('[') && names.mayHoldFunctions(snapshot, head, file);
    return isArray && arrayNamed({ k: 'id', name, at: start, end: start }, place, expressions) ? [name] : [];
  });
});
