/** The implementations of the hook at a position, in order, for stepping through the memory types. */
import type { SourceFile } from '../../index/file.ts';
import type { FillingGroup, Sibling, SiblingsResult } from '../../model/answers.ts';
import type { Implementation, OpsIndex } from '../../resolve/ops/ops.ts';
import type { Target } from '../cursor/target.ts';
import { fillingsOf, memoryTypeOf } from './fillings.ts';
import { functionSpot } from './locations.ts';

/** The implementations, and which of them the position is in; null where the position is on no hook. */
export function siblings(target: Target, from: SourceFile, uri: (path: string) => string): SiblingsResult | null {
  if (target.k === 'field') return ofHook(target.ops, target.ref.member.name ?? '', null, from, uri);
  if (target.k !== 'function') return null;
  const [fill] = target.fills;
  return fill ? ofHook(fill.ops, fill.field, target.name, from, uri) : null;
}

function ofHook(
  ops: OpsIndex,
  field: string,
  current: string | null,
  from: SourceFile,
  uri: (path: string) => string,
): SiblingsResult {
  const groups = new Map<Implementation, FillingGroup>();
  for (const { all, group } of fillingsOf(ops, field, from)) for (const each of all) groups.set(each, group);
  const implementations: Sibling[] = ops.implementations(field).map((each) => {
    const at = functionSpot(ops.resolver, each);
    return {
      file: at.file,
      line: at.line,
      column: at.column,
      uri: uri(at.file),
      function: each.function,
      memoryType: memoryTypeOf(ops, each),
      table: each.table?.name ?? '',
      group: groups.get(each) ?? 'other',
    };
  });
  return {
    ops: ops.name,
    field,
    current: implementations.findIndex((each) => each.function === current),
    implementations,
  };
}
