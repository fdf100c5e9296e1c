/** Which enum of a file an enumerator is of. */
import { lastUpTo } from '../../base/ordered.ts';
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { TypeExpr } from '../../model/ir.ts';
import type { Region } from '../../syntax/region.ts';

/** An enum as it is written. */
export type Enum = Extract<TypeExpr, { k: 'tag' }>;

/** Regions by the words in them. */
type Words = ReadonlyMap<string, readonly Region[]>;

/** The enum of a file that has an enumerator of a name; null where there is none. */
export function enumIn(snapshot: Snapshot, name: string, file: SourceFile): Enum | null {
  for (const region of snapshot.get(WORDS, file).get(name) ?? []) {
    const type = file.lower(region).types.find((each) => numbersOf(each).has(name));
    if (type) return type;
  }
  return null;
}

/** What is asked of an enum of thousands for each of them. */
interface Order {
  readonly numbers: ReadonlyMap<string, number>;
  /** The numbers of those that say their value, and 0. */
  readonly said: readonly number[];
}

const ORDERS = new WeakMap<Enum, Order>();

function orderOf(type: Enum): Order {
  const known = ORDERS.get(type);
  if (known) return known;
  const numbers = new Map<string, number>();
  const said: number[] = [];
  for (const [number, { name, value }] of (type.enumerators ?? []).entries()) {
    if (!numbers.has(name)) numbers.set(name, number);
    if (value || number === 0) said.push(number);
  }
  const order = { numbers, said };
  ORDERS.set(type, order);
  return order;
}

/** Where the enumerators of an enum stand, by name; of two of one name the first. */
export function numbersOf(type: Enum): ReadonlyMap<string, number> {
  return orderOf(type).numbers;
}

/** The number of the last enumerator up to one that says its value; 0 where none does. */
export function saidUpTo(type: Enum, number: number): number {
  const { said } = orderOf(type);
  return said[lastUpTo(said.length, (at) => (said[at] ?? 0) <= number)] ?? 0;
}

/** The words in a file's regions with enums in them. */
const WORDS = query('words of enums', (_: Snapshot, file: SourceFile): Words => {
  const found = new Map<string, readonly Region[]>();
  for (const region of file.regions) {
    if (region.brace < 0 || region.kind === 'function') continue;
    const text = file.text.slice(region.start, region.end);
    if (!text.includes('enum')) continue;
    const alone = [region];
    for (const word of new Set(text.match(/[A-Za-z_]\w*/g))) {
      const others = found.get(word);
      found.set(word, others ? [...others, region] : alone);
    }
  }
  return found;
});
