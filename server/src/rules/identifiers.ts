/** Identifiers as code uses them: comments, strings, members and directives do not count. */
import { directiveEnd, skipLiteral } from '../syntax/skip.ts';

/** An identifier in code. */
export interface Identifier {
  readonly name: string;
  readonly at: number;
  /** The word directly in front, such as `struct`; empty where there is none. */
  readonly before: string;
  /** Whether a parenthesis follows. */
  readonly called: boolean;
}

const IDENTIFIER = /[A-Za-z_]\w*/y;
const HASH = 35;

/** The identifiers between two offsets that are among the wanted names. */
export function* identifiersIn(
  text: string,
  start: number,
  end: number,
  wanted: ReadonlyMap<string, unknown> | ReadonlySet<string>,
): Iterable<Identifier> {
  let before = '';
  let lineStart = true;
  for (let i = start; i < end; ) {
    const code = text.charCodeAt(i);
    const behind = skipLiteral(text, i);
    if (behind !== i) {
      i = behind;
    } else if (code === HASH && lineStart) {
      // The body of a macro is code; every other directive is not.
      const define = /^#[ \t]*define[ \t]+\w+/.exec(text.slice(i, i + 200));
      i = define ? i + define[0].length : directiveEnd(text, i);
    } else {
      IDENTIFIER.lastIndex = i;
      const match = IDENTIFIER.exec(text);
      if (match) {
        const [name] = match;
        if (wanted.has(name) && before !== '.' && before !== '->') {
          yield { name, at: i, before, called: /^\s*\(/.test(text.slice(i + name.length, i + name.length + 80)) };
        }
        before = name;
        lineStart = false;
        i += name.length;
      } else {
        if (code > 32) {
          before = code === 62 && text.charCodeAt(i - 1) === 45 ? '->' : text.charAt(i);
          lineStart = false;
        } else if (code === 10) lineStart = true;
        i = code >= 48 && code <= 57 ? numberEnd(text, i) : i + 1;
      }
    }
  }
}

/** The end of a number, whose suffix is no identifier. */
function numberEnd(text: string, at: number): number {
  let end = at;
  while (/\w/.test(text.charAt(end))) end++;
  return end;
}
