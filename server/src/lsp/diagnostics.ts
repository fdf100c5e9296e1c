/** Diagnostics of open files: asks the checking thread, and pushes what it finds, or hands it over to clients that ask. */
import {
  type CancellationToken,
  type Connection,
  type Diagnostic,
  type DiagnosticServerCancellationData,
  type DocumentDiagnosticReport,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver/node';
import { visible } from '../base/visible.ts';
import type { Found } from '../features/findings/checker.ts';
import { explained } from '../features/findings/introduced.ts';
import { asksForEveryGroup, diagnoses } from '../features/findings/level.ts';
import type { FilesBefore } from '../features/findings/tree-before.ts';
import type { ModuleStatus } from '../kbuild/status.ts';
import type { Finding } from '../model/findings.ts';
import type { Gap } from '../model/gaps.ts';
import { BaseCommit } from './base-commit.ts';
import { type Checks, type OpenFile, report } from './checks.ts';
import type { DiagnosticAbilities } from './client-abilities.ts';
import { CrashesOf, crashMessage } from './crashes.ts';
import { FindingsBefore } from './findings-before.ts';
import type { Session } from './session.ts';
import { toDiagnostic } from './to-diagnostic.ts';
import type { Tree, TreeFile } from './trees.ts';

/** Keeps the diagnostics of every open file right. */
export class Diagnostics {
  readonly #connection: Connection;
  readonly #session: () => Session | null;
  readonly #onProblems: () => void;
  readonly #onGaps: (tree: Tree, gaps: readonly Gap[]) => void;
  readonly #open = new Map<string, OpenFile>();
  readonly #checks = new Map<Tree, Checks>();
  readonly #crashes = new CrashesOf<Tree>();
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
    onGaps: (tree: Tree, gaps: readonly Gap[]) => void,
  ) {
    this.#connection = connection;
    this.#session = session;
    this.#onProblems = onProblems;
    this.#onGaps = onGaps;
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
    for (const { base } of this.#checks.values()) if (base.problem !== null) return base.problem;
    return null;
  }

  /** An editor opened a file, or changed its text to this one. */
  edited(uri: string, { tree, path }: TreeFile, text: string): void {
    if (!this.#open.has(uri)) {
      this.#open.set(uri, { tree, path, found: null, given: null, waiting: [] });
      if (this.#checks.has(tree)) void this.#refreshBase(tree);
    }
    this.#checks.get(tree)?.checker.overlay(path, text);
    this.#checkAll(tree, path);
  }

  closed(uri: string): void {
    const file = this.#open.get(uri);
    if (!file) return;
    this.#open.delete(uri);
    for (const answer of file.waiting) answer([]);
    if (!this.#abilities.pulls && file.given !== null) void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
    const checks = this.#checks.get(file.tree);
    checks?.checker.overlay(file.path, null);
    checks?.checker.cancel(file.path);
    this.#checkAll(file.tree);
  }

  /** Files changed on disk. */
  changedOnDisk(tree: Tree, paths: readonly string[]): void {
    this.#checks.get(tree)?.checker.changedOnDisk(paths);
    this.#checks.get(tree)?.before.changedOnDisk(paths);
    void this.#refreshBase(tree);
    this.#checkAll(tree);
  }

  /** HEAD may have moved, as by a commit. */
  saved(uri: string): void {
    const file = this.#open.get(uri);
    if (file) void this.#refreshBase(file.tree);
  }

  /** Settings changed. */
  reconfigure(): void {
    this.#crashes.clear();
    for (const [tree, checks] of this.#checks) {
      this.#configure(checks);
      void this.#refreshBase(tree);
      this.#checkAll(tree);
    }
    if (this.#checks.size === 0) this.start(this.#abilities);
  }

  /** Whether a file can be a module, and why; null outside a session. Rejects when the thread dies of the question. */
  async moduleStatus(tree: Tree, path: string): Promise<ModuleStatus | null> {
    const status = await this.#checksOf(tree)?.checker.status(path);
    if (status) this.#crashes.of(tree).recovered();
    return status ?? null;
  }

  /** The checking thread of a tree, started when it is first needed; null when it died too often. */
  #checksOf(tree: Tree): Checks | null {
    const session = this.#session();
    const known = this.#checks.get(tree);
    if (known || !session || this.#crashes.of(tree).isGivenUp) return known ?? null;
    const { host } = session;
    const { root } = tree.info;
    const checker = host.startChecker(
      root,
      (found) => this.#found(tree, found),
      (why) => this.#failed(tree, why),
    );
    const base = new BaseCommit(host, root);
    const before = new FindingsBefore(host, root, {
      found: () => this.#presentAll(tree),
      failed: (why) => this.#connection.console.error(why),
    });
    const checks: Checks = { checker, base, before, stamp: 0, isRefreshing: false, isBaseOld: false };
    this.#checks.set(tree, checks);
    this.#configure(checks);
    for (const [path, text] of tree.overlay) checker.overlay(path, text);
    void this.#refreshBase(tree);
    return checks;
  }

  #configure({ checker, before }: Checks): void {
    const settings = this.#session()?.settings;
    if (!settings) return;
    const { folders, ops, config } = settings;
    const wanted = { folders, ops, config, everyGroup: asksForEveryGroup(settings.check) };
    checker.configure(wanted);
    before.configure(wanted);
  }

  /** Checks every open file of a tree anew, one first. */
  #checkAll(tree: Tree, first?: string): void {
    if (!this.#isReady || !this.#session()) return;
    const files = [...this.#open.values()].filter((each) => each.tree === tree);
    if (!this.#session()?.settings.check.enable) {
      for (const file of files) void this.#show(file, []);
      return;
    }
    const checks = files.length > 0 ? this.#checksOf(tree) : this.#checks.get(tree);
    if (!checks) {
      for (const file of files) this.#show(file, []);
      return;
    }
    checks.stamp++;
    const paths = files.map(({ path }) => path).sort((a, b) => Number(b === first) - Number(a === first));
    for (const path of paths) checks.checker.check(path, checks.stamp);
  }

  #found(tree: Tree, found: Found): void {
    this.#onGaps(tree, found.gaps);
    if (found.stamp !== this.#checks.get(tree)?.stamp) return;
    if (found.isWhole) this.#crashes.of(tree).recovered();
    for (const file of this.#open.values()) {
      if (file.tree !== tree || file.path !== found.path) continue;
      file.found = found;
      void this.#present(file, found);
    }
  }

  /** Shows what was found, unless something newer has been found meanwhile. */
  async #present(file: OpenFile, found: Found): Promise<void> {
    const checks = this.#checks.get(file.tree);
    const session = this.#session();
    if (!session || !checks) return;
    const { check } = session.settings;
    const isReview = check.scope === 'changed' && session.isTrusted;
    const isIntroduced = isReview ? await this.#introduced(file, found, checks) : () => true;
    if (file.found !== found || found.stamp !== checks.stamp) return;
    const { snapshot } = file.tree.resolver();
    const to = { session, tree: file.tree, snapshot, ...this.#abilities };
    this.#show(
      file,
      diagnoses(found.findings, check, isIntroduced).map((each) => toDiagnostic(each, to)),
    );
  }

  /**
   * Which findings the work introduced: those that were not there before it, and those on its lines. Until it is known what was
   * there, those that a line of it bears out.
   */
  async #introduced({ tree, path }: OpenFile, found: Found, checks: Checks): Promise<(finding: Finding) => boolean> {
    const { findings, isWhole } = found;
    const { base, before } = checks;
    const { source } = tree.resolver().snapshot;
    const isTouched = await base.touched(findings, (each) => source.read(each), before.renamed);
    const byLine = (finding: Finding): boolean => isTouched(finding, 'anywhere');
    const isSettled = !isWhole || findings.every((each) => isTouched(each, 'file'));
    if (isSettled || !(before.isChanged || (await base.differs(tree.overlay)))) return byLine;
    const old = before.of(path);
    if (old === null) return byLine;
    const known = explained(findings, old, before.renamed);
    return (finding) => !known.has(finding) || isTouched(finding, 'file');
  }

  #presentAll(tree: Tree): void {
    for (const file of this.#open.values()) if (file.tree === tree && file.found) void this.#present(file, file.found);
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
      if (this.#abilities.refreshes) void this.#connection.languages.diagnostics.refresh();
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
    const file = this.#open.get(uri);
    if (!file || token.isCancellationRequested) return report([]);
    const isCurrent = file.found !== null && file.found.stamp === this.#checks.get(file.tree)?.stamp;
    const isOff = !this.#session()?.settings.check.enable || this.#crashes.of(file.tree).isGivenUp;
    if (file.given !== null && (isCurrent || isOff)) return report(JSON.parse(file.given) as Diagnostic[]);
    return new Promise((resolve) => {
      file.waiting.push((items) => resolve(report(items)));
      token.onCancellationRequested(() =>
        resolve(new ResponseError<DiagnosticServerCancellationData>(LSPErrorCodes.RequestCancelled, 'cancelled')),
      );
    });
  }

  /** Looks up once more what work is compared with; of many wishes in a row, the last is met. */
  async #refreshBase(tree: Tree): Promise<void> {
    const checks = this.#checks.get(tree);
    if (!checks) return;
    checks.isBaseOld = true;
    if (checks.isRefreshing) return;
    checks.isRefreshing = true;
    while (checks.isBaseOld) {
      checks.isBaseOld = false;
      await this.#lookUpBase(tree, checks);
    }
    checks.isRefreshing = false;
  }

  async #lookUpBase(tree: Tree, { base, before }: Checks): Promise<void> {
    const session = this.#session();
    if (!session?.isTrusted || session.settings.check.scope !== 'changed') return;
    const problem = base.problem;
    await base.refresh(session.settings.check.base);
    if (base.problem !== problem) {
      this.#onProblems();
      if (base.problem !== null)
        this.#connection.console.warn(`Nothing is compared with a commit: ${visible(base.problem)}`);
    }
    const commit = await base.commit();
    before.update(commit === null ? null : await this.#filesSince(session, tree, commit));
    this.#presentAll(tree);
  }

  /** What files were in a commit; null, and a word in the log, where git cannot tell. */
  #filesSince({ host }: Session, tree: Tree, commit: string): Promise<FilesBefore | null> {
    return host.filesSince(tree.info.root, commit).catch((error: Error) => {
      this.#connection.console.warn(`Findings are told by changed lines only: ${visible(error.message)}`);
      return null;
    });
  }

  /** The thread died: nothing is known any more, and the next change starts another. */
  #failed(tree: Tree, why: string): void {
    this.#connection.console.error(crashMessage('the thread that runs the rules', why, this.#crashes.of(tree)));
    this.#checks.get(tree)?.before.stop();
    this.#checks.delete(tree);
    for (const file of this.#open.values()) if (file.tree === tree) this.#show(file, []);
  }
}
