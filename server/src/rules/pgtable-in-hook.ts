/** A hook reaches page-table internals through the functions of its own module, or of its memory type's file, that it calls. */
import { query } from '../index/query.ts';
import type { Snapshot } from '../index/snapshot.ts';
import type { ModuleStatus } from '../kbuild/status.ts';
import { type WrittenCall, writtenCalls } from '../resolve/graph/calls.ts';
import { Bodies, type Body } from '../resolve/ops/bodies.ts';
import { PGTABLE_WANTED } from './candidates.ts';
import { identifiersIn } from './identifiers.ts';
import { isUse, kbuildEvidence } from './pgtable-in-module.ts';
import { type CheckScope, evidenceAt, inScope, type Raised, type Rule, stepAt, tooDeep } from './rule.ts';
import { type FilledSlot, filledSlots, typeOf } from './tables.ts';

/** How many calls deep a hook is followed. */
const MAX_DEPTH = 40;

export const pgtableInHook: Rule = {
  id: 'pgtable-in-hook',
  severity: 'warning',
  title: "A module's hook reaches page-table internals",
  precision: 'high',
  tags: ['module', 'ops-table', 'page-table'],
  *find(scope) {
    for (const each of scope.ops) {
      const bodies = new Map<string, FilledSlot & { readonly body: Body }>();
      for (const filled of filledSlots(each)) {
        const { body } = filled;
        if (body && !bodies.has(body.id)) bodies.set(body.id, { ...filled, body });
      }
      const hooks = [...bodies.values()].filter(({ body }) => inScope(body.file.path, scope.paths));
      prepare(
        scope,
        hooks.map(({ body }) => body),
      );
      for (const filled of hooks) {
        const status = isModule(scope, filled.body) ? scope.kbuild().status(filled.body.file.path) : null;
        const found = reached(scope, filled.body);
        if (found) yield raised(filled, typeOf(each, filled.table), status, filled.body, found);
      }
    }
  },
};

function isModule(scope: CheckScope, body: Body): boolean {
  return body.file.path.endsWith('.c') && scope.kbuild().status(body.file.path).moduleOn.length > 0;
}

/** A function on the way, and the call or the use in it that comes next. */
interface Step {
  readonly body: Body;
  readonly at: number;
  readonly name: string;
}

/** A function that is looked into, and how it was come to. */
interface Reached {
  readonly body: Body;
  readonly path: readonly Step[];
}

/**
 * The shortest way from a function to a page-table internal. Of a module's function, the functions of modules count that it
 * calls: what the kernel proper does with page tables for a module is its own business, and so is what its headers do. Of a
 * built-in one, those of its own file count.
 */
function reached(scope: CheckScope, start: Body): readonly Step[] | null {
  const seen = new Set([start.id]);
  let level: readonly Reached[] = [{ body: start, path: [] }];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    for (const { body, path } of level) {
      const use = internalIn(body);
      if (use) return [...path, { body, ...use }];
    }
    level = level.flatMap(({ body, path }) =>
      callees(scope, body).flatMap(({ callee, at }) => {
        if (seen.has(callee.id)) return [];
        seen.add(callee.id);
        return [{ body: callee, path: [...path, { body, at, name: `${callee.name}()` }] }];
      }),
    );
  }
  if (level.length > 0) scope.snapshot.gaps.add(tooDeep(pgtableInHook, start, MAX_DEPTH));
  return null;
}

/** A call of a function that counts. */
interface Followed {
  readonly callee: Body;
  readonly at: number;
}

function callees(scope: CheckScope, body: Body): readonly Followed[] {
  const bodies = new Bodies(scope.resolver);
  return scope.snapshot
    .get(CALLED, body)
    .flatMap(({ name, at }) =>
      isModule(scope, body)
        ? bodies.anywhere(name, body.file).flatMap((callee) => (isModule(scope, callee) ? [{ callee, at }] : []))
        : bodies.own(name, body.file).map((callee) => ({ callee, at })),
    );
}

/** The names that a function calls, macros left out. */
const CALLED = query('names that a function calls', (snapshot: Snapshot, body: Body): readonly WrittenCall[] =>
  writtenCalls(body).filter(({ name }) => snapshot.lookup(name, ['define'], body.file) === null),
);

/** Looks for all that modules' hooks call, level by level: one search of the tree for all of them is as long as for one. */
function prepare(scope: CheckScope, hooks: readonly Body[]): void {
  const bodies = new Bodies(scope.resolver);
  const seen = new Set(hooks.filter((body) => isModule(scope, body)));
  let level = [...seen];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const names = level.flatMap((body) =>
      scope.snapshot
        .get(CALLED, body)
        .flatMap(({ name }) => (bodies.visible(name, body.file).length > 0 ? [] : [name])),
    );
    scope.resolver.functions.prefetch(names);
    level = level.flatMap((body) => callees(scope, body).map(({ callee }) => callee)).filter((each) => !seen.has(each));
    for (const each of level) seen.add(each);
  }
}

function internalIn({ file, fn }: Body): { readonly at: number; readonly name: string } | null {
  for (const each of identifiersIn(file.text, fn.at, fn.end, PGTABLE_WANTED)) {
    const group = PGTABLE_WANTED.get(each.name);
    if (group?.severity === 'warning' && isUse(each, group)) return { at: each.at, name: each.name };
  }
  return null;
}

function raised(
  { slot, table }: FilledSlot,
  type: string,
  /** How the hook comes to be a module; null for a built-in one. */
  status: ModuleStatus | null,
  body: Body,
  path: readonly Step[],
): Raised {
  const last = path.at(-1);
  const way = path.slice(0, -1).map((step) => step.name);
  const through = way.length === 0 ? '' : ` through ${way.join(', ')}`;
  const who = status
    ? `fills ${slot.field} of ${type}, ${status.cut ? 'may' : 'can'} be part of a module,`
    : `fills ${slot.field} of ${type}`;
  return {
    message: `${body.name}() ${who} and reaches ${last?.name}${through}. Leave page tables to the core, and hand it a folio.`,
    file: body.file,
    // Built-in code may: it is told so that the type can become a module one day.
    ...(status ? {} : { severity: 'hint' as const }),
    at: body.fn.nameAt,
    end: body.fn.nameAt + body.name.length,
    function: body.name,
    evidence: [
      ...path.map((step) => stepAt(`${step.body.name}(): ${step.name}`, step.body.file, step.at)),
      evidenceAt(`fills ${slot.field} of ${table.name}`, table.file, slot.at),
      ...(status === null ? [] : kbuildEvidence(status)),
    ],
  };
}
