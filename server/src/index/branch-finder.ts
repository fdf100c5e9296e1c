/** Which branches of `#if` an offset is in, found without looking at those in front of it, or at all of thousands around it. */
import { lastUpTo } from '../base/ordered.ts';
import type { Branch } from '../syntax/conditionals.ts';

/** The branches around an offset, outermost first: of very many those at both ends, and how many are between. */
export interface Around {
  readonly outer: readonly Branch[];
  readonly between: number;
  readonly inner: readonly Branch[];
}

/** Of so many branches around an offset, all are answered, else so many from each end. */
const EACH_END = 50;

const NOWHERE: Around = { outer: [], between: 0, inner: [] };

/** A branch with what is around it. */
interface Node {
  readonly branch: Branch;
  readonly around: Node | null;
  /** How many are around it, with itself. */
  readonly depth: number;
  /** The outermost of these, no more than `EACH_END`. */
  readonly outer: readonly Branch[];
}

/** The branches of one file, which start in their order. */
export class BranchFinder {
  /** Where the innermost branch is another one than before, in order, and which it is from there on. */
  readonly #edges: number[] = [];
  readonly #innermost: (Node | null)[] = [];

  constructor(branches: readonly Branch[]) {
    let open: Node | null = null;
    for (const branch of branches) {
      open = this.#close(open, branch.start);
      open = nodeOf(branch, open);
      this.#edge(branch.start, open);
    }
    this.#close(open, Number.POSITIVE_INFINITY);
  }

  /** Ends the branches that end up to an offset; answers the one that is open there. */
  #close(open: Node | null, offset: number): Node | null {
    let now = open;
    while (now && now.branch.end <= offset) {
      const { end } = now.branch;
      now = now.around;
      this.#edge(end, now);
    }
    return now;
  }

  #edge(at: number, innermost: Node | null): void {
    this.#edges.push(at);
    this.#innermost.push(innermost);
  }

  #at(offset: number): Node | null {
    return this.#innermost[lastUpTo(this.#edges.length, (number) => (this.#edges[number] ?? 0) <= offset)] ?? null;
  }

  /** The branches that an offset is in, but for those that `from` is in, too. */
  around(offset: number, from: number | null): Around {
    const node = this.#at(offset);
    if (!node) return NOWHERE;
    const outside = from === null ? null : shared(node, from);
    const count = node.depth - (outside?.depth ?? 0);
    const inner: Branch[] = [];
    for (let each: Node | null = node; each && each !== outside && inner.length < EACH_END; each = each.around)
      inner.push(each.branch);
    inner.reverse();
    const most = Math.max(0, Math.min(EACH_END, count - EACH_END));
    const outer = most === 0 ? [] : outermost(node, outside, most);
    return { outer, between: count - outer.length - inner.length, inner };
  }
}

function nodeOf(branch: Branch, around: Node | null): Node {
  const { depth, outer } = around ?? { depth: 0, outer: [] };
  return { branch, around, depth: depth + 1, outer: depth < EACH_END ? [...outer, branch] : outer };
}

/** The innermost of a branch and those around it that an offset is in. */
function shared(node: Node, offset: number): Node | null {
  let now: Node | null = node;
  while (now && (offset < now.branch.start || now.branch.end <= offset)) now = now.around;
  return now;
}

/** So many branches around one, from the outermost inside of another on. */
function outermost(node: Node, outside: Node | null, most: number): readonly Branch[] {
  if (!outside) return node.outer.slice(0, most);
  const found: Branch[] = [];
  for (let each: Node | null = node; each && each !== outside; each = each.around)
    if (each.depth <= outside.depth + most) found.push(each.branch);
  return found.reverse();
}
