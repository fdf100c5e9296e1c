/** What a command may do to the outside: given by the entry point, replaced in tests. */
import type { ChangedLines } from '../features/check.ts';
import type { Batch, Everything } from '../features/everything.ts';
import type { Snapshot } from '../index/snapshot.ts';
import type { TreeInfo } from '../model/answers.ts';

/** What was asked on the command line. */
export interface Arguments {
  readonly command: string;
  /** What follows the command. */
  readonly rest: readonly string[];
  readonly tree: string | null;
  readonly ops: readonly string[];
  readonly folders: readonly string[] | null;
  readonly allFolders: boolean;
  /** Neither read nor write what is kept between runs. */
  readonly noCache: boolean;
  readonly format: string | null;
  /** What a graph is about: one of these is given. */
  readonly ioctl: string | null;
  readonly hook: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly depth: string | null;
  /** check: only what changed since the merge base with a revision. */
  readonly base: string | null;
  /** check: a file with findings that are known. */
  readonly baseline: string | null;
  readonly listSuppressed: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

/** Where a command's answer goes. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
  /** Whether `out` is a terminal, and how wide it is. */
  readonly terminal: boolean;
  readonly width: number;
  readonly colour: boolean;
}

/** An opened tree. */
export interface OpenTree {
  readonly tree: TreeInfo;
  readonly snapshot: Snapshot;
  /** Every table or dispatch site of every file that is read, whatever its struct. */
  everything(wanted: Everything): Promise<Batch>;
  /** The lines that differ from the merge base with a revision; throws a UsageError where git knows none. */
  changes(base: string): Promise<ChangedLines>;
  /** A file that the command line names; null when it cannot be read. */
  readFile(path: string): string | null;
}

/** A wrong use, or no tree: one line for the person, exit code 2. */
export class UsageError extends Error {}
