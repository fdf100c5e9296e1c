/** What `compare` counts, of the tree in front of a series and with it. */
import type { TreeInfo } from '../../model/answers.ts';
import { COMPARE_GROUPS, type CompareGroup, type CompareMetric } from '../../model/compare-answers.ts';
import type { ReviewMetric } from '../../model/review-answers.ts';
import { compare } from '../compare/compare.ts';
import type { Side } from '../compare/facts.ts';
import type { State } from './states.ts';

/** Lines are counted by the diff itself, findings and what is reached of them are told one by one. */
const LEFT_OUT: readonly CompareGroup[] = ['size', 'reach', 'findings'];
const GROUPS = COMPARE_GROUPS.filter((each) => !LEFT_OUT.includes(each));

const [BEFORE, AFTER] = ['before', 'after'];

/** The counts that differ between two states, of each ops struct. `changed` are the files that differ. */
export function metricsBetween(
  before: State,
  after: State,
  { tree, changed }: { readonly tree: TreeInfo; readonly changed: Iterable<string> },
): readonly ReviewMetric[] {
  const side = (name: string, { scope, findings }: State, paths: Iterable<string>): Side => ({
    name,
    tree,
    rev: null,
    applied: [],
    snapshot: scope.snapshot,
    changed: new Set(paths),
    ...(scope.ops.length === 1 ? { findings } : {}),
  });
  const sides = [side(BEFORE, before, []), side(AFTER, after, changed)] as const;
  return after.scope.ops.flatMap(({ name }) =>
    compare(sides, null, { ops: name, type: null, groups: GROUPS }).metrics.flatMap((each) => different(name, each)),
  );
}

function different(ops: string, { id, claim, values }: CompareMetric): readonly ReviewMetric[] {
  const [then, now] = [values[BEFORE], values[AFTER]];
  const [before, value] = [then?.value ?? 0, now?.value ?? 0];
  // What came and went is told by rows of its own, each seen from the state with the series.
  const isChange = /(?:gained|lost|renamed|signatures)$/.test(id);
  if (isChange ? value === 0 : before === value) return [];
  return [{ ops, id, claim, before: isChange ? null : before, after: value, items: now?.items ?? [] }];
}
