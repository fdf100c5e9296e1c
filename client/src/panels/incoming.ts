/** What the scripts of the panels may send: like any message from outside it may be anything, and is looked at first. */
import type { Place } from '../../../server/src/protocol/requests.ts';

/** Whether a value is an object, whose members may be looked at. */
export function mayHave<Key extends string>(value: unknown): value is { readonly [key in Key]?: unknown } {
  return typeof value === 'object' && value !== null;
}

/** Whether a value is a place in a tree, and stays in it. */
export function isPlace(place: unknown): place is Place {
  if (!mayHave<'file' | 'line' | 'column'>(place)) return false;
  if (typeof place.file !== 'string' || /^(?:[/\\]|\w:)|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(place.file)) return false;
  return Number.isInteger(place.line) && Number.isInteger(place.column);
}
