/** Ranks that a crowd makes wide: lines that are slant within one would go over many functions. */
import { largest } from '../../base/extremes.ts';
import type { Box, Point } from './layout.ts';

/** A rank that a crowd makes wide: from where to where it goes, in the direction of calls. */
export interface WideRank {
  readonly from: number;
  readonly to: number;
}

/** The rank of a block: the middles of all that are in it are in one line. */
export function rankOf(of: Box, boxes: readonly Box[], along: 'x' | 'y'): WideRank {
  const size = along === 'x' ? 'width' : 'height';
  const half = largest(boxes.filter((box) => Math.abs(box[along] - of[along]) < 1).map((box) => box[size])) / 2;
  return { from: of[along] - half, to: of[along] + half };
}

/** A line that is slant between ranks alone: within a wide one it would go over many functions. */
export function acrossRanks(points: readonly Point[], wide: readonly WideRank[], along: 'x' | 'y'): readonly Point[] {
  return points.flatMap((point, i) => {
    const rank = wide.find(({ from, to }) => point[along] >= from && point[along] <= to);
    if (!rank) return [point];
    const edge = (other: Point | undefined): Point[] => {
      if (!other || (other[along] >= rank.from && other[along] <= rank.to)) return [];
      const at = other[along] < rank.from ? rank.from : rank.to;
      return Math.abs(at - point[along]) < 1 ? [] : [{ ...point, [along]: at }];
    };
    return [...edge(points[i - 1]), point, ...edge(points[i + 1])];
  });
}
