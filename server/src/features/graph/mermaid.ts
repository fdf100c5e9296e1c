/** Call graphs in Mermaid, for Markdown. */
import { addTo } from '../../base/add-to.ts';
import { visible } from '../../base/visible.ts';
import type { GraphAnswer, GraphNode } from '../../model/graph-answers.ts';
import { clusters, nodeTitle, shortIds } from './text.ts';

const MERMAID_SHAPES: Readonly<Record<GraphNode['kind'], readonly [string, string]>> = {
  ioctl: ['>', ']'],
  function: ['[', ']'],
  dispatch: ['{{', '}}'],
  hook: ['(', ')'],
  more: ['[', ']'],
};

/** The graph for Mermaid, memory types as subgraphs. */
export function mermaidText(graph: GraphAnswer): string {
  const lines = ['flowchart LR'];
  const ids = shortIds(graph);
  for (const [type, nodes] of clusters(graph)) {
    const inside = nodes.map((node) => {
      const [open, close] = MERMAID_SHAPES[node.kind];
      return `${ids.get(node.id)}${open}"${escaped(nodeTitle(node))}"${close}`;
    });
    if (type === '')
      addTo(
        lines,
        inside.map((line) => `  ${line}`),
      );
    else lines.push(`  subgraph "${escaped(type)}"`, ...inside.map((line) => `    ${line}`), '  end');
  }
  // Mermaid has one kind of broken line: what runs later says so in words.
  for (const edge of graph.edges) {
    const arrow = edge.kind === 'call' || edge.kind === 'case' ? '-->' : '-.->';
    const words = [...(edge.kind === 'async' ? ['later'] : []), ...(edge.condition === null ? [] : [edge.condition])];
    const label = words.length === 0 ? '' : `|"${escaped(words.join(' if '))}"|`;
    lines.push(`  ${ids.get(edge.from)} ${arrow}${label} ${ids.get(edge.to)}`);
  }
  return `${lines.join('\n')}\n`;
}

/**
 * Characters that are more than themselves in a label: quotes end it, angle brackets begin HTML, a backtick Markdown, `%%{` a
 * directive wherever it stands, `\\n` a new line, `$$` a formula, `fa:` an icon, and a colour behind `style ... :` is cut.
 */
const SPECIAL = /[&"<>#`%\\$:]/g;

/** A label's text, in Mermaid's entities. */
function escaped(text: string): string {
  return visible(text).replace(SPECIAL, (c) => `#${c.charCodeAt(0)};`);
}
