/** Diagnostics of open files: has them checked, and pushes what is found, or hands it over to clients that ask. */
import {
  type CancellationToken,
  type Connection,
  type Diagnostic,
  type DiagnosticServerCancellationData,
  type DocumentDiagnosticReport,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver/node';
import type { Found } from '../features/findings/checker.ts';
import { diagnoses } from '../features/findings/level.ts';
import type { ModuleStatus } from '../kbuild/status.ts';
import type { Gap } from '../model/gaps.ts';
import { CheckingThreads } from './checking-threads.ts';
import type { DiagnosticAbilities } from './client-abilities.ts';
import type { Refused } from './refused.ts';
import type { Session } from './session.ts';
import { toDiagnostic } from './to-diagnostic.ts';
import type { Tree } from './tree.ts';
import type { TreeFile } from './trees.ts';
import { sayUntilRead } from './whole-tree.ts';

/** What is known of one open file. */
interface OpenFile extends TreeFile {
  found: Found | null;
  /** What the client was given last, as text; null before the first time. */
  given: string | null;
  waiting: ((items: Diagnostic[]) => void)[];
}

/** Keeps the diagnostics of every open file right. */
export class Diagnostics {
  readonly #connection: Connection;
  readonly #session: () => Session | null;
  readonly #refused: Refused;
  readonly #threads: CheckingThreads;
  readonly #open = new Map<string, OpenFile>();
  #abilities: DiagnosticAbilities = {
    pulls: false,
    refreshes: false,
    relatedInformation: false,
    codeDescription: false,
    keepsData: false,
  };
  #isReady = false;

  /** `onProblems` is called when `problems` has something else to say, `onGaps` with what was found without. */
  constructor(
    connection: Connection,
    session: () => Session | null,
    onProblems: () => void,
    refused: Refused,
    onGaps: (tree: Tree, gaps: readonly Gap[]) => void,
  ) {
    this.#connection = connection;
    this.#session = session;
    this.#refused = refused;
    this.#threads = new CheckingThreads(connection.console, session, {
      found: (tree, found) => this.#found(tree, found),
      compared: (tree) => this.#presentAll(tree),
      crashed: (tree) => this.#showNone(tree),
      problems: onProblems,
      gaps: onGaps,
    });
    connection.languages.diagnostics.on(({ textDocument }, token) => this.#pulled(textDocument.uri, token));
  }

  /** Begins, once what people look at first has been answered. */
  start(abilities: DiagnosticAbilities): void {
    this.#abilities = abilities;
    this.#isReady = true;
    for (const tree of new Set([...this.#open.values()].map((each) => each.tree))) this.#checkAll(tree);
  }

  /** Why work cannot be compared with the revision that is set; null when it can. */
  get baseProblem(): string | null {
    return this.#threads.baseProblem;
  }

  /** An editor opened a file, or changed its text to this one. */
  edited(uri: string, file: TreeFile, text: string): void {
    if (!this.#open.has(uri)) {
      this.#open.set(uri, { ...file, found: null, given: null, waiting: [] });
      void this.#threads.refreshBase(file.tree);
    }
    this.#threads.overlay(file, text);
    this.#checkAll(file.tree, file.path);
  }

  closed(uri: string): void {
    const file = this.#open.get(uri);
    if (!file) return;
    this.#open.delete(uri);
    for (const answer of file.waiting) answer([]);
    if (!this.#abilities.pulls && file.given !== null) void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
    this.#threads.overlay(file, null);
    this.#threads.cancel(file);
    this.#checkAll(file.tree);
  }

  /** Files changed on disk. */
  changedOnDisk(tree: Tree, paths: readonly string[]): void {
    this.#threads.changedOnDisk(tree, paths);
    this.#checkAll(tree);
  }

  /** All of a tree is there: what hangs on the tree can be checked now. */
  completed(tree: Tree): void {
    this.#checkAll(tree);
  }

  /** HEAD may have moved, as by a commit. */
  saved(uri: string): void {
    const file = this.#open.get(uri);
    if (file) void this.#threads.refreshBase(file.tree);
  }

  /** Settings changed. */
  reconfigure(): void {
    const trees = this.#threads.reconfigure();
    for (const tree of trees) this.#checkAll(tree);
    if (trees.length === 0 && this.#isReady) this.start(this.#abilities);
  }

  /** Whether a file can be a module, and why; null outside a session, and while the tree is being read. Rejects when the thread dies of the question. */
  moduleStatus(tree: Tree, path: string): Promise<ModuleStatus | null> {
    return tree.isComplete ? this.#threads.moduleStatus(tree, path) : Promise.resolve(null);
  }

  #filesOf(tree: Tree): readonly OpenFile[] {
    return [...this.#open.values()].filter((each) => each.tree === tree);
  }

  /** Checks every open file of a tree anew, one first. */
  #checkAll(tree: Tree, first?: string): void {
    const session = this.#session();
    if (!this.#isReady || !session || !tree.isComplete) return;
    const paths = this.#filesOf(tree).map(({ path }) => path);
    paths.sort((a, b) => Number(b === first) - Number(a === first));
    if (!session.settings.check.enable || !this.#threads.check(tree, paths)) this.#showNone(tree);
  }

  #found(tree: Tree, found: Found): void {
    for (const file of this.#filesOf(tree)) {
      if (file.path !== found.path) continue;
      file.found = found;
      void this.#present(file, found);
    }
  }

  /** Shows what was found, unless something newer has been found meanwhile. */
  async #present(file: OpenFile, found: Found): Promise<void> {
    const session = this.#session();
    if (!session) return;
    const { check } = session.settings;
    const isReview = check.scope === 'changed' && session.isTrusted;
    const isIntroduced = isReview ? await this.#threads.introduced(file, found) : () => true;
    if (!isIntroduced || file.found !== found || !this.#threads.isCurrent(file.tree, found)) return;
    const { snapshot } = file.tree.resolver();
    const to = { session, tree: file.tree, snapshot, ...this.#abilities };
    this.#show(
      file,
      diagnoses(found.findings, check, isIntroduced).map((each) => toDiagnostic(each, to)),
    );
  }

  #presentAll(tree: Tree): void {
    for (const file of this.#filesOf(tree)) if (file.found) void this.#present(file, file.found);
  }

  #showNone(tree: Tree): void {
    for (const file of this.#filesOf(tree)) this.#show(file, []);
  }

  #show(file: OpenFile, items: Diagnostic[]): void {
    const given = JSON.stringify(items);
    const isNews = given !== file.given;
    const { waiting } = file;
    file.waiting = [];
    file.given = given;
    for (const answer of waiting) answer(items);
    if (!isNews || waiting.length > 0) return;
    if (this.#abilities.pulls) {
      if (this.#abilities.refreshes)
        void this.#refused.or('workspace/diagnostic/refresh', this.#connection.languages.diagnostics.refresh());
      return;
    }
    for (const [uri, each] of this.#open) {
      if (each === file) void this.#connection.sendDiagnostics({ uri, diagnostics: items });
    }
  }

  async #pulled(
    uri: string,
    token: CancellationToken,
  ): Promise<DocumentDiagnosticReport | ResponseError<DiagnosticServerCancellationData>> {
    // An edit that is on its way counts.
    await new Promise<void>((resolve) => setImmediate(resolve));
    const session = this.#session();
    if (session?.patches.has(uri)) return report(await session.patches.pulled(uri, token));
    const file = this.#open.get(uri);
    if (!file || token.isCancellationRequested) return report([]);
    const isCurrent = file.found !== null && this.#threads.isCurrent(file.tree, file.found);
    const isOff = !session?.settings.check.enable || this.#threads.isGivenUp(file.tree);
    if (file.given !== null && (isCurrent || isOff)) return report(JSON.parse(file.given) as Diagnostic[]);
    if (session) sayUntilRead(session.reading, file.tree, token, `checking ${file.path}`);
    return new Promise((resolve) => {
      file.waiting.push((items) => resolve(report(items)));
      token.onCancellationRequested(() =>
        resolve(new ResponseError<DiagnosticServerCancellationData>(LSPErrorCodes.RequestCancelled, 'cancelled')),
      );
    });
  }
}

/** All diagnostics of a file, for a client that asked. */
function report(items: Diagnostic[]): DocumentDiagnosticReport {
  return { kind: 'full', items };
}
