/** Where a call ends. */
import { skipLiteral } from '../../syntax/skip.ts';

/** The offset behind the arguments of a call whose name ends at one: what stands there parts the two from nothing. The name's end where no arguments follow. */
export function behindCall(text: string, end: number): number {
  const open = /^[\s)]{0,20}\(/.exec(text.slice(end, end + 21));
  if (!open) return end;
  let depth = 1;
  for (let at = end + open[0].length; at < text.length; ) {
    const sign = text.charAt(at);
    const behind = skipLiteral(text, at);
    // Half typed.
    if (sign === ';' || sign === '{') return end;
    if (behind === at && sign === '(') depth++;
    if (behind === at && sign === ')' && --depth === 0) return at + 1;
    at = Math.max(behind, at + 1);
  }
  return end;
}
