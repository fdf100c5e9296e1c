/** Structs and unions by their tags. */
import type { FileSymbol } from '../../index/file.ts';
import type { Tag } from './types.ts';

/**
 * The struct or union that a file defines by a tag. Where one branch of an `#if` leaves a dummy, without members or with one, it is
 * the definition in the other that code is written for.
 */
export function tagOf({ file, name, region }: FileSymbol): Tag | undefined {
  const type = file.lower(region).types.find((each) => each.tag === name && each.kind !== 'enum');
  if (!type?.members || type.members.length > 1) return type;
  const count = type.members.length;
  const others = file.symbols(name).filter((each) => each.kind === 'tag' && each.region !== region);
  const full = others.flatMap((each) =>
    file.lower(each.region).types.filter(({ tag, kind }) => tag === name && kind !== 'enum'),
  );
  return full.find(({ members = null }) => members !== null && members.length > count + 1) ?? type;
}
