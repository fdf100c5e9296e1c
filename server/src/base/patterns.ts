/**
 * The one place that builds patterns. Names come from C text that may be half typed, or from a command line: no text becomes
 * part of a pattern unescaped.
 */

/** A text that a pattern matches as it stands. */
export function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** The source of a group that matches one of the texts; what matches nothing, for none. */
export function anyOf(texts: Iterable<string>): string {
  const all = [...texts];
  return all.length === 0 ? '(?!)' : `(?:${all.map(literal).join('|')})`;
}

/** A piece of a pattern: text as it stands, any of several texts, or another pattern. */
type Piece = string | RegExp | Iterable<string>;

/**
 * A pattern of which the fixed parts are written here and what is put in between is text: ``pattern`\b${name}\s*\(` `` matches
 * that name alone, whatever is in it. An array stands for any of its texts; a pattern for itself.
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
