/** The states that a tree goes through as a series is applied to it, with what the rules find in each. */
import type { Snapshot } from '../../index/snapshot.ts';
import type { TreeSource } from '../../index/source.ts';
import type { Kbuild } from '../../kbuild/status.ts';
import type { Finding } from '../../model/findings.ts';
import { Resolver } from '../../resolve/ops/ops.ts';
import { dispatchAdded } from '../../rules/dispatch-added.ts';
import { byPlace, RULES } from '../../rules/index.ts';
import { type CheckScope, inScope } from '../../rules/rule.ts';
import type { Suppressed } from '../../rules/suppress.ts';
import { coreOf } from '../../rules/tables.ts';
import { unsuppressed } from '../../rules/unsuppressed.ts';
import type { FileChanges } from '../../series/changes.ts';
import { withChanged } from '../findings/changed-places.ts';
import {
  type Change,
  CORE_RULES,
  compared,
  gone,
  hasSameKbuild,
  identity,
  pathsBefore,
  stillOfTheCore,
} from '../findings/introduced.ts';
import { TreeBefore } from '../findings/tree-before.ts';
import { kbuildOf } from '../modules.ts';
import { opsNames } from '../ops-names.ts';

/** What is asked about each state. */
export interface StateQuery {
  /** Ops structs, by name or pattern. */
  readonly ops: readonly string[];
  /** Every file that the series changes. */
  readonly changed: readonly string[];
  /** The text of the .config that says who is a module; null for the tree's own. */
  readonly config: string | null;
}

/** One state of the tree. */
export interface State {
  readonly scope: CheckScope;
  /** All that stands in it. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
}

/** What a patch makes of the findings of the state before it. */
export interface Step {
  readonly fresh: readonly Finding[];
  /** Findings before it, with what they are after it. */
  readonly same: ReadonlyMap<Finding, Finding>;
  /** Those that are there no more. */
  readonly gone: readonly Finding[];
}

/** The first state: that of a snapshot. */
export function firstState(snapshot: Snapshot, query: StateQuery): State {
  return stateOf(snapshot, query, () => kbuildOf(snapshot, query.config));
}

/** The next snapshot: a tree with texts laid over it, of which some changed since the last. */
export function withTexts(
  snapshot: Snapshot,
  disk: TreeSource,
  texts: ReadonlyMap<string, string | null>,
  changed: Iterable<string>,
): Snapshot {
  return snapshot.next(new TreeBefore(disk, texts), changed);
}

/** The state that a patch makes of another. `snapshot` is that of the tree with the patch. */
export function nextState(before: State, snapshot: Snapshot, changes: FileChanges, query: StateQuery): State {
  const isSame = hasSameKbuild(changes.before, snapshot.source);
  return stateOf(snapshot, query, () => (isSame ? before.scope.kbuild() : kbuildOf(snapshot, query.config)));
}

function stateOf(snapshot: Snapshot, { ops, changed }: StateQuery, kbuild: () => Kbuild): State {
  const resolver = Resolver.of(snapshot);
  const indexes = opsNames(resolver, ops).map((name) => resolver.ops(name));
  const paths = withChanged(snapshot.settings.folders, changed);
  const scope: CheckScope = { resolver, snapshot, ops: indexes, paths, kbuild };
  return { scope, ...unsuppressed(scope) };
}

/** What the rules did not look at in a state, a sentence each. */
export function leftOutOf({ scope }: State): readonly string[] {
  return RULES.flatMap((rule) => rule.leftOut?.(scope) ?? []);
}

/** What a patch introduces, as `check --base` has it, and what goes with it. */
export function stepBetween(before: State, after: State, changes: FileChanges): Step {
  const change: Change = { texts: changes.before, renamed: changes.renamed, lines: changes.lines };
  const paths = withChanged(after.scope.snapshot.settings.folders, changes.lines.keys());
  const scope: CheckScope = { ...after.scope, paths };
  const findings = after.findings.filter(({ file }) => inScope(file, paths));
  const earlier = withCoreOf(before, after);
  const places = pathsBefore(scope, findings, change);
  const near = places.length === 0 ? earlier : earlier.filter(({ file }) => inScope(file, places));
  const { fresh } = compared(findings, near, change);
  const added = unsuppressed({ ...scope, before: before.scope }, [dispatchAdded]).findings;
  const own = [...fresh, ...added.filter(({ rule }) => rule === dispatchAdded.id)].sort(byPlace);
  return { fresh: own, ...outcomes(earlier, before, after, change) };
}

/** The findings of a state, those about the core as far as files count to it that dispatch in the state after it. */
function withCoreOf(before: State, after: State): readonly Finding[] {
  const known = new Map(before.findings.map((each) => [identity(each), each]));
  const { findings } = unsuppressed({ ...before.scope, core: coreOf(after.scope.ops) }, CORE_RULES);
  const rules = new Set(CORE_RULES.map(({ id }) => id));
  const core = findings.filter(({ rule }) => rules.has(rule)).map((each) => known.get(identity(each)) ?? each);
  return [...before.findings.filter(({ rule }) => !rules.has(rule)), ...core].sort(byPlace);
}

/** What becomes of every finding that stood before a change, wherever it is. */
function outcomes(
  earlier: readonly Finding[],
  before: State,
  after: State,
  change: Change,
): Pick<Step, 'same' | 'gone'> {
  const { fresh, same } = compared(after.findings, earlier, change);
  const suppressed = after.suppressed.map(({ finding }) => finding);
  const core = stillOfTheCore(after.scope, before.scope, after.findings);
  const lost = new Set(gone([...after.findings, ...suppressed, ...core], earlier, change.renamed));
  const later = new Map([...same].map(([now, was]) => [was, now]));
  const left = new Set(fresh.filter((each) => !same.has(each)));
  for (const was of earlier) {
    const now = later.has(was) || lost.has(was) ? undefined : [...left].find((each) => isAnother(each, was, change));
    if (now === undefined) continue;
    left.delete(now);
    later.set(was, now);
  }
  return { same: later, gone: [...lost] };
}

/** Whether a new finding is an earlier one that is borne out by more, or otherwise. */
function isAnother(later: Finding, earlier: Finding, { renamed }: Change): boolean {
  return (
    later.rule === earlier.rule &&
    later.function === earlier.function &&
    (renamed.get(later.file) ?? later.file) === earlier.file
  );
}
