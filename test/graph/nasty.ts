/** A graph in which every name, file and condition is one hostile text. */
import type { GraphAnswer, GraphNode } from '../../server/src/model/graph-answers.ts';

/** Two nodes, the second of a memory type, and the edge between them. */
export function nastyGraph(text: string): GraphAnswer {
  const node = (id: string, kind: GraphNode['kind'], memoryType: string | null): GraphNode => ({
    id,
    function: text,
    file: text,
    line: 1,
    column: 1,
    kind,
    memoryType,
    more: false,
  });
  return {
    schema: 1,
    tree: { root: `/${text}`, version: text },
    nodes: [node(text, 'dispatch', null), node(`${text}2`, 'hook', text)],
    edges: [{ from: text, to: `${text}2`, kind: 'dispatch', file: text, line: 1, condition: text }],
    note: null,
  };
}
