/** Steps of the call hierarchy through hooks: who fills one, who calls one, and the hooks of structs that nobody set up. */

import { dispatchesIn, dispatchesOf, slotsOf } from '../../resolve/graph/any-ops.ts';
import { Reach } from '../../resolve/graph/reach.ts';
import { Bodies, type Body } from '../../resolve/ops/bodies.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { arrayOf } from '../../resolve/run/sites.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import { wordAt } from '../cursor/cursor.ts';
import { functionSpot } from '../editor/locations.ts';
import { type Spot, spot } from '../places.ts';
import type { QuerySettings } from '../query.ts';
import { type CallItem, type CallStep, functionItem, hookItem } from './items.ts';

/** The functions that a hook can be. */
export function implementationsOf(resolver: Resolver, struct: string, field: string): readonly CallStep[] {
  const ops = resolver.ops(struct);
  const [hook] = hookItem(resolver, struct, field);
  const steps = new Map<string, CallStep>();
  for (const each of ops.implementations(field)) {
    const { file } = functionSpot(resolver, each);
    const source = resolver.snapshot.file(file);
    const body = source && new Bodies(resolver).own(each.function, source)[0];
    if (!body || !hook) continue;
    const set = each.handedTo === null ? 'at run time' : `handed to ${each.handedTo}()`;
    const type = each.table ? memoryType(each.table, struct) : set;
    const item = functionItem(body, `via ${struct}.${field} · ${type}`, null);
    steps.set(`${body.id} ${type}`, { item, calls: [hook.at] });
  }
  return [...steps.values()];
}

/** The functions that dispatch through a hook. */
export function dispatchersOf(
  resolver: Resolver,
  settings: QuerySettings,
  struct: string,
  field: string,
): readonly CallStep[] {
  const calls = settings.ops.includes(struct)
    ? Reach.of(resolver, settings.ops)
        .sites.all.filter(({ ops, fields }) => ops.name === struct && fields.includes(field))
        .map(({ call }) => call)
    : dispatchesOf(resolver.ops(struct), field);
  const steps = new Map<string, { item: CallItem; calls: Spot[] }>();
  for (const call of calls) {
    const from = new Bodies(resolver).at(call.file, call.at);
    if (!from) continue;
    const step = steps.get(from.id) ?? { item: functionItem(from, `calls ${struct}.${field}`, null), calls: [] };
    steps.set(from.id, step);
    step.calls.push(wordSpot(call.file, call.at));
  }
  return [...steps.values()];
}

/** The hooks that a function calls of structs other than those set up: who fills them is asked for when one is opened. */
export function otherHooksCalled(resolver: Resolver, settings: QuerySettings, body: Body): readonly CallStep[] {
  const found = dispatchesIn(resolver, body).filter(({ struct }) => !settings.ops.includes(struct.name));
  return hookSteps(
    resolver,
    found.map(({ struct, field, file, at }) => ({ struct: struct.name, field, at: wordSpot(file, at), detail: null })),
  );
}

/** The hooks that a function fills of structs other than those set up: who calls them is asked for when one is opened. */
export function otherHooksFilled(resolver: Resolver, settings: QuerySettings, body: Body): readonly CallStep[] {
  const found = slotsOf(resolver, body).filter(({ table }) => !settings.ops.includes(table.struct.name));
  return hookSteps(
    resolver,
    found.map(({ table, field, functionAt }) => ({
      struct: table.struct.name,
      field: arrayOf(field),
      at: wordSpot(table.file, functionAt),
      detail: `set in ${table.name || 'a literal'}, ${table.file.path}`,
    })),
  );
}

interface HookAt {
  readonly struct: string;
  readonly field: string;
  readonly at: Spot;
  readonly detail: string | null;
}

/** A step for each hook, with all the places in one file. */
function hookSteps(resolver: Resolver, hooks: readonly HookAt[]): readonly CallStep[] {
  const steps = new Map<string, { item: CallItem; calls: Spot[] }>();
  for (const { struct, field, at, detail } of hooks) {
    const key = `${struct}.${field} ${at.file}`;
    const [item] = steps.has(key) ? [steps.get(key)?.item] : hookItem(resolver, struct, field);
    if (!item) continue;
    const step = steps.get(key) ?? { item: { ...item, detail: detail ?? item.detail }, calls: [] };
    steps.set(key, step);
    step.calls.push(at);
  }
  return [...steps.values()];
}

function wordSpot(file: Body['file'], at: number): Spot {
  return spot(file, at, wordAt(file.text, at)?.text.length ?? 1);
}
