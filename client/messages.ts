/** What the extension and the scripts of its panels say to each other. Types only: the two are built apart. */
import type {
  GraphParams,
  GraphPicture,
  GraphResult,
  GraphSubject,
  MatrixResult,
  Place,
  StatusParams,
} from '../server/src/protocol/requests.ts';

export type {
  GraphPicture,
  GraphResult,
  GraphSubject,
  HookSlot,
  Matrix,
  MatrixField,
  MatrixTable,
  Place,
} from '../server/src/protocol/requests.ts';

/** A node of a graph that is laid out: its middle, and its size. */
export type PictureNode = GraphPicture['nodes'][number];

/** A call in a graph that is laid out. */
export type PictureEdge = GraphPicture['edges'][number];

/** What the panel asks for: `opscope/graph` without the form of an export. */
export type GraphQuery = Omit<GraphParams, 'format' | 'ops'>;

/** The forms that a graph can be saved in. */
export type GraphForm = NonNullable<GraphParams['format']>;

/** What there is to choose from, by name. */
export interface GraphSubjects {
  readonly ioctls: readonly string[];
  readonly hooks: readonly string[];
}

/** The script is running and has nothing to show yet. */
interface Ready {
  readonly type: 'ready';
}

/** A place was clicked, or Enter pressed on it; `beside` asks for another column than the usual one. */
interface Open {
  readonly type: 'open';
  readonly place: Place;
  readonly beside: boolean;
}

/** From the extension to the matrix panel. */
export type ToMatrix = { readonly type: 'matrix'; readonly result: MatrixResult; readonly status: StatusParams };

/** From the matrix panel to the extension. */
export type FromMatrix = Ready | Open;

/** From the extension to the call-graph panel. */
export type ToGraph =
  /** Show this now, or, without a subject, what was shown before; `asked` is when somebody wanted it, by the clock. */
  | { readonly type: 'show'; readonly subject: GraphSubject | null; readonly asked: number }
  /** What there is to choose from, and what to begin with when nobody has chosen anything. */
  | ({ readonly type: 'subjects'; readonly begin: GraphSubject | null } & GraphSubjects)
  | { readonly type: 'graph'; readonly query: GraphQuery; readonly result: GraphResult | null }
  /** Answers may have changed. */
  | { readonly type: 'changed' };

/** From the call-graph panel to the extension. */
export type FromGraph =
  | Ready
  | Open
  | { readonly type: 'ask'; readonly query: GraphQuery }
  | { readonly type: 'export'; readonly query: GraphQuery; readonly form: GraphForm };
