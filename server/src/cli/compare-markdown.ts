/** A comparison in Markdown, to paste into a reply or a page. */
import type { CompareAnswer, CompareGroup } from '../model/compare-answers.ts';
import { columnsOf, countIn, signsOf } from './compare-text.ts';
import { code, plain } from './pages.ts';
import { Shown } from './shown.ts';

export function compareMarkdown(answer: CompareAnswer): Shown {
  const names = columnsOf(answer);
  const [a = '', b = ''] = names;
  if (answer.same)
    return Shown.document(
      `${plain(a)} and ${plain(b)} are the same in all that is counted of struct ${code(answer.ops)}.\n`,
    );
  return Shown.document([...table(answer, names), ...changes(answer, names), ''].join('\n'));
}

function table({ metrics }: CompareAnswer, names: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let group: CompareGroup | null = null;
  for (const { id, group: own, claim, values } of metrics) {
    if (own !== group) {
      lines.push('', `## ${heading(own)}`, '', line(['row', 'what is counted', ...names.map(plain)]));
      lines.push(line(['---', '---', ...names.map(() => '---:')]));
    }
    group = own;
    lines.push(line([code(id), plain(claim), ...names.map((name) => countIn(values[name]))]));
  }
  return lines.slice(1);
}

function changes({ hooks, reach, findings }: CompareAnswer, names: readonly string[]): readonly string[] {
  const lines: string[] = [];
  const section = (title: string, all: readonly string[]): void => {
    if (all.length > 0) lines.push('', `## ${title}`, '', ...all.map((each) => `- ${each}`));
  };
  section(
    'Hooks that differ',
    hooks.filter(({ change }) => change !== 'same').map(({ name, change }) => `${code(name)}: ${plain(change)}`),
  );
  section(
    `Reach that differs (${plain(signsOf(names))})`,
    reach
      .filter(({ change }) => change !== 'same')
      .map(({ ioctl, memoryType, change, lost, gained }) => {
        const signed = [...lost.map((each) => `-${each}`), ...gained.map((each) => `+${each}`)];
        return `${code(ioctl)}, ${plain(memoryType)}: ${plain(change)}${signed.map((each) => `, ${code(each)}`).join('')}`;
      }),
  );
  section('Findings introduced', findings.introduced.map(told));
  section('Findings removed', findings.removed.map(told));
  return lines;
}

function told({ side, file, line: at, message, rule }: CompareAnswer['findings']['introduced'][number]): string {
  return `${plain(side)}: ${code(`${file}:${at}`)} ${plain(message)} (${rule})`;
}

function heading(group: CompareGroup): string {
  return group.charAt(0).toUpperCase() + group.slice(1);
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
