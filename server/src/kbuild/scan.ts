/** Finds the ends of references and the separators between them in makefile text. */

/** The offset behind the bracket that closes the one at `open`; the text's length when nothing closes it. */
export function closing(text: string, open: number): number {
  const opener = text.charCodeAt(open);
  const closer = opener === 123 ? 125 : 41;
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === opener) depth++;
    else if (code === closer && --depth === 0) return i + 1;
  }
  return text.length;
}

/** Splits function arguments at the commas outside brackets, at most into `most` parts. */
export function splitArguments(text: string, most = Number.POSITIVE_INFINITY): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 40 || code === 123) depth++;
    else if (code === 41 || code === 125) depth--;
    else if (code === 44 && depth === 0 && parts.length + 1 < most) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** The offset of the first of these characters that is outside every reference; -1 when there is none. */
export function findOutside(text: string, characters: string): number {
  const [first, second] = [characters.charCodeAt(0), characters.charCodeAt(1)];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === first || code === second) return i;
    if (code !== 36) continue;
    const open = text.charCodeAt(i + 1);
    if (open === 40 || open === 123) i = closing(text, i + 1) - 1;
  }
  return -1;
}

/** Space, tab or newline; the end of the text (NaN) counts too. */
export function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || Number.isNaN(code);
}

/** `%` patterns as make has them; null when the word does not match. */
export function matchStem(pattern: string, word: string): string | null {
  const percent = pattern.indexOf('%');
  if (percent < 0) return pattern === word ? '' : null;
  const before = pattern.slice(0, percent);
  const behind = pattern.slice(percent + 1);
  if (word.length < before.length + behind.length || !word.startsWith(before) || !word.endsWith(behind)) return null;
  return word.slice(before.length, word.length - behind.length);
}

/** `$(patsubst)` on one word. */
export function substitute(pattern: string, replacement: string, word: string): string {
  const stem = matchStem(pattern, word);
  if (stem === null) return word;
  return pattern.includes('%') ? replacement.replace('%', () => stem) : replacement;
}
