/** Arrays of numbers in a file, behind what is said of them in JSON: used where they were read to, since they are most of an index. */
import { parsed } from '../shapes.ts';

/** The bytes of the number in front: how long the JSON is. */
const LENGTH = 4;

/** Arrays begin at a multiple of it: numbers of 64 bits are read from nowhere else. */
const ALIGNED = 8;

/** The bytes, in parts. Arrays of 64 bits come first. */
export function packArrays(meta: object, arrays: readonly (Float64Array | Uint32Array)[]): readonly Uint8Array[] {
  const text = JSON.stringify(meta);
  const length = Buffer.byteLength(text);
  const json = Buffer.from(text + ' '.repeat(ALIGNED - ((LENGTH + length) % ALIGNED)));
  const parts = arrays.map((each) => Buffer.from(each.buffer, each.byteOffset, each.byteLength));
  return [Buffer.from(Uint32Array.of(json.length).buffer), json, ...parts];
}

/** What the JSON says, of any shape, and where the arrays begin. */
export function unpackMeta(bytes: Buffer): { readonly meta: unknown; readonly start: number } {
  const start = LENGTH + (bytes.length < LENGTH ? 0 : bytes.readUInt32LE(0));
  return { meta: parsed(bytes.toString('utf8', LENGTH, start)), start };
}

/** Arrays that lie one behind the other in bytes, which are theirs from then on. */
export class Arrays {
  readonly #buffer: ArrayBufferLike;
  #at: number;

  constructor(bytes: Buffer, start: number) {
    const begin = bytes.byteOffset + start;
    const isAligned = begin % ALIGNED === 0;
    this.#buffer = isAligned ? bytes.buffer : shared(bytes.subarray(start));
    this.#at = isAligned ? begin : 0;
  }

  doubles(count: number): Float64Array {
    this.#at += 8 * count;
    return new Float64Array(this.#buffer, this.#at - 8 * count, count);
  }

  numbers(count: number): Uint32Array {
    this.#at += 4 * count;
    return new Uint32Array(this.#buffer, this.#at - 4 * count, count);
  }
}

/** A copy in memory that threads can share. */
function shared(bytes: Uint8Array): SharedArrayBuffer {
  const copy = new SharedArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}
