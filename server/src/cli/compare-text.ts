/** A comparison as text: a table of counts, and what changed behind them. */
import { addTo } from '../base/add-to.ts';
import type {
  CompareAnswer,
  CompareFinding,
  CompareHook,
  CompareMetric,
  CompareReach,
} from '../model/compare-answers.ts';
import { Shown, shown, type Shown as Text } from './shown.ts';
import { type Cell, columns, type Paint } from './style.ts';

export function compareText(answer: CompareAnswer, paint: Paint): Text {
  const names = columnsOf(answer);
  const [a = '', b = ''] = names;
  if (answer.same) return shown`${a} and ${b} are the same in all that is counted of struct ${answer.ops}.\n`;
  const lines: Text[] = [];
  let group = '';
  const rows: (readonly Cell[])[] = [
    [{ text: '' }, ...names.map((text) => ({ text, paint: paint.bold })), { text: '' }],
  ];
  for (const metric of answer.metrics) {
    if (names.every((name) => !metric.values[name]?.value)) continue;
    if (metric.group !== group) rows.push([{ text: metric.group, paint: paint.bold }]);
    group = metric.group;
    rows.push(row(metric, names, paint));
  }
  addTo(lines, columns(rows));
  addTo(lines, hookLines(answer.hooks, paint));
  addTo(lines, reachLines(answer.reach, names, paint));
  addTo(lines, findingLines(answer, paint));
  return Shown.lines(lines);
}

/** The sides, and the base behind them. */
export function columnsOf({ sides, base }: CompareAnswer): readonly string[] {
  return [...sides, ...(base ? [base] : [])].map(({ name }) => name);
}

function row({ id, claim, values }: CompareMetric, names: readonly string[], paint: Paint): readonly Cell[] {
  const counts = names.map((name) => countIn(values[name]));
  const differs = new Set(counts.slice(0, 2)).size > 1;
  const paintCount = differs ? paint.warn : paint.dim;
  return [
    { text: `  ${id}`, paint: paint.name },
    ...counts.map((text) => ({ text, paint: paintCount })),
    { text: claim, paint: paint.dim },
  ];
}

/** A count as it is shown: a dash where a side has none. */
export function countIn(value: CompareMetric['values'][string] | undefined): string {
  return value?.value === undefined || value.value === null ? '-' : String(value.value);
}

function hookLines(hooks: readonly CompareHook[], paint: Paint): readonly Text[] {
  const changed = hooks.filter(({ change }) => change !== 'same');
  if (changed.length === 0) return [];
  const rows = changed.map(({ name, change }) => [{ text: `  ${name}`, paint: paint.name }, { text: change }]);
  return [shown``, paint.bold('hooks that differ'), ...columns(rows)];
}

function reachLines(reach: readonly CompareReach[], names: readonly string[], paint: Paint): readonly Text[] {
  const changed = reach.filter(({ change }) => change !== 'same');
  if (changed.length === 0) return [];
  const lines = changed.flatMap(({ ioctl, memoryType, change, lost, gained }) => [
    shown`  ${paint.name(ioctl)}  ${paint.good(memoryType)}  ${change}`,
    ...lost.map((each) => shown`    - ${each}`),
    ...gained.map((each) => shown`    + ${each}`),
  ]);
  return [shown``, shown`${paint.bold('reach that differs')}  ${paint.dim(signsOf(names))}`, ...lines];
}

/** What the signs in front of lost and gained are about. */
export function signsOf(names: readonly string[]): string {
  const [a = '', b = '', base] = names;
  return base === undefined
    ? `- in ${a} alone, + in ${b} alone`
    : `- in ${base} and lost on a side, + gained on a side`;
}

function findingLines({ findings }: CompareAnswer, paint: Paint): readonly Text[] {
  const { introduced, removed, same } = findings;
  if (introduced.length + removed.length === 0) return [];
  const told = (what: string, each: CompareFinding): Text =>
    shown`  ${paint.warn(what)} ${each.side}  ${each.file}:${each.line}  ${each.message} ${paint.dim(`[${each.rule}]`)}`;
  return [
    shown``,
    paint.bold('findings'),
    ...introduced.map((each) => told('+', each)),
    ...removed.map((each) => told('-', each)),
    shown`  ${introduced.length} introduced, ${removed.length} removed, ${same} the same`,
  ];
}

/** What is behind the counts of one row. */
export function evidenceText({ id, claim, values }: CompareMetric, paint: Paint): Text {
  const lines = Object.entries(values).flatMap(([name, { value, items }]) => [
    shown`${paint.bold(name)}  ${value ?? '-'}`,
    ...items.map(({ message, file, line }) => shown`  ${paint.dim(`${file}:${line}`)}  ${message}`),
  ]);
  return Shown.lines([shown`${paint.name(id)}  ${claim}`, ...lines]);
}
