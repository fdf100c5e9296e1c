/** Call graphs as SVG, for a file. */
import { COMMAND_MARK, visible } from '../../base/visible.ts';
import type { GraphAnswer } from '../../model/graph-answers.ts';
import { layout, type PlacedCluster, type PlacedEdge, type PlacedNode } from './layout.ts';

const STYLE = `
text { font: 12px ui-monospace, monospace; fill: #1f2328; text-anchor: middle; }
.place { font-size: 10px; fill: #656d76; }
.cluster { fill: #f6f8fa; stroke: #d0d7de; }
.cluster-name { font-size: 11px; fill: #656d76; text-anchor: start; }
.node { fill: #ffffff; stroke: #8c959f; }
.ioctl { fill: #ddf4ff; stroke: #0969da; }
.dispatch { fill: #fff8c5; stroke: #9a6700; }
.hook { fill: #dafbe1; stroke: #1a7f37; }
.more { stroke-dasharray: 3 3; }
path { fill: none; stroke: #656d76; }
.dispatch-edge, .pointer-edge { stroke-dasharray: 5 3; }
.async-edge { stroke-dasharray: 1 4; stroke-linecap: round; stroke-width: 1.5; }
`;

/** The graph as a picture that stands for itself. */
export function svgText(graph: GraphAnswer): string {
  const { width, height, nodes, edges, clusters } = layout(graph, 'right');
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(width)}" height="${Math.ceil(height)}" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}">`,
    `<style>${STYLE}</style>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" style="fill:#656d76;stroke:none"/></marker></defs>',
    ...clusters.map(clusterSvg),
    ...edges.map(edgeSvg),
    ...nodes.map(nodeSvg),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

function clusterSvg({ memoryType, x, y, width, height }: PlacedCluster): string {
  const [left, top] = [x - width / 2, y - height / 2];
  return (
    `<rect class="cluster" x="${fixed(left)}" y="${fixed(top)}" width="${fixed(width)}" height="${fixed(height)}" rx="6"/>` +
    `<text class="cluster-name" x="${fixed(left + 6)}" y="${fixed(top + 12)}">${escaped(memoryType)}</text>`
  );
}

function edgeSvg({ edge, points }: PlacedEdge): string {
  const path = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${fixed(x)} ${fixed(y)}`).join('');
  const title = [
    `${edge.file}:${edge.line}`,
    ...(edge.kind === 'async' ? ['runs later'] : []),
    ...(edge.condition === null ? [] : [edge.condition]),
  ];
  return `<path class="${edge.kind}-edge" d="${path}" marker-end="url(#arrow)"><title>${title.map(escaped).join('\n')}</title></path>`;
}

function nodeSvg({ node, label, x, y, width, height }: PlacedNode): string {
  const lines = label.lines.map(
    (line, i) => `<tspan x="${fixed(x)}" dy="${i === 0 ? 0 : 14}">${escaped(line)}</tspan>`,
  );
  const top = y - height / 2;
  return (
    `<g><title>${escaped(`${node.file}:${node.line}`)}</title>` +
    `<rect class="node ${node.kind}" x="${fixed(x - width / 2)}" y="${fixed(top)}" width="${fixed(width)}" height="${fixed(height)}" rx="4"/>` +
    `<text y="${fixed(top + 17)}">${lines.join('')}</text>` +
    `<text class="place" x="${fixed(x)}" y="${fixed(y + height / 2 - 8)}">${escaped(label.place)}</text></g>`
  );
}

function fixed(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '');
}

/** Text of an element or an attribute: XML has no form at all for most of what is not to be seen. */
function escaped(text: string): string {
  const shown = visible(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  return shown.replace(COMMAND_MARK, '&#35;');
}
