/** A module's hook calls a function that is not exported. */
import type { SourceFile } from '../index/file.ts';
import { walk } from '../resolve/scope.ts';
import { exportOf } from './exports.ts';
import { kbuildEvidence } from './pgtable-in-module.ts';
import { type CheckScope, evidenceAt, type Raised, type Rule } from './rule.ts';
import { type FilledSlot, filledSlots } from './tables.ts';

export const hookUnexportedCall: Rule = {
  id: 'hook-unexported-call',
  severity: 'warning',
  title: "A module's hook calls a function that is not exported to it",
  *find(scope) {
    const seen = new Set<string>();
    for (const each of scope.ops) {
      for (const filled of filledSlots(each)) {
        const { body } = filled;
        if (!body || seen.has(body.id)) continue;
        seen.add(body.id);
        if (scope.kbuild().status(body.file.path).moduleOn.length > 0) yield* calls(scope, filled, body);
      }
    }
  },
};

function* calls(
  scope: CheckScope,
  { table, slot }: FilledSlot,
  body: NonNullable<FilledSlot['body']>,
): Iterable<Raised> {
  const named = new Map<string, number>();
  walk(body.fn.body ?? [], (expr) => {
    if (expr.k === 'call' && expr.fn.k === 'id' && !named.has(expr.fn.name)) named.set(expr.fn.name, expr.fn.at);
  });
  for (const [name, at] of named) {
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
