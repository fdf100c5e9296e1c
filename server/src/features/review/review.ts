/** A series of patches, reviewed: what each introduces, removes and settles, on a tree that it is applied to in memory. */
import { checkpoint } from '../../base/checkpoint.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { TreeSource } from '../../index/source.ts';
import { versionIn } from '../../kbuild/version.ts';
import { SCHEMA, type TreeInfo } from '../../model/answers.ts';
import type { Finding } from '../../model/findings.ts';
import type { Fate, ReviewAnswer, ReviewBase, ReviewedPatch, Settled } from '../../model/review-answers.ts';
import { type AppliedSeries, applySeries } from '../../series/apply.ts';
import type { Patch, Series } from '../../series/series.ts';
import { type CheckQuery, PLAIN_QUERY, shown } from '../findings/check.ts';
import { factsBetween } from './facts.ts';
import { fates, type Standing, standing } from './followed.ts';
import { metricsBetween } from './metrics.ts';
import { Remembered } from './remembered.ts';
import {
  firstState,
  leftOutOf,
  nextState,
  type State,
  type StateQuery,
  type Step,
  stepBetween,
  withTexts,
} from './states.ts';

/** What a series is applied to. */
export interface Base extends ReviewBase {
  /** What its files are that are others on disk; null for those that it has not. */
  readonly texts: ReadonlyMap<string, string | null>;
}

/** What is asked of a review. */
export interface ReviewQuery {
  readonly series: Series;
  readonly base: Base;
  /** Ops structs, by name or pattern. */
  readonly ops: readonly string[];
  readonly fuzz: number;
  /** What is shown of findings, and how, where it is not what the rules say. */
  readonly shown?: Pick<CheckQuery, 'exclude' | 'severity'>;
  /** The text of the .config that says who is a module; the tree's own, if it has one, when it is not said. */
  readonly config?: string | null;
}

/** A review, and what forms of it are made of that show places in the tree with the whole series. */
export interface Review {
  readonly answer: ReviewAnswer;
  /** What is introduced and stands at the end, where it is by then. */
  readonly standing: readonly Standing[];
  /** The text of a file at the end; null where there is none. */
  text(file: string): string | null;
}

const NOTHING: Fate = { introduced: [], settledBy: [], removed: [], settles: [] };

/** Reviews a series. The snapshot has to keep what its facts read, since many are made of it. */
export function review(snapshot: Snapshot, query: ReviewQuery, tree: TreeInfo): Review {
  const { series, base, ops, fuzz, config = null } = query;
  const isShown = (findings: readonly Finding[]): readonly Finding[] => shown(findings, query.shown ?? PLAIN_QUERY);
  const { texts, ...told } = base;
  const disk = new Remembered(snapshot.source);
  const start = withTexts(snapshot, disk, texts, texts.keys());
  const applied = applySeries(start.source, series.patches, { fuzz });
  const changed = applied.steps.flatMap(({ outcome }) => [...outcome.changes.lines.keys()]);
  const states = statesOf(start, disk, { texts, applied, query: { ops, changed, config } });
  for (const { scope } of states) for (const gap of scope.snapshot.gaps.all()) snapshot.gaps.add(gap);
  const [first] = states;
  const last = states.at(-1) ?? first;
  const { subject, version, count, messageIds, prerequisites } = series;
  const done = applied.steps.slice(0, states.length - 1);
  const steps = stepsBetween(states, done);
  const numbers = applied.steps.map(({ patch }) => patch.n);
  const answer = {
    schema: SCHEMA,
    tree: { ...tree, version: versionIn(start.read('Makefile') ?? '') || tree.version },
    series: { subject, version, count, messageIds, prerequisites, base: told },
    patches: patchesOf(applied, states, fates(steps, numbers), isShown),
    facts: factsBetween(
      first,
      last,
      done.map(({ outcome }) => outcome.changes),
    ),
    metrics: metricsBetween(first, last, { tree, changed: applied.texts.keys() }),
    notes: [...series.notes, ...prerequisitesNote(series), ...appliedNotes(applied, series), ...leftOutOf(last)],
  };
  return {
    answer,
    standing: standing(steps, numbers).flatMap(({ n, finding }) =>
      isShown([finding]).map((each) => ({ n, finding: each })),
    ),
    text: (file) => last.scope.snapshot.source.read(file),
  };
}

/** The states between the patches, the first in front of them all. */
function statesOf(
  start: Snapshot,
  disk: TreeSource,
  { texts, applied, query }: { texts: Base['texts']; applied: AppliedSeries<Patch>; query: StateQuery },
): [State, ...State[]] {
  const states: [State, ...State[]] = [firstState(start, query)];
  const laid = new Map(texts);
  let snapshot = start;
  let before = states[0];
  for (const { patch, outcome } of applied.steps) {
    checkpoint(() => `reviewing patch ${patch.n}, ${patch.title}`);
    if (outcome.applied === 'failed') break;
    for (const [path, text] of outcome.changes.texts) laid.set(path, text);
    snapshot = withTexts(snapshot, disk, new Map(laid), outcome.changes.texts.keys());
    before = nextState(before, snapshot, outcome.changes, query);
    states.push(before);
  }
  return states;
}

function stepsBetween(states: readonly State[], done: AppliedSeries<Patch>['steps']): readonly Step[] {
  return done.flatMap(({ outcome }, i) => {
    const [before, after] = [states[i], states[i + 1]];
    return before && after ? [stepBetween(before, after, outcome.changes)] : [];
  });
}

function patchesOf(
  { steps }: AppliedSeries<Patch>,
  states: readonly State[],
  found: readonly Fate[],
  isShown: Shows,
): readonly ReviewedPatch[] {
  return steps.map(({ patch: { n, title, messageId }, outcome: { applied, hunks, refused, changes } }, i) => {
    const [before, after] = [states[i], states[i + 1]];
    const facts = before && after ? factsBetween(before, after, [changes]) : null;
    return { n, subject: title, messageId, applied, hunks, refused, ...visible(found[i] ?? NOTHING, isShown), facts };
  });
}

/** The findings that are shown. */
type Shows = (findings: readonly Finding[]) => readonly Finding[];

/** What is shown of it: rules and groups that are off by themselves, or by a setting, are not. */
function visible({ introduced, settledBy, removed, settles }: Fate, some: Shows): Fate {
  const each = (all: readonly Settled[]): readonly Settled[] =>
    all.map(({ n, findings }) => ({ n, findings: some(findings) })).filter(({ findings }) => findings.length > 0);
  return { introduced: some(introduced), settledBy: each(settledBy), removed: some(removed), settles: each(settles) };
}

function prerequisitesNote({ prerequisites }: Series): readonly string[] {
  if (prerequisites.length === 0) return [];
  const [first] = prerequisites;
  const others = prerequisites.length === 1 ? '' : `, and ${prerequisites.length - 1} more`;
  return [`the series says that it needs patches before it, which are not applied: ${first}${others}`];
}

function appliedNotes({ steps, failed }: AppliedSeries<Patch>, series: Series): readonly string[] {
  const notes = steps.flatMap(({ patch, outcome }) => outcome.notes.map((note) => `patch ${patch.n}: ${note}`));
  const left = series.patches.length - steps.length;
  if (failed === null || left === 0) return notes;
  return [
    ...notes,
    left === 1 ? 'the patch after it is not looked at' : `the ${left} patches after it are not looked at`,
  ];
}
