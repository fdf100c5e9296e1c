/** The threads that check files for diagnostics: one for each tree, with what its findings are compared with. */
import type { Connection } from 'vscode-languageserver/node';
import { visible } from '../base/visible.ts';
import type { Checker, Found } from '../features/findings/checker.ts';
import { explained } from '../features/findings/introduced.ts';
import { asksForEveryGroup } from '../features/findings/level.ts';
import type { FilesBefore } from '../features/findings/tree-before.ts';
import type { ModuleStatus } from '../kbuild/status.ts';
import type { Finding } from '../model/findings.ts';
import type { Gap } from '../model/gaps.ts';
import { BaseCommit } from './base-commit.ts';
import { CrashesOf, crashMessage } from './crashes.ts';
import { FindingsBefore } from './findings-before.ts';
import type { Session } from './session.ts';
import type { Tree } from './tree.ts';
import type { TreeFile } from './trees.ts';

/** The checking thread of one tree. */
interface Checks {
  readonly checker: Checker;
  readonly base: BaseCommit;
  readonly before: FindingsBefore;
  /** Counts up with every change: what was found before it is old. */
  stamp: number;
  isRefreshing: boolean;
  isBaseOld: boolean;
}

/** Who is told of what the threads say. */
export interface ChecksTold {
  /** What was found in a file as it is. */
  found(tree: Tree, found: Found): void;
  /** What was found is to be compared with something else than before. */
  compared(tree: Tree): void;
  /** A thread crashed: nothing is known of its tree any more. */
  crashed(tree: Tree): void;
  /** `baseProblem` has something else to say. */
  problems(): void;
  /** What the checks of a tree went without. */
  gaps(tree: Tree, gaps: readonly Gap[]): void;
}

/** Starts the threads when they are first needed, and asks them. */
export class CheckingThreads {
  readonly #log: Connection['console'];
  readonly #session: () => Session | null;
  readonly #told: ChecksTold;
  readonly #checks = new Map<Tree, Checks>();
  readonly #crashes = new CrashesOf<Tree>();

  constructor(log: Connection['console'], session: () => Session | null, told: ChecksTold) {
    this.#log = log;
    this.#session = session;
    this.#told = told;
  }

  /** Why work cannot be compared with the revision that is set; null when it can. */
  get baseProblem(): string | null {
    for (const { base } of this.#checks.values()) if (base.problem !== null) return base.problem;
    return null;
  }

  /** Whether the thread of a tree crashed too often to be started again. */
  isGivenUp(tree: Tree): boolean {
    return this.#crashes.of(tree).isGivenUp;
  }

  /** Whether what was found is of the files as they are. */
  isCurrent(tree: Tree, found: Found): boolean {
    return found.stamp === this.#checks.get(tree)?.stamp;
  }

  /** An editor's text is laid over a file; null takes it away. */
  overlay({ tree, path }: TreeFile, text: string | null): void {
    this.#checks.get(tree)?.checker.overlay(path, text);
  }

  cancel({ tree, path }: TreeFile): void {
    this.#checks.get(tree)?.checker.cancel(path);
  }

  changedOnDisk(tree: Tree, paths: readonly string[]): void {
    const checks = this.#checks.get(tree);
    checks?.checker.changedOnDisk(paths);
    checks?.before.changedOnDisk(paths);
    void this.refreshBase(tree);
  }

  /** Checks files of a tree anew, in this order; false where there is no thread to do so. */
  check(tree: Tree, paths: readonly string[]): boolean {
    const checks = paths.length > 0 ? this.#of(tree) : this.#checks.get(tree);
    if (!checks) return false;
    checks.stamp++;
    for (const path of paths) checks.checker.check(path, checks.stamp);
    return true;
  }

  /** Takes the settings over; answers the trees that have a thread. */
  reconfigure(): readonly Tree[] {
    this.#crashes.clear();
    for (const [tree, checks] of this.#checks) {
      this.#configure(checks);
      void this.refreshBase(tree);
    }
    return [...this.#checks.keys()];
  }

  /** Whether a file can be a module, and why; null outside a session. Rejects when the thread dies of the question. */
  async moduleStatus(tree: Tree, path: string): Promise<ModuleStatus | null> {
    const status = await this.#of(tree)?.checker.status(path);
    if (status) this.#crashes.of(tree).recovered();
    return status ?? null;
  }

  /** The thread of a tree, started when it is first needed; null when it crashed too often. */
  #of(tree: Tree): Checks | null {
    const session = this.#session();
    const known = this.#checks.get(tree);
    if (known || !session || this.isGivenUp(tree)) return known ?? null;
    const checks = this.#start(session, tree);
    this.#checks.set(tree, checks);
    this.#configure(checks);
    for (const [path, text] of tree.overlay) checks.checker.overlay(path, text);
    void this.refreshBase(tree);
    return checks;
  }

  #start({ host }: Session, tree: Tree): Checks {
    const { root } = tree.info;
    const checker = host.startChecker(
      root,
      (found) => this.#found(tree, found),
      (why) => this.#failed(tree, why),
    );
    const base = new BaseCommit(host, root);
    const before = new FindingsBefore(host, root, {
      found: () => this.#told.compared(tree),
      failed: (why) => this.#log.error(why),
    });
    return { checker, base, before, stamp: 0, isRefreshing: false, isBaseOld: false };
  }

  #configure({ checker, before }: Checks): void {
    const settings = this.#session()?.settings;
    if (!settings) return;
    const { folders, ops, config } = settings;
    const wanted = { folders, ops, config, everyGroup: asksForEveryGroup(settings.check) };
    checker.configure(wanted);
    before.configure(wanted);
  }

  #found(tree: Tree, found: Found): void {
    this.#told.gaps(tree, found.gaps);
    if (!this.isCurrent(tree, found)) return;
    if (found.isWhole) this.#crashes.of(tree).recovered();
    this.#told.found(tree, found);
  }

  /**
   * Which findings the work introduced: those that were not there before it, and those on its lines. Until it is known what was
   * there, those that a line of it bears out. Null where the thread has crashed.
   */
  async introduced({ tree, path }: TreeFile, found: Found): Promise<((finding: Finding) => boolean) | null> {
    const checks = this.#checks.get(tree);
    if (!checks) return null;
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

  /** Looks up once more what work is compared with; of many wishes in a row, the last is met. */
  async refreshBase(tree: Tree): Promise<void> {
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
      this.#told.problems();
      if (base.problem !== null) this.#log.warn(`Nothing is compared with a commit: ${visible(base.problem)}`);
    }
    const commit = await base.commit();
    before.update(commit === null ? null : await this.#filesSince(session, tree, commit));
    this.#told.compared(tree);
  }

  /** What files were in a commit; null, and a word in the log, where git cannot tell. */
  #filesSince({ host }: Session, tree: Tree, commit: string): Promise<FilesBefore | null> {
    return host.filesSince(tree.info.root, commit).catch((error: Error) => {
      this.#log.warn(`Findings are told by changed lines only: ${visible(error.message)}`);
      return null;
    });
  }

  /** The thread crashed: nothing is known any more, and the next change starts another. */
  #failed(tree: Tree, why: string): void {
    this.#log.error(crashMessage('the thread that runs the rules', why, this.#crashes.of(tree)));
    this.#checks.get(tree)?.before.stop();
    this.#checks.delete(tree);
    this.#told.crashed(tree);
  }
}
