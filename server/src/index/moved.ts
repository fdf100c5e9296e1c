/** What was lowered of a region that an edit elsewhere in the file only moved. */
import type { Lowered } from '../model/ir.ts';
import type { Region } from '../syntax/region.ts';

/** A text that was cut into regions. */
interface CutText {
  readonly text: string;
  readonly regions: readonly Region[];
}

/** A region as it was before, and by how much it was moved. */
export interface Moved {
  readonly before: Region;
  readonly by: number;
}

/** The regions in front of an edit and behind it, each with the one that it was. */
export function movedRegions(before: CutText, after: CutText): ReadonlyMap<Region, Moved> {
  const grown = after.text.length - before.text.length;
  const head = sameHead(before.text, after.text);
  const tail = sameTail(before.text, after.text, Math.min(before.text.length, after.text.length) - head);
  const earlier = new Map(before.regions.map((region) => [region.start, region]));
  const moved = new Map<Region, Moved>();
  for (const region of after.regions) {
    const isBefore = region.end <= head;
    if (!isBefore && region.start < after.text.length - tail) continue;
    const by = isBefore ? 0 : grown;
    const old = earlier.get(region.start - by);
    if (old && isAlike(old, region, by)) moved.set(region, { before: old, by });
  }
  return moved;
}

function isAlike(old: Region, now: Region, by: number): boolean {
  return (
    old.kind === now.kind &&
    old.name === now.name &&
    old.tag === now.tag &&
    old.end + by === now.end &&
    (old.brace < 0 ? now.brace < 0 : old.brace + by === now.brace)
  );
}

function sameHead(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let count = 0;
  while (count < most && a.charCodeAt(count) === b.charCodeAt(count)) count++;
  return count;
}

function sameTail(a: string, b: string, most: number): number {
  let count = 0;
  while (count < most && a.charCodeAt(a.length - 1 - count) === b.charCodeAt(b.length - 1 - count)) count++;
  return count;
}

/**
 * What was lowered of a region, with its offsets moved; null where types are defined, which are known by their identity and
 * would be there twice.
 */
export function movedBy(lowered: Lowered, by: number): Lowered | null {
  if (by === 0) return lowered;
  const { functions, variables, typedefs, types, errors, lost } = lowered;
  if (types.length > 0) return null;
  // A copy has the shape of what it is a copy of.
  const copied = movedCopy({ functions, variables, typedefs }, by) as Omit<Lowered, 'types' | 'errors' | 'lost'>;
  return { ...copied, types, errors, lost };
}

/** A copy of plain parse facts; every number in them is an offset. */
function movedCopy(facts: unknown, by: number): unknown {
  if (typeof facts === 'number') return facts + by;
  if (Array.isArray(facts)) return facts.map((each) => movedCopy(each, by));
  if (typeof facts !== 'object' || facts === null) return facts;
  const copy: Record<string, unknown> = { ...facts };
  for (const key in copy) {
    const value = copy[key];
    if (typeof value === 'number' || typeof value === 'object') copy[key] = movedCopy(value, by);
  }
  return copy;
}
