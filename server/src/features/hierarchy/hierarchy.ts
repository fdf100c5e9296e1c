/** The call hierarchy as editors ask for it: one step either way from an item, hops through hooks shown. */
import type { Steps } from '../../base/steps.ts';
import { Faults } from '../../resolve/graph/faults.ts';
import type { Ioctl } from '../../resolve/graph/ioctls.ts';
import { type Entry, Reach } from '../../resolve/graph/reach.ts';
import { Bodies, type Body } from '../../resolve/ops/bodies.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { asksWhat } from '../../resolve/run/conditions.ts';
import type { CallEvent, Summary } from '../../resolve/run/summary.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import { wordAt } from '../cursor/cursor.ts';
import { faultType } from '../graph/fault-entries.ts';
import { ioctlsIn } from '../graph/ioctl-lens.ts';
import { type Spot, spot } from '../places.ts';
import type { QuerySettings } from '../query.ts';
import { calleesByArrays, callersByArrays } from './arrays.ts';
import { calleesByHanding, callersByHanding } from './handed.ts';
import { dispatchersOf, implementationsOf, otherHooksCalled, otherHooksFilled } from './hooks.ts';
import { type CallItem, type CallKey, type CallStep, functionItem, type Way } from './items.ts';
import { queuedLater, queuers } from './later.ts';
import { type HierarchyItem, incoming, outgoing } from './steps.ts';

/** What an item calls. */
export function callsOf(resolver: Resolver, settings: QuerySettings, key: CallKey): readonly CallStep[] {
  switch (key.k) {
    case 'ioctl':
      return callsOnTheWay(resolver, settings, { ioctl: key.name, calls: [] }) ?? [];
    case 'hook':
      return implementationsOf(resolver, key.ops, key.field);
    case 'function': {
      const onTheWay = key.way && callsOnTheWay(resolver, settings, key.way);
      if (onTheWay) return onTheWay;
      const body = bodyOf(resolver, key);
      if (!body) return [];
      const direct = outgoing(resolver, settings.ops, body).flatMap((each) => directStep(resolver, each, ''));
      return [
        ...direct,
        ...otherHooksCalled(resolver, settings, body),
        ...calleesByArrays(resolver, body),
        ...calleesByHanding(resolver, body),
        ...queuedLater(resolver, body),
      ];
    }
  }
}

/** What calls an item; in steps, since it can be called in thousands of files. */
export function* callersOf(resolver: Resolver, settings: QuerySettings, key: CallKey): Steps<readonly CallStep[]> {
  switch (key.k) {
    case 'ioctl':
      return found(resolver, settings, key.name).map(({ entry, ioctl }) => ({
        item: functionItem(entry.body, entry.body.file.path, null),
        calls: [spot(ioctl.body.file, ioctl.at, ioctl.name.length)],
      }));
    case 'hook':
      return dispatchersOf(resolver, settings, key.ops, key.field);
    case 'function': {
      const body = bodyOf(resolver, key);
      if (!body) return [];
      const callers = yield* incoming(resolver, settings.ops, body);
      const direct = callers.flatMap((each) =>
        directStep(resolver, each, casesOf(resolver, settings, each, body) || faultOf(resolver, settings, each, body)),
      );
      return [
        ...direct,
        ...otherHooksFilled(resolver, settings, body),
        ...callersByArrays(resolver, body),
        ...callersByHanding(resolver, body),
        ...queuers(resolver, body),
      ];
    }
  }
}

/** The function of an item, as near as can be to where it was. */
function bodyOf(resolver: Resolver, key: Extract<CallKey, { k: 'function' }>): Body | null {
  const file = resolver.snapshot.file(key.file);
  if (!file) return null;
  const distance = (body: Body): number => Math.abs(file.point(body.fn.nameAt).line - key.line);
  const all = [...new Bodies(resolver).own(key.name, file)].sort((a, b) => distance(a) - distance(b));
  return all[0] ?? null;
}

/** A step without a context, with what there is to say about it in place of the file; a function that the folders read only name is left out, for there is nowhere to go. */
function directStep(resolver: Resolver, item: HierarchyItem, about: string): CallStep[] {
  const file = resolver.snapshot.file(item.file);
  const body =
    file && new Bodies(resolver).own(item.function, file).find((each) => file.point(each.fn.nameAt).line === item.line);
  if (!body) return [];
  const detail = item.via === null ? about || item.file : [item.via, item.memoryType].filter(Boolean).join(' · ');
  const width = (at: { readonly file: string; readonly line: number; readonly column: number }): Spot => {
    const source = resolver.snapshot.file(at.file);
    const word = source && wordAt(source.text, source.offset(at));
    return { ...at, endColumn: at.column + (word ? word.text.length : 1) };
  };
  return [{ item: functionItem(body, detail, null), calls: item.calls.map(width) }];
}

/** `case UFFDIO_COPY`, for the handler that calls a function in the case of an ioctl. */
function casesOf(resolver: Resolver, settings: QuerySettings, caller: HierarchyItem, called: Body): string {
  const file = resolver.snapshot.file(caller.file);
  if (!file) return '';
  const names = ioctlsIn(resolver, settings.ops, file)
    .filter(({ ioctl }) => ioctl.body.name === caller.function && ioctl.handler?.name === called.name)
    .map(({ ioctl }) => ioctl.name);
  return names.length > 0 ? `case ${names.join(', ')}` : '';
}

/** `shmem · mm/shmem.c`, for who hands a page fault of a memory type over to the core. */
function faultOf(resolver: Resolver, settings: QuerySettings, caller: HierarchyItem, called: Body): string {
  const isEntry = Faults.of(resolver, settings.ops).isEntry(called);
  const file = isEntry ? resolver.snapshot.file(caller.file) : null;
  const type = file && faultType(resolver, settings.ops, caller.function, file);
  return type ? `${type} · ${caller.file}` : '';
}

function found(
  resolver: Resolver,
  settings: QuerySettings,
  name: string,
): readonly { readonly entry: Entry; readonly ioctl: Ioctl }[] {
  return Reach.of(resolver, settings.ops).entries.flatMap((entry) =>
    entry.ioctls.filter((each) => each.name === name).map((ioctl) => ({ entry, ioctl })),
  );
}

/** What the last function of a way calls for that ioctl; null when the way is not there any more or was not followed. */
function callsOnTheWay(resolver: Resolver, settings: QuerySettings, way: NonNullable<Way>): readonly CallStep[] | null {
  const reach = Reach.of(resolver, settings.ops);
  let ends: readonly Summary[] = found(resolver, settings, way.ioctl).flatMap(
    ({ entry, ioctl }) => reach.run(entry, ioctl) ?? [],
  );
  for (const name of way.calls) {
    const next = ends.flatMap(({ calls }) =>
      calls.flatMap((each) => (each.name === name && each.target ? [each.target] : [])),
    );
    ends = [...new Set(next)];
  }
  if (ends.length === 0) return null;
  const steps = new Map<string, { item: CallItem; calls: Spot[] }>();
  for (const end of ends) for (const event of end.calls) addEvent(reach, steps, end.body, event, way);
  return [...steps.values()];
}

function addEvent(
  reach: Reach,
  steps: Map<string, { item: CallItem; calls: Spot[] }>,
  from: Body,
  event: CallEvent,
  way: NonNullable<Way>,
): void {
  const near = event.hook?.choice?.table.unit ?? from.file;
  const body = event.target?.body ?? reach.bodies.anywhere(event.name, near)[0];
  if (!body) return;
  const detail = eventDetail(body, event);
  const item = functionItem(body, detail, { ioctl: way.ioctl, calls: [...way.calls, event.name] });
  const step = steps.get(`${body.id} ${detail}`) ?? { item, calls: [] };
  steps.set(`${body.id} ${detail}`, step);
  const call = spot(from.file, event.at, wordAt(from.file.text, event.at)?.text.length ?? 1);
  if (!step.calls.some((each) => each.line === call.line && each.column === call.column)) step.calls.push(call);
}

function eventDetail(body: Body, { hook, conditions }: CallEvent): string {
  const choice = hook?.choice ?? null;
  const path = hook ? [`via ${hook.ops.name}.${hook.field}`] : [body.file.path];
  if (hook && choice) path.push(memoryType(choice.table, hook.ops.name));
  const asked = [...conditions, ...(choice?.conditions ?? [])].filter(asksWhat);
  return [...path, ...(asked.length > 0 ? [`if ${[...new Set(asked)].join(' && ')}`] : [])].join(' · ');
}
