/**
 * The files that a file sees. Thousands of files see a thousand each, so that they are kept as numbers: one for the order, one bit to tell
 * whether a file is among them.
 */
import type { Input } from './fact.ts';
import type { SourceFile } from './file.ts';
import type { WithIncludes } from './includes.ts';

/** The files that others include. A path has the same number in every state of a tree. */
export class Numbered {
  readonly #numbers: Map<string, number>;
  readonly #files: (SourceFile | undefined)[];

  constructor(numbers = new Map<string, number>(), files: (SourceFile | undefined)[] = []) {
    this.#numbers = numbers;
    this.#files = files;
  }

  /** The same for a later state, without the files that changed. */
  without(changed: Iterable<string>): Numbered {
    const files = [...this.#files];
    for (const path of changed) {
      const number = this.#numbers.get(path);
      if (number !== undefined) files[number] = undefined;
    }
    return new Numbered(this.#numbers, files);
  }

  /** The number of a file, which it has from now on. */
  enter(file: SourceFile): number {
    const known = this.#numbers.get(file.path);
    const number = known ?? this.#numbers.size;
    if (known === undefined) this.#numbers.set(file.path, number);
    this.#files[number] = file;
    return number;
  }

  /** The numbers of paths, of those that have one. */
  numbersOf(paths: Iterable<string>): readonly number[] {
    return [...paths].flatMap((path) => this.#numbers.get(path) ?? []);
  }

  at(number: number): SourceFile | undefined {
    return this.#files[number];
  }

  /** The number of this very file; null for one that was not entered, such as another text of the same path. */
  numberOf(file: SourceFile): number | null {
    const number = this.#numbers.get(file.path);
    return number !== undefined && this.#files[number] === file ? number : null;
  }
}

/** Files in an order, as far as they were found. */
export interface Seen extends Iterable<SourceFile> {
  readonly size: number;
  has(file: SourceFile): boolean;
}

/** What files include directly, by number. */
export interface Targets {
  ofRoot(): readonly number[];
  of(number: number): readonly number[];
}

/** The files that a file sees, found as far as somebody asked: itself first, in the order of inclusion. */
export class Closure implements Seen {
  /** That it was looked at. It says which closure that was without holding it. */
  readonly read: Input<WithIncludes>;
  readonly #root: SourceFile;
  #files: Numbered;
  /** Asked no more once all was found: later snapshots take the closure over, and hold nothing of the one that it was found in. */
  #targets: Targets | null;
  #order: number[] | Int32Array = [];
  #bits = new Uint32Array(32);
  /** How many files' includes are in. */
  #done = 0;

  constructor(root: SourceFile, files: Numbered, targets: Targets) {
    this.#root = root;
    this.#files = files;
    this.#targets = targets;
    const read: Input<WithIncludes> = { isSame: ({ includes }) => includes.readOf(root) === read };
    this.read = read;
  }

  get isWhole(): boolean {
    return this.#targets === null;
  }

  get size(): number {
    return 1 + this.#order.length;
  }

  /** What it takes, in bytes. */
  get bytes(): number {
    return 4 * (this.#order.length + this.#bits.length);
  }

  has(file: SourceFile): boolean {
    if (file === this.#root) return true;
    const number = this.#files.numberOf(file);
    return number !== null && this.#hasNumber(number);
  }

  /** Whether a file with one of the numbers is among those that the file includes. */
  hasAny(numbers: readonly number[]): boolean {
    return numbers.some((number) => this.#hasNumber(number));
  }

  /** More may be found while it is walked. */
  *[Symbol.iterator](): Generator<SourceFile, void, void> {
    yield this.#root;
    for (let i = 0; i < this.#order.length; i++) {
      const file = this.#files.at(this.#order[i] ?? -1);
      if (file) yield file;
    }
  }

  /** Goes over to a state that has all of its files. */
  movedTo(files: Numbered): this {
    this.#files = files;
    return this;
  }

  all(): this {
    this.find(() => false);
    return this;
  }

  /** All files that one file includes are added together, so that the next call goes on behind it. */
  find(passes: (file: SourceFile) => boolean): SourceFile | null {
    while (this.#targets) {
      const behind = this.#order.length;
      if (this.#done > behind) this.#end();
      else this.#add(this.#next(this.#targets));
      for (let i = behind; i < this.#order.length; i++) {
        const file = this.#files.at(this.#order[i] ?? -1);
        if (file && passes(file)) return file;
      }
    }
    return null;
  }

  #next(targets: Targets): readonly number[] {
    const at = this.#done++;
    return at === 0 ? targets.ofRoot() : targets.of(this.#order[at - 1] ?? -1);
  }

  #add(numbers: readonly number[]): void {
    const order = this.#order;
    if (!Array.isArray(order)) return;
    for (const number of numbers) {
      if (this.#hasNumber(number) || this.#files.at(number) === this.#root) continue;
      this.#mark(number);
      order.push(number);
    }
  }

  #end(): void {
    this.#targets = null;
    this.#order = Int32Array.from(this.#order);
  }

  #hasNumber(number: number): boolean {
    return (((this.#bits[number >>> 5] ?? 0) >>> (number & 31)) & 1) === 1;
  }

  #mark(number: number): void {
    const word = number >>> 5;
    if (word >= this.#bits.length) {
      const larger = new Uint32Array(Math.max(2 * this.#bits.length, word + 1));
      larger.set(this.#bits);
      this.#bits = larger;
    }
    this.#bits[word] = (this.#bits[word] ?? 0) | (1 << (number & 31));
  }
}
