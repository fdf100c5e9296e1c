/** A module's hook calls a function that is not exported. */
import { pattern } from '../base/patterns.ts';
import type { SourceFile } from '../index/file.ts';
import type { Snapshot } from '../index/snapshot.ts';
import type { FindingEvidence } from '../model/findings.ts';
import { writtenCalls } from '../resolve/graph/calls.ts';
import { Bodies, type Body } from '../resolve/ops/bodies.ts';
import type { Install } from '../resolve/ops/installs.ts';
import type { OpsTable } from '../resolve/tables/tables.ts';
import { exportOf } from './exports.ts';
import { kbuildEvidence } from './pgtable-in-module.ts';
import { type CheckScope, evidenceAt, type Raised, type Rule, stepAt, tooDeep } from './rule.ts';
import { filledSlots } from './tables.ts';
import { notBuiltHere, notBuiltText } from './unbuilt.ts';

export const hookUnexportedCall: Rule = {
  id: 'hook-unexported-call',
  severity: 'warning',
  title: "A module's hook calls or is a function that is not exported to it",
  precision: 'high',
  tags: ['module', 'ops-table'],
  *find(scope) {
    for (const { raised } of neededSymbols(scope)) yield raised;
  },
  leftOut: unbuilt,
};

/** A symbol that a module needs and that is not exported to it. */
export interface NeededSymbol {
  readonly name: string;
  /** Whether a table names it, or what a hook runs calls it. */
  readonly by: 'slot' | 'call';
  readonly raised: Raised;
}

/** The symbols that modules with ops tables need and do not get. */
export function* neededSymbols(scope: CheckScope): Iterable<NeededSymbol> {
  const seen = new Set<string>();
  const all = moduleHooks(scope).flatMap((hook) => reachedFrom(scope, hook, seen));
  scope.resolver.functions.prefetch(all.flatMap(({ calls }) => [...calls.keys()]));
  for (const each of all) yield* unexported(scope, each);
  for (const each of moduleSlots(scope)) yield* unlinked(scope, each);
}

function canBeModule(scope: CheckScope, { path }: SourceFile): boolean {
  return scope.asModules?.has(path) ?? scope.kbuild().status(path).moduleOn.length > 0;
}

/** The files with tables that nothing builds, as in a part of a kernel whose Makefiles are left out. */
function unbuilt({ ops, kbuild, snapshot }: CheckScope): readonly string[] {
  const files = [...new Set(ops.flatMap((each) => each.tables().map(({ file }) => file.path)))].sort();
  const all = files.filter((path) => path.endsWith('.c')).map((path) => kbuild().status(path));
  return notBuiltText(notBuiltHere(snapshot.source, all), (them) => `rules about modules leave ${them} out`);
}

/** A function of a module that fills a hook. */
interface ModuleHook {
  readonly body: Body;
  readonly field: string;
  readonly fills: FindingEvidence;
}

/** The hooks that modules fill, and those that they fill in the tables that they install an ops table with. */
function moduleHooks(scope: CheckScope): readonly ModuleHook[] {
  const hooks = scope.ops.flatMap((ops) => [
    ...filledSlots(ops).flatMap(({ table, slot, body }) => (body ? [hookOf(body, slot.field, table, slot.at)] : [])),
    ...ops.installs().flatMap((each) => besideInstall(scope, each)),
  ]);
  return hooks.filter(({ body }) => canBeModule(scope, body.file));
}

/** A function that a table of a module names in a slot. */
interface ModuleSlot {
  readonly name: string;
  readonly field: string;
  readonly table: string;
  readonly file: SourceFile;
  readonly at: number;
}

/** What the tables of modules name: each name has to be linked, called or not. */
function moduleSlots(scope: CheckScope): readonly ModuleSlot[] {
  const slots = scope.ops.flatMap((ops) => [
    ...filledSlots(ops).map(({ table, slot, name }) => slotOf(name, slot.field, table.name, table.file, slot.at)),
    ...ops.installs().flatMap((each) => namedBeside(each)),
  ]);
  const found = new Map(slots.map((each) => [`${each.file.path}:${each.at}`, each]));
  return [...found.values()].filter(({ file }) => canBeModule(scope, file));
}

function slotOf(name: string, field: string, table: string, file: SourceFile, at: number): ModuleSlot {
  return { name, field, table, file, at };
}

function hookOf(body: Body, field: string, table: Pick<OpsTable, 'name' | 'file'>, at: number): ModuleHook {
  return { body, field, fills: evidenceAt(`fills ${field} of ${table.name}`, table.file, at) };
}

/** The functions in a table that an ops table is installed with: a memory type's `fault` stands beside its ops table. */
function besideInstall({ resolver }: CheckScope, install: Install): readonly ModuleHook[] {
  return namedBeside(install).flatMap(({ name, field, table, file, at }) => {
    const [body] = new Bodies(resolver).anywhere(name, file);
    return body ? [hookOf(body, field, { name: table, file }, at)] : [];
  });
}

function namedBeside({ into, file, at }: Install): readonly ModuleSlot[] {
  const region = into === null ? undefined : file.regionAt(at);
  const table = region ? file.lower(region).variables.find(({ name }) => name === into) : undefined;
  const items = table?.init?.k === 'init' ? table.init.items : [];
  return items.flatMap(({ path, value, at: slotAt }) => {
    const field = path.at(-1);
    const name = value.k === 'unary' && value.op === '&' ? value.arg : value;
    if (field?.k !== 'field' || name.k !== 'id' || into === null) return [];
    return [slotOf(name.name, field.name, into, file, slotAt)];
  });
}

/** A function that a hook is, or that it calls in its own file. */
interface Reached {
  readonly hook: ModuleHook;
  readonly body: Body;
  /** The calls that lead to it. */
  readonly way: readonly FindingEvidence[];
  /** The names it calls that its includes do not define, and where it first does. */
  readonly calls: ReadonlyMap<string, number>;
}

/** How many calls deep a hook is followed. */
const MAX_DEPTH = 40;

function reachedFrom(scope: CheckScope, hook: ModuleHook, seen: Set<string>): readonly Reached[] {
  const bodies = new Bodies(scope.resolver);
  const found: Reached[] = [];
  const visit = (body: Body, way: readonly FindingEvidence[]): void => {
    if (seen.has(body.id)) return;
    seen.add(body.id);
    const calls = firstCalls(scope, body);
    found.push({ hook, body, way, calls });
    for (const { name, at } of writtenCalls(body)) {
      const step = stepAt(`${body.name}(): ${name}()`, body.file, at);
      for (const callee of bodies.own(name, body.file)) {
        if (callee.file !== body.file) continue;
        if (way.length < MAX_DEPTH) visit(callee, [...way, step]);
        else if (!seen.has(callee.id)) scope.snapshot.gaps.add(tooDeep(hookUnexportedCall, hook.body, MAX_DEPTH));
      }
    }
  };
  visit(hook.body, []);
  return found;
}

function firstCalls({ snapshot }: CheckScope, body: Body): ReadonlyMap<string, number> {
  const named = new Map<string, number>();
  for (const { name, at } of writtenCalls(body))
    if (!named.has(name) && !isCompiledIn(snapshot, name, body.file)) named.set(name, at);
  return named;
}

/**
 * Whether a file, or a header that it includes, defines what it calls, by a macro perhaps. The empty inline function of a header
 * does not count, which stands in for a real one where a configuration has none.
 */
function isCompiledIn(snapshot: Snapshot, name: string, from: SourceFile): boolean {
  const defined = snapshot.lookup(name, ['function', 'define'], from);
  if (defined === null) return false;
  const { file, region, kind } = defined;
  const when = file.condition(region.start);
  return (
    kind === 'define' ||
    !file.symbols(name).some((other) => other.kind === 'prototype' && file.condition(other.region.start) !== when)
  );
}

function* unexported(scope: CheckScope, { hook, body, way, calls }: Reached): Iterable<NeededSymbol> {
  for (const [name, at] of calls) {
    const missing = missingIn(scope, name, body.file);
    if (!missing) continue;
    const who = way.length === 0 ? `fills ${hook.field}` : `runs for ${hook.body.name}(), which fills ${hook.field},`;
    const raised = {
      message: `${body.name}() ${who} and can be part of a module, but calls ${name}(), which ${missing.why}: the module would not link. Export it, or move the call into the core.`,
      file: body.file,
      at,
      end: at + name.length,
      function: body.name,
      evidence: [
        ...(way.length === 0 ? [] : [...way, stepAt(`${body.name}(): ${name}()`, body.file, at)]),
        missing.defined,
        hook.fills,
        ...kbuildEvidence(scope.kbuild().status(body.file.path)),
      ],
    };
    yield { name, by: 'call', raised };
  }
}

function* unlinked(scope: CheckScope, { name, field, table, file, at }: ModuleSlot): Iterable<NeededSymbol> {
  const missing = missingIn(scope, name, file);
  if (!missing) return;
  const raised = {
    message: `${table} can be part of a module, but fills ${field} with ${name}(), which ${missing.why}: the module would not link. Export it, or let the core take it where the slot is not set.`,
    file,
    at,
    end: at + field.length,
    function: null,
    evidence: [missing.defined, ...kbuildEvidence(scope.kbuild().status(file.path))],
  };
  yield { name, by: 'slot', raised };
}

/** Why a module's file cannot have a function of the kernel proper, and where that is; null where it can. */
function missingIn(
  scope: CheckScope,
  name: string,
  file: SourceFile,
): { readonly why: string; readonly defined: FindingEvidence } | null {
  const seen = scope.resolver.functions.find(name, file);
  const callee = seen?.file.path.endsWith('.h') ? scope.resolver.functions.anywhere(name) : seen;
  if (callee?.kind !== 'definition' || !isBuiltIn(scope, callee.file)) return null;
  const exported = exportOf(scope.snapshot, name, callee.file);
  if (exported && importsNamespace(scope, file, exported.macro, exported.restriction)) return null;
  const why = exported ? `is exported to the namespace ${exported.restriction} only` : 'is not exported';
  return { why, defined: evidenceAt(`${name}() is defined here`, callee.file, callee.at) };
}

/** Whether a function is in the kernel proper wherever it is built; one in a header is compiled into the module. */
function isBuiltIn(scope: CheckScope, file: SourceFile): boolean {
  if (scope.asModules) return file.path.endsWith('.c') && !scope.asModules.has(file.path);
  return file.path.endsWith('.c') && scope.kbuild().status(file.path).status === 'built-in';
}

/** Whether a symbol of a namespace can be used: a file of the module's folder imports it. Other exports can always be. */
function importsNamespace({ snapshot }: CheckScope, file: SourceFile, macro: string, restriction: string): boolean {
  if (!/_NS(?:_GPL)?$/.test(macro)) return true;
  const folder = file.path.slice(0, file.path.lastIndexOf('/') + 1);
  const name = restriction.replace(/"/g, '');
  const imports = pattern`\bMODULE_IMPORT_NS\s*\(\s*"?${name}"?\s*\)`;
  const beside = snapshot.source.list(folder.replace(/\/$/, '')).filter((each) => each.endsWith('.c'));
  return beside.some((each) => imports.test(snapshot.read(`${folder}${each}`) ?? ''));
}
