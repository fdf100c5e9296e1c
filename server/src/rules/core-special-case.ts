/** The code that dispatches asks for one memory type. */
import { pushTo } from '../base/add-to.ts';
import type { OpsIndex } from '../resolve/ops/ops.ts';
import { type Identifier, identifiersIn } from './identifiers.ts';
import { PREDICATES } from './memory-types.ts';
import { type CheckScope, evidenceAt, type Raised, type Rule } from './rule.ts';
import { coreFiles, typeOf } from './tables.ts';

export const coreSpecialCase: Rule = {
  id: 'core-special-case',
  severity: 'info',
  title: 'The core treats one memory type differently',
  precision: 'very-high',
  tags: ['layering'],
  *find(scope) {
    for (const each of scope.ops) yield* specialCases(each, scope);
  },
};

/** One finding per file and predicate: a list, not a wall. */
function* specialCases(ops: OpsIndex, scope: CheckScope): Iterable<Raised> {
  for (const file of coreFiles(ops, scope)) {
    const own = new Set(ops.tables().flatMap((table) => (table.file === file ? [typeOf(ops, table)] : [])));
    const uses = new Map<string, Identifier[]>();
    for (const region of file.regions) {
      if (region.kind !== 'function') continue;
      for (const each of identifiersIn(file.text, Math.max(region.start, region.brace), region.end, PREDICATES)) {
        if (each.called && !own.has(PREDICATES.get(each.name) ?? '')) pushTo(uses, each.name, each);
      }
    }
    for (const [name, all] of uses) {
      const at = all[0]?.at ?? 0;
      const region = file.regionAt(at);
      const times = all.length === 1 ? 'once' : `${all.length} times`;
      yield {
        message: `The core asks ${name}() ${times}: it treats ${PREDICATES.get(name)} differently. Say the difference with a hook of struct ${ops.name}.`,
        file,
        at,
        end: at + name.length,
        function: region?.kind === 'function' ? region.name : null,
        evidence: all.map((each) => evidenceAt(`${name}()`, file, each.at)),
      };
    }
  }
}
