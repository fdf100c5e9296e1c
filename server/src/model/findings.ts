/** Findings of the rules, as plain data. Every `file` is relative to the root of the tree; lines and columns count from 1. */

/** What a finding is worth. Hints do not make `opscope check` fail. */
export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** How a finding is shown; `off` hides it. */
export type FindingLevel = 'off' | 'hint' | 'information' | 'warning' | 'error';

/** What a person set about findings: which are shown, and how. */
export interface CheckSettings {
  readonly enable: boolean;
  /** By rule (`hook-pair`), or by rule and group (`pgtable-in-module/types`); a group wins over its rule. */
  readonly severity: Readonly<Record<string, FindingLevel>>;
  /** Paths without findings, relative to the tree's root; `*`, `**`, `?` and `{a,b}` have their usual meaning. */
  readonly exclude: readonly string[];
  /** `changed`: findings in lines that did not change since the base are hints. */
  readonly scope: 'changed' | 'all';
  /** Whether files of patches that are open get findings. */
  readonly patches: boolean;
  /** The revision whose merge base with HEAD work is compared with; empty means that of the upstream branch or the main line, else HEAD. */
  readonly base: string;
}

/** A place that bears a finding out. */
export interface FindingEvidence {
  readonly message: string;
  readonly file: string;
  readonly line: number;
  /** Whether it is a step of a way through the code; the steps of a finding follow each other. */
  readonly step?: true;
  /** Whether it only says why one looked there: where it is another, the finding is the same. */
  readonly beside?: true;
}

/** One finding. */
export interface Finding {
  readonly rule: string;
  /** The group of names that it is about, for a rule that has such groups. */
  readonly group?: string;
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
