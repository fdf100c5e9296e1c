/** The kernel trees of a session: which file is in which, what is open, and the snapshot that requests read. */

import type { NameList } from '../features/editor/name-list.ts';
import { LIKELY_FOLDERS, readFolders } from '../index/folders.ts';
import { MOST_BYTES, REST_AFTER, RESTING_BYTES } from '../index/memory.ts';
import { Snapshot } from '../index/snapshot.ts';
import { laidOver, type Overlay } from '../index/source.ts';
import type { TreeInfo } from '../model/answers.ts';
import type { Gap } from '../model/gaps.ts';
import { Resolver } from '../resolve/ops/ops.ts';
import type { Lowerer } from '../syntax/lower.ts';
import type { LspHost } from './host.ts';
import { TreeNames } from './tree-names.ts';

/** One tree: its overlay of open files, and its current snapshot. */
export class Tree {
  #overlay: Overlay = new Map();
  readonly #host: LspHost;
  readonly #lowerer: Lowerer;
  readonly #changed = new Set<string>();
  #isInvalid = false;
  /** Whether all is there that questions are about; until then it is the folders that are likely to have an answer. */
  #isComplete: boolean;
  readonly #waiting: (() => void)[] = [];
  #info: TreeInfo;
  #folders: readonly string[];
  #snapshot: Snapshot | null = null;
  readonly #names: TreeNames;

  constructor(root: string, folders: readonly string[], host: LspHost, lowerer: Lowerer) {
    this.#info = { root, version: host.version(root) };
    this.#host = host;
    this.#names = new TreeNames(host);
    this.#lowerer = lowerer;
    this.#folders = folders;
    this.#isComplete = folders.length > 0;
  }

  /** Whether answers are about all that they are to be about. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Says that all of the tree is there. */
  complete(): void {
    this.#isComplete = true;
    this.#names.forget();
    for (const each of this.#waiting.splice(0)) each();
  }

  whenComplete(): Promise<void> {
    return this.#isComplete ? Promise.resolve() : new Promise((resolve) => void this.#waiting.push(resolve));
  }

  get info(): TreeInfo {
    return this.#info;
  }

  /** The texts of open editors, as they are now. */
  get overlay(): Overlay {
    return this.#overlay;
  }

  /** Lays an editor's text over a file. Whether answers that were given may be others now. */
  edit(path: string, text: string): boolean {
    const before = this.#text(path);
    this.#overlay = laidOver(this.#overlay, path, text);
    return before !== text && this.#markChanged(path);
  }

  /** Takes the editor's text away again; the same question. */
  close(path: string): boolean {
    const before = this.#overlay.get(path);
    this.#overlay = laidOver(this.#overlay, path, null);
    return before !== undefined && before !== this.#onDisk(path) && this.#markChanged(path);
  }

  /** Says that a file changed on disk, or came or went; the same question. */
  changedOnDisk(path: string): boolean {
    // The editor's text counts. But one that nobody has read may have been passed over by searches before it was opened.
    if (this.#overlay.has(path) && this.#snapshot?.known(path)) return false;
    if (path === 'Makefile') this.#info = { ...this.#info, version: this.#host.version(this.#info.root) };
    return this.#markChanged(path);
  }

  /** The text of a file that requests go by. */
  #text(path: string): string | null {
    const open = this.#overlay.get(path);
    if (open !== undefined) return open;
    const read = this.#snapshot?.known(path) ? this.#snapshot.file(path) : null;
    return read ? read.text : this.#onDisk(path);
  }

  #onDisk(path: string): string | null {
    return this.#host.openTree(this.info.root, new Map(), []).read(path);
  }

  #markChanged(path: string): boolean {
    this.#changed.add(path);
    this.#names.changed(path);
    return true;
  }

  /** Starts over, e.g. when other folders are to be read. */
  reset(folders: readonly string[]): void {
    this.#folders = folders;
    this.#isComplete = folders.length > 0;
    this.#snapshot = null;
    this.#changed.clear();
    this.#names.forget();
  }

  /** The names of all hooks and tables, as they are now; `at` is told how many files were read for that. */
  names(at: (count: number) => void): Promise<NameList> {
    const { root } = this.#info;
    const folders = readFolders(this.#isComplete ? this.#folders : LIKELY_FOLDERS);
    return this.#names.all({ root, folders, edited: this.#overlay.keys(), text: (path) => this.#text(path) }, at);
  }

  /** Lets go of what is soon found again. */
  rest(most: number): void {
    this.settle(most);
    this.#names.forget();
  }

  /** What answers from the last state that was read go without. */
  gaps(): readonly Gap[] {
    return this.#snapshot?.gaps.all() ?? [];
  }

  /** Says that work was stopped on the way: what was being found out in this state may be there in part. */
  invalidate(): void {
    this.#isInvalid = true;
  }

  /** Lets go of what takes too much memory, the longest unused first. No question may be under way. */
  settle(most: number): void {
    if (this.#snapshot) this.#snapshot = this.#snapshot.settled(most);
  }

  /** The state to read for one request. */
  resolver(): Resolver {
    const folders = this.#isComplete ? this.#folders : LIKELY_FOLDERS;
    const isSame = this.#snapshot?.settings.folders === folders && this.#changed.size === 0 && !this.#isInvalid;
    if (this.#snapshot && isSame) return Resolver.of(this.#snapshot);
    const source = this.#host.openTree(this.info.root, this.#overlay, [...this.#changed]);
    this.#snapshot =
      this.#snapshot?.next(source, this.#changed, { folders }) ?? Snapshot.of(source, { folders }, this.#lowerer);
    this.#changed.clear();
    this.#isInvalid = false;
    return Resolver.of(this.#snapshot);
  }

  /** Whether a question that was begun is about the tree as it is now. */
  isOfNow({ snapshot }: Resolver): boolean {
    return this.resolver().snapshot === snapshot;
  }
}

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
