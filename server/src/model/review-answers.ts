/** What `opscope review` and the editors are told of a series of patches. */
import type { TreeInfo } from './answers.ts';
import type { CompareItem } from './compare-answers.ts';
import type { Finding } from './findings.ts';

/** Something that has a name and a place. */
export interface Named {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** What came and what went, by name. Places of what came are those after the change, of what went those before it. */
export interface Difference {
  readonly gained: readonly Named[];
  readonly lost: readonly Named[];
}

/** What a change does to an ops struct. */
export interface OpsFacts {
  readonly name: string;
  readonly hooks: Difference;
  readonly tables: Difference;
  /** Calls through its hooks. */
  readonly dispatches: Difference;
}

/** What can be counted of a change. */
export interface ReviewFacts {
  readonly files: number;
  readonly added: number;
  readonly removed: number;
  readonly exports: Difference;
  /** The ops structs of the question, those that neither gain nor lose anything included. */
  readonly ops: readonly OpsFacts[];
}

/** A count of `compare` that the series changes. */
export interface ReviewMetric {
  readonly ops: string;
  /** The row, as `compare` names it: `hook.slots`. */
  readonly id: string;
  /** What is counted. */
  readonly claim: string;
  /** How many there were; null where what came or went is counted. */
  readonly before: number | null;
  readonly after: number;
  /** What is counted, where it is with the series. */
  readonly items: readonly CompareItem[];
}

/** Findings that another patch has to do with. */
export interface Settled {
  /** The number of the other patch. */
  readonly n: number;
  readonly findings: readonly Finding[];
}

/** What a patch does to findings, seen from the end of the series. */
export interface Fate {
  /** What it introduces that still stands at the end. */
  readonly introduced: readonly Finding[];
  /** What it introduces that a later patch settles. */
  readonly settledBy: readonly Settled[];
  /** What stood before the series, and is gone with this patch. */
  readonly removed: readonly Finding[];
  /** What earlier patches introduced, and is gone with this one. */
  readonly settles: readonly Settled[];
}

/** How a hunk went in. */
export interface HunkOutcome {
  readonly file: string;
  /** Which of the file's it is, from 1. */
  readonly n: number;
  readonly head: string;
  readonly applied: 'clean' | 'offset' | 'fuzz' | 'failed';
  /** By how many lines it is off. */
  readonly offset: number;
  /** How many lines at its ends were left out to find its place. */
  readonly fuzz: number;
  /** The first of its lines in the file with it, from 1; null where it did not go in. */
  readonly line: number | null;
  /** Why it did not go in, in words; null where it did. */
  readonly reason: string | null;
}

/** A file that could not be dealt with, and why, in words. */
export interface Refused {
  readonly file: string;
  readonly reason: string;
}

/** One patch, reviewed. Places of what it introduces are those of the tree with it, of what goes those of the tree before it. */
export interface ReviewedPatch extends Fate {
  readonly n: number;
  readonly subject: string;
  readonly messageId: string;
  readonly applied: HunkOutcome['applied'];
  readonly hunks: readonly HunkOutcome[];
  readonly refused: readonly Refused[];
  /** Null where it does not apply. */
  readonly facts: ReviewFacts | null;
}

/** What a series was applied to. */
export interface ReviewBase {
  /** The revision that was asked for, by option or by the series itself; null where none was. */
  readonly asked: string | null;
  /** The commit that it is; null where it is the files as they are on disk. */
  readonly used: string | null;
  /** Why that, a sentence without a full stop. */
  readonly why: string;
}

/** The series, and what it was applied to. */
export interface ReviewedSeries {
  /** What the cover letter is about, else the first patch. */
  readonly subject: string;
  readonly version: number;
  /** How many patches it says that it has. */
  readonly count: number;
  /** Of the cover letter, where there is one, and of the patches. */
  readonly messageIds: readonly string[];
  /** Patches, by id, that it says have to be applied before it. */
  readonly prerequisites: readonly string[];
  readonly base: ReviewBase;
}

/** What `opscope review` answers. */
export interface ReviewAnswer {
  readonly schema: number;
  readonly tree: TreeInfo;
  readonly series: ReviewedSeries;
  readonly patches: readonly ReviewedPatch[];
  /** Of the series as far as it applies. */
  readonly facts: ReviewFacts;
  /** What `compare` counts of the tree without the series and with it, as far as that differs. */
  readonly metrics: readonly ReviewMetric[];
  /** What is odd, missing, or was not looked at, a sentence each. */
  readonly notes: readonly string[];
}
