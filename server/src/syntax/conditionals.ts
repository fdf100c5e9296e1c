/** The branches of `#if`, and the condition that each is under. */

import { withoutComments, withoutLineComment } from './skip.ts';

/** One branch of a conditional directive: it holds from `start` to `end` (offsets), nested branches inside. */
export interface Branch {
  readonly start: number;
  readonly end: number;
  readonly condition: string;
  /** Number of the `#if` group in the file, and of the branch in the group: branches of one group exclude each other. */
  readonly group: number;
  readonly arm: number;
}

/** A branch while its end is still to come. */
type OpenBranch = Branch & { end: number };

interface OpenIf {
  readonly group: number;
  arms: number;
  /** Conditions of the branches before this one. */
  earlier: readonly string[];
  branch: OpenBranch;
  readonly depth: number;
  depthAfterFirst: number | null;
}

/** How many branches of one `#if` a condition names; further ones are counted, since each names all before it. */
const MAX_NAMED = 100;

/** Follows conditional directives: which branch is open, and what brace depth to go on with. */
export class Conditionals {
  readonly #text: string;
  readonly #branches: Branch[] = [];
  readonly #open: OpenIf[] = [];
  #groups = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The branches seen, in the order in which they start; one that nothing ended ends with the text. */
  get branches(): readonly Branch[] {
    return this.#branches;
  }

  /** Takes one directive line; answers the brace depth that the text after it has. */
  take(start: number, end: number, depth: number): number {
    const line = this.#text.slice(start, end);
    const match = /^#\s*(ifdef|ifndef|if|elif|elifdef|elifndef|else|endif)\b([\s\S]*)$/.exec(line);
    if (!match) return depth;
    const [, word = '', rest = ''] = match;
    if (word === 'if' || word === 'ifdef' || word === 'ifndef') {
      this.#begin(conditionText(word, rest), end, depth);
      return depth;
    }
    const top = this.#open.at(-1);
    if (!top) return depth;
    top.branch.end = start;
    top.depthAfterFirst ??= depth;
    if (word === 'endif') {
      this.#open.pop();
      return top.depthAfterFirst;
    }
    this.#alternative(top, word === 'else' ? '' : conditionText(word.slice(2), rest), end);
    return top.depth;
  }

  #begin(condition: string, at: number, depth: number): void {
    const branch = this.#branch(at, condition, this.#groups++, 0);
    this.#open.push({ group: branch.group, arms: 0, earlier: [condition], branch, depth, depthAfterFirst: null });
  }

  /** Goes on with the next branch of a group; `own` is its condition, empty for `#else`. */
  #alternative(top: OpenIf, own: string, at: number): void {
    const named = top.earlier.map(negate);
    const passed = top.arms + 1 - named.length;
    const rest = passed > 0 ? [`none of ${passed} more branches before it`] : [];
    const parts = [...named, ...rest, ...(own ? [own] : [])];
    if (own && top.earlier.length < MAX_NAMED) top.earlier = [...top.earlier, own];
    top.arms++;
    top.branch = this.#branch(at, join(parts), top.group, top.arms);
  }

  #branch(start: number, condition: string, group: number, arm: number): OpenBranch {
    const branch: OpenBranch = { start, end: this.#text.length, condition, group, arm };
    this.#branches.push(branch);
    return branch;
  }
}

/** A condition as people write it: `CONFIG_X`, `!CONFIG_X`, or the expression. */
function conditionText(directive: string, expression: string): string {
  const plain = withoutLineComment(withoutComments(expression))
    .replace(/\\\r?\n/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (directive === 'ifdef') return plain;
  if (directive === 'ifndef') return `!${plain}`;
  return plain
    .replace(/\bdefined\s*\(\s*(\w+)\s*\)/g, '$1')
    .replace(/\bdefined\s+(\w+)/g, '$1')
    .replace(/\bIS_(?:ENABLED|BUILTIN|REACHABLE)\s*\(\s*(\w+)\s*\)/g, '$1');
}

/** The opposite of a condition. */
function negate(condition: string): string {
  if (/^!\w+$/.test(condition)) return condition.slice(1);
  return /^\w+$/.test(condition) ? `!${condition}` : `!(${condition})`;
}

/** Conditions that all hold, as one; an `||` inside is kept together. */
export function join(parts: readonly string[]): string {
  const unique = [...new Set(parts)];
  if (unique.length <= 1) return unique[0] ?? '';
  return unique.map((part) => (bindsLess(part) ? `(${part})` : part)).join(' && ');
}

/** The conditions of branches around each other, the outermost first, as one; each has all that are around it, so that some are only counted. */
export function nested(outer: readonly string[], between: number, inner: readonly string[]): string {
  return join([...outer, ...(between > 0 ? [`${between} more conditions between`] : []), ...inner]);
}

/** Whether a condition has an operator outside its parentheses that binds less than `&&`. */
function bindsLess(condition: string): boolean {
  let depth = 0;
  for (const [token] of condition.matchAll(/[()?]|\|\|/g)) {
    if (token === '(') depth++;
    else if (token === ')') depth--;
    else if (depth === 0) return true;
  }
  return false;
}

/** Two conditions that both hold, of which either may be none. */
export function both(one: string | null, other: string | null): string | null {
  return join([one, other].filter((part) => part !== null)) || null;
}

/** A condition and one inside of it, which the outer may end with already; either may be none. */
export function within(outer: string | null, inner: string | null): string | null {
  const end = inner === null ? '' : join(['', inner]);
  const isTold = outer?.endsWith(end) === true && !outer.slice(0, -end.length).includes('||');
  return isTold ? outer : both(outer, inner);
}

/** Whether two conditions rule each other out by their looks: a part of one is the opposite of a part of the other. */
export function ruleOut(one: string | null, other: string | null): boolean {
  const atoms = (condition: string | null): readonly string[] =>
    condition?.split('&&').map((each) => each.trim()) ?? [];
  const others = new Set(atoms(other));
  return atoms(one).some((each) => others.has(each.startsWith('!') ? each.slice(1) : `!${each}`));
}
