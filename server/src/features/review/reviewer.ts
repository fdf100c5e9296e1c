/** What reviews a series beside whoever asks; `host` implements it with a thread. */
import type { Overlay } from '../../index/source.ts';
import type { TreeInfo } from '../../model/answers.ts';
import type { ReviewAnswer } from '../../model/review-answers.ts';
import type { ReviewQuery } from './review.ts';

/** What is asked. It is sent to another thread, so it is plain data. */
export interface ReviewQuestion extends Omit<ReviewQuery, 'config'> {
  readonly tree: TreeInfo;
  /** The folders that are read; empty means all. */
  readonly folders: readonly string[];
  /** The .config that says who is a module; empty means the tree's own. */
  readonly config: string;
  /** Texts of open editors. */
  readonly overlay: Overlay;
}

/** A review under way. */
export interface Reviewing {
  /** Rejects with the reason where it fails, or is stopped. */
  readonly answer: Promise<ReviewAnswer>;
  stop(): void;
}
