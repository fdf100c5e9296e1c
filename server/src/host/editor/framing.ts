/** Cuts what comes over stdio into messages: each behind a header that says how long it is. */

/** A header that does not end within so many bytes is none. */
const MAX_HEADER = 16 * 1024;

/** No message is larger: the largest text that an editor opens is far below. */
const MAX_BODY = 256 * 1024 * 1024;

const END = Buffer.from('\r\n\r\n');

/** What comes cannot be cut into messages. */
export class BrokenStream extends Error {}

/** Bytes in, messages out. */
export class Framing {
  #chunks: Buffer[] = [];
  #size = 0;
  /** The length of the message under way; null while its header is. */
  #length: number | null = null;

  /** The bodies that are complete now. Throws a BrokenStream when there is no telling where one begins. */
  *take(chunk: Buffer): Iterable<Buffer> {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    for (;;) {
      this.#length ??= this.#header();
      if (this.#length === null || this.#size < this.#length) return;
      const body = this.#read(this.#length);
      this.#length = null;
      yield body;
    }
  }

  #header(): number | null {
    const bytes = this.#joined();
    const end = bytes.subarray(0, MAX_HEADER).indexOf(END);
    if (end >= 0) return lengthIn(this.#read(end + END.length).toString('latin1', 0, end));
    if (bytes.length >= MAX_HEADER) throw new BrokenStream(`a header of more than ${MAX_HEADER} bytes`);
    return null;
  }

  #joined(): Buffer {
    const [first, ...rest] = this.#chunks;
    const all = first && rest.length === 0 ? first : Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }

  #read(length: number): Buffer {
    const all = this.#joined();
    this.#size -= length;
    this.#chunks = [all.subarray(length)];
    return all.subarray(0, length);
  }
}

/** The Content-Length that a header says. */
function lengthIn(header: string): number {
  for (const line of header.split('\r\n')) {
    const [, digits] = /^content-length:[ \t]*(\d{1,12})[ \t]*$/i.exec(line) ?? [];
    if (digits === undefined) continue;
    const length = Number(digits);
    if (length > MAX_BODY) throw new BrokenStream(`a message of ${length} bytes; ${MAX_BODY} is the most`);
    return length;
  }
  throw new BrokenStream(`a header without a Content-Length: ${JSON.stringify(header.slice(0, 80))}`);
}
