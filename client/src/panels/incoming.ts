/** What the scripts of the panels may send: like any message from outside it may be anything, and is looked at first. */
import type { CompareQuery, FromGraph, FromMatrix, GraphQuery, Place, SidePlace, WayOut } from '../../messages.ts';

/** Whether a message is one of `FromMatrix`. */
export function isFromMatrix(message: unknown): message is FromMatrix {
  if (!mayHave<'type' | 'place' | 'beside' | 'query' | 'places' | 'isSame' | 'ioctl' | 'way'>(message)) return false;
  switch (message.type) {
    case 'ready':
    case 'choose':
    case 'leave':
      return true;
    case 'wayOut':
      return isWayOut(message.way);
    case 'graph':
      return typeof message.ioctl === 'string';
    case 'compare':
      return isComparison(message.query);
    case 'open':
      return isPlace(message.place) && typeof message.beside === 'boolean';
    case 'openSides':
      return (
        areSidePlaces(message.places) && [message.isSame, message.beside].every((each) => typeof each === 'boolean')
      );
    default:
      return false;
  }
}

function isComparison(query: unknown): query is CompareQuery {
  if (!mayHave<'a' | 'b' | 'names' | 'ops'>(query)) return false;
  const { a, b, names, ops } = query;
  if (typeof a !== 'string' || typeof b !== 'string' || !(ops === undefined || typeof ops === 'string')) return false;
  if (names === undefined) return true;
  return (
    mayHave<'a' | 'b'>(names) && [names.a, names.b].every((each) => each === undefined || typeof each === 'string')
  );
}

function areSidePlaces(places: unknown): places is readonly SidePlace[] {
  if (!Array.isArray(places) || places.length === 0 || places.length > 2) return false;
  return places.every(
    (each: unknown) =>
      mayHave<'side' | 'place'>(each) && (each.side === 'a' || each.side === 'b') && isPlace(each.place),
  );
}

/** Whether a message is one of `FromGraph`. */
export function isFromGraph(message: unknown): message is FromGraph {
  if (!mayHave<'type' | 'query' | 'place' | 'beside' | 'form' | 'side' | 'way'>(message)) return false;
  switch (message.type) {
    case 'ready':
      return true;
    case 'wayOut':
      return isWayOut(message.way);
    case 'ask':
      return isQuery(message.query);
    case 'export':
      return isQuery(message.query) && ['svg', 'dot', 'mermaid'].includes(String(message.form));
    case 'open':
      return isPlace(message.place) && typeof message.beside === 'boolean' && isSide(message.side);
    default:
      return false;
  }
}

/** Whether a value is one of two sides, or none is named. */
function isSide(side: unknown): boolean {
  return side === undefined || side === 'a' || side === 'b';
}

function isQuery(query: unknown): query is GraphQuery {
  if (!mayHave<'ioctl' | 'hook' | 'from' | 'to' | 'tree' | 'sides' | 'depth' | 'hide' | 'room'>(query)) return false;
  const { ioctl, hook, from, to, tree, sides, depth, hide, room } = query;
  const names = [ioctl, hook, from, to].filter((each) => each !== undefined);
  if (names.length !== 1 || !names.every((each) => typeof each === 'string')) return false;
  if (tree !== undefined && typeof tree !== 'string') return false;
  if (sides !== undefined && !isComparison(sides)) return false;
  if (room !== undefined && !isRoom(room)) return false;
  return (depth === undefined || Number.isInteger(depth)) && (hide === undefined || isTexts(hide));
}

function isRoom(room: unknown): boolean {
  if (!mayHave<'width' | 'height'>(room)) return false;
  return [room.width, room.height].every((length) => typeof length === 'number' && length > 0);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** Whether a value is an object, whose members may be looked at. */
function mayHave<Key extends string>(value: unknown): value is { readonly [key in Key]?: unknown } {
  return typeof value === 'object' && value !== null;
}

/** Whether a value is a place in a tree, and stays in it. */
function isPlace(place: unknown): place is Place {
  if (!mayHave<'file' | 'line' | 'column'>(place)) return false;
  if (typeof place.file !== 'string' || /^(?:[/\\]|\w:)|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(place.file)) return false;
  return Number.isInteger(place.line) && Number.isInteger(place.column);
}

/** The ways out by name, each once. */
const WAYS: Readonly<Record<WayOut, true>> = {
  'choose-ops': true,
  'open-folder': true,
  'set-tree': true,
  'choose-folders': true,
  restart: true,
  'show-output': true,
};

function isWayOut(way: unknown): way is WayOut {
  return typeof way === 'string' && Object.hasOwn(WAYS, way);
}
