/** Answers about the call graph; see answers.ts for what holds of all answers. */
import type { Place, TreeInfo } from './answers.ts';

/** A function and where it is defined. */
export interface FunctionPlace {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A hook that an ioctl can run. */
export interface ReachedHook {
  readonly ops: string;
  readonly field: string;
  /** Memory types whose hook can be run, in order. */
  readonly memoryTypes: readonly string[];
  /** Conditions on the way that ask what the memory is, rather than whether a step failed. */
  readonly conditions: readonly string[];
  /** The functions, one for each memory type, with the conditions under which that one's table is taken. */
  readonly targets: readonly (FunctionPlace & {
    readonly memoryType: string;
    readonly conditions: readonly string[];
  })[];
}

/** A memory type's function that is called by its name. */
export interface ReachedBackend extends FunctionPlace {
  readonly memoryType: string;
  readonly conditions: readonly string[];
}

/** One ioctl. */
export interface ReachedIoctl extends Place {
  readonly name: string;
  /** The function that its case calls; the handler itself when it calls none. */
  readonly handler: string;
  readonly handlerFile: string;
  readonly handlerLine: number;
  /** The handler whose table of file_operations makes it an ioctl. */
  readonly entry: string;
  readonly hooks: readonly ReachedHook[];
  readonly backends: readonly ReachedBackend[];
  /** What functions reach that run later; left out where nobody asked for it. */
  readonly later?: readonly ReachedLater[];
}

/** A function that an ioctl queues, by itself or by another such function, with what it reaches when it runs. */
export interface ReachedLater extends FunctionPlace {
  readonly queuedIn: FunctionPlace;
  /** The function or macro that queues it there. */
  readonly queuedBy: string;
  readonly hooks: readonly ReachedHook[];
  readonly backends: readonly ReachedBackend[];
}

/** A function of the core that page faults are handed to, and who hands them over. */
export interface FaultEntry extends FunctionPlace {
  readonly callers: readonly FaultCaller[];
}

/** A function that hands a page fault over to the core. */
export interface FaultCaller extends FunctionPlace {
  /** The memory type whose fault it is; null where it is of whatever memory is mapped there. */
  readonly memoryType: string | null;
  /** Where it does so, in its file. */
  readonly calls: readonly Place[];
}

/** ioctl x hook x memory type. */
export interface ReachAnswer {
  readonly schema: number;
  readonly tree: TreeInfo;
  /** The ops structs asked for, joined with commas. */
  readonly ops: string;
  /** The handler with the most ioctls; null when no ioctl leads to the hooks. */
  readonly entry: FunctionPlace | null;
  readonly entries: readonly FunctionPlace[];
  readonly ioctls: readonly ReachedIoctl[];
  /** The other way into the core. */
  readonly faults: readonly FaultEntry[];
  /** What a person should know about this answer; null when nothing. */
  readonly note: string | null;
}

/** A direct call. */
export interface DirectCall {
  readonly caller: string;
  readonly callee: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Where the callee is defined, or declared when the folders read have no more. */
  readonly calleeFile: string;
  readonly calleeLine: number;
  readonly calleeColumn: number;
  readonly condition: string | null;
}

/** A function where it is defined, from the first word of its head to the end of its body. */
export interface FunctionExtent {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  /** That behind the last character. */
  readonly endColumn: number;
  readonly condition: string | null;
}

export type GraphNodeKind = 'ioctl' | 'function' | 'dispatch' | 'hook' | 'more';
/** `async`: the call queues what runs later. */
export type GraphEdgeKind = 'case' | 'call' | 'dispatch' | 'pointer' | 'async';

export interface GraphNode {
  readonly id: string;
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly kind: GraphNodeKind;
  readonly memoryType: string | null;
  /** Whether the function calls more than the graph shows, because of its depth or size. */
  readonly more: boolean;
  /** The memory types of a function that fills a hook for several of very many; left out for any other. */
  readonly memoryTypes?: readonly string[];
  /** Where two sides are drawn as one: that only the second side has it, or only the first. */
  readonly change?: 'added' | 'removed';
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: GraphEdgeKind;
  /** Where the call is. */
  readonly file: string;
  readonly line: number;
  readonly condition: string | null;
  /** Where two sides are drawn as one: that only one has it, or that it is on another condition, which was `before`. */
  readonly change?: 'added' | 'removed' | 'changed';
  readonly before?: string | null;
}

/** A call graph. */
export interface GraphAnswer {
  readonly schema: number;
  readonly tree: TreeInfo;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly note: string | null;
}

/** A graph with a place for everything, so that a panel only has to draw it. */
export interface GraphPicture {
  readonly width: number;
  readonly height: number;
  /** Which way calls go; a chain of single calls goes down in either. */
  readonly direction: 'right' | 'down';
  /** `x` and `y` are the middle of a node or cluster. */
  readonly nodes: readonly (GraphNode & PictureBox & PictureText)[];
  /** `mark` is the number of the point at which a line has its signs: in its middle, or where no other line goes. */
  readonly edges: readonly (GraphEdge & {
    readonly points: readonly { readonly x: number; readonly y: number }[];
    readonly mark: number;
  })[];
  readonly clusters: readonly (PictureBox & { readonly memoryType: string })[];
}

/** What stands on a node. */
export interface PictureText {
  readonly title: string;
  /** The title in lines that fit into the node. */
  readonly lines: readonly string[];
  /** File and line, without folders that do not fit. */
  readonly place: string;
}

export interface PictureBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
