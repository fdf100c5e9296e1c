/** Whole words in a text, without a pattern for each: one made for a name that is looked for once costs more than the search. */

import { wordTest } from './patterns.ts';

const WORD = /\w/;

/** The offset of a word in a text at or behind `from` and in front of `end`, standing alone; -1 when it is not there. */
export function wordAt(text: string, word: string, from = 0, end = text.length): number {
  if (word === '') return -1;
  for (let at = text.indexOf(word, from); at >= 0 && at + word.length <= end; at = text.indexOf(word, at + 1)) {
    if (!WORD.test(text.charAt(at - 1)) && !WORD.test(text.charAt(at + word.length))) return at;
  }
  return -1;
}

/** The names of a list with blanks between them, as keys of facts have it: a part for each would be more than a call takes. */
export function listed(names: string): readonly string[] {
  return names.split(' ').filter((name) => name !== '');
}

/** Up to as many words, a search for each is faster than a look at every word of a text. */
const FEW = 6;

/** Up to as many, a pattern of them all is faster where it is asked whether one is there. */
const SOME = 400;

/** Bits of the first, approximate look-up. */
const FILTER = 1 << 16;

/** Which code units can stand in a word; the others of Latin-1, and all beyond it, end one. */
const IN_WORD = Uint8Array.from({ length: 128 }, (_, code) => (WORD.test(String.fromCharCode(code)) ? 1 : 0));

/** A set of words to look for: all in one pass, however many there are. */
export class WordSet {
  readonly words: ReadonlySet<string>;
  readonly #filter = new Uint8Array(FILTER);
  readonly #test: ((text: string) => boolean) | null;

  constructor(words: Iterable<string>) {
    this.words = new Set(words);
    const { size } = this.words;
    this.#test = size > 0 && size <= SOME ? wordTest([...this.words]) : null;
    for (const word of this.words) this.#filter[hash(word) & (FILTER - 1)] = 1;
  }

  /** Whether one of the words stands alone in a text. */
  isIn(text: string): boolean {
    return this.#test ? this.#test(text) : this.#next(text, 0) !== null;
  }

  /** Those of the words that stand alone in a text, each once, in the order in which they come first. */
  of(text: string): ReadonlySet<string> {
    if (this.words.size <= FEW) return inOrder(text, this.words);
    const found = new Set<string>();
    for (let next = this.#next(text, 0); next; next = this.#next(text, next.end)) found.add(next.word);
    return found;
  }

  /** The first of the words behind an offset at which none is under way. */
  #next(text: string, from: number): { readonly word: string; readonly end: number } | null {
    const { length } = text;
    for (let at = from; at < length; at++) {
      const start = at;
      let sum = 0;
      for (let code = text.charCodeAt(at); IN_WORD[code] === 1; code = text.charCodeAt(++at))
        sum = (Math.imul(sum, 31) + code) | 0;
      if (at === start || this.#filter[sum & (FILTER - 1)] === 0) continue;
      const word = text.slice(start, at);
      if (this.words.has(word)) return { word, end: at };
    }
    return null;
  }
}

function hash(word: string): number {
  let sum = 0;
  for (let at = 0; at < word.length; at++) sum = (Math.imul(sum, 31) + word.charCodeAt(at)) | 0;
  return sum;
}

function inOrder(text: string, words: ReadonlySet<string>): ReadonlySet<string> {
  const places = Array.from(words, (word) => ({ word, at: wordAt(text, word) })).filter(({ at }) => at >= 0);
  return new Set(places.sort((a, b) => a.at - b.at).map(({ word }) => word));
}
