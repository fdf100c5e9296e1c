import type { Score } from './score.ts';

/** What issue and page ask for; a comparison below this fails. */
export const GOALS: Readonly<Record<string, { readonly recall: number; readonly precision: number }>> = {
  slots: { recall: 0.995, precision: 0.995 },
  dispatch: { recall: 0.98, precision: 0.99 },
  calls: { recall: 0.995, precision: 0.995 },
  'array slots': { recall: 0.995, precision: 0 },
};

/** The figures as a table, then the classes of difference, the largest first, with some examples each. */
export function report(scores: readonly Score[], examples: number): string {
  const rows = [['', 'expected', 'found', 'recall', 'judged', 'right', 'precision', 'goal']];
  for (const score of scores) rows.push(row(score));
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length)));
  const lines = rows.map((cells) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  // The rows below a kind repeat its differences; the one exception is what only they count.
  for (const score of scores.filter(
    (one) => !one.name.startsWith(' ') || /static|right function|targets|these folders/.test(one.name),
  )) {
    lines.push(...classes(score, examples));
  }
  return lines.join('\n');
}

/** Whether every figure that has a goal reaches it. */
export function reachesGoals(scores: readonly Score[]): boolean {
  return scores.every((score) => {
    const goal = GOALS[score.name];
    return goal === undefined || (score.recall >= goal.recall && score.precision >= goal.precision);
  });
}

function row(score: Score): string[] {
  const goal = GOALS[score.name];
  const recall = score.expected === 0 ? ['-', '-', '-'] : [score.expected, score.found, percent(score.recall)];
  const precision = score.judged === 0 ? ['-', '-', '-'] : [score.judged, score.right, percent(score.precision)];
  const wanted = goal === undefined ? '' : `${percent(goal.recall)} / ${percent(goal.precision)}`;
  return [score.name, ...recall.map(String), ...precision.map(String), wanted];
}

function classes(score: Score, examples: number): string[] {
  const sorted = [...score.differences].sort((a, b) => b[1].length - a[1].length);
  return sorted.flatMap(([name, all]) => [
    '',
    `${score.name.trim()}, ${name}: ${all.length}`,
    ...spread(all, examples).map((example) => `    ${example}`),
  ]);
}

/** Examples from all over the list rather than from its first file. */
function spread(all: readonly string[], count: number): string[] {
  const step = Math.max(1, all.length / count);
  return Array.from({ length: Math.min(count, all.length) }, (_, i) => all[Math.floor(i * step)] ?? '');
}

function percent(share: number): string {
  return `${(Math.floor(share * 10000) / 100).toFixed(2)} %`;
}
