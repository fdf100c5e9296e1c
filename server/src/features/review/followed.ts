/** Which patch of a series settles what an earlier one introduced. */
import { pushTo } from '../../base/add-to.ts';
import type { Finding } from '../../model/findings.ts';
import type { Fate, Settled } from '../../model/review-answers.ts';
import type { Step } from './states.ts';

/** What becomes of the findings of each step; `numbers` are those of the patches. */
export function fates(steps: readonly Step[], numbers: readonly number[]): readonly Fate[] {
  const settled = steps.map(({ fresh }, i) => new Map(fresh.map((each) => [each, settledAt(each, i, steps)])));
  const number = (step: number): number => numbers[step] ?? 0;
  const ownAt = steps.map(({ fresh }, i) => fresh.map((each) => ({ each, at: settled[i]?.get(each) ?? null })));
  return steps.map((step, i) => {
    const known = new Set(followedTo(steps, i));
    return {
      introduced: (ownAt[i] ?? []).flatMap(({ each, at }) => (at === null ? [each] : [])),
      settledBy: groups(
        (ownAt[i] ?? []).flatMap(({ each, at }) => (at === null ? [] : [{ n: number(at), finding: each }])),
      ),
      removed: step.gone.filter((each) => !known.has(each)),
      settles: groups(
        ownAt.flatMap((own, k) =>
          own.flatMap(({ each, at }) =>
            at === i ? [{ n: number(k), finding: lastOf(each, steps.slice(k + 1, i)) }] : [],
          ),
        ),
      ),
    };
  });
}

/** A finding where it is at the end of the series, with the number of the patch that introduced it. */
export interface Standing {
  readonly n: number;
  readonly finding: Finding;
}

/** What stands at the end of what the steps introduce, each where it is by then. */
export function standing(steps: readonly Step[], numbers: readonly number[]): readonly Standing[] {
  return steps.flatMap(({ fresh }, i) =>
    fresh.flatMap((each) =>
      settledAt(each, i, steps) === null ? [{ n: numbers[i] ?? 0, finding: lastOf(each, steps.slice(i + 1)) }] : [],
    ),
  );
}

/** What a finding becomes in some steps, as far as it is followed. */
function lastOf(finding: Finding, steps: readonly Step[]): Finding {
  let current = finding;
  for (const { same } of steps) current = same.get(current) ?? current;
  return current;
}

/** The step at which a finding of a step is gone; null where it stands at the end. */
function settledAt(finding: Finding, from: number, steps: readonly Step[]): number | null {
  let current = finding;
  for (let i = from + 1; i < steps.length; i++) {
    const step = steps[i];
    const next = step?.same.get(current);
    if (next === undefined) return step?.gone.includes(current) ? i : null;
    current = next;
  }
  return null;
}

/** The findings in front of a step that earlier ones introduced. */
function* followedTo(steps: readonly Step[], until: number): Iterable<Finding> {
  for (let from = 0; from < until; from++) {
    for (const each of steps[from]?.fresh ?? []) {
      let current: Finding | undefined = each;
      for (let i = from + 1; i < until && current; i++) current = steps[i]?.same.get(current);
      if (current) yield current;
    }
  }
}

function groups(pairs: readonly { readonly n: number; readonly finding: Finding }[]): readonly Settled[] {
  const byNumber = new Map<number, Finding[]>();
  for (const { n, finding } of pairs) pushTo(byNumber, n, finding);
  return [...byNumber].sort(([a], [b]) => a - b).map(([n, findings]) => ({ n, findings }));
}
