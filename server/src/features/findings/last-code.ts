/** Where code ends in front of a place. */
import type { SourceFile } from '../../index/file.ts';
import { directiveEnd, skipLiteral } from '../../syntax/skip.ts';

/** The last offset of code in front of another; white space, comments and directives left out. */
export function lastCode(file: SourceFile, from: number, to: number): number {
  let last = from;
  for (let at = from; at < to; ) {
    const letter = file.text.charAt(at);
    const behind = letter === '#' ? directiveEnd(file.text, at) : skipLiteral(file.text, at);
    const isCode = !/\s/.test(letter) && (behind === at || !'/#'.includes(letter));
    if (isCode) last = Math.max(behind, at + 1) - 1;
    at = Math.max(behind, at + 1);
  }
  return last;
}
