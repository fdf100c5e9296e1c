/** What is said of a hook: who fills it in which table, and from where it is called. */
import { wordAt } from '../../base/words.ts';
import type { SourceFile } from '../../index/file.ts';
import type { Implementation, OpsIndex } from '../../resolve/ops/ops.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import { tableCondition } from '../../resolve/tables/table-condition.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import type { HookCopy, MemberCall } from '../../resolve/uses/hook-uses.ts';
import { within } from '../../syntax/conditionals.ts';
import { code, enumerated, named, type Part, type Prose, place, say, strong } from '../prose.ts';

/** Places listed before the rest is counted only. */
export const MAX_LISTED = 12;

/** The first items, and how many more there are. */
export function listed(items: readonly Part[], most = MAX_LISTED): Prose {
  const shown = enumerated(items.slice(0, most));
  return items.length > most ? say`${shown} and ${items.length - most} more` : shown;
}

/** A function that fills a hook: for which memory type in which table, or by what at run time. */
export function filledText(ops: OpsIndex, field: string, each: Implementation, name: Part): Prose {
  const { table } = each;
  if (!table) return assignedText(each, name);
  const slot = table.slots.find(
    ({ field: of, value }) => of === field && value.k === 'function' && value.at === each.at,
  );
  const when = within(tableCondition(ops.resolver.snapshot, table), slot?.condition ?? null);
  const under = when ? say`, ${code(when)}` : [];
  const where = say`${tableName(table)}, ${place(table.file, slot?.at ?? table.at)}${under}`;
  return say`${strong(memoryType(table, ops.name))}: ${name} (${where})`;
}

/** A table's name. */
export function tableName(table: OpsTable): Part {
  return named(table.name, table.file, table.at);
}

/** `handed to timer_setup() in f()`, for what another function or a macro stores. */
function assignedText({ file, at, inFunction, handedTo }: Implementation, name: Part): Prose {
  const where = say`${name} (${place(file, at)})`;
  if (handedTo === null || inFunction === null) return say`assigned at run time: ${where}`;
  return say`handed to ${code(`${handedTo}()`)} in ${functionAround(file, at, inFunction)}: ${where}`;
}

/** The calls through a hook. */
export function callsOf(ops: OpsIndex, name: string): readonly MemberCall[] {
  return ops.usesOf(name).calls.filter((each) => each.field === name && ops.is(each.struct));
}

/** One call: where, and, where that matters, whether the hook is checked. */
export function callText(ops: OpsIndex, call: MemberCall, canBeUnset: boolean): Prose {
  const guard = canBeUnset ? say`, ${guardText(ops, call)}` : [];
  const through = call.through === null ? [] : say` by its copy ${code(call.through)}`;
  const where = functionAround(call.file, call.at, call.inFunction);
  return say`called in ${where}${through} (${place(call.file, call.at)}${guard})`;
}

/** The members that a hook is copied to. */
export function copyTexts(ops: OpsIndex, name: string): Prose[] {
  const copies = ops.usesOf(name).copies.filter((copy) => copy.field === name);
  return copies.flatMap((copy) => (copy.into ? [copyText(copy, `${copy.into.struct.name}.${copy.into.field}`)] : []));
}

function copyText(copy: HookCopy, into: string): Prose {
  const where = functionAround(copy.file, copy.at, copy.inFunction);
  return say`copied to ${code(into)} in ${where} (${place(copy.file, copy.at)})`;
}

function guardText(ops: OpsIndex, call: MemberCall): Prose {
  if (call.guarded) return say`after a NULL check`;
  const check = ops.checkElsewhere(call);
  if (!check) return [strong('unguarded')];
  return say`checked in ${functionAround(check.file, check.at, check.inFunction)}, ${place(check.file, check.at)}`;
}

/** The name of the function around an offset. */
export function functionAround(file: SourceFile, at: number, name: string): Part {
  const region = file.regionAt(at);
  const nameAt = region && region.brace >= 0 ? wordAt(file.text, name, region.start, region.brace) : -1;
  return nameAt < 0 ? code(`${name}()`) : named(`${name}()`, file, nameAt);
}

/** What is said where nothing calls a hook. */
export const NEVER_CALLED = say`no call through this hook in the folders that were read`;
