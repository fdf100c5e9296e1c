/** What files are in front of each patch of a series, and with it. */
import { type AppliedSeries, LaidOver } from '../../series/apply.ts';
import type { FileChanges, Texts } from '../../series/changes.ts';
import type { Patch } from '../../series/series.ts';

/** A file that a patch changes: where it is before and after, null where it is not. */
export interface ChangedFile {
  readonly before: string | null;
  readonly after: string | null;
}

/** The texts of a series that was applied to a tree. */
export class SeriesTexts {
  readonly #tree: Texts;
  readonly #applied: AppliedSeries<Patch>;

  /** `tree` is what the series was applied to. */
  constructor(tree: Texts, applied: AppliedSeries<Patch>) {
    this.#tree = tree;
    this.#applied = applied;
  }

  /** The files that a patch changes, by path; none where it does not apply. */
  files(n: number): readonly ChangedFile[] {
    const step = this.#applied.steps.find(({ patch }) => patch.n === n);
    return step ? changedFiles(step.outcome.changes) : [];
  }

  /** A file in front of a patch, or with it; null where there is none. */
  text(n: number, side: 'before' | 'after', file: string): string | null {
    const texts = new Map<string, string | null>();
    for (const { patch, outcome } of this.#applied.steps) {
      if (side === 'before' ? patch.n >= n : patch.n > n) break;
      for (const [path, text] of outcome.changes.texts) texts.set(path, text);
    }
    return new LaidOver(this.#tree, texts).read(file);
  }
}

function changedFiles({ texts, before, renamed }: FileChanges): readonly ChangedFile[] {
  const moved = new Set(renamed.values());
  return [...texts]
    .filter(([path, text]) => text !== null || !moved.has(path))
    .map(([path, text]) => ({
      before: renamed.get(path) ?? (before.get(path) === null ? null : path),
      after: text === null ? null : path,
    }))
    .sort((a, b) => order(a.after ?? a.before ?? '', b.after ?? b.before ?? ''));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
