/** A hook that very many tables fill, in few nodes. */
import type { GraphNode } from '../../model/graph-answers.ts';

/** The functions that fill a hook, each once with its memory types, those of most tables first. */
export function merged(fillers: Iterable<GraphNode>): readonly GraphNode[] {
  const found = new Map<string, { readonly node: GraphNode; readonly types: Set<string> }>();
  for (const { memoryType: type, ...node } of fillers) {
    const id = `${node.file}:${node.line} ${node.function}`;
    const known = found.get(id) ?? { node: { ...node, id, memoryType: null, more: true }, types: new Set() };
    found.set(id, known);
    if (type !== null) known.types.add(type);
  }
  return [...found.values()]
    .sort((a, b) => b.types.size - a.types.size)
    .map(({ node, types: [only, ...others] }) => ({
      ...node,
      memoryType: others.length === 0 ? (only ?? null) : null,
      memoryTypes: only === undefined ? [] : [only, ...others],
    }));
}
