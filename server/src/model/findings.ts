/** Findings of the rules, as plain data. Every `file` is relative to the root of the tree; lines and columns count from 1. */

/** What a finding is worth. Hints do not make `opscope check` fail. */
export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** A place that bears a finding out. */
export interface FindingEvidence {
  readonly message: string;
  readonly file: string;
  readonly line: number;
}

/** One finding. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The function around it; null elsewhere. */
  readonly function: string | null;
  readonly evidence: readonly FindingEvidence[];
}
