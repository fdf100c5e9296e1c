/** Call graphs in DOT, for Graphviz. */
import { addTo } from '../../base/add-to.ts';
import { COMMAND_MARK, visible } from '../../base/visible.ts';
import type { GraphAnswer, GraphNode } from '../../model/graph-answers.ts';
import { clusters, nodeTitle, shortIds } from './text.ts';

const DOT_SHAPES: Readonly<Record<GraphNode['kind'], string>> = {
  ioctl: 'shape=cds',
  function: 'shape=box',
  dispatch: 'shape=diamond',
  hook: 'shape=box, style=rounded',
  more: 'shape=plaintext',
};

/** The graph for Graphviz, memory types as clusters. */
export function dotText(graph: GraphAnswer): string {
  const lines = ['digraph opscope {', '  rankdir=LR;', '  node [fontname="monospace", fontsize=10];'];
  const ids = shortIds(graph);
  let count = 0;
  for (const [type, nodes] of clusters(graph)) {
    const inside = nodes.map((node) => {
      const tip = quoted(`${node.file}:${node.line}`);
      return `${ids.get(node.id)} [label=${quoted(nodeTitle(node))}, ${DOT_SHAPES[node.kind]}, tooltip=${tip}];`;
    });
    if (type === '')
      addTo(
        lines,
        inside.map((line) => `  ${line}`),
      );
    else {
      lines.push(`  subgraph cluster_${count++} {`, `    label=${quoted(type)};`);
      addTo(
        lines,
        inside.map((line) => `    ${line}`),
      );
      lines.push('  }');
    }
  }
  for (const edge of graph.edges) {
    const attributes = [
      ...(edge.condition === null ? [] : [`label=${quoted(edge.condition)}`, 'fontsize=8']),
      ...(edge.kind === 'dispatch' || edge.kind === 'pointer' ? ['style=dashed'] : []),
      ...(edge.kind === 'async' ? ['style=dotted'] : []),
    ];
    const written = attributes.length > 0 ? ` [${attributes.join(', ')}]` : '';
    lines.push(`  ${ids.get(edge.from)} -> ${ids.get(edge.to)}${written};`);
  }
  return `${[...lines, '}'].join('\n')}\n`;
}

/** A string of DOT, in which Graphviz sees the text: it reads escapes of its own, and names of characters as HTML has them. */
function quoted(text: string): string {
  const shown = visible(text)
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replace(COMMAND_MARK, '&#35;');
  return `"${shown.replace(/[\\"]/g, '\\$&')}"`;
}
