/**
 * The one place that builds patterns. Names come from C text that may be half typed, or from a command line: no text becomes
 * part of a pattern unescaped.
 */

/** So many letters of a text at each of its ends are in a pattern: engines refuse one with more than 32,767 in a row. */
const AT_EACH_END = 2000;

/** A text that a pattern matches as it stands; one that no pattern can hold is matched by its ends and its length. */
export function literal(text: string): string {
  const between = text.length - 2 * AT_EACH_END;
  if (between > 0) return `${literal(text.slice(0, AT_EACH_END))}[^]{${between}}${literal(text.slice(-AT_EACH_END))}`;
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** The source of a group that matches one of the texts or patterns; what matches nothing, for none. */
export function anyOf(choices: Iterable<string | RegExp>): string {
  const all = Array.from(choices, (each) => (typeof each === 'string' ? literal(each) : each.source));
  return all.length === 0 ? '(?!)' : `(?:${all.join('|')})`;
}

/** A piece of a pattern: text as it stands, another pattern, or any of several. */
type Piece = string | RegExp | Iterable<string | RegExp>;

/**
 * A pattern of which the fixed parts are written here and what is put in between is text: ``pattern`\b${name}\s*\(` `` matches
 * that name alone, whatever is in it. An array stands for any of what is in it; a pattern for itself.
 */
export function pattern(parts: TemplateStringsArray, ...pieces: readonly Piece[]): RegExp {
  return built('', parts, pieces);
}

/** The same with flags: ``patternWith('g')`...` ``. */
export function patternWith(flags: string): typeof pattern {
  return (parts, ...pieces) => built(flags, parts, pieces);
}

function built(flags: string, { raw }: TemplateStringsArray, pieces: readonly Piece[]): RegExp {
  const sources = pieces.map((piece) => {
    if (typeof piece === 'string') return literal(piece);
    return piece instanceof RegExp ? `(?:${piece.source})` : anyOf(piece);
  });
  return new RegExp(raw.map((part, i) => part + (sources[i] ?? '')).join(''), flags);
}

/** A pattern for texts that have one of the words, whole. Without words every text passes: nothing is asked of it. */
export function wordTest(words: readonly string[]): (text: string) => boolean {
  const word = pattern`\b${words}\b`;
  return (text) => words.length === 0 || word.test(text);
}

/** Whether a text matches a pattern. Made here, the test holds the pattern alone, and nothing of who asks. */
export function patternTest(wanted: RegExp): (text: string) => boolean {
  return (text) => wanted.test(text);
}

/** A pattern in which a person wrote text and signs; `signs` says what these stand for, and all else stands for itself. */
export function withSigns(
  written: string,
  sign: RegExp,
  signs: (sign: string, choice: string | undefined) => RegExp,
): RegExp {
  const sources: string[] = [];
  let from = 0;
  for (const found of written.matchAll(sign)) {
    sources.push(literal(written.slice(from, found.index)), `(?:${signs(found[0], found[1]).source})`);
    from = found.index + found[0].length;
  }
  return new RegExp(sources.join('') + literal(written.slice(from)));
}
