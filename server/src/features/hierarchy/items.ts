/** What the cursor is on as an item of the call hierarchy: a function, a hook of whatever struct, or the case of an ioctl. */
import type { SourceFile } from '../../index/file.ts';
import { dispatchesIn, slotsIn } from '../../resolve/graph/any-ops.ts';
import { writtenCalls } from '../../resolve/graph/calls.ts';
import type { Ioctl } from '../../resolve/graph/ioctls.ts';
import { Bodies, type Body } from '../../resolve/ops/bodies.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import { wordAt } from '../cursor/cursor.ts';
import { type Fill, fillsOf } from '../cursor/fills.ts';
import { targetAt } from '../cursor/target-at.ts';
import { memberSpot } from '../editor/locations.ts';
import { ioctlsIn } from '../graph/ioctl-lens.ts';
import { type Spot, spot } from '../places.ts';
import type { QuerySettings } from '../query.ts';

/**
 * What an item stands for, as plain data: it goes to the editor and comes back, maybe after edits. A function that was
 * reached from an ioctl keeps the way, so that the next step leaves out what the ioctl's constant excludes.
 */
export type CallKey =
  | { readonly k: 'function'; readonly name: string; readonly file: string; readonly line: number; readonly way: Way }
  | { readonly k: 'hook'; readonly ops: string; readonly field: string }
  | { readonly k: 'ioctl'; readonly name: string };

/** The ioctl that a way starts at, and the functions called one after the other; null for a function by itself. */
export type Way = { readonly ioctl: string; readonly calls: readonly string[] } | null;

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
  if (target?.k !== 'function') return anyHookAt(resolver, settings, file, word.at);
  const from = target.fills[0]?.file ?? file;
  return new Bodies(resolver).anywhere(target.name, from).map((body) => preparedFunction(resolver, settings, body));
}

/** What an offset names of a struct that nobody set up: a hook that is called, declared or filled, or what fills it. */
function anyHookAt(resolver: Resolver, settings: QuerySettings, file: SourceFile, at: number): readonly CallItem[] {
  const region = file.regionAt(at);
  const around = new Bodies(resolver).at(file, at);
  const call = around && dispatchesIn(resolver, around).find((each) => each.at === at);
  if (call) return hookItem(resolver, call.struct.name, call.field);
  if (region?.kind === 'type' && region.tag !== '') {
    const ref = resolver
      .ops(region.tag)
      .fields()
      .find((each) => each.owner.file === file && each.member.nameAt === at);
    return ref?.member.name && resolver.expressions.types.isHook(ref)
      ? hookItem(resolver, region.tag, ref.member.name)
      : [];
  }
  const text = region?.kind === 'object' ? file.text.slice(region.start, region.end) : null;
  const slot = slotsIn(resolver, file, (each) => each === text).find(
    (each) => each.at === at || each.functionAt === at,
  );
  if (!slot) return [];
  if (slot.at === at && slot.functionAt !== at) return hookItem(resolver, slot.table.struct.name, slot.field);
  return new Bodies(resolver).anywhere(slot.function, file).map((body) => preparedFunction(resolver, settings, body));
}

/** The functions meant by a word at the head of a definition or prototype, or as the callee of a direct call. */
function bodiesNamedAt(resolver: Resolver, file: SourceFile, word: string, at: number): readonly Body[] {
  const bodies = new Bodies(resolver);
  const region = file.regionAt(at);
  if (region?.kind === 'prototype' && region.name === word) return bodies.anywhere(word, file);
  const around = bodies.at(file, at);
  if (!around) return [];
  if (around.fn.nameAt === at) return [around];
  return writtenCalls(around).some((call) => call.at === at) ? bodies.anywhere(word, file) : [];
}

function preparedFunction(resolver: Resolver, settings: QuerySettings, body: Body): CallItem {
  const fills = fillsOf(resolver, settings.ops, body.name).filter(
    (each) => !body.fn.static || each.table?.file === body.file || each.file === body.file,
  );
  return functionItem(body, fills.length > 0 ? fills.map(fillText).join(', ') : body.file.path, null);
}

function fillText({ ops, field, table }: Fill): string {
  return `${ops.name}.${field} · ${table ? memoryType(table, ops.name) : 'at run time'}`;
}

export function functionItem(body: Body, detail: string, way: Way): CallItem {
  const at = spot(body.file, body.fn.nameAt, body.name.length);
  const key: CallKey = { k: 'function', name: body.name, file: body.file.path, line: at.line, way };
  return { name: body.name, kind: 'function', at, detail, key };
}

function ioctlItem(ioctl: Ioctl): CallItem {
  const { name, body, at } = ioctl;
  const detail = `case of ${body.name}()`;
  return { name, kind: 'ioctl', at: spot(body.file, at, name.length), detail, key: { k: 'ioctl', name } };
}

export function hookItem(resolver: Resolver, ops: string, field: string): readonly CallItem[] {
  const ref = resolver.ops(ops).field(field);
  if (!ref) return [];
  const at = memberSpot(ref);
  return [{ name: `${ops}.${field}`, kind: 'hook', at, detail: at.file, key: { k: 'hook', ops, field } }];
}
