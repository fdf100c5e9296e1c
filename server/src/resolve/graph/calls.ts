/** Direct calls as they are written: the callee's name is a function, not a variable and not a macro. */
import type { SourceFile } from '../../index/file.ts';
import type { Expr } from '../../model/ir.ts';
import type { FoundFunction } from '../language/functions.ts';
import { walk } from '../language/scope.ts';
import { Bodies, type Body } from '../ops/bodies.ts';
import type { Resolver } from '../ops/ops.ts';
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
    const callee = bareName(expr.fn);
    if (callee && !body.place.scope?.local(callee.name, callee.at)) found.push({ ...callee, expr });
  });
  return found;
}

function bareName(expr: Expr): { name: string; at: number } | null {
  if (expr.k === 'id') return { name: expr.name, at: expr.at };
  return expr.k === 'unary' && (expr.op === '*' || expr.op === '&') ? bareName(expr.arg) : null;
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
  const written = bodies.flatMap((caller) => writtenCalls(caller).map((call) => ({ caller, ...call })));
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
