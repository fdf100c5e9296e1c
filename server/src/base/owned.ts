/** Texts that are kept longer than what they were cut from. */

/** A copy of a text: what is cut from another one, such as a name from a file, holds all of that one in memory. */
export function owned(text: string): string {
  const copy: string = JSON.parse(JSON.stringify(text));
  return copy;
}
