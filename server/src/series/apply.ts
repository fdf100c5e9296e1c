/**
 * Applies a series to a tree in memory. Nothing is written anywhere: what comes of it are texts by path, which a `TreeBefore`
 * (`features/findings/tree-before.ts`) lays over the tree, so that a snapshot of the engine can be taken of it:
 *
 *     const applied = applySeries(snapshot.source, series.patches, { fuzz: 0 });
 *     const tree = new TreeBefore(snapshot.source, applied.texts);
 *     const after = snapshot.next(tree, applied.texts.keys());
 *
 * Where a patch does not apply, `applied.failed` is its number among `applied.steps`, and `texts` has what the patches before it did.
 */
import { addTo } from '../base/add-to.ts';
import type { HunkOutcome, Refused } from '../model/review-answers.ts';
import { type ApplyOptions, applyHunks } from './apply-file.ts';
import type { FileChanges, Texts } from './changes.ts';
import type { FileDiff } from './diff.ts';
import { Comparisons } from './place.ts';
import { FilePlan } from './plan.ts';

/** How one patch went in. */
export interface PatchOutcome {
  readonly applied: HunkOutcome['applied'];
  readonly hunks: readonly HunkOutcome[];
  /** Files that could not be dealt with at all, and why. */
  readonly refused: readonly Refused[];
  /** What was left out of it, a sentence each, without a full stop. */
  readonly notes: readonly string[];
  /** What it does; nothing where it failed. */
  readonly changes: FileChanges;
}

/** A patch: what there is to apply. */
export interface Applicable {
  readonly files: readonly FileDiff[];
}

/** How a series went in. */
export interface AppliedSeries<P extends Applicable> {
  /** As far as it went, the one that failed included. */
  readonly steps: readonly { readonly patch: P; readonly outcome: PatchOutcome }[];
  /** Which step failed, from 0; null where all went in. */
  readonly failed: number | null;
  /** What files are after all that went in; null for those that are there no more. */
  readonly texts: ReadonlyMap<string, string | null>;
}

const NONE: FileChanges = {
  texts: new Map(),
  before: new Map(),
  renamed: new Map(),
  lines: new Map(),
  size: { files: 0, added: 0, removed: 0 },
};

/** Applies patches one on the other, up to the first that fails. */
export function applySeries<P extends Applicable>(
  tree: Texts,
  patches: readonly P[],
  { fuzz = 0 }: { readonly fuzz?: number } = {},
): AppliedSeries<P> {
  const texts = new Map<string, string | null>();
  const steps: { patch: P; outcome: PatchOutcome }[] = [];
  const options = { fuzz, comparisons: new Comparisons() };
  for (const patch of patches) {
    const outcome = applyPatch(new LaidOver(tree, texts), patch.files, options);
    steps.push({ patch, outcome });
    if (outcome.applied === 'failed') return { steps, failed: steps.length - 1, texts };
    for (const [path, text] of outcome.changes.texts) texts.set(path, text);
  }
  return { steps, failed: null, texts };
}

/** Applies one patch, all of it or nothing. */
export function applyPatch(tree: Texts, files: readonly FileDiff[], options: ApplyOptions): PatchOutcome {
  const plan = new FilePlan(tree, files);
  const hunks: HunkOutcome[] = [];
  for (const file of files) {
    const step = plan.begin(file);
    if (!step) continue;
    const patched = applyHunks(step.path, step.text, file.hunks, options);
    addTo(hunks, patched.hunks);
    plan.end(step, patched);
  }
  const applied = stateOf(hunks, plan.refused);
  return {
    applied,
    hunks,
    refused: plan.refused,
    notes: plan.notes,
    changes: applied === 'failed' ? NONE : plan.changes,
  };
}

function stateOf(hunks: readonly HunkOutcome[], refused: readonly Refused[]): PatchOutcome['applied'] {
  if (refused.length > 0) return 'failed';
  const worst = (['failed', 'fuzz', 'offset'] as const).find((state) => hunks.some(({ applied }) => applied === state));
  return worst ?? 'clean';
}

/** A tree with texts laid over it, as far as applying a diff asks. */
export class LaidOver implements Texts {
  readonly #tree: Texts;
  readonly #texts: ReadonlyMap<string, string | null>;

  constructor(tree: Texts, texts: ReadonlyMap<string, string | null>) {
    this.#tree = tree;
    this.#texts = texts;
  }

  read(path: string): string | null {
    const text = this.#texts.get(path);
    return text === undefined ? this.#tree.read(path) : text;
  }

  exists(path: string): boolean {
    const text = this.#texts.get(path);
    return text === undefined ? this.#tree.exists(path) : text !== null;
  }

  list(folder: string): readonly string[] {
    return this.#tree.list(folder);
  }
}
