/** The messages about series of patches, beside those in requests.ts. Types only. */
import type { ReviewAnswer } from '../model/review-answers.ts';

export type {
  Difference,
  Fate,
  HunkOutcome,
  ReviewAnswer,
  ReviewedPatch,
  ReviewFacts,
  Settled,
} from '../model/review-answers.ts';

/** Which series is meant: one that was opened, or where it is. */
export interface SeriesSource {
  /** A mailbox, a patch, or a folder of patches. */
  readonly uri?: string;
  /** Else commits, `A..B`. Git is asked for them, where the workspace is trusted. */
  readonly range?: string;
  /** The root of the kernel tree that it is for; that of the file, else the workspace's, when it is not said. */
  readonly tree?: string;
  /** Whether a file that is open in an editor is to be reviewed once more, as what editors have of the tree may be other. */
  readonly fresh?: boolean;
}

/** A file that a patch changes. */
export interface SeriesFile {
  /** Where it is before the patch; null for a new one. */
  readonly before: string | null;
  /** Where it is with the patch; null for one that goes. */
  readonly after: string | null;
}

/** A patch as it can be shown. */
export interface SeriesPatch {
  readonly n: number;
  /** What is told of it in one line: `introduces 2, settles 1`. */
  readonly summary: string;
  /** How it went in, and what can be counted of it, a line each. */
  readonly facts: readonly string[];
  /** Why it does not apply, a line for each hunk and file; none where it does. */
  readonly failures: readonly string[];
  readonly files: readonly SeriesFile[];
}

/** A series that was applied and reviewed. It stays as it was then until it is closed. */
export interface OpenSeries {
  readonly id: number;
  /** What it is of, and what it was applied to, a line each. */
  readonly head: string;
  readonly base: string;
  /** What it does in all, a line each. */
  readonly total: readonly string[];
  readonly review: ReviewAnswer;
  /** Of each patch of the review, in its order. */
  readonly patches: readonly SeriesPatch[];
}

/** `opscope/review`: the series, or why there is none to show, in words. */
export interface ReviewResult {
  readonly series: OpenSeries | null;
  readonly problem: string | null;
}

/** `opscope/reviewText`: the text of a file in front of a patch, or with it; null where there is none, or no such series. */
export interface ReviewTextParams {
  readonly id: number;
  readonly n: number;
  readonly file: string;
  readonly side: 'before' | 'after';
}

/** `opscope/reviewReply`: an answer by mail to a series, or to one patch of it; null where there is no such series. */
export interface ReviewReplyParams {
  /** A series that was opened. */
  readonly id?: number;
  /** Else a file of patches that is open in an editor. */
  readonly uri?: string;
  readonly n?: number;
}

/** `opscope/reviewClose`: nobody asks about the series any more. */
export interface ReviewCloseParams {
  readonly id: number;
}
