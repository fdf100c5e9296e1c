/** A hook reaches page-table internals through the functions of its own module that it calls. */
import { Bodies, type Body } from '../resolve/graph/bodies.ts';
import { walk } from '../resolve/scope.ts';
import { PGTABLE_WANTED } from './candidates.ts';
import { identifiersIn } from './identifiers.ts';
import { PGTABLE_TAGS } from './pgtable.ts';
import { type CheckScope, evidenceAt, type Raised, type Rule } from './rule.ts';
import { type FilledSlot, filledSlots, typeOf } from './tables.ts';

/** How many calls deep a hook is followed. */
const MAX_DEPTH = 8;

export const pgtableInHook: Rule = {
  id: 'pgtable-in-hook',
  severity: 'warning',
  title: "A module's hook reaches page-table internals",
  *find(scope) {
    const seen = new Set<string>();
    for (const each of scope.ops) {
      for (const filled of filledSlots(each)) {
        const { body } = filled;
        if (!body || seen.has(body.id) || !isModule(scope, body)) continue;
        seen.add(body.id);
        const found = reached(scope, body);
        if (found) yield raised(filled, typeOf(each, filled.table), body, found);
      }
    }
  },
};

function isModule(scope: CheckScope, body: Body): boolean {
  return scope.kbuild().status(body.file.path).moduleOn.length > 0;
}

/** A function on the way, and the call or the use in it that comes next. */
interface Step {
  readonly body: Body;
  readonly at: number;
  readonly name: string;
}

/** The shortest way from a function to a page-table internal, through functions that are part of modules too. */
function reached(scope: CheckScope, start: Body): readonly Step[] | null {
  const bodies = Bodies.of(scope.resolver);
  const seen = new Set([start.id]);
  let level: { readonly body: Body; readonly path: readonly Step[] }[] = [{ body: start, path: [] }];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const next: typeof level = [];
    for (const { body, path } of level) {
      const use = internalIn(body);
      if (use) return [...path, { body, ...use }];
      walk(body.fn.body ?? [], (expr) => {
        if (expr.k !== 'call' || expr.fn.k !== 'id') return;
        const { name, at } = expr.fn;
        for (const callee of bodies.anywhere(name, body.file)) {
          // What the kernel proper does with page tables is its own business, and so is what its headers do.
          if (seen.has(callee.id) || !callee.file.path.endsWith('.c') || !isModule(scope, callee)) continue;
          seen.add(callee.id);
          next.push({ body: callee, path: [...path, { body, at, name: `${name}()` }] });
        }
      });
    }
    level = next;
  }
  return null;
}

function internalIn({ file, fn }: Body): { readonly at: number; readonly name: string } | null {
  for (const each of identifiersIn(file.text, fn.at, fn.end, PGTABLE_WANTED)) {
    const group = PGTABLE_WANTED.get(each.name);
    if (group?.severity !== 'warning') continue;
    const isUse = group.kind === 'calls' ? each.called : PGTABLE_TAGS.has(each.name) === (each.before === 'struct');
    if (isUse) return { at: each.at, name: each.name };
  }
  return null;
}

function raised({ slot, table }: FilledSlot, type: string, body: Body, path: readonly Step[]): Raised {
  const last = path.at(-1);
  const way = path.slice(0, -1).map((step) => step.name);
  const through = way.length === 0 ? '' : ` through ${way.join(', ')}`;
  return {
    message: `${body.name}() fills ${slot.field} of ${type}, can be part of a module, and reaches ${last?.name}${through}. Leave page tables to the core, and hand it a folio.`,
    file: body.file,
    at: body.fn.nameAt,
    end: body.fn.nameAt + body.name.length,
    function: body.name,
    evidence: [
      ...path.map((step) => evidenceAt(`${step.body.name}(): ${step.name}`, step.body.file, step.at)),
      evidenceAt(`fills ${slot.field} of ${table.name}`, table.file, slot.at),
    ],
  };
}
