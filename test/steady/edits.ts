/** Random edits of a tree, as people and other programs make them; the same seed makes the same edits. */
import { random } from '../robust/random.ts';

/** Something that happened to a tree. */
export interface Edit {
  readonly what: string;
  readonly paths: readonly string[];
}

/** A tree that can be edited, by path. */
export type Texts = Map<string, string>;

const pieces = [
  '{',
  '}',
  '(',
  ')',
  ';',
  ',',
  '=',
  '*',
  '&',
  '->',
  '.',
  '"',
  "'",
  '/*',
  '*/',
  '//',
  '\\\n',
  '0',
  'NULL',
];
const lines = ['#if 0', '#else', '#endif', '#ifdef CONFIG_X', '{', '}', 'static int', '#include "gone.h"', '/*', '*/'];

/** Makes edits; each call of `next` makes one, and says what it was. */
export class Edits {
  readonly #texts: Texts;
  readonly #before: ReadonlyMap<string, string>;
  readonly #random: () => number;
  readonly #paths: readonly string[];

  /** `paths` are the files to edit; the others are only read. */
  constructor(texts: Texts, paths: readonly string[], seed: number) {
    this.#texts = texts;
    this.#before = new Map(texts);
    this.#paths = paths;
    this.#random = random(seed);
  }

  /** One edit; now and then of several files at once, as a branch switch is. */
  next(): Edit {
    const count = this.#random() < 0.1 ? 3 : 1;
    const edits = Array.from({ length: count }, () => this.#one(this.#pick(this.#paths)));
    return { what: edits.map(({ what }) => what).join(', '), paths: edits.flatMap(({ paths }) => paths) };
  }

  #one(path: string): Edit {
    const text = this.#texts.get(path);
    if (text === undefined) return this.#restore(path);
    const kind = this.#random();
    if (kind < 0.06) return this.#remove(path);
    if (kind < 0.12) return this.#create(path, text);
    if (kind < 0.3) return this.#restore(path);
    if (kind < 0.65) return this.#lines(path, text);
    return this.#tokens(path, text);
  }

  #remove(path: string): Edit {
    this.#texts.delete(path);
    return { what: `${path} is removed`, paths: [path] };
  }

  /** Undoes everything that was done to a file. */
  #restore(path: string): Edit {
    const text = this.#before.get(path);
    if (text !== undefined) this.#texts.set(path, text);
    return { what: `${path} is as it was`, paths: [path] };
  }

  /** A copy of a file beside it, with some of its names changed. */
  #create(path: string, text: string): Edit {
    const copy = path.replace(/(\w+)(\.[ch])$/, (_, name: string, end: string) => `${name}_${this.#upTo(3)}${end}`);
    const [word = ''] = /(?<=struct )\w+(?= = \{)/.exec(text) ?? [];
    this.#texts.set(copy, word === '' ? text : text.replaceAll(word, `${word}_copy`));
    return { what: `${copy} is made`, paths: [copy] };
  }

  #lines(path: string, text: string): Edit {
    const all = text.split('\n');
    const at = this.#upTo(all.length);
    const count = this.#upTo(4);
    const kind = this.#upTo(4);
    if (kind === 0) all.splice(at, 1 + count);
    else if (kind === 1) all.splice(at, 0, this.#pick(lines));
    else if (kind === 2) all.splice(at, 0, ...all.slice(this.#upTo(all.length)).slice(0, 1 + 3 * count));
    else all.splice(at, 0, ...all.splice(this.#upTo(all.length), 1 + count));
    this.#texts.set(path, all.join('\n'));
    return { what: `${path}:${at + 1} lines (${['out', 'in', 'copied', 'moved'][kind]})`, paths: [path] };
  }

  #tokens(path: string, text: string): Edit {
    const tokens = [...text.matchAll(/\w+|[^\w\s]/g)];
    if (tokens.length === 0) return this.#restore(path);
    const token = tokens[this.#upTo(tokens.length)];
    const at = token?.index ?? 0;
    const other = this.#pick(tokens)?.[0] ?? '';
    const insert = [other, '', this.#pick(pieces), `${token?.[0]}x`][this.#upTo(4)] ?? '';
    this.#texts.set(path, text.slice(0, at) + insert + text.slice(at + (token?.[0].length ?? 0)));
    return { what: `${path} \`${token?.[0]}\` at ${at} becomes \`${insert}\``, paths: [path] };
  }

  #upTo(end: number): number {
    return Math.floor(this.#random() * end);
  }

  #pick<T>(from: readonly T[]): T {
    const found = from[this.#upTo(from.length)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  }
}
