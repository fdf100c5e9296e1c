/** The words of a list of files as plain numbers. */
import type { Stamp } from '../files/stamps.ts';
import type { TreeFiles } from '../files/tree-files.ts';
import type { FileWords, WordScanner } from './scanner.ts';

/** The words of a list of files, in few arrays, so that they can be sent to another thread and to disk as they are. */
export interface WordBlock {
  readonly paths: readonly string[];
  /** Time of change (milliseconds) and size (bytes) of each file, in turn. */
  readonly stamps: Float64Array;
  /** Where each file's lanes begin in `lanes`; one more than there are files. */
  readonly laneStarts: Uint32Array;
  readonly lanes: Uint32Array;
  readonly headStarts: Uint32Array;
  readonly heads: Uint32Array;
}

/** Reads the words of files of a tree, which a walk may have listed. A file that cannot be read has none. */
export function readWords(
  scanner: WordScanner,
  files: TreeFiles,
  paths: readonly string[],
  isListed: boolean,
): WordBlock {
  const stamps = new Float64Array(2 * paths.length);
  const lanes = new Growing(paths.length, laneScratch);
  const heads = new Growing(paths.length, headScratch);
  paths.forEach((path, i) => {
    const words = scanner.file(files, path, isListed) ?? NO_WORDS;
    stamps.set([words.ctimeMs, words.size], 2 * i);
    lanes.add(words.lanes);
    heads.add(words.heads);
  });
  return {
    paths,
    stamps,
    laneStarts: lanes.starts,
    lanes: lanes.values(),
    headStarts: heads.starts,
    heads: heads.values(),
  };
}

/** The words of files that several blocks have, in one. */
export function putTogether(paths: readonly string[], placeOf: (path: string) => Place | undefined): WordBlock {
  const words = paths.map((path) => {
    const place = placeOf(path);
    return place ? wordsAt(place) : NO_WORDS;
  });
  const lanes = oneBehindTheOther(words.map((each) => each.lanes));
  const heads = oneBehindTheOther(words.map((each) => each.heads));
  const stamps = Float64Array.from(words.flatMap(({ ctimeMs, size }) => [ctimeMs, size]));
  return {
    paths,
    stamps,
    laneStarts: lanes.starts,
    lanes: lanes.values,
    headStarts: heads.starts,
    heads: heads.values,
  };
}

/** Numbers of one file after the other, in memory that threads can share: how many there are is known, so that it is taken once. */
function oneBehindTheOther(lists: readonly Uint32Array[]): {
  readonly starts: Uint32Array;
  readonly values: Uint32Array;
} {
  const starts = new Uint32Array(lists.length + 1);
  lists.forEach((list, i) => {
    starts[i + 1] = (starts[i] ?? 0) + list.length;
  });
  const values = sharedNumbers(starts[lists.length] ?? 0);
  for (const [i, list] of lists.entries()) values.set(list, starts[i]);
  return { starts, values };
}

/** The place of a file in a block. */
export interface Place {
  readonly block: WordBlock;
  readonly i: number;
}

function wordsAt({ block, i }: Place): FileWords {
  return {
    ...stampAt({ block, i }),
    lanes: block.lanes.subarray(block.laneStarts[i], block.laneStarts[i + 1]),
    heads: block.heads.subarray(block.headStarts[i], block.headStarts[i + 1]),
  };
}

/** Time of change and size of a file as they were read. */
export function stampAt({ block, i }: Place): Stamp {
  return { ctimeMs: block.stamps[2 * i] ?? 0, size: block.stamps[2 * i + 1] ?? -1 };
}

const NOTHING = new Uint32Array();

/** Of a file that cannot be read. */
const NO_WORDS: FileWords = { ctimeMs: 0, size: -1, lanes: NOTHING, heads: NOTHING };

/** Zeros in memory that threads can share: the largest part of an index is not copied for each. */
export function sharedNumbers(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(4 * length));
}

/** Room that one list of files after the other is read into: as garbage, it would pile up faster than it is collected. */
class Scratch {
  numbers = new Uint32Array(1 << 16);

  /** Room for so many numbers, the first `kept` of which stay. */
  grow(length: number, kept: number): Uint32Array {
    if (length > this.numbers.length) {
      const larger = new Uint32Array(Math.max(length, 2 * this.numbers.length));
      larger.set(this.numbers.subarray(0, kept));
      this.numbers = larger;
    }
    return this.numbers;
  }
}

const laneScratch = new Scratch();
const headScratch = new Scratch();

/** Numbers of one file after the other. */
class Growing {
  readonly starts: Uint32Array;
  readonly #scratch: Scratch;
  #files = 0;

  constructor(files: number, scratch: Scratch) {
    this.starts = new Uint32Array(files + 1);
    this.#scratch = scratch;
  }

  add(values: Uint32Array): void {
    const start = this.starts[this.#files++] ?? 0;
    const end = start + values.length;
    this.#scratch.grow(end, start).set(values, start);
    this.starts[this.#files] = end;
  }

  /** In memory that threads can share. */
  values(): Uint32Array {
    const values = sharedNumbers(this.starts[this.#files] ?? 0);
    values.set(this.#scratch.numbers.subarray(0, values.length));
    return values;
  }
}

/** The block of no file. */
export const EMPTY: WordBlock = {
  paths: [],
  stamps: new Float64Array(),
  laneStarts: NOTHING,
  lanes: NOTHING,
  headStarts: NOTHING,
  heads: NOTHING,
};
