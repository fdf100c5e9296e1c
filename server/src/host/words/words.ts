/** Finds any of many words in a buffer in one pass, however many there are. */

/** Bits of the first, approximate look-up. */
const FILTER_BITS = 1 << 16;

/** Which bytes can stand in an identifier. */
const WORD = new Uint8Array(256);
for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_') WORD[letter.charCodeAt(0)] = 1;

const NEWLINE = 10;
const SPACE = 32;
const OPEN = 40;

/** A set of words to look for. */
export class Words {
  readonly #words: ReadonlySet<string>;
  readonly #filter = new Uint8Array(FILTER_BITS);

  constructor(words: Iterable<string>) {
    this.#words = new Set(words);
    for (const word of this.#words) this.#filter[hash(Buffer.from(word)) & (FILTER_BITS - 1)] = 1;
  }

  /** Whether one of the words stands in the first `length` bytes, whole. */
  in(bytes: Uint8Array, length: number): boolean {
    return this.#scan(bytes, length, () => true);
  }

  /** Those of the words that stand in the first `length` bytes, whole. */
  all(bytes: Uint8Array, length: number): ReadonlySet<string> {
    const found = new Set<string>();
    this.#scan(bytes, length, (start, end) => {
      found.add(text(bytes, start, end));
      return found.size === this.#words.size;
    });
    return found;
  }

  /**
   * Those of the words that stand in front of a parenthesis on a line that starts in column 0, as the names of functions do where
   * they are defined or declared.
   */
  heads(bytes: Uint8Array, length: number): ReadonlySet<string> {
    const found = new Set<string>();
    this.#scan(bytes, length, (start, end) => {
      if (isHead(bytes, start, end, length)) found.add(text(bytes, start, end));
      return false;
    });
    return found;
  }

  #scan(bytes: Uint8Array, length: number, accept: (start: number, end: number) => boolean): boolean {
    const filter = this.#filter;
    let at = 0;
    while (at < length) {
      while (at < length && WORD[bytes[at] ?? 0] === 0) at++;
      const start = at;
      let sum = 0;
      for (let byte = bytes[at] ?? 0; at < length && WORD[byte] === 1; byte = bytes[++at] ?? 0)
        sum = (Math.imul(sum, 31) + byte) | 0;
      if (
        filter[sum & (FILTER_BITS - 1)] === 1 &&
        at > start &&
        this.#words.has(text(bytes, start, at)) &&
        accept(start, at)
      )
        return true;
    }
    return false;
  }
}

/** Whether a word stands whole in a buffer: for one word faster than a look at each that is there. */
export function hasWhole(bytes: Buffer, word: string): boolean {
  for (let at = bytes.indexOf(word); at >= 0; at = bytes.indexOf(word, at + 1)) {
    if (WORD[bytes[at - 1] ?? 0] === 0 && WORD[bytes[at + word.length] ?? 0] === 0) return true;
  }
  return false;
}

function hash(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum = (Math.imul(sum, 31) + byte) | 0;
  return sum;
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}

function isHead(bytes: Uint8Array, start: number, end: number, length: number): boolean {
  let after = end;
  while (after < length && (bytes[after] ?? 0) <= SPACE) after++;
  if (bytes[after] !== OPEN) return false;
  let line = start;
  while (line > 0 && bytes[line - 1] !== NEWLINE) line--;
  return WORD[bytes[line] ?? 0] === 1;
}
