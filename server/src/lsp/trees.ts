/** The kernel trees of a session: which file is in which. */
import { MOST_BYTES, REST_AFTER, RESTING_BYTES } from '../index/memory.ts';
import type { Lowerer } from '../syntax/lower.ts';
import type { LspHost } from './host.ts';
import { Tree } from './tree.ts';

/** A file of a tree. */
export interface TreeFile {
  readonly tree: Tree;
  /** Relative to the tree's root. */
  readonly path: string;
}

/** How what is asked says that it is in another tree than the workspace's. */
export function inTree(main: Tree | null, tree: Tree): { readonly tree?: string } {
  return tree === main ? {} : { tree: tree.info.root };
}

/** The editor's documents, by URI. */
export type OpenTexts = () => Iterable<readonly [uri: string, text: string]>;

/** Every tree that files of the session are in. */
export class Trees {
  readonly #host: LspHost;
  readonly #lowerer: Lowerer;
  readonly #openTexts: OpenTexts;
  readonly #byRoot = new Map<string, Tree>();
  /** Folders that are known to be in a tree. One that is in none can be in one tomorrow. */
  readonly #rootOf = new Map<string, string>();
  readonly #opened: (tree: Tree) => void;
  #folders: readonly string[];
  #underWay = 0;
  #resting: NodeJS.Timeout | null = null;

  /** `opened` is told of each tree that is opened, or starts over. */
  constructor(
    host: LspHost,
    lowerer: Lowerer,
    folders: readonly string[],
    openTexts: OpenTexts,
    opened: (tree: Tree) => void = () => {},
  ) {
    this.#opened = opened;
    this.#host = host;
    this.#lowerer = lowerer;
    this.#folders = folders;
    this.#openTexts = openTexts;
  }

  /** The tree with a root, opened on first use. */
  at(root: string): Tree {
    const known = this.#byRoot.get(root);
    if (known) return known;
    const tree = new Tree(root, this.#folders, this.#host, this.#lowerer);
    this.#byRoot.set(root, tree);
    this.#opened(tree);
    // What was open before there was the tree.
    for (const [uri, text] of this.#openTexts()) {
      const file = this.of(uri);
      if (file?.tree === tree) tree.edit(file.path, text);
    }
    return tree;
  }

  /** The tree with a root that a client names; null where that is no kernel tree. */
  named(root: unknown): Tree | null {
    return typeof root === 'string' && (this.#byRoot.has(root) || this.#host.isTree(root)) ? this.at(root) : null;
  }

  /** The tree that a URI's file is in, the inner one of two; null for a file outside every kernel tree. */
  of(uri: string): TreeFile | null {
    const path = this.#host.toPath(uri);
    if (path === null) return null;
    const known = this.#known(path);
    const root = this.#find(path);
    // The same tree may have two names, by a link.
    if (root === null || (known && this.#host.within(root, known.tree.info.root) !== null)) return known;
    const inside = this.#host.within(root, path);
    return inside === null ? null : { tree: this.at(root), path: inside };
  }

  /** The innermost of the trees that were opened which has a file in it. */
  #known(path: string): TreeFile | null {
    let found: TreeFile | null = null;
    for (const tree of this.#byRoot.values()) {
      const inside = this.#host.within(tree.info.root, path);
      if (inside !== null && (found === null || inside.length < found.path.length)) found = { tree, path: inside };
    }
    return found;
  }

  #find(path: string): string | null {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const known = this.#rootOf.get(folder);
    if (known !== undefined) return known;
    const root = this.#host.findTree(folder);
    if (root !== null) this.#rootOf.set(folder, root);
    return root;
  }

  /** Says that there may be trees where there were none, or none where there were some. */
  lookAgain(): void {
    this.#rootOf.clear();
  }

  /** Reads other folders from now on. */
  reset(folders: readonly string[]): void {
    this.#folders = folders;
    for (const tree of this.#byRoot.values()) {
      tree.reset(folders);
      this.#opened(tree);
    }
  }

  /** Begins a question, which ends with what is returned. All trees together may take so much memory where none is under way. */
  begin(most = MOST_BYTES): () => void {
    if (this.#underWay === 0) this.#settle(most);
    this.#underWay++;
    return () => {
      if (--this.#underWay === 0) this.#restLater();
    };
  }

  #settle(most: number): void {
    for (const tree of this.#byRoot.values()) tree.settle(most / this.#byRoot.size);
  }

  #restLater(): void {
    if (this.#resting) clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#rest(), REST_AFTER).unref();
  }

  /** Nobody has asked for a while: the rest of the machine can use the memory. */
  #rest(): void {
    if (this.#underWay > 0) return;
    for (const tree of this.#byRoot.values()) tree.rest(RESTING_BYTES / this.#byRoot.size);
    this.#host.collect();
  }

  all(): Iterable<Tree> {
    return this.#byRoot.values();
  }
}
