/** The dispatch sites of one file, whatever their struct. */
import { addTo } from '../../base/add-to.ts';
import type { SourceFile } from '../../index/file.ts';
import type { DispatchSite } from '../../model/answers.ts';
import type { StructDef } from '../../resolve/language/types.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import { FlowFilter, flowsIn } from '../../resolve/uses/flow-index.ts';
import { FlowReader } from '../../resolve/uses/flows.ts';
import { holderKey } from '../../resolve/uses/holders.ts';
import { checksBeside } from './checks.ts';
import { type HookFacts, hookFacts } from './hook-facts.ts';
import { copiedIn, heldSite, memberSite } from './site-rows.ts';
import { usesOfAny } from './uses-of-any.ts';

/** The dispatch sites of a file, whatever their struct, and what the file says of hooks. `tables` are its own. */
export function fileDispatch(
  resolver: Resolver,
  file: SourceFile,
  tables: readonly OpsTable[],
): { sites: readonly DispatchSite[]; facts: HookFacts; structs: readonly StructDef[] } {
  const { expressions } = resolver;
  const { uses, reader, mayUse } = usesOfAny(resolver, file);
  addTo(uses.checks, checksBeside(resolver, file, reader, uses, mayUse));
  const calls = uses.calls.filter((call) => call.through === null || call.struct.array !== undefined);
  const filter = new FlowFilter(expressions);
  const flows = flowsIn(expressions, file, new FlowReader(expressions), (each) => filter.wants(each));
  const known = new Set(calls.map(({ at }) => at));
  const held = flows.calls.filter(({ at }) => !known.has(at));
  const copied = copiedIn(flows);
  const sites = [...calls.map((call) => memberSite(file, call)), ...held.map((call) => heldSite(call, copied))];
  return {
    sites,
    facts: hookFacts(expressions, file, tables, calls, uses, { ...flows, calls: held }, copied),
    structs: [...calls, ...held.flatMap(({ holder }) => copied.get(holderKey(holder)) ?? [])].map(
      ({ struct }) => struct,
    ),
  };
}
