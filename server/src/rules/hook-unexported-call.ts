/** A module's hook calls a function that is not exported. */
import type { SourceFile } from '../index/file.ts';
import type { Body } from '../resolve/graph/bodies.ts';
import { writtenCalls } from '../resolve/graph/calls.ts';
import { exportOf } from './exports.ts';
import { kbuildEvidence } from './pgtable-in-module.ts';
import { type CheckScope, evidenceAt, type Raised, type Rule } from './rule.ts';
import { type FilledSlot, filledSlots } from './tables.ts';

export const hookUnexportedCall: Rule = {
  id: 'hook-unexported-call',
  severity: 'warning',
  title: "A module's hook calls a function that is not exported to it",
  *find(scope) {
    const seen = new Map<string, ModuleHook>();
    for (const filled of scope.ops.flatMap((each) => filledSlots(each))) {
      const { body } = filled;
      if (!body || seen.has(body.id) || scope.kbuild().status(body.file.path).moduleOn.length === 0) continue;
      seen.set(body.id, { filled, body, calls: firstCalls(scope, body) });
    }
    const hooks = [...seen.values()];
    scope.resolver.functions.prefetch(hooks.flatMap(({ calls }) => [...calls.keys()]));
    for (const each of hooks) yield* unexported(scope, each);
  },
};

/** A function of a module that fills a hook. */
interface ModuleHook {
  readonly filled: FilledSlot;
  readonly body: Body;
  /** The names it calls that its includes do not define, and where it first does. */
  readonly calls: ReadonlyMap<string, number>;
}

function firstCalls({ snapshot }: CheckScope, body: Body): ReadonlyMap<string, number> {
  const named = new Map<string, number>();
  for (const { name, at } of writtenCalls(body)) {
    // What a header defines, macros too, is compiled into the module.
    if (!named.has(name) && snapshot.lookup(name, ['function', 'define'], body.file) === null) named.set(name, at);
  }
  return named;
}

function* unexported(scope: CheckScope, { filled: { table, slot }, body, calls }: ModuleHook): Iterable<Raised> {
  for (const [name, at] of calls) {
    const callee = scope.resolver.functions.find(name, body.file);
    if (callee?.kind !== 'definition' || !isBuiltIn(scope, callee.file)) continue;
    const exported = exportOf(scope.snapshot, name, callee.file);
    if (exported && importsNamespace(scope, body.file, exported.macro, exported.restriction)) continue;
    const why = exported ? `is exported to the namespace ${exported.restriction} only` : 'is not exported';
    yield {
      message: `${body.name}() fills ${slot.field} and can be part of a module, but calls ${name}(), which ${why}: the module would not link. Export it, or move the call into the core.`,
      file: body.file,
      at,
      end: at + name.length,
      function: body.name,
      evidence: [
        evidenceAt(`${name}() is defined here`, callee.file, callee.at),
        evidenceAt(`fills ${slot.field} of ${table.name}`, table.file, slot.at),
        ...kbuildEvidence(scope.kbuild().status(body.file.path)),
      ],
    };
  }
}

/** Whether a function is in the kernel proper wherever it is built; one in a header is compiled into the module. */
function isBuiltIn(scope: CheckScope, file: SourceFile): boolean {
  return file.path.endsWith('.c') && scope.kbuild().status(file.path).status === 'built-in';
}

/** Whether a symbol of a namespace can be used: a file of the module's folder imports it. Other exports can always be. */
function importsNamespace({ snapshot }: CheckScope, file: SourceFile, macro: string, restriction: string): boolean {
  if (!/_NS(?:_GPL)?$/.test(macro)) return true;
  const folder = file.path.slice(0, file.path.lastIndexOf('/') + 1);
  const name = restriction.replace(/"/g, '');
  const imports = new RegExp(`\\bMODULE_IMPORT_NS\\s*\\(\\s*"?${name}"?\\s*\\)`);
  const beside = snapshot.source.list(folder.replace(/\/$/, '')).filter((each) => each.endsWith('.c'));
  return beside.some((each) => imports.test(snapshot.read(`${folder}${each}`) ?? ''));
}
