/** A tree that is kept between questions, and brought up to date before each. */
import { Snapshot } from '../index/snapshot.ts';
import type { Lowerer } from '../syntax/lower.ts';
import { DiskTree } from './disk.ts';
import { TreeFiles } from './files/tree-files.ts';
import { TreeWatch } from './files/watch.ts';
import { isUnchanged, ReadSet } from './read-set.ts';
import type { WordIndex } from './words/index.ts';
import { refresh } from './words/indexes.ts';
import { openWords, saveWords, type WordsOf, whatChanged } from './words/store.ts';

/** What builds, editors and git leave in a tree, and no answer hangs on: which files a change is made of, git's own list says. */
const LEFT_BY_BUILDS =
  /(?:^|\/)\.(?!config$|gitignore$)[^/]*$|\.(?:o|ko|a|d|cmd|mod|mod\.c|order|su|dwo|lst|gcno|tmp|symvers)$|~$/;

/** The states of one tree, one after the other. */
export class KeptTree {
  readonly index: WordIndex;
  readonly #of: WordsOf;
  readonly #asked: readonly string[];
  readonly #lowerer: Lowerer;
  readonly #watch: TreeWatch;
  /** What was read beside the index, by this state or by those that it took over from. */
  #reads = new ReadSet();
  #snapshot: Snapshot;

  private constructor(of: WordsOf, asked: readonly string[], index: WordIndex, lowerer: Lowerer) {
    this.index = index;
    this.#of = of;
    this.#asked = asked;
    this.#lowerer = lowerer;
    this.#watch = new TreeWatch(of.root);
    this.#snapshot = this.#anew();
  }

  /** Opens a tree; `asked` are the folders that questions are about. */
  static async open(of: WordsOf, asked: readonly string[], lowerer: Promise<Lowerer>): Promise<KeptTree> {
    const tree = new KeptTree(of, asked, await openWords(of), await lowerer);
    tree.save();
    // The first answer does not wait for it: that takes longer than to compare all files once more.
    void tree.#watch.follow();
    return tree;
  }

  #anew(): Snapshot {
    this.#reads = new ReadSet();
    return Snapshot.of(this.#source(), { folders: this.#asked }, this.#lowerer, false);
  }

  #source(): DiskTree {
    return new DiskTree(this.#of.root, new Map(), this.index, this.#reads);
  }

  /** The tree as it is now. No question may be under way. */
  async current(): Promise<Snapshot> {
    const changed = await this.#watch.changes();
    this.#snapshot = (changed ? this.#after(changed) : this.#compared()).settled();
    return this.#snapshot;
  }

  /** The state after some paths changed. */
  #after(changed: ReadonlySet<string>): Snapshot {
    const paths = [...changed].filter((path) => !LEFT_BY_BUILDS.test(path));
    if (paths.length === 0) return this.#snapshot;
    refresh(this.index, paths);
    return this.#snapshot.next(this.#source(), paths);
  }

  /** The state after the whole of the tree was compared with what is known of it. */
  #compared(): Snapshot {
    const paths = whatChanged(this.index);
    this.index.refresh(paths);
    const files = new TreeFiles(this.#of.root);
    if (!this.#reads.isWhole || !isUnchanged(files, this.#reads.facts())) return this.#anew();
    return paths.length === 0 ? this.#snapshot : this.#snapshot.next(this.#source(), paths);
  }

  /** Begins anew: of what was being found out when a question failed, a part may be there. */
  forget(): void {
    this.#snapshot = this.#anew();
  }

  /** Writes to the cache folder what is new. */
  save(): void {
    saveWords(this.#of, this.index);
  }

  close(): void {
    this.#watch.close();
    this.save();
  }
}
