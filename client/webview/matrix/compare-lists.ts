/** The rows beside the grid: counts with what was counted, what ioctls run, and findings, as plain data. */
import type {
  CompareAnswer,
  CompareFinding,
  CompareItem,
  CompareMetric,
  CompareReach,
  CompareTarget,
  SidePlace,
} from '../../messages.ts';
import { type Change, changeOf } from './changes.ts';
import { type Names, namesOf } from './compare-hooks.ts';

/** A line that leads to the code, on one side or on both. */
export interface Line {
  readonly change: Change;
  readonly text: string;
  /** Smaller lines below. */
  readonly details: readonly string[];
  readonly places: readonly SidePlace[];
  readonly isSame: boolean;
}

/** One count. */
export interface Count {
  readonly id: string;
  readonly claim: string;
  readonly values: readonly [string, string];
  readonly differs: boolean;
  readonly lines: readonly Line[];
}

export interface CountGroup {
  readonly name: string;
  readonly counts: readonly Count[];
}

/** The counts by their groups; those without a difference only where all are wanted. */
export function countGroups(answer: CompareAnswer, all: boolean): readonly CountGroup[] {
  const names = namesOf(answer);
  const groups = new Map<string, Count[]>();
  for (const metric of answer.metrics) {
    const count = countOf(metric, names);
    if (!(all || count.differs)) continue;
    const group = groups.get(metric.group) ?? [];
    groups.set(metric.group, group);
    group.push(count);
  }
  return [...groups].map(([name, counts]) => ({ name, counts }));
}

function countOf({ id, claim, values }: CompareMetric, { a, b }: Names): Count {
  const [before, after] = [values[a], values[b]];
  const lines = linesOf(before?.items ?? [], after?.items ?? [], /lost|removed/.test(id));
  const shown = (value: number | null | undefined): string =>
    value === undefined || value === null ? '–' : `${value}`;
  const counts = [shown(before?.value), shown(after?.value)] as const;
  const differs = counts[0] !== counts[1] || lines.some(({ change }) => change !== 'same');
  return { id, claim, values: counts, differs, lines };
}

/** The items of two sides; what both have is one line. What a side lost stands on the other. */
function linesOf(before: readonly CompareItem[], after: readonly CompareItem[], isLost: boolean): readonly Line[] {
  const rest = new Map<string, CompareItem[]>();
  for (const item of after) rest.set(keyOf(item), [...(rest.get(keyOf(item)) ?? []), item]);
  const lines = before.map((item) => line(item, rest.get(keyOf(item))?.shift() ?? null, isLost));
  return [...lines, ...[...rest.values()].flat().map((item) => line(null, item, isLost))];
}

function keyOf({ file, message }: CompareItem): string {
  return `${file} ${message}`;
}

function line(a: CompareItem | null, b: CompareItem | null, isLost: boolean): Line {
  const [ofA, ofB] = isLost ? (['b', 'a'] as const) : (['a', 'b'] as const);
  const item = b ?? a;
  return {
    change: changeOf(a, b, () => true) ?? 'same',
    text: item?.message ?? '',
    details: item ? [`${item.file}:${item.line}`] : [],
    places: [...on(ofA, a), ...on(ofB, b)],
    isSame: a !== null && a.file === b?.file,
  };
}

function on(
  side: SidePlace['side'],
  at: { readonly file: string; readonly line: number } | null,
): readonly SidePlace[] {
  return at ? [{ side, place: { file: at.file, line: at.line, column: 1 } }] : [];
}

/** What an ioctl runs for a memory type. */
export interface Way {
  readonly memoryType: string;
  readonly lines: readonly Line[];
}

export interface IoctlWays {
  readonly ioctl: string;
  readonly ways: readonly Way[];
}

/** What ioctls run, ioctl by ioctl; what both sides run alike only where all is wanted. */
export function ioctlWays(answer: CompareAnswer, all: boolean): readonly IoctlWays[] {
  const names = namesOf(answer);
  const ioctls = new Map<string, Way[]>();
  for (const reach of answer.reach) {
    const lines = wayLines(reach, names).filter(({ change }) => all || change !== 'same');
    if (lines.length === 0) continue;
    const ways = ioctls.get(reach.ioctl) ?? [];
    ioctls.set(reach.ioctl, ways);
    ways.push({ memoryType: reach.memoryType, lines });
  }
  return [...ioctls].map(([ioctl, ways]) => ({ ioctl, ways }));
}

function wayLines({ in: sides }: CompareReach, { a, b }: Names): readonly Line[] {
  const [before, after] = [sides[a]?.targets ?? [], sides[b]?.targets ?? []];
  const names = [...new Set([...before, ...after].map((each) => each.function))];
  return names.map((name) => {
    const of = (targets: readonly CompareTarget[]): readonly CompareTarget[] =>
      targets.filter((each) => each.function === name);
    return targetLine(name, of(before), of(after));
  });
}

/** A function: gained, lost, or run through something else or on other conditions than before. */
function targetLine(name: string, before: readonly CompareTarget[], after: readonly CompareTarget[]): Line {
  const [a, b] = [before[0] ?? null, after[0] ?? null];
  const told = (targets: readonly CompareTarget[]): ReadonlySet<string> =>
    new Set(targets.flatMap(({ via, conditions }) => [`via ${via}`, ...conditions.map((each) => `if ${each}`)]));
  const [was, is] = [told(before), told(after)];
  const [gone, come] = [[...was].filter((each) => !is.has(each)), [...is].filter((each) => !was.has(each))];
  const change = changeOf(a, b, () => gone.length + come.length === 0) ?? 'same';
  const details =
    change === 'changed' ? [...gone.map((each) => `− ${each}`), ...come.map((each) => `+ ${each}`)] : [...was, ...is];
  return {
    change,
    text: `${name}()`,
    details: [...new Set(details)],
    places: [...on('a', a), ...on('b', b)],
    isSame: a !== null && a.file === b?.file,
  };
}

/** What the rules find on the second side and not on the first, and the other way round. */
export function findingLines({ findings }: CompareAnswer): readonly Line[] {
  const told =
    (change: Change, side: SidePlace['side']) =>
    (each: CompareFinding): Line => ({
      change,
      text: each.message,
      details: [`${each.file}:${each.line}  ${each.rule}`],
      places: [{ side, place: { file: each.file, line: each.line, column: each.column } }],
      isSame: false,
    });
  return [...findings.introduced.map(told('added', 'b')), ...findings.removed.map(told('removed', 'a'))];
}
