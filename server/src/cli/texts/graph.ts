/** A call graph as text. */
import { nodeTitle, type TreeLine, treeLines, typesText } from '../../features/graph/text.ts';
import type { GraphAnswer } from '../../model/graph-answers.ts';
import { Shown, shown } from '../shown.ts';
import { type Paint, PLAIN } from '../style.ts';

/** A line for each call, below what calls. */
export function treeText(answer: GraphAnswer, paint: Paint = PLAIN): Shown {
  const lines = [...treeLines(answer)].map((line) => lineText(line, paint));
  if (answer.note !== null) lines.push(shown`${answer.note}`);
  return lines.length > 0 ? Shown.lines(lines) : shown`\n`;
}

function lineText({ stem, node, edge, repeated }: TreeLine, paint: Paint): Shown {
  const title = nodeTitle(node);
  const types = typesText(node);
  const painted =
    node.kind === 'hook'
      ? paint.good(title)
      : node.kind === 'dispatch'
        ? paint.name(title)
        : node.kind === 'ioctl'
          ? paint.bold(title)
          : shown`${title}`;
  const place = edge && node.kind !== 'hook' ? `${edge.file}:${edge.line}` : `${node.file}:${node.line}`;
  const parts = [
    shown`${paint.dim(stem)}${painted}`,
    ...(types === '' ? [] : [paint.good(types)]),
    ...(node.kind === 'more' ? [] : [paint.dim(place)]),
    ...(edge?.kind === 'async' ? [paint.dim('runs later')] : []),
    ...(edge?.condition ? [paint.warn(`if ${edge.condition}`)] : []),
    ...(repeated ? [paint.dim('(see above)')] : []),
  ];
  return Shown.joined(parts, '  ');
}
