/** Structs and unions by their tags. */
import type { FileSymbol } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Tag } from './types.ts';

/** A struct or union as a file defines it. */
export interface Defined {
  readonly symbol: FileSymbol;
  readonly type: Tag;
}

/**
 * The struct or union that a file defines by a tag. Where one branch of an `#if` leaves a dummy, without members or with one, it is
 * the definition in the other that code is written for, be it in a header that the file includes. Null for an enum.
 */
export function tagOf(snapshot: Snapshot, symbol: FileSymbol): Defined | null {
  const [type] = typesOf(symbol);
  if (!type) return null;
  const own = { symbol, type };
  if (!type.members || type.members.length > 1) return own;
  const { file, name, region } = symbol;
  const beside = file.symbols(name).filter((each) => each.kind === 'tag' && each.region !== region);
  const full = fuller(own, beside);
  if (full || file.condition(region.start) === null) return full ?? own;
  return snapshot.get(INCLUDED, symbol) ?? own;
}

/** What is defined by the tag in a symbol's region. */
function typesOf({ file, name, region }: FileSymbol): readonly Tag[] {
  return file.lower(region).types.filter((each) => each.tag === name && each.kind !== 'enum');
}

/** The first definition that has more than another and one member. */
function fuller({ type }: Defined, others: readonly FileSymbol[]): Defined | null {
  const count = type.members?.length ?? 0;
  for (const symbol of others) {
    const full = typesOf(symbol).find(({ members = null }) => members !== null && members.length > count + 1);
    if (full) return { symbol, type: full };
  }
  return null;
}

const INCLUDED = query('struct in the place of a dummy', (snapshot: Snapshot, symbol: FileSymbol): Defined | null => {
  const [type] = typesOf(symbol);
  const others = snapshot.allSeen(symbol.name, ['tag'], symbol.file).filter(({ file }) => file !== symbol.file);
  return type ? fuller({ symbol, type }, others) : null;
});
