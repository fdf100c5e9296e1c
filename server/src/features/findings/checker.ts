/** What checks files of a tree beside whoever asks; `host` implements it with a thread. */
import type { ModuleStatus } from '../../kbuild/status.ts';
import type { Finding } from '../../model/findings.ts';
import type { Gap } from '../../model/gaps.ts';

/** What files are checked for. */
export interface CheckerSettings {
  readonly folders: readonly string[];
  readonly ops: readonly string[];
  /** Whether groups of names that are off by default count too. */
  readonly everyGroup: boolean;
  /** The .config that says who is a module; empty means the tree's own. */
  readonly config: string;
}

/** What was found in a file. */
export interface Found {
  readonly path: string;
  /** The number that was given with the question. */
  readonly stamp: number;
  readonly findings: readonly Finding[];
  /** Whether all rules have been asked; else what takes longer may follow. */
  readonly isWhole: boolean;
  /** What the checks of this tree went without so far. */
  readonly gaps: readonly Gap[];
}

/** Runs the rules on a tree, beside whoever asks. */
export interface Checker {
  /** To be called first, and again when a setting has changed. */
  configure(settings: CheckerSettings): void;
  /** Lays an open editor's text over a file; null takes it away. */
  overlay(path: string, text: string | null): void;
  /** Says that files changed on disk. */
  changedOnDisk(paths: readonly string[]): void;
  /**
   * Asks for the findings in a file. They come once, and perhaps a second time when what takes longer is known; not at all
   * when the file is asked for again before, or is let go of.
   */
  check(path: string, stamp: number): void;
  /** Takes a question back. */
  cancel(path: string): void;
  /** Whether a file can be a module, and the line that says so. Rejects when the thread ends before it has answered. */
  status(path: string): Promise<ModuleStatus>;
  stop(): void;
}
