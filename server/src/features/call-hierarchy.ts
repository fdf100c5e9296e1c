/** The call hierarchy as editors ask for it: what the cursor is on, and one step either way, hops through hooks shown. */
import type { SourceFile } from '../index/file.ts';
import { Bodies, type Body } from '../resolve/graph/bodies.ts';
import { writtenCalls } from '../resolve/graph/calls.ts';
import { asksWhat } from '../resolve/graph/conditions.ts';
import type { Ioctl } from '../resolve/graph/ioctls.ts';
import { type Entry, Reach } from '../resolve/graph/reach.ts';
import type { CallEvent, Summary } from '../resolve/graph/summary.ts';
import type { Resolver } from '../resolve/ops.ts';
import { type HierarchyItem, incoming, outgoing } from './hierarchy.ts';
import { ioctlsIn } from './ioctl-lens.ts';
import { functionSpot, memberSpot } from './locations.ts';
import { memoryType } from './names.ts';
import { type Spot, spot } from './places.ts';
import { type Fill, fillsOf, type QuerySettings, targetAt, wordAt } from './target.ts';

/**
 * What an item stands for, as plain data: it goes to the editor and comes back, maybe after edits. A function that was
 * reached from an ioctl keeps the way, so that the next step leaves out what the ioctl's constant excludes.
 */
export type CallKey =
  | { readonly k: 'function'; readonly name: string; readonly file: string; readonly line: number; readonly way: Way }
  | { readonly k: 'hook'; readonly ops: string; readonly field: string }
  | { readonly k: 'ioctl'; readonly name: string };

/** The ioctl that a way starts at, and the functions called one after the other; null for a function by itself. */
type Way = { readonly ioctl: string; readonly calls: readonly string[] } | null;

/** An item of the hierarchy. */
export interface CallItem {
  readonly name: string;
  readonly kind: CallKey['k'];
  readonly at: Spot;
  /** The file, or the hop that leads here: `via vm_uffd_ops.alloc_folio · shmem`. */
  readonly detail: string;
  readonly key: CallKey;
}

/** One step of the hierarchy: the item at the other end, and where the calls stand. */
export interface CallStep {
  readonly item: CallItem;
  readonly calls: readonly Spot[];
}

/** What an offset of a file is on: an ioctl's case, a function or a hook; empty where it is none of these. */
export function callItemsAt(
  resolver: Resolver,
  settings: QuerySettings,
  file: SourceFile,
  offset: number,
): readonly CallItem[] {
  const word = wordAt(file.text, offset);
  if (!word) return [];
  const ioctl = ioctlsIn(resolver, settings.ops, file).find(
    ({ ioctl: { at, name } }) => at <= offset && offset <= at + name.length,
  );
  if (ioctl) return [ioctlItem(ioctl.ioctl)];
  const bodies = bodiesNamedAt(resolver, file, word.text, word.at);
  if (bodies.length > 0) return bodies.map((body) => preparedFunction(resolver, settings, body));
  const target = targetAt(resolver, settings, file, offset);
  if (target?.k === 'field' && target.ops.hookNames().includes(word.text)) {
    return hookItem(resolver, target.ops.name, word.text);
  }
  if (target?.k !== 'function') return [];
  const from = target.fills[0]?.file ?? file;
  return Bodies.of(resolver)
    .anywhere(target.name, from)
    .map((body) => preparedFunction(resolver, settings, body));
}

/** The functions meant by a word at the head of a definition or prototype, or as the callee of a direct call. */
function bodiesNamedAt(resolver: Resolver, file: SourceFile, word: string, at: number): readonly Body[] {
  const bodies = Bodies.of(resolver);
  const region = file.regionAt(at);
  if (region?.kind === 'prototype' && region.name === word) return bodies.anywhere(word, file);
  const around = bodies.at(file, at);
  if (!around) return [];
  if (around.fn.nameAt === at) return [around];
  return writtenCalls(around).some((call) => call.at === at) ? bodies.anywhere(word, file) : [];
}

function preparedFunction(resolver: Resolver, settings: QuerySettings, body: Body): CallItem {
  const fills = fillsOf(resolver, settings, body.name).filter(
    (each) => !body.fn.static || each.table?.file === body.file || each.file === body.file,
  );
  return functionItem(body, fills.length > 0 ? fills.map(fillText).join(', ') : body.file.path, null);
}

function fillText({ ops, field, table }: Fill): string {
  return `${ops.name}.${field} · ${table ? memoryType(table, ops.name) : 'at run time'}`;
}

function functionItem(body: Body, detail: string, way: Way): CallItem {
  const at = spot(body.file, body.fn.nameAt, body.name.length);
  const key: CallKey = { k: 'function', name: body.name, file: body.file.path, line: at.line, way };
  return { name: body.name, kind: 'function', at, detail, key };
}

function ioctlItem(ioctl: Ioctl): CallItem {
  const { name, body, at } = ioctl;
  const detail = `case of ${body.name}()`;
  return { name, kind: 'ioctl', at: spot(body.file, at, name.length), detail, key: { k: 'ioctl', name } };
}

function hookItem(resolver: Resolver, ops: string, field: string): readonly CallItem[] {
  const ref = resolver
    .ops(ops)
    .fields()
    .find((each) => each.member.name === field);
  if (!ref) return [];
  const at = memberSpot(ref);
  return [{ name: `${ops}.${field}`, kind: 'hook', at, detail: at.file, key: { k: 'hook', ops, field } }];
}

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
      return body ? outgoing(resolver, settings.ops, body).flatMap((each) => directStep(resolver, each)) : [];
    }
  }
}

/** What calls an item. */
export function callersOf(resolver: Resolver, settings: QuerySettings, key: CallKey): readonly CallStep[] {
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
      const callers = incoming(resolver, settings.ops, body);
      return callers.flatMap((each) => directStep(resolver, each, casesOf(resolver, settings, each, body)));
    }
  }
}

/** The function of an item, as near as can be to where it was. */
function bodyOf(resolver: Resolver, key: Extract<CallKey, { k: 'function' }>): Body | null {
  const file = resolver.snapshot.file(key.file);
  if (!file) return null;
  const distance = (body: Body): number => Math.abs(file.point(body.fn.nameAt).line - key.line);
  const all = [...Bodies.of(resolver).own(key.name, file)].sort((a, b) => distance(a) - distance(b));
  return all[0] ?? null;
}

/** A step without a context; a function that the folders read only name is left out, for there is nowhere to go. */
function directStep(resolver: Resolver, item: HierarchyItem, cases = ''): CallStep[] {
  const file = resolver.snapshot.file(item.file);
  const body =
    file &&
    Bodies.of(resolver)
      .own(item.function, file)
      .find((each) => file.point(each.fn.nameAt).line === item.line);
  if (!body) return [];
  const detail = item.via === null ? cases || item.file : [item.via, item.memoryType].filter(Boolean).join(' · ');
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

function implementationsOf(resolver: Resolver, struct: string, field: string): readonly CallStep[] {
  const ops = resolver.ops(struct);
  const [hook] = hookItem(resolver, struct, field);
  return ops.implementations(field).flatMap((each) => {
    const { file } = functionSpot(resolver, each);
    const source = resolver.snapshot.file(file);
    const body = source && Bodies.of(resolver).own(each.function, source)[0];
    if (!body || !hook) return [];
    const type = each.table ? memoryType(each.table, struct) : 'at run time';
    return [{ item: functionItem(body, `via ${struct}.${field} · ${type}`, null), calls: [hook.at] }];
  });
}

/** The functions that dispatch through a hook. */
function dispatchersOf(
  resolver: Resolver,
  settings: QuerySettings,
  struct: string,
  field: string,
): readonly CallStep[] {
  const steps = new Map<string, { item: CallItem; calls: Spot[] }>();
  for (const { ops, fields, call } of Reach.of(resolver, settings.ops).sites.all) {
    const from = ops.name === struct && fields.includes(field) ? Bodies.of(resolver).at(call.file, call.at) : null;
    if (!from) continue;
    const step = steps.get(from.id) ?? { item: functionItem(from, `calls ${struct}.${field}`, null), calls: [] };
    steps.set(from.id, step);
    step.calls.push(spot(call.file, call.at, wordAt(call.file.text, call.at)?.text.length ?? 1));
  }
  return [...steps.values()];
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
  const near = event.hook?.choice?.table.file ?? from.file;
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
