/** What is found out for questions, kept while the tree is as it is: the next part of an answer is asked for with the same question. */
import type { OpenTree } from '../cli/io.ts';
import type { TreeSource } from '../index/source.ts';

/** So many answers of a tool are kept. */
const MOST = 8;

/** A tree as it was read. */
interface Read {
  readonly snapshot: { readonly source: TreeSource };
}

/** The answers of one tool. A tree that changed is read by another source, and what is known of the one before goes with it. */
export class Kept<Whole> {
  readonly #known = new WeakMap<TreeSource, Map<string, Whole>>();

  /** What is known by a key, or is found out now; with null it is found out each time. */
  async of({ snapshot }: Read, key: string | null, find: () => Promise<Whole>): Promise<Whole> {
    if (key === null) return find();
    const known = this.#known.get(snapshot.source) ?? new Map<string, Whole>();
    this.#known.set(snapshot.source, known);
    const found = known.get(key) ?? (await find());
    // The one that was asked for last is the last to go.
    known.delete(key);
    known.set(key, found);
    const [first] = known.keys();
    if (known.size > MOST && first !== undefined) known.delete(first);
    return found;
  }
}

/**
 * What is asked, with the commits that it is about, by which the answer is known to be the same while the tree is; null where another
 * folder is one of the sides, which nobody watches, or git knows no such commit.
 */
export async function keyOf(tree: OpenTree, question: object, sides: readonly string[]): Promise<string | null> {
  const commits: string[] = [];
  for (const side of sides.filter((each) => each !== '.')) {
    const commit = (await tree.beside(side)) ? null : await tree.patches.commit(side).catch(() => null);
    if (commit === null) return null;
    commits.push(commit);
  }
  return JSON.stringify([question, commits]);
}
