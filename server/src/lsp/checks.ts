/** What is known of open files and of the threads that check them. */
import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver/node';
import type { Checker, Found } from '../features/findings/checker.ts';
import type { BaseCommit } from './base-commit.ts';
import type { FindingsBefore } from './findings-before.ts';
import type { Tree } from './trees.ts';

/** What is known of one open file. */
export interface OpenFile {
  readonly tree: Tree;
  readonly path: string;
  found: Found | null;
  /** What the client was given last, as text; null before the first time. */
  given: string | null;
  waiting: ((items: Diagnostic[]) => void)[];
}

/** The checking thread of one tree. */
export interface Checks {
  readonly checker: Checker;
  readonly base: BaseCommit;
  readonly before: FindingsBefore;
  /** Counts up with every change: what was found before it is old. */
  stamp: number;
  isRefreshing: boolean;
  isBaseOld: boolean;
}

/** All diagnostics of a file, for a client that asked. */
export function report(items: Diagnostic[]): DocumentDiagnosticReport {
  return { kind: 'full', items };
}
