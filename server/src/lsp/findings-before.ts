/**
 * What the rules find in the tree as it was in the commit that work is compared with: a checking thread of its own, which is
 * started when somebody wants to know, and only after that.
 */

import type { Checker, CheckerSettings, Found } from '../features/findings/checker.ts';
import type { FilesBefore } from '../features/findings/tree-before.ts';
import type { Finding } from '../model/findings.ts';
import { Crashes, crashMessage } from './crashes.ts';
import type { LspHost } from './host.ts';

const NOTHING: FilesBefore = { texts: new Map(), renamed: new Map() };

/** Who is told. */
interface Told {
  /** `of` has something else to say. */
  found(): void;
  /** The thread died, in a sentence. */
  failed(why: string): void;
}

/** The findings of one tree's files as they were. */
export class FindingsBefore {
  readonly #host: LspHost;
  readonly #root: string;
  readonly #told: Told;
  readonly #crashes = new Crashes();
  readonly #found = new Map<string, readonly Finding[]>();
  readonly #asked = new Set<string>();
  #files = NOTHING;
  #settings: CheckerSettings | null = null;
  #checker: Checker | null = null;
  #stamp = 0;

  constructor(host: LspHost, root: string, told: Told) {
    this.#host = host;
    this.#root = root;
    this.#told = told;
  }

  /** Where files were that have moved. */
  get renamed(): ReadonlyMap<string, string> {
    return this.#files.renamed;
  }

  /** Whether a file on disk is not as it was, or so many are that nobody looks. */
  get isChanged(): boolean {
    return this.#files.texts === null || this.#files.texts.size > 0;
  }

  /** Says what is checked for. */
  configure(settings: CheckerSettings): void {
    this.#settings = settings;
    this.#crashes.recovered();
    this.#checker?.configure(settings);
    this.#invalidate();
  }

  /** Says what the files were that are others on disk now; null where that cannot be told. */
  update(files: FilesBefore | null): void {
    const before = this.#files;
    this.#files = files ?? { texts: null, renamed: new Map() };
    const { texts } = this.#files;
    if (texts === null) {
      this.stop();
      return;
    }
    const paths = new Set([...(before.texts ?? []), ...texts].map(([path]) => path));
    const others = [...paths].filter((path) => before.texts?.get(path) !== texts.get(path));
    for (const path of others) this.#overlay(path);
    if (others.length > 0) this.#invalidate();
  }

  #overlay(path: string): void {
    const text = this.#files.texts?.get(path);
    // A file that was not there has nothing in it.
    this.#checker?.overlay(path, text === undefined ? null : (text ?? ''));
  }

  /** What was found may be others now. */
  #invalidate(): void {
    this.#stamp++;
    this.#asked.clear();
  }

  /** Files changed on disk. */
  changedOnDisk(paths: readonly string[]): void {
    this.#checker?.changedOnDisk(paths);
    this.#invalidate();
  }

  /**
   * What was found in a file, as far as that is known, and else null; what is not known is looked for. After a change it is what
   * was found last, until there is an answer: what is shown should not flicker with every file that is saved.
   */
  of(path: string): readonly Finding[] | null {
    if (this.#files.texts === null || this.#settings === null || this.#crashes.isGivenUp) return null;
    const old = this.#files.renamed.get(path) ?? path;
    if (!this.#asked.has(old)) {
      this.#asked.add(old);
      this.#checker ??= this.#start(this.#settings);
      this.#checker.check(old, this.#stamp);
    }
    return this.#found.get(old) ?? null;
  }

  #start(settings: CheckerSettings): Checker {
    const checker = this.#host.startChecker(
      this.#root,
      (found) => this.#take(found),
      (why) => {
        this.#told.failed(crashMessage('the thread that runs the rules on the tree as it was', why, this.#crashes));
        this.stop();
      },
    );
    this.#checker = checker;
    checker.configure(settings);
    for (const path of this.#files.texts?.keys() ?? []) this.#overlay(path);
    return checker;
  }

  #take({ path, stamp, findings, isWhole }: Found): void {
    if (stamp !== this.#stamp || !isWhole) return;
    this.#found.set(path, findings);
    this.#crashes.recovered();
    this.#told.found();
  }

  stop(): void {
    this.#checker?.stop();
    this.#checker = null;
    this.#found.clear();
    this.#invalidate();
  }
}
