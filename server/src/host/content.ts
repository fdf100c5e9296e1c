/** Questions to the contents of files. */
import { pattern } from '../base/patterns.ts';
import { Words } from './words/words.ts';

/** Up to as many words, the runtime's own search of a buffer is faster than looking at each word. */
const FEW = 4;

/** A question to a file's content, as bytes on disk or as an open editor's text. */
export interface Test {
  bytes(content: Buffer): boolean;
  text(text: string): boolean;
}

/** What every file passes. */
export const ANYTHING: Test = { bytes: () => true, text: () => true };

export function wordTest(words: readonly string[]): Test {
  const wanted = new Words(words);
  const bytes = words.map((word) => Buffer.from(word));
  const few = bytes.length <= FEW;
  return {
    bytes: (content) => (!few || bytes.some((word) => content.includes(word))) && wanted.in(content, content.length),
    text: (text) => hasWord(text, words),
  };
}

/** Whether a text has one of the words, whole. */
export function hasWord(text: string, words: readonly string[]): boolean {
  return pattern`\b${words}\b`.test(text);
}
