/**
 * Which files have a name. Most names of a tree are never asked for, so they are not kept: a number stands for each, and whoever asks
 * looks into the files that have something of the same number. That takes a tenth of the memory of a map of names, and of its time.
 */
import type { SourceFile } from './file.ts';

/** Of a table without entries; there are always as many as a power of two. */
const FEWEST = 1 << 10;

/** A number for a name; few others have the same. */
export function numberOf(name: string): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) sum = Math.imul(sum ^ name.charCodeAt(at), 0x01000193);
  return sum ^ (sum >>> 15);
}

/** Files by the names in them. Entries are numbered from 1 on, in the order in which they came. */
export class NameTable {
  readonly #files: SourceFile[] = [];
  readonly #known = new Set<SourceFile>();
  #size = 0;
  /** The last entry of each chain; 0 for none. */
  #last = new Int32Array(FEWEST);
  /** Of each entry the number of its name, that of its file, and the entry in front of it in its chain. */
  #numbers = new Int32Array(FEWEST + 1);
  #fileOf = new Int32Array(FEWEST + 1);
  #before = new Int32Array(FEWEST + 1);

  /** How many entries there are. */
  get size(): number {
    return this.#size;
  }

  /** Whether it has entries of a file, or had nothing of the file to enter. */
  has(file: SourceFile): boolean {
    return this.#known.has(file);
  }

  /** Adds the names of a file. A name may be among them several times. */
  add(file: SourceFile): void {
    const number = this.#enter(file);
    for (const name of file.names()) this.#add(name, number);
  }

  /** Adds what another table has, but for some files. */
  addAll(other: NameTable, without: ReadonlySet<SourceFile>): void {
    const numbers = other.#files.map((file) => (without.has(file) ? -1 : this.#enter(file)));
    for (let entry = 1; entry <= other.#size; entry++) {
      const file = numbers[other.#fileOf[entry] ?? 0] ?? -1;
      if (file >= 0) this.#add(other.#numbers[entry] ?? 0, file);
    }
  }

  /** The number of a file. */
  #enter(file: SourceFile): number {
    this.#known.add(file);
    return this.#files.push(file) - 1;
  }

  #add(number: number, file: number): void {
    if (this.#size === this.#last.length) this.#grow();
    const entry = ++this.#size;
    this.#numbers[entry] = number;
    this.#fileOf[entry] = file;
    this.#chain(entry, number);
  }

  #chain(entry: number, number: number): void {
    const chain = number & (this.#last.length - 1);
    this.#before[entry] = this.#last[chain] ?? 0;
    this.#last[chain] = entry;
  }

  #grow(): void {
    this.#numbers = grown(this.#numbers);
    this.#fileOf = grown(this.#fileOf);
    this.#before = grown(this.#before);
    this.#last = new Int32Array(2 * this.#last.length);
    for (let entry = 1; entry <= this.#size; entry++) this.#chain(entry, this.#numbers[entry] ?? 0);
  }

  /** The files that may have a name, of those that came behind so many entries; each once. */
  with(name: string, behind = 0): ReadonlySet<SourceFile> {
    const number = numberOf(name);
    const found = new Set<SourceFile>();
    let entry = this.#last[number & (this.#last.length - 1)] ?? 0;
    for (; entry > behind; entry = this.#before[entry] ?? 0) {
      const file = this.#numbers[entry] === number ? this.#files[this.#fileOf[entry] ?? 0] : undefined;
      if (file) found.add(file);
    }
    return found;
  }
}

function grown(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * numbers.length - 1);
  larger.set(numbers);
  return larger;
}
