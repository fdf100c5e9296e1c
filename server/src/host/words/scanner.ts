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
const TEXT = LANES + MAX_BYTES / 32 + PAGE;
const PAD = 256;

/** How many lanes of 32 bits a text gets: about twelve bits for each different word, of which short texts have more a byte. */
export function laneCount(bytes: number): number {
  return 48 + Math.ceil(bytes / 168);
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
  readonly firstBits: number;
  readonly secondBits: number;
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
    this.#bytes.fill(0, LANES, LANES + 4 * count);
    const found = this.#scan(TEXT, length, LANES, count, HEADS);
    const { buffer } = this.#memory;
    return { lanes: new Uint32Array(buffer, LANES, count), heads: new Uint32Array(buffer, HEADS, found) };
  }

  /** The key of a word. */
  key(word: string): WordKey {
    const length = this.#bytes.write(word, TEXT, 'latin1');
    this.#bytes.fill(0, TEXT + length, TEXT + length + PAD);
    const sum = BigInt.asUintN(64, this.#hash(TEXT, length));
    const bits = Number(sum >> 32n);
    return {
      low: Number(sum & 0xffff_ffffn),
      second: Number(BigInt.asUintN(64, sum * SPREAD) >> 32n),
      firstBits: (1 << (bits & 31)) | (1 << ((bits >>> 5) & 31)),
      secondBits: (1 << ((bits >>> 10) & 31)) | (1 << ((bits >>> 15) & 31)),
    };
  }
}

/** As in server/wasm/words.ts. */
const SPREAD = 0x9e37_79b9_7f4a_7c15n;

/** Whether a word may be in the file whose lanes are `count` from `start` on. */
export function mayHave(lanes: Uint32Array, start: number, count: number, key: WordKey): boolean {
  const first = lanes[start + Math.floor((key.low * count) / 0x1_0000_0000)] ?? 0;
  if ((first & key.firstBits) !== key.firstBits) return false;
  const second = lanes[start + Math.floor((key.second * count) / 0x1_0000_0000)] ?? 0;
  return (second & key.secondBits) === key.secondBits;
}
