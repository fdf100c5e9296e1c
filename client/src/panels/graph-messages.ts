import type { GraphParams, GraphResult, GraphSubject, Place } from '../../../server/src/protocol/requests.ts';
import { isPlace, mayHave } from './incoming.ts';

export type {
  GraphEdge,
  GraphPicture,
  GraphResult,
  GraphSubject,
  Place,
} from '../../../server/src/protocol/requests.ts';

/** What the panel asks for: `opscope/graph` without the form of an export. */
export type GraphQuery = Omit<GraphParams, 'format' | 'ops'>;

/** The forms that a graph can be saved in. */
export type GraphForm = NonNullable<GraphParams['format']>;

/** From the extension to media/graph.js. */
export type ToGraph =
  /** Show this now, or, without a subject, what was shown before; `asked` is when somebody wanted it, by the clock. */
  | { readonly type: 'show'; readonly subject: GraphSubject | null; readonly asked: number }
  /** What there is to choose from, and what to begin with when nobody has chosen anything. */
  | {
      readonly type: 'subjects';
      readonly ioctls: readonly string[];
      readonly hooks: readonly string[];
      readonly begin: GraphSubject | null;
    }
  | { readonly type: 'graph'; readonly query: GraphQuery; readonly result: GraphResult | null }
  /** Answers may have changed. */
  | { readonly type: 'changed' };

/** From media/graph.js to the extension. */
export type FromGraph =
  /** The script is running and has nothing to show yet. */
  | { readonly type: 'ready' }
  | { readonly type: 'ask'; readonly query: GraphQuery }
  | { readonly type: 'open'; readonly place: Place; readonly beside: boolean }
  | { readonly type: 'export'; readonly query: GraphQuery; readonly form: GraphForm };

/** Whether a message is one of `FromGraph`. */
export function isFromGraph(message: unknown): message is FromGraph {
  if (!mayHave<'type' | 'query' | 'place' | 'beside' | 'form'>(message)) return false;
  switch (message.type) {
    case 'ready':
      return true;
    case 'ask':
      return isQuery(message.query);
    case 'export':
      return isQuery(message.query) && ['svg', 'dot', 'mermaid'].includes(String(message.form));
    case 'open':
      return isPlace(message.place) && typeof message.beside === 'boolean';
    default:
      return false;
  }
}

function isQuery(query: unknown): query is GraphQuery {
  if (!mayHave<'ioctl' | 'hook' | 'from' | 'to' | 'tree' | 'depth' | 'hide' | 'room'>(query)) return false;
  const { ioctl, hook, from, to, tree, depth, hide, room } = query;
  const names = [ioctl, hook, from, to].filter((each) => each !== undefined);
  if (names.length !== 1 || !names.every((each) => typeof each === 'string')) return false;
  if (tree !== undefined && typeof tree !== 'string') return false;
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
