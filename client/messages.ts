/** What the extension and the scripts of its panels say to each other. Types only: the two are built apart. */
import type {
  CompareAnswer,
  CompareParams,
  GraphParams,
  GraphPicture,
  GraphResult,
  GraphSubject,
  MatrixResult,
  Place,
  StatusParams,
} from '../server/src/protocol/requests.ts';

export type {
  CompareAnswer,
  CompareFinding,
  CompareHook,
  CompareItem,
  CompareMember,
  CompareMetric,
  CompareReach,
  CompareTarget,
  GraphPicture,
  GraphResult,
  GraphSubject,
  HookSlot,
  Matrix,
  MatrixField,
  MatrixTable,
  Place,
  ReturningFunction,
  StatusParams,
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
  /** Of two sides that are drawn as one, the one that it is on. */
  readonly side?: SidePlace['side'];
  readonly beside: boolean;
}

/** What is compared: as the server is asked, with the whole of the answer. */
export type CompareQuery = Pick<CompareParams, 'a' | 'b' | 'names' | 'ops'>;

/** A place on one of the sides of a comparison. */
export interface SidePlace {
  readonly side: 'a' | 'b';
  readonly place: Place;
}

/** What somebody can do where there is nothing to show. */
export type WayOut = 'choose-ops' | 'open-folder' | 'set-tree' | 'choose-folders' | 'restart' | 'show-output';

/** A button was pressed that leads out of where there is nothing to show. */
interface GoOut {
  readonly type: 'wayOut';
  readonly way: WayOut;
}

/** From the extension to the matrix panel. */
export type ToMatrix =
  | { readonly type: 'matrix'; readonly result: MatrixResult; readonly status: StatusParams }
  /** Show a comparison: without an answer, that it is on its way, or, where there is a problem, what that is. */
  | {
      readonly type: 'comparison';
      readonly query: CompareQuery;
      readonly answer: CompareAnswer | null;
      readonly problem: string | null;
    }
  /** The tree may not be as it was when it was compared. */
  | { readonly type: 'changed' };

/** From the matrix panel to the extension. */
export type FromMatrix =
  | Ready
  | Open
  /** Compare: for the first time, once more, or the other way round. */
  | { readonly type: 'compare'; readonly query: CompareQuery }
  | GoOut
  /** Choose other sides. */
  | { readonly type: 'choose' }
  /** Draw an ioctl as the two sides have it. */
  | { readonly type: 'graph'; readonly ioctl: string }
  /** Back to the matrix. */
  | { readonly type: 'leave' }
  /** A place, or the two places of the same thing; `isSame` says that they are the same function of the same file. */
  | {
      readonly type: 'openSides';
      readonly places: readonly SidePlace[];
      readonly isSame: boolean;
      readonly beside: boolean;
    };

/** From the extension to the call-graph panel. */
export type ToGraph =
  /** Show this now, or, without a subject, what was shown before; `asked` is when somebody wanted it, by the clock. */
  | { readonly type: 'show'; readonly subject: GraphSubject | null; readonly asked: number }
  /** What there is to choose from, and what to begin with when nobody has chosen anything. */
  | ({
      readonly type: 'subjects';
      readonly begin: GraphSubject | null;
      readonly status: StatusParams;
    } & GraphSubjects)
  | { readonly type: 'graph'; readonly query: GraphQuery; readonly result: GraphResult | null }
  /** Answers may have changed. */
  | { readonly type: 'changed' };

/** From the call-graph panel to the extension. */
export type FromGraph =
  | Ready
  | Open
  | GoOut
  | { readonly type: 'ask'; readonly query: GraphQuery }
  | { readonly type: 'export'; readonly query: GraphQuery; readonly form: GraphForm };
