/** The line above a matrix. */
import type { Matrix, StatusParams } from '../../messages.ts';

/** The release, whether the tables are all that there are, and how many more match than are drawn. */
export function remark({ tree, note }: Matrix, hidden: number, { state }: Pick<StatusParams, 'state'>): string {
  const release = tree.version ? `Linux ${tree.version}` : '';
  const soFar = state === 'indexing' ? 'so far: the whole tree is being read' : '';
  const more = hidden > 0 ? `${hidden} more tables match: narrow the filter to see them` : '';
  return [release, soFar, note ?? '', more].filter(Boolean).join(' · ');
}
