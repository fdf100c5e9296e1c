/** Whole words in a text, without a pattern for each: one made for a name that is looked for once costs more than the search. */

const WORD = /\w/;

/** The offset of a word in a text at or behind `from` and in front of `end`, standing alone; -1 when it is not there. */
export function wordAt(text: string, word: string, from = 0, end = text.length): number {
  if (word === '') return -1;
  for (let at = text.indexOf(word, from); at >= 0 && at + word.length <= end; at = text.indexOf(word, at + 1)) {
    if (!WORD.test(text.charAt(at - 1)) && !WORD.test(text.charAt(at + word.length))) return at;
  }
  return -1;
}

/** Up to as many words, a search for each is faster than a look at every word of a text. */
const FEW = 6;

/** Those of many words that stand alone in a text, each once, in the order in which they come first. */
export function wordsOf(text: string, wanted: ReadonlySet<string>): readonly string[] {
  if (wanted.size <= FEW) return inOrder(text, wanted);
  const found = new Set<string>();
  for (const [word] of text.matchAll(/\w+/g)) if (wanted.has(word)) found.add(word);
  return [...found];
}

function inOrder(text: string, words: ReadonlySet<string>): readonly string[] {
  const places = Array.from(words, (word) => ({ word, at: wordAt(text, word) })).filter(({ at }) => at >= 0);
  return places.sort((a, b) => a.at - b.at).map(({ word }) => word);
}
