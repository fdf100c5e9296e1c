/** One kernel tree of a session: what is open in it, and the snapshot that requests read. */
import type { NameList } from '../features/editor/name-list.ts';
import { LIKELY_FOLDERS, readFolders } from '../index/folders.ts';
import { Snapshot } from '../index/snapshot.ts';
import { laidOver, type Overlay } from '../index/source.ts';
import type { TreeInfo } from '../model/answers.ts';
import type { Gap } from '../model/gaps.ts';
import { Resolver } from '../resolve/ops/ops.ts';
import type { Lowerer } from '../syntax/lower.ts';
import type { LspHost } from './host.ts';
import { namesNear, TreeNames } from './tree-names.ts';

/** As many files are looked through for names that are near. */
const MOST_BESIDE = 500;

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

  /** Whether the names are read that `names` waits for. */
  get hasNames(): boolean {
    return this.#names.isRead;
  }

  /** The names of the open files and of those beside them, at once; objects of all structs, as nobody knows yet which have hooks. */
  namesNear(): NameList {
    const { source } = this.resolver().snapshot;
    const folders = new Set([...this.#overlay.keys()].map((path) => path.slice(0, path.lastIndexOf('/') + 1)));
    const beside = [...folders].flatMap((folder) => source.list(folder.slice(0, -1)).map((name) => `${folder}${name}`));
    const files = new Set([...this.#overlay.keys(), ...beside.slice(0, MOST_BESIDE)]);
    return namesNear(files, (path) => this.#text(path));
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
