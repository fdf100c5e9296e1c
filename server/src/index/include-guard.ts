/** The `#ifndef` around a whole header, which says nothing of what is in it. */
import type { Branch } from '../syntax/conditionals.ts';
import { withoutComments, withoutLineComment } from '../syntax/skip.ts';

/** As much text behind the `#ifndef`, and behind the `#endif`, is looked at. */
const LONGEST = 2000;

/**
 * Whether the first branch of a header is its include guard: by the guard's name, `_H` at the end, or because it is defined right there
 * and nothing follows the `#endif`.
 */
export function isIncludeGuard(text: string, { group, arm, condition, start, end }: Branch): boolean {
  const name = /^!(\w+)$/.exec(condition)?.[1];
  if (name === undefined || group !== 0 || arm !== 0) return false;
  if (/_H_*$/i.test(name)) return true;
  const [, defined] = /^\s*#\s*define\s+(\w+)/.exec(withoutComments(text.slice(start, start + LONGEST))) ?? [];
  if (defined !== name || end + LONGEST < text.length) return false;
  const [endif = '', ...behind] = withoutComments(text.slice(end)).trim().split('\n');
  return endif.startsWith('#') && behind.every((line) => withoutLineComment(line).trim() === '');
}
