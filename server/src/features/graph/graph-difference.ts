/** Two graphs of the same question as one: what both sides have once, and what only one has with a mark. */
import { pushTo } from '../../base/add-to.ts';
import type { GraphAnswer, GraphEdge, GraphNode } from '../../model/graph-answers.ts';

/** The graph of the second side, with what only the first has besides; each is called by the name of its side. */
export function graphDifference(
  a: GraphAnswer,
  b: GraphAnswer,
  [nameA, nameB]: readonly [string, string],
): GraphAnswer {
  const matched = matching(a.nodes, b.nodes);
  const idOf = new Map(a.nodes.map(({ id }) => [id, matched.get(id) ?? `− ${id}`]));
  const shared = new Set(matched.values());
  const nodes = [
    ...b.nodes.map((node): GraphNode => (shared.has(node.id) ? node : { ...node, change: 'added' })),
    ...a.nodes.flatMap((node): readonly GraphNode[] =>
      matched.has(node.id) ? [] : [{ ...node, id: idOf.get(node.id) ?? node.id, change: 'removed' }],
    ),
  ];
  const renamed = a.edges.map((edge) => ({
    ...edge,
    from: idOf.get(edge.from) ?? edge.from,
    to: idOf.get(edge.to) ?? edge.to,
  }));
  const signs = `− only in ${nameA} · + only in ${nameB} · ~ on another condition`;
  const note = [signs, b.note ?? a.note].filter(Boolean).join(' · ');
  return { ...b, nodes, edges: edgesOf(renamed, b.edges), note };
}

/** Which node of the second graph a node of the first is: places move, so a node goes by what it is, and by its turn among those alike. */
function matching(a: readonly GraphNode[], b: readonly GraphNode[]): ReadonlyMap<string, string> {
  const free = new Map<string, GraphNode[]>();
  for (const node of b) pushTo(free, keyOf(node), node);
  return new Map(
    a.flatMap((node) => {
      const same = free.get(keyOf(node))?.shift();
      return same ? [[node.id, same.id] as const] : [];
    }),
  );
}

function keyOf({ kind, function: name, file, memoryType }: GraphNode): string {
  return [kind, name, file, memoryType ?? ''].join('\n');
}

/** An edge that both have is on another condition, or the same. */
function edgesOf(a: readonly GraphEdge[], b: readonly GraphEdge[]): readonly GraphEdge[] {
  const ends = ({ from, to, kind }: GraphEdge): string => [from, to, kind].join('\n');
  const before = new Map(a.map((edge) => [ends(edge), edge]));
  const now = new Set(b.map(ends));
  return [
    ...b.map((edge): GraphEdge => {
      const was = before.get(ends(edge));
      if (!was) return { ...edge, change: 'added' };
      if (squeezed(was.condition) === squeezed(edge.condition)) return edge;
      return { ...edge, change: 'changed', before: was.condition };
    }),
    ...a.flatMap((edge): readonly GraphEdge[] => (now.has(ends(edge)) ? [] : [{ ...edge, change: 'removed' }])),
  ];
}

/** A condition without layout. */
function squeezed(condition: string | null): string {
  return condition?.replace(/\s+/g, '') ?? '';
}
