/** Reads files into the memory of words.wasm and has their words read there. */
import { readAsset } from '../files/installed.ts';
import { MAX_BYTES, readInto } from '../files/open.ts';
import type { Stamp } from '../files/stamps.ts';
import type { TreeFiles } from '../files/tree-files.ts';

/** As much of WebAssembly as is used: neither Node's types nor the language's have it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> };
};

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

type Scan = (text: number, length: number, lanes: number, count: number, heads: number) => number;
type Definitions = (text: number, length: number, names: number) => number;
type Hash = (at: number, length: number) => bigint;

/**
 * The memory: heads, then lanes, then the text. A head takes a line, and so at least four bytes, of the text. Names of types stand where
 * heads do: one takes two bytes of a text, and is written at most twice.
 */
const PAGE = 65_536;
const HEADS = PAGE;
const LANES = HEADS + 4 * MAX_BYTES;
const TEXT = LANES + 8 * laneCount(MAX_BYTES) + PAGE;
const PAD = 256;

/** How many lanes of 64 bits a text gets: about sixteen bits for each different word, of which short texts have more a byte. */
function laneCount(bytes: number): number {
  return 32 + Math.ceil(bytes / 252);
}

/** How many numbers of 32 bits the lanes of a text are: the low half of a lane, then the high one. */
export function laneNumbers(bytes: number): number {
  return 2 * laneCount(bytes);
}

/** A file's words, near enough: lanes of bits that say of most words that they are not in it. */
export interface FileWords {
  readonly lanes: Uint32Array;
  /** Hashes of the names that may be functions' heads. */
  readonly heads: Uint32Array;
  readonly ctimeMs: number;
  readonly size: number;
}

/** Where a word's bits are, in a file with any number of lanes. */
export interface WordKey {
  readonly low: number;
  readonly second: number;
  readonly firstBits: Lane;
  readonly secondBits: Lane;
}

/** The two halves of a lane. */
interface Lane {
  readonly low: number;
  readonly high: number;
}

/** One instance of words.wasm. */
export class WordScanner {
  readonly #memory: Memory;
  readonly #scan: Scan;
  readonly #definitions: Definitions;
  readonly #hash: Hash;
  #bytes: Buffer;

  private constructor(exports: Readonly<Record<string, unknown>>) {
    this.#memory = exports['memory'] as Memory;
    this.#scan = exports['scan'] as Scan;
    this.#definitions = exports['definitions'] as Definitions;
    this.#hash = exports['hash'] as Hash;
    this.#memory.grow(Math.ceil((TEXT + MAX_BYTES + PAD) / PAGE));
    this.#bytes = Buffer.from(this.#memory.buffer);
  }

  /** Loads words.wasm from a folder. Throws when it is not there. */
  static load(folder: string): WordScanner {
    return new WordScanner(new WebAssembly.Instance(new WebAssembly.Module(readAsset(folder, 'words.wasm'))).exports);
  }

  /** Hashes of the names of types that a listed file of a tree may define: the low halves of their keys. Null when it cannot be read. */
  definitions(files: TreeFiles, path: string): Uint32Array | null {
    return files.openListed(path, (file, { size }) => {
      const length = readInto(file, this.#bytes, TEXT, size);
      this.#bytes.fill(0, TEXT + length, TEXT + length + PAD);
      const found = this.#definitions(TEXT, length, HEADS);
      return new Uint32Array(this.#memory.buffer, HEADS, found).slice();
    });
  }

  /** Reads the words of a file of a tree, which a walk may have listed; null when it cannot be read. */
  file(files: TreeFiles, path: string, isListed: boolean): FileWords | null {
    return isListed ? files.openListed(path, this.#file) : files.open(path, this.#file);
  }

  readonly #file = (file: number, { ctimeMs, size }: Stamp): FileWords => {
    const length = readInto(file, this.#bytes, TEXT, size);
    // A file that was cut meanwhile is to count as changed.
    return { ...this.#words(length), ctimeMs, size: length };
  };

  #words(length: number): Pick<FileWords, 'lanes' | 'heads'> {
    const count = laneCount(length);
    this.#bytes.fill(0, TEXT + length, TEXT + length + PAD);
    this.#bytes.fill(0, LANES, LANES + 8 * count);
    const found = this.#scan(TEXT, length, LANES, count, HEADS);
    const { buffer } = this.#memory;
    return { lanes: new Uint32Array(buffer, LANES, 2 * count), heads: new Uint32Array(buffer, HEADS, found) };
  }

  /** The key of a word. */
  key(word: string): WordKey {
    const length = this.#bytes.write(word, TEXT, 'latin1');
    this.#bytes.fill(0, TEXT + length, TEXT + length + PAD);
    const sum = BigInt.asUintN(64, this.#hash(TEXT, length));
    const spread = BigInt.asUintN(64, sum * SPREAD);
    return {
      low: Number(sum & 0xffff_ffffn),
      second: Number(spread >> 32n),
      firstBits: fourBits(Number(sum >> 32n)),
      secondBits: fourBits(Number((spread >> 8n) & 0xff_ffffn)),
    };
  }
}

/** As in server/wasm/words.ts. */
const SPREAD = 0x9e37_79b9_7f4a_7c15n;

function fourBits(bits: number): Lane {
  const lane = { low: 0, high: 0 };
  for (let shift = 0; shift < 24; shift += 6) {
    const bit = (bits >>> shift) & 63;
    if (bit < 32) lane.low |= 1 << bit;
    else lane.high |= 1 << (bit - 32);
  }
  return lane;
}

/** Whether a word may be in the file whose lanes are `numbers` numbers from `start` on. */
export function mayHave(lanes: Uint32Array, start: number, numbers: number, key: WordKey): boolean {
  const count = numbers / 2;
  const first = start + 2 * Math.floor((key.low * count) / 0x1_0000_0000);
  if (!hasBits(lanes, first, key.firstBits)) return false;
  return hasBits(lanes, start + 2 * Math.floor((key.second * count) / 0x1_0000_0000), key.secondBits);
}

function hasBits(lanes: Uint32Array, at: number, { low, high }: Lane): boolean {
  return (~(lanes[at] ?? 0) & low) === 0 && (~(lanes[at + 1] ?? 0) & high) === 0;
}
