/** What is known of a symbol, as text. */
import type { ExplanationText } from '../../features/editor/explain.ts';
import { Shown, shown } from '../shown.ts';
import { type Paint, PLAIN } from '../style.ts';

/** What is known of one thing: its title, and the lines below. */
export function explanationText({ title, lines }: ExplanationText, paint: Paint = PLAIN): Shown {
  return Shown.lines([paint.bold(title), ...lines.map((line) => shown`  ${indented(line)}`)]);
}

/** A line of code or of a comment, which may have tabs. */
function indented(line: string): Shown {
  return Shown.joined(line.split('\t'), '\t');
}
