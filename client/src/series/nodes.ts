import type { OpenSeries, ReviewedPatch } from '../../../server/src/protocol/review.ts';
import type { CurrentPatch } from './current.ts';

/** What becomes of a finding, seen from one patch. */
export type Fate = 'introduced' | 'settledBy' | 'removed' | 'settles';

/** A finding of a patch. `other` is the patch that settles it, or introduced it. */
export interface FindingNode {
  readonly kind: 'finding';
  readonly id: string;
  readonly current: CurrentPatch;
  readonly finding: ReviewedPatch['introduced'][number];
  readonly fate: Fate;
  readonly other: number | undefined;
}

export interface PatchNode {
  readonly kind: 'patch';
  readonly id: string;
  readonly current: CurrentPatch;
}

/** Something that is told in words. */
export interface TextNode {
  readonly kind: 'fact' | 'failure' | 'note';
  readonly id: string;
  readonly text: string;
}

/** All that is told of the series as a whole. */
export interface TotalNode {
  readonly kind: 'total';
  readonly id: string;
  readonly series: OpenSeries;
}

/** A row of the Series view. */
export type Node = PatchNode | FindingNode | TextNode | TotalNode;

/** The top of the view: the patches in their order, and the series as a whole. */
export function rootsOf(patches: readonly CurrentPatch[], series: OpenSeries | undefined): Node[] {
  const total: Node[] = series ? [{ kind: 'total', id: 'total', series }] : [];
  return [...patches.map((current): Node => ({ kind: 'patch', id: `${current.patch.n}`, current })), ...total];
}

/** What is under a row. */
export function childrenOf(node: Node): Node[] {
  if (node.kind === 'patch') return [...findingsOf(node.current), ...textsOf(node)];
  if (node.kind !== 'total') return [];
  const { total, review } = node.series;
  return [...texts('fact', 'total', total), ...texts('note', 'total', review.notes)];
}

/** The findings that a patch has to do with: those that it introduces first, those that go with it last. */
export function findingsOf(current: CurrentPatch): FindingNode[] {
  const { introduced, settledBy, removed, settles } = current.patch;
  const all: readonly (readonly [Fate, number | undefined, ReviewedPatch['introduced']])[] = [
    ['introduced', undefined, introduced],
    ...settledBy.map(({ n, findings }) => ['settledBy', n, findings] as const),
    ...settles.map(({ n, findings }) => ['settles', n, findings] as const),
    ['removed', undefined, removed],
  ];
  return all.flatMap(([fate, other, findings]) =>
    findings.map((finding, i) => ({
      kind: 'finding' as const,
      id: `${current.patch.n}/${fate}/${other}/${i}`,
      current,
      finding,
      fate,
      other,
    })),
  );
}

function textsOf({ id, current }: PatchNode): TextNode[] {
  return [...texts('failure', id, current.shown.failures), ...texts('fact', id, current.shown.facts)];
}

function texts(kind: TextNode['kind'], id: string, all: readonly string[]): TextNode[] {
  return all.map((text, i) => ({ kind, id: `${id}/${kind}/${i}`, text }));
}

/** Whether what a finding is about is the file in front of the patch. */
export function isBefore(fate: Fate): boolean {
  return fate === 'removed' || fate === 'settles';
}

/** What becomes of a finding, in words: `settled by 4/7`. */
export function fateText({ fate, other, current }: FindingNode): string {
  const of = `${other}/${current.series.review.series.count}`;
  switch (fate) {
    case 'introduced':
      return 'introduced';
    case 'settledBy':
      return `settled by ${of}`;
    case 'settles':
      return `settles what ${of} introduced`;
    case 'removed':
      return 'removed';
  }
}
