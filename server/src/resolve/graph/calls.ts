/** Direct calls as they are written: the callee's name is a function, not a variable and not a macro. */
import type { SourceFile } from '../../index/file.ts';
import type { Expr } from '../../model/ir.ts';
import type { FoundFunction } from '../language/functions.ts';
import { walk } from '../language/scope.ts';
import { Bodies, type Body } from '../ops/bodies.ts';
import type { Resolver } from '../ops/ops.ts';
import { callees } from '../uses/callee.ts';
import { Callees } from './callees.ts';

/** A call written in a function. */
export interface WrittenCall {
  readonly name: string;
  /** Offset of the callee's name. */
  readonly at: number;
  readonly expr: Extract<Expr, { k: 'call' }>;
}

/** The calls written in a function whose callee is a name that is no variable; macros' uses are among them. */
export function writtenCalls(body: Body): readonly WrittenCall[] {
  const found: WrittenCall[] = [];
  walk(body.fn.body ?? [], (expr) => {
    if (expr.k !== 'call') return;
    for (const each of callees(expr.fn)) {
      const callee = bareName(each);
      if (callee && !body.place.scope?.local(callee.name, callee.at)) found.push({ ...callee, expr });
    }
  });
  return found;
}

function bareName(expr: Expr): { name: string; at: number } | null {
  if (expr.k === 'id') return { name: expr.name, at: expr.at };
  return expr.k === 'unary' && (expr.op === '*' || expr.op === '&') ? bareName(expr.arg) : null;
}

/** A name that is called: the callee's, or one that is handed to a macro which calls it. */
export type CalledName = Pick<WrittenCall, 'name' | 'at'>;

/** How many macros that are other names, `#define a b`, are followed. */
const MAX_RENAMED = 8;

/**
 * What the calls written in a function call by name: macros that are other names are followed, and a name that is handed to a
 * macro which calls it, `INVOKE(fn, arg)`, is called where it stands.
 */
export function calledNames(resolver: Resolver, body: Body): readonly CalledName[] {
  const { macros } = resolver.expressions;
  const callees = new Callees(resolver);
  return writtenCalls(body).flatMap(({ name, at, expr }): CalledName[] => {
    const macro = macros.find(name, body.file);
    if (!macro) return [{ name, at }];
    if (macro.params === null) return [{ name: meant(resolver, callees, name, body.file), at }];
    const handed = [...macros.called(macro)].flatMap((index) => bareName(expr.args[index] ?? expr) ?? []);
    const named = handed.filter((each) => each.at !== at && !body.place.scope?.local(each.name, each.at));
    return [
      { name, at },
      ...named.map((each) => ({ name: meant(resolver, callees, each.name, body.file), at: each.at })),
    ];
  });
}

/** The name that one is another for: `#define old_name new_name`. */
function meant({ expressions }: Resolver, callees: Callees, name: string, file: SourceFile): string {
  let at = name;
  for (let step = 0; step < MAX_RENAMED; step++) {
    // A function that is defined under the name is called by it.
    if (file.symbols(at).some((symbol) => symbol.kind === 'function')) return at;
    const macro = expressions.macros.find(at, file);
    if (macro?.params !== null || macro.body === at || !/^[A-Za-z_]\w*$/.test(macro.body)) return at;
    if (callees.outdoes(at, macro, file)) return at;
    at = macro.body;
  }
  return name;
}

/** A direct call with the function that it calls. */
export interface ResolvedCall {
  readonly caller: Body;
  readonly name: string;
  readonly at: number;
  readonly callee: FoundFunction;
}

/** The direct calls of a file's functions, in the order of the code. */
export function directCalls(resolver: Resolver, file: SourceFile): readonly ResolvedCall[] {
  const callees = new Callees(resolver);
  const bodies = [...new Bodies(resolver).inFile(file, () => true)];
  const written = bodies.flatMap((caller) => calledNames(resolver, caller).map((call) => ({ caller, ...call })));
  const names = new Set(written.map((each) => each.name));
  const functions = [...names].filter((name) => !isMacroOnly(resolver, name, file));
  resolver.functions.prefetch(functions.filter((name) => !callees.sees(name, file)));
  const found = new Map([...names].map((name) => [name, callees.find(name, file)]));
  return written.flatMap(({ caller, name, at }) => {
    const callee = found.get(name);
    return callee ? [{ caller, name, at, callee }] : [];
  });
}

function isMacroOnly(resolver: Resolver, name: string, file: SourceFile): boolean {
  const { snapshot } = resolver;
  return (
    snapshot.lookup(name, ['define'], file) !== null && snapshot.lookup(name, ['function', 'prototype'], file) === null
  );
}
