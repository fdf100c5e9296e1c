/** Code lenses: at most one for each field, table and hook function, answered from the index at once. */

import { addTo } from '../../base/add-to.ts';
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Install } from '../../resolve/ops/installs.ts';
import { type OpsIndex, Resolver } from '../../resolve/ops/ops.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import { type Fill, fill, hooksOf, isFilledFrom } from '../cursor/fills.ts';
import { type Spot, sorted, spot } from '../places.ts';
import { definedOps, type QuerySettings } from '../query.ts';
import { type HookName, type Others, othersThan } from './fillers.ts';
import { hookImplementations, memberSpot } from './locations.ts';

/** Which kinds of lens are wanted. */
export interface LensSettings {
  readonly fields: boolean;
  readonly tables: boolean;
  readonly functions: boolean;
}

/** A lens: where it stands, what it says, and the places that a click offers. */
export interface Lens {
  readonly at: Spot;
  readonly title: string;
  readonly places: readonly Spot[];
  /** Whether it says something of all the tree, not of its own file alone. */
  readonly isOfTree: boolean;
}

/** Names before the rest is counted only: a lens is one short line. */
const MAX_NAMES = 5;

/** Places of the others that fill a function's hooks: a hook that thousands fill would send each of them to all. */
const MAX_PLACES = 100;

/** The lenses of a file, by line. */
export function lenses(
  resolver: Resolver,
  settings: QuerySettings,
  kinds: LensSettings,
  file: SourceFile,
): readonly Lens[] {
  const found: Lens[] = [];
  for (const ops of definedOps(resolver, settings.ops)) {
    if (kinds.fields) addTo(found, fieldLenses(ops, file));
    if (kinds.tables) addTo(found, tableLenses(ops, file));
  }
  if (kinds.functions) addTo(found, functionLenses(resolver, settings, file));
  return found.sort((a, b) => a.at.line - b.at.line);
}

/** Names, each once; `count` is how many there are where only the first are given. */
function listed(names: readonly string[], count = 0): string {
  const unique = [...new Set(names)];
  const more = Math.max(unique.length, count) - MAX_NAMES;
  return more > 0 ? `${unique.slice(0, MAX_NAMES).join(', ')} and ${more} more` : unique.join(', ');
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** Above a hook in its struct: the memory types that implement it, and how often it is called. */
function fieldLenses(ops: OpsIndex, file: SourceFile): Lens[] {
  return ops.fields().flatMap((ref) => {
    const name = ref.member.name ?? '';
    if (ref.owner.file !== file || !ops.resolver.expressions.types.isHook(ref)) return [];
    const types = ops
      .implementations(name)
      .map((each) => (each.table ? memoryType(each.table, ops.name) : 'at run time'));
    const calls = ops.uses().calls.filter((each) => each.field === name && ops.is(each.struct)).length;
    const title = `${name}: ${types.length === 0 ? 'no memory type' : listed(types)} · ${count(calls, 'call')}`;
    return [{ at: memberSpot(ref), title, places: hookImplementations(ops, name), isOfTree: true }];
  });
}

/** Above a table: its memory type, how many hooks it fills, and where it is installed. */
function tableLenses(ops: OpsIndex, file: SourceFile): Lens[] {
  const found: Lens[] = [];
  const seen = new Set<number>();
  const hooks = ops.hookNames();
  const installs = installsByTable(ops);
  for (const table of ops.tables()) {
    const { line } = table.file.point(table.at);
    if (table.file !== file || seen.has(line)) continue;
    seen.add(line);
    found.push(tableLens(ops, table, hooks, installs.get(table) ?? []));
  }
  return found;
}

function installsByTable(ops: OpsIndex): ReadonlyMap<OpsTable, readonly Install[]> {
  const found = new Map<OpsTable, Install[]>();
  for (const each of ops.installs()) {
    const known = found.get(each.table);
    if (known) known.push(each);
    else found.set(each.table, [each]);
  }
  return found;
}

function tableLens(ops: OpsIndex, table: OpsTable, hooks: readonly string[], installs: readonly Install[]): Lens {
  const filled = new Set(table.slots.flatMap(({ field, value }) => (value.k === 'function' ? [field] : [])));
  const into = installs.map((each) => each.into ?? `${each.inFunction}()`);
  const installed = into.length === 0 ? '' : ` · installed in ${listed(into)}`;
  return {
    at: spot(table.file, table.at, Math.max(1, table.name.length)),
    title: `${memoryType(table, ops.name)}: ${hooks.filter((name) => filled.has(name)).length} of ${count(hooks.length, 'hook')}${installed}`,
    places: sorted(installs.map((each) => spot(each.file, each.at, each.member.length))),
    isOfTree: installs.length > 0,
  };
}

/** Above a function that fills a hook: which, for which memory type, and who else fills it. */
function functionLenses(resolver: Resolver, settings: QuerySettings, file: SourceFile): Lens[] {
  const found: Lens[] = [];
  for (const [name, fills] of fillsByFunction(resolver, settings)) {
    const own = fills.filter((fill) => isFilledFrom(file, name, fill));
    const [first] = own;
    const place = first && resolver.functions.find(name, file);
    if (!first || place?.file !== file || place.kind !== 'definition') continue;
    const others = othersThan(resolver, hooksOf(own).map(hookName), name, MAX_NAMES, MAX_PLACES);
    found.push({
      at: spot(file, place.at, name.length),
      title: functionTitle(own, others),
      places: others.places,
      isOfTree: true,
    });
  }
  return found;
}

/** Every function that fills a hook, with what it fills. */
function fillsByFunction(resolver: Resolver, settings: QuerySettings): ReadonlyMap<string, Fill[]> {
  return resolver.snapshot.get(FILLS, settings.ops.join());
}

const FILLS = query('what functions fill', (snapshot: Snapshot, names: string): ReadonlyMap<string, Fill[]> => {
  const fills = new Map<string, Fill[]>();
  for (const ops of definedOps(Resolver.of(snapshot), names.split(','))) {
    for (const field of ops.hookNames()) {
      for (const each of ops.implementations(field)) {
        const known = fills.get(each.function);
        if (known) known.push(fill(ops, field, each));
        else fills.set(each.function, [fill(ops, field, each)]);
      }
    }
  }
  return fills;
});

function functionTitle(fills: readonly Fill[], { types: also, count, places, isCut }: Others): string {
  const hooks = [...new Set(fills.map((fill) => `${fill.ops.name}.${fill.field}`))];
  const types = fills.map((fill) => (fill.table ? memoryType(fill.table, fill.ops.name) : 'at run time'));
  const cut = isCut ? ` · the first ${places.length} are listed` : '';
  return `${listed(hooks)} for ${listed(types)}${count > 0 ? ` · also ${listed(also, count)}${cut}` : ' · no other memory type'}`;
}

function hookName({ ops, field }: Pick<Fill, 'ops' | 'field'>): HookName {
  return { ops: ops.name, field };
}
