/** Breaks texts at random. */

/** One text with up to eight changes: pieces lost, doubled, swapped in from elsewhere, or splinters put in. */
export function mutate(text: string, splinters: readonly string[], next: () => number): string {
  let result = text;
  for (let left = 1 + Math.floor(next() * 8); left > 0; left--) {
    const at = Math.floor(next() * result.length);
    const length = Math.floor(next() ** 3 * 400);
    const piece = result.slice(at, at + length);
    const elsewhere = Math.floor(next() * result.length);
    const splinter = splinters[Math.floor(next() * splinters.length)] ?? '';
    const insert = [splinter, '', piece + piece, result.slice(elsewhere, elsewhere + length)];
    const kind = Math.floor(next() * insert.length);
    result = result.slice(0, at) + insert[kind] + result.slice(kind === 0 ? at : at + length);
  }
  return result;
}
