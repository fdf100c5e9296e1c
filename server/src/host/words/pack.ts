/** The word index of a tree as the bytes of a file. */
import { isCount, isRecord, isStrings } from '../shapes.ts';
import { Arrays, packArrays, unpackMeta } from './arrays.ts';
import type { WordBlock } from './block.ts';
import type { Matches } from './index.ts';
import { laneNumbers } from './scanner.ts';

/** What is kept of an index. */
export interface Packed {
  readonly block: WordBlock;
  readonly matches: Matches;
}

/** What an index is about. */
export interface About {
  readonly root: string;
  readonly folders: readonly string[];
}

/** What the file says in JSON, in front of the arrays. */
interface Meta extends About {
  readonly paths: readonly string[];
  readonly matches: Matches;
  readonly lanes: number;
  readonly heads: number;
}

/** The bytes, in parts. */
export function pack({ block, matches }: Packed, { root, folders }: About): readonly Uint8Array[] {
  const { paths, lanes, heads } = block;
  const meta: Meta = { root, folders, paths, matches, lanes: lanes.length, heads: heads.length };
  return packArrays(meta, [block.stamps, block.laneStarts, block.headStarts, block.lanes, block.heads]);
}

/** What bytes say; null where they are about another tree, or not as `pack` has written them. */
export function unpack(bytes: Buffer, about: About): Packed | null {
  const { meta, start } = unpackMeta(bytes);
  if (!isMeta(meta) || start + sizeOf(meta) !== bytes.length || !isAbout(meta, about)) return null;
  const block = readBlock(bytes, start, meta);
  return isBlock(block) ? { block, matches: meta.matches } : null;
}

function isAbout(meta: Meta, { root, folders }: About): boolean {
  return meta.root === root && meta.folders.join('\n') === folders.join('\n');
}

/** How many bytes the arrays take: memory is taken for no more than there are. */
function sizeOf({ paths, lanes, heads }: Meta): number {
  return 16 * paths.length + 8 * (paths.length + 1) + 4 * lanes + 4 * heads;
}

function readBlock(bytes: Buffer, start: number, { paths, lanes, heads }: Meta): WordBlock {
  const arrays = new Arrays(bytes, start);
  return {
    paths,
    stamps: arrays.doubles(2 * paths.length),
    laneStarts: arrays.numbers(paths.length + 1),
    headStarts: arrays.numbers(paths.length + 1),
    lanes: arrays.numbers(lanes),
    heads: arrays.numbers(heads),
  };
}

/** Whether each file has its share of the lanes and heads: as many lanes as its size calls for, and no others'. */
function isBlock({ paths, stamps, laneStarts, lanes, headStarts, heads }: WordBlock): boolean {
  if (laneStarts[0] !== 0 || laneStarts[paths.length] !== lanes.length) return false;
  if (headStarts[0] !== 0 || headStarts[paths.length] !== heads.length) return false;
  for (let i = 0; i < paths.length; i++) {
    const size = stamps[2 * i + 1] ?? -1;
    const count = size < 0 ? 0 : laneNumbers(size);
    if ((laneStarts[i + 1] ?? 0) - (laneStarts[i] ?? 0) !== count) return false;
    if ((headStarts[i + 1] ?? 0) < (headStarts[i] ?? 0)) return false;
  }
  return true;
}

function isMeta(value: unknown): value is Meta {
  if (!isRecord(value)) return false;
  const { root, folders, paths, matches, lanes, heads } = value;
  return (
    typeof root === 'string' &&
    isStrings(folders) &&
    isStrings(paths) &&
    isRecord(matches) &&
    Object.values(matches).every(isMatch) &&
    isCount(lanes) &&
    isCount(heads)
  );
}

function isMatch(value: unknown): boolean {
  return isRecord(value) && isStrings(value['found']) && isStrings(value['changed']);
}
