/** Who fills hooks, found once for all the functions that fill the same ones: each is told of the others. */
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { Resolver } from '../../resolve/ops/ops.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import { type Spot, sorted } from '../places.ts';
import { functionSpot } from './locations.ts';

/** A hook, by the names of its struct and itself. */
export interface HookName {
  readonly ops: string;
  readonly field: string;
}

/** One function in one hook of one table. */
interface Filler {
  readonly function: string;
  readonly type: string;
  readonly spot: Spot;
}

interface Fillers {
  readonly all: readonly Filler[];
  readonly inOrder: readonly Filler[];
  readonly types: number;
  /** How many of the memory types have hooks of one function alone, by its name. */
  readonly sole: ReadonlyMap<string, number>;
}

/** What a function's lens says of the others that fill its hooks. */
export interface Others {
  /** Memory types, the first ones by name. */
  readonly types: readonly string[];
  /** How many memory types there are. */
  readonly count: number;
  /** Where the functions are, the first ones. */
  readonly places: readonly Spot[];
  /** Whether there are more. */
  readonly isCut: boolean;
}

/** The functions that fill some hooks, but for those of a name: so many memory types, and so many places. */
export function othersThan(
  resolver: Resolver,
  hooks: readonly HookName[],
  name: string,
  mostTypes: number,
  mostPlaces: number,
): Others {
  const fillers = resolver.snapshot.get(FILLERS, hooks.map(({ ops, field }) => `${ops}.${field}`).join());
  const types = new Set<string>();
  for (const each of fillers.all) {
    if (types.size >= mostTypes) break;
    if (each.function !== name) types.add(each.type);
  }
  const places: Spot[] = [];
  for (const each of fillers.inOrder) {
    if (places.length > mostPlaces) break;
    if (each.function !== name) places.push(each.spot);
  }
  const count = fillers.types - (fillers.sole.get(name) ?? 0);
  return { types: [...types], count, places: places.slice(0, mostPlaces), isCut: places.length > mostPlaces };
}

const FILLERS = query('who fills hooks', (snapshot: Snapshot, hooks: string): Fillers => {
  const resolver = Resolver.of(snapshot);
  const all = hooks.split(',').flatMap((hook) => fillersOf(resolver, hook));
  const byType = new Map<string, string | null>();
  for (const each of all) {
    const known = byType.get(each.type);
    byType.set(each.type, known === undefined || known === each.function ? each.function : null);
  }
  const sole = new Map<string, number>();
  for (const name of byType.values()) if (name !== null) sole.set(name, (sole.get(name) ?? 0) + 1);
  return { all, inOrder: inOrder(all), types: byType.size, sole };
});

function fillersOf(resolver: Resolver, hook: string): Filler[] {
  const [name = '', field = ''] = hook.split('.');
  return resolver
    .ops(name)
    .implementations(field)
    .map((each) => ({
      function: each.function,
      type: each.table ? memoryType(each.table, name) : 'at run time',
      spot: functionSpot(resolver, each),
    }));
}

/** One for each place, in the order of places. */
function inOrder(fillers: readonly Filler[]): readonly Filler[] {
  const bySpot = new Map(fillers.map((each) => [keyOf(each.spot), each] as const));
  return sorted(fillers.map(({ spot }) => spot)).flatMap((spot) => bySpot.get(keyOf(spot)) ?? []);
}

const keyOf = ({ file, line, column }: Spot): string => `${file}:${line}:${column}`;
