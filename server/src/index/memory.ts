/**
 * How much memory is taken by what is kept, by an estimate that costs next to nothing and is the same on every machine: it counts
 * letters, regions and entries. Measured on Linux 7.3, it is within a third of what the heap grows by.
 */
import type { Region } from '../syntax/region.ts';

/** How many bytes what is kept of one tree may take. The usual folders, with 200 files looked at, take 300 MB. */
export const MOST_BYTES = 640 << 20;

/** How many it may take when nobody has asked for a while: what the open files need. */
export const RESTING_BYTES = 96 << 20;

/** After so long without a question, in ms, less is kept. */
export const REST_AFTER = 120_000;

/** A region, with the names that it declares and their places in the indexes of names. */
const A_REGION = 600;

/** What is read off a letter of a region that is parsed. */
const A_PARSED_LETTER = 30;

/** An entry of a map or a set. */
export const AN_ENTRY = 40;

/** A fact with its place, without what it answers and was made of. */
const A_FACT = 400;

/** An object among those that a fact answers with. */
const AN_OBJECT = 100;

/** What a text and its regions take. */
export function bytesOfText(text: string, regions: readonly Region[]): number {
  return text.length + regions.length * A_REGION;
}

/** What a parsed region takes. */
export function bytesOfParsed({ start, end }: Region): number {
  return (end - start) * A_PARSED_LETTER;
}

/** What a fact takes that answers with a value, and was made of so many things. Texts and files are somebody else's. */
export function bytesOfFact(value: unknown, reads: number): number {
  return A_FACT + reads * AN_ENTRY + bytesOfValue(value);
}

function bytesOfValue(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return AN_OBJECT + value.length * AN_OBJECT;
  return AN_OBJECT + (value instanceof Map || value instanceof Set ? value.size * (AN_ENTRY + AN_OBJECT) : 0);
}
