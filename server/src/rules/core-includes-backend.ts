/** The code that dispatches includes the header of a memory type. */
import type { OpsIndex } from '../resolve/ops/ops.ts';
import { MEMORY_TYPES } from './memory-types.ts';
import { type CheckScope, evidenceAt, type Raised, type Rule } from './rule.ts';
import { coreFiles, typeOf } from './tables.ts';

export const coreIncludesBackend: Rule = {
  id: 'core-includes-backend',
  severity: 'info',
  title: 'The core includes the header of a memory type',
  precision: 'very-high',
  tags: ['layering'],
  *find(scope) {
    for (const each of scope.ops) yield* includes(each, scope);
  },
};

function* includes(ops: OpsIndex, scope: CheckScope): Iterable<Raised> {
  for (const file of coreFiles(ops, scope)) {
    const own = new Set(ops.tables().flatMap((table) => (table.file === file ? [typeOf(ops, table)] : [])));
    for (const { memoryType, headers } of MEMORY_TYPES) {
      if (own.has(memoryType)) continue;
      for (const region of file.regions) {
        const header = region.kind === 'include' ? region.name.slice(1, -1) : '';
        if (!headers.includes(header)) continue;
        const call = ops.uses().calls.find((other) => other.file === file);
        yield {
          message: `This file dispatches through struct ${ops.name} and includes ${header}: the core knows ${memoryType}. Move what it needs behind a hook.`,
          file,
          at: region.start,
          end: region.end,
          function: null,
          evidence: call ? [{ ...evidenceAt(`dispatches ${call.field}`, file, call.at), beside: true }] : [],
        };
      }
    }
  }
}
