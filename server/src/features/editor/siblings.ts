/** The implementations of the hook at a position, in order, for stepping through the memory types. */
import type { Sibling, SiblingsResult } from '../../model/answers.ts';
import type { OpsIndex } from '../../resolve/ops/ops.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import type { Target } from '../cursor/target.ts';
import { functionSpot } from './locations.ts';

/** The implementations, and which of them the position is in; null where the position is on no hook. */
export function siblings(target: Target, uri: (path: string) => string): SiblingsResult | null {
  if (target.k === 'field') return ofHook(target.ops, target.ref.member.name ?? '', null, uri);
  if (target.k !== 'function') return null;
  const [fill] = target.fills;
  return fill ? ofHook(fill.ops, fill.field, target.name, uri) : null;
}

function ofHook(ops: OpsIndex, field: string, current: string | null, uri: (path: string) => string): SiblingsResult {
  const implementations: Sibling[] = ops.implementations(field).map((each) => {
    const at = functionSpot(ops.resolver, each);
    return {
      file: at.file,
      line: at.line,
      column: at.column,
      uri: uri(at.file),
      function: each.function,
      memoryType: each.table ? memoryType(each.table, ops.name) : 'at run time',
      table: each.table?.name ?? '',
    };
  });
  return {
    ops: ops.name,
    field,
    current: implementations.findIndex((each) => each.function === current),
    implementations,
  };
}
