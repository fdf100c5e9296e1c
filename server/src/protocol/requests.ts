/**
 * The custom messages between the opscope client and server, beside the standard LSP ones. Types only: this is the one
 * file of the server that the client may import, and it may import nothing that runs.
 */
import type { Matrix, Place, SiblingsResult, TreeInfo } from '../model/answers.ts';
import type { CompareAnswer, CompareGroup } from '../model/compare-answers.ts';
import type { CheckSettings } from '../model/findings.ts';
import type { FunctionPlace, GraphAnswer, GraphPicture, ReachAnswer } from '../model/graph-answers.ts';

import type { ReviewCloseParams, ReviewReplyParams, ReviewResult, ReviewTextParams, SeriesSource } from './review.ts';

export type {
  DispatchSite,
  FillingGroup,
  HookSlot,
  Matrix,
  MatrixField,
  MatrixTable,
  Place,
  ReturningFunction,
  Sibling,
  SiblingsResult,
  TreeInfo,
} from '../model/answers.ts';
export type {
  CompareAnswer,
  CompareFinding,
  CompareGroup,
  CompareHook,
  CompareItem,
  CompareMember,
  CompareMetric,
  CompareReach,
  CompareSide,
  CompareTarget,
  CompareWay,
} from '../model/compare-answers.ts';
export type { CheckSettings, FindingLevel } from '../model/findings.ts';
export type {
  FaultCaller,
  FaultEntry,
  FunctionPlace,
  GraphAnswer,
  GraphEdge,
  GraphNode,
  GraphPicture,
  ReachAnswer,
  ReachedBackend,
  ReachedHook,
  ReachedIoctl,
} from '../model/graph-answers.ts';

/** Method names, in one place so that both sides spell them alike. */
export interface Methods {
  readonly matrix: 'opscope/matrix';
  readonly siblings: 'opscope/siblings';
  readonly names: 'opscope/names';
  readonly graph: 'opscope/graph';
  readonly graphAt: 'opscope/graphAt';
  readonly reach: 'opscope/reach';
  readonly compare: 'opscope/compare';
  readonly sideText: 'opscope/sideText';
  readonly review: 'opscope/review';
  readonly reviewText: 'opscope/reviewText';
  readonly reviewReply: 'opscope/reviewReply';
  readonly reviewClose: 'opscope/reviewClose';
  readonly revisions: 'opscope/revisions';
  readonly status: 'opscope/status';
  readonly changed: 'opscope/changed';
  readonly settings: 'opscope/settings';
}

/** What the server is asked, and what it answers. */
export interface Requests {
  readonly 'opscope/matrix': { readonly params: MatrixParams | null; readonly result: MatrixResult };
  readonly 'opscope/siblings': { readonly params: SiblingsParams; readonly result: SiblingsResult | null };
  readonly 'opscope/names': { readonly params: NamesParams; readonly result: NamesResult };
  readonly 'opscope/graph': { readonly params: GraphParams; readonly result: GraphResult | null };
  readonly 'opscope/graphAt': { readonly params: GraphAtParams; readonly result: GraphSubject | null };
  readonly 'opscope/reach': { readonly params: ReachParams | null; readonly result: ReachAnswer | null };
  readonly 'opscope/compare': { readonly params: CompareParams; readonly result: CompareAnswer | null };
  readonly 'opscope/revisions': { readonly params: object | null; readonly result: Revisions };
  readonly 'opscope/sideText': { readonly params: SideTextParams; readonly result: SideTextResult };
  readonly 'opscope/review': { readonly params: SeriesSource; readonly result: ReviewResult };
  readonly 'opscope/reviewText': { readonly params: ReviewTextParams; readonly result: string | null };
  readonly 'opscope/reviewReply': { readonly params: ReviewReplyParams; readonly result: string | null };
  readonly 'opscope/reviewClose': { readonly params: ReviewCloseParams; readonly result: null };
}

/** `opscope/matrix`: every configured ops struct, in the order of the setting. */
export interface MatrixParams {
  /** Answer for this struct instead of the configured ones. */
  readonly ops?: string;
}
export interface MatrixResult {
  readonly tree: TreeInfo | null;
  readonly matrices: readonly Matrix[];
}

/** `opscope/siblings`: the implementations of the hook at a position, for next/previous and for the picker. */
export interface SiblingsParams {
  readonly textDocument: { readonly uri: string };
  readonly position: { readonly line: number; readonly character: number };
}

/** `opscope/names`: the structs, hooks or tables of the tree, whatever their struct, whose name has some letters in their order. */
export interface NamesParams {
  readonly kind: TreeName['kind'];
  /** Everything where it is empty. */
  readonly query: string;
}
export interface NamesResult {
  readonly tree: TreeInfo | null;
  /** The best first. */
  readonly names: readonly TreeName[];
  /** How many more there are. */
  readonly more: number;
}

/** A name in a tree, by the text around it: what a macro makes is not among them. */
export interface TreeName extends Place {
  readonly name: string;
  readonly kind: 'struct' | 'hook' | 'table';
  /** The struct of a hook or a table; empty for a struct, and for an array of functions. */
  readonly struct: string;
  /** Of a struct, how many hooks it has and how many tables there are. */
  readonly hooks: number;
  readonly tables: number;
}

/** What a graph is about: one of the four. A hook is named `field` or `struct.field`, a function `name` or `file:name`. */
export interface GraphSubject {
  readonly ioctl?: string;
  readonly hook?: string;
  readonly from?: string;
  readonly to?: string;
  /** The root of the kernel tree that it is in; the workspace's when it is not said. */
  readonly tree?: string;
  /** Two sides, written as in `CompareParams`, drawn as one: what only one of them has is marked. Forms of text have no marks on calls. */
  readonly sides?: { readonly a: string; readonly b: string };
}

/** `opscope/graph`: what leads where; null when the tree has nothing of the name. */
export interface GraphParams extends GraphSubject {
  /** How many calls deep; the default depends on the subject. */
  readonly depth?: number;
  /** Follow these ops structs instead of the configured ones. */
  readonly ops?: readonly string[];
  /** Memory types to leave out. */
  readonly hide?: readonly string[];
  /** The room for the picture, in pixels: calls go the way in which more can be read. To the right when it is not said. */
  readonly room?: { readonly width: number; readonly height: number };
  /** Answer with the graph as text, too. */
  readonly format?: 'svg' | 'dot' | 'mermaid';
}
export interface GraphResult {
  readonly graph: GraphAnswer;
  /** The same, laid out. */
  readonly picture: GraphPicture;
  /** Every memory type of the graph, those left out included. */
  readonly memoryTypes: readonly string[];
  /** Where the function asked about can be any of several: all of them, and the graph is empty. */
  readonly namesakes: readonly FunctionPlace[];
  readonly text: string | null;
}

/** `opscope/graphAt`: what a graph of the position would be about; null where there is nothing to draw. */
export type GraphAtParams = SiblingsParams;

/** `opscope/reach`: what each ioctl can run, as `ReachAnswer`; null outside a kernel tree. */
export interface ReachParams {
  /** Answer for these ops structs instead of the configured ones. */
  readonly ops?: readonly string[];
  /** Whether what runs later counts, too: it is told apart. */
  readonly async?: boolean;
}

/**
 * `opscope/compare`: two sides counted against each other, as `opscope compare` answers; null before the session is open. A side is a
 * folder with a kernel tree, a revision of the workspace's tree, or `MBOX@SIDE`, a series of patches on one of those; paths are
 * absolute. The workspace's own folder is its tree with the texts of open editors. What is no side is answered by an error that says why.
 */
export interface CompareParams {
  readonly a: string;
  readonly b: string;
  /** What both came from: then each is held against that. */
  readonly base?: string;
  /** What the sides are called in the answer; as they are written when it is not said. */
  readonly names?: { readonly a?: string; readonly b?: string; readonly base?: string };
  /** The ops struct; the first of the configured ones when it is not said. */
  readonly ops?: string;
  /** The memory type that it is about; all when it is not said. */
  readonly type?: string;
  /** The groups of rows; all when it is not said. */
  readonly only?: readonly CompareGroup[];
}

/** `opscope/sideText`: a file as it is on a side of the last comparison, or on one that is opened for it. */
export interface SideTextParams {
  /** As in `CompareParams`. */
  readonly side: string;
  readonly file: string;
}
export interface SideTextResult {
  /** Null where the side has no such file. */
  readonly text: string | null;
}

/** `opscope/revisions`: what revisions there are to compare with; none in a workspace that is not trusted, and outside a repository. */
export interface Revisions {
  /** Those of remotes too, the latest first. */
  readonly branches: readonly string[];
  /** The highest version first. */
  readonly tags: readonly string[];
}

/** `opscope/status` (server to client): what the status item shows. */
export type StatusParams =
  | { readonly state: 'indexing'; readonly tree: TreeInfo | null; readonly message: string }
  | { readonly state: 'no-kernel'; readonly tree: null; readonly message: string }
  | { readonly state: 'no-ops'; readonly tree: TreeInfo; readonly message: string }
  | {
      readonly state: 'ready';
      readonly tree: TreeInfo;
      readonly message: string;
      readonly ops: readonly { readonly name: string; readonly hooks: number; readonly tables: number }[];
    }
  | { readonly state: 'error'; readonly tree: TreeInfo | null; readonly message: string };

/** `opscope/changed` (server to client): the index moved on; views should ask again. */
export interface ChangedParams {
  /** Counts up with each snapshot. */
  readonly generation: number;
}

/** What is wrong with a setting. */
export interface SettingProblem {
  /** The setting's name: `opscope.check.severity`. */
  readonly setting: string;
  readonly message: string;
}

/**
 * `opscope/settings` (server to client): everything that is wrong with the settings, as often as that changes. Sent to
 * clients that show it beside the setting; others get messages.
 */
export interface SettingsParams {
  readonly problems: readonly SettingProblem[];
}

/**
 * What the server takes as `initializationOptions` and from `workspace/configuration` section `opscope`. The manifest's
 * settings are the same, by name (a test compares them).
 */
export interface Settings {
  /** Names of the ops structs that get lenses and views. */
  readonly ops: readonly string[];
  /** Structs that carry the state of one operation, for hovers on their fields. */
  readonly contextStructs: readonly string[];
  /** Folders of the tree that are read; empty means all of it. */
  readonly folders: readonly string[];
  /** Root of the kernel tree, when it is not the workspace folder or one above the open file; empty means find it. */
  readonly tree: string;
  readonly lens: {
    readonly fields: boolean;
    readonly tables: boolean;
    readonly functions: boolean;
    readonly ioctls: boolean;
    readonly patches: boolean;
  };
  readonly inlayHints: { readonly dispatch: boolean };
  readonly check: CheckSettings;
  /** A .config that says which files are modules, relative to the tree or absolute; empty means the tree's own. */
  readonly config: string;
  /** Where a line of a kernel can be read on the web, with `{version}`, `{path}` and `{line}`. */
  readonly link: string;
  /** Where facts are cached; set by the client, not a setting of the manifest. */
  readonly cacheFolder?: string;
  /** Whether git may be run in the tree; set by the client, and true unless it says otherwise. */
  readonly trusted?: boolean;
  /** Whether the client tells of changes on disk without being asked to watch. */
  readonly watchesFiles?: boolean;
  /** Whether the client takes `opscope/settings` and shows what is wrong where the settings stand. */
  readonly showsSettingProblems?: boolean;
  /** Whether the client follows links in hovers: to lines, `file:///linux/mm/shmem.c#L12`, and to its command `opscope.showAll`. */
  readonly linksInHovers?: boolean;
  /** Whether the client asks for symbols again at each letter: it takes an answer from what is known so far, which says so. */
  readonly asksSymbolsAgain?: boolean;
}
