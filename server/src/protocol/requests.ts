/**
 * The custom messages between the opscope client and server, beside the standard LSP ones. Types only: this is the one
 * file of the server that the client may import, and it may import nothing that runs.
 */
import type { Matrix, TreeInfo } from '../model/answers.ts';

export type {
  DispatchSite,
  HookSlot,
  Matrix,
  MatrixField,
  MatrixTable,
  Place,
  Sibling,
  SiblingsResult,
  TreeInfo,
} from '../model/answers.ts';

/** Method names, in one place so that both sides spell them alike. */
export interface Methods {
  readonly matrix: 'opscope/matrix';
  readonly siblings: 'opscope/siblings';
  readonly status: 'opscope/status';
  readonly changed: 'opscope/changed';
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
  };
  readonly inlayHints: { readonly dispatch: boolean };
  /** Where facts are cached; set by the client, not a setting of the manifest. */
  readonly cacheFolder?: string;
}
