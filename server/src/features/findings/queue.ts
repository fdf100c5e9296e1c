/** Files that wait to be checked, and the state of the tree that they are checked in. Knows no thread and no clock. */

import { contained } from '../../base/contain.ts';
import type { Steps } from '../../base/steps.ts';
import type { SourceFile } from '../../index/file.ts';
import { Snapshot } from '../../index/snapshot.ts';
import { laidOver, type Overlay, type TreeSource } from '../../index/source.ts';
import type { Kbuild, ModuleStatus } from '../../kbuild/status.ts';
import type { Finding } from '../../model/findings.ts';
import type { Gap, Gaps } from '../../model/gaps.ts';
import type { Lowerer } from '../../syntax/lower.ts';
import { treeKbuild } from '../modules.ts';
import type { CheckerSettings, Found } from './checker.ts';
import { dependenciesIn, FindingsCache } from './findings-cache.ts';
import { fileFindings, graphFindings, type StageScope, tableFindings, unsuppressed } from './rule-stages.ts';

/** What is asked and said. */
export type CheckerMessage =
  | { readonly k: 'settings'; readonly settings: CheckerSettings }
  | { readonly k: 'text'; readonly path: string; readonly text: string | null }
  | { readonly k: 'disk'; readonly paths: readonly string[] }
  | { readonly k: 'check'; readonly path: string; readonly stamp: number }
  | { readonly k: 'cancel'; readonly path: string }
  | { readonly k: 'status'; readonly path: string; readonly id: number };

/** What is answered. */
export type CheckerAnswer =
  | ({ readonly k: 'found' } & Found)
  | { readonly k: 'status'; readonly id: number; readonly status: ModuleStatus };

/** The outside of a queue. */
export interface QueueHost {
  readonly lowerer: Lowerer;
  /** The tree with texts laid over it; `changed` may not be on disk as it was. */
  open(overlay: Overlay, changed: readonly string[]): TreeSource;
  /** The text of a file anywhere; null when it cannot be read. */
  readText(path: string): string | null;
  post(answer: CheckerAnswer): void;
}

/** What is to be done next: at once, when nothing has changed for a while, or nothing. */
export type Urgency = 'now' | 'pause' | 'never';

/** Checks one tree's files. */
export class CheckQueue {
  readonly #host: QueueHost;
  #overlay: Overlay = new Map();
  readonly #changed = new Set<string>();
  readonly #quick = new Map<string, number>();
  readonly #slow = new Map<string, number>();
  readonly #cache = new FindingsCache();
  #settings: CheckerSettings = { folders: [], ops: [], everyGroup: false, config: '' };
  #snapshot: Snapshot | null = null;
  /** Whether what was found in the snapshot may be others though no C file is: who is a module, or what is asked for. */
  #isStale = false;
  #kbuild: Kbuild | null = null;
  /** What reading the Makefiles went without. */
  #kbuildGaps: Gaps | null = null;
  #current: Steps<void> | null = null;

  constructor(host: QueueHost) {
    this.#host = host;
  }

  receive(message: CheckerMessage): void {
    switch (message.k) {
      case 'settings':
        this.#configure(message.settings);
        break;
      case 'text':
        this.#overlay = laidOver(this.#overlay, message.path, message.text);
        this.#invalidate([message.path]);
        break;
      case 'disk':
        this.#invalidate(message.paths);
        break;
      case 'check':
        this.#quick.set(message.path, message.stamp);
        break;
      case 'cancel':
        for (const each of [this.#quick, this.#slow]) each.delete(message.path);
        this.#cache.delete(message.path);
        break;
      case 'status':
        this.#host.post({ k: 'status', id: message.id, status: this.#modules().status(message.path) });
    }
  }

  /** When the next step is due. */
  get urgency(): Urgency {
    if (this.#current || this.#quick.size > 0) return 'now';
    return this.#slow.size > 0 ? 'pause' : 'never';
  }

  /** Lets go of what takes more memory than that. Nothing may be left to do. */
  rest(most: number): void {
    this.#snapshot = this.#snapshot?.settled(most) ?? null;
  }

  /** Does a part of the work. */
  step(): void {
    this.#current ??= this.#next();
    const isDone = contained(
      () => this.#current?.next().done ?? true,
      (reason) => this.#giveUp(reason),
    );
    if (isDone) this.#current = null;
  }

  /** A file that cannot be checked is not tried again as it is; the others are. */
  #giveUp(reason: string): true {
    for (const [path, stamp] of [...this.#quick, ...this.#slow].slice(0, 1)) {
      for (const each of [this.#quick, this.#slow]) each.delete(path);
      const gaps: readonly Gap[] = [{ k: 'lost', what: 'the findings', file: path, line: null, reason }];
      this.#host.post({ k: 'found', path, stamp, findings: [], isWhole: true, gaps });
    }
    return true;
  }

  #next(): Steps<void> | null {
    for (const path of this.#quick.keys()) return this.#checkQuickly(path);
    for (const path of this.#slow.keys()) return this.#followGraph(path);
    return null;
  }

  #configure(settings: CheckerSettings): void {
    if (settings.folders.join('\n') !== this.#settings.folders.join('\n')) this.#snapshot = null;
    if (settings.config !== this.#settings.config) this.#kbuild = null;
    this.#settings = settings;
    this.#isStale = true;
    this.#cache.clear();
    this.#current = null;
  }

  #invalidate(paths: readonly string[]): void {
    for (const path of paths) {
      if (/\.[ch]$/.test(path)) this.#changed.add(path);
      // Makefiles, Kconfig, .config; and HEAD, which is another when all of these can be others. A commit changes nothing.
      else if (path !== '.git/logs/HEAD') {
        this.#kbuild = null;
        this.#isStale = true;
      }
    }
    this.#current = null;
  }

  #modules(): Kbuild {
    this.#kbuild ??= this.#readKbuild();
    return this.#kbuild;
  }

  #readKbuild(): Kbuild {
    const source = this.#host.open(this.#overlay, []);
    this.#kbuildGaps = source.gaps;
    const named = this.#settings.config === '' ? null : this.#host.readText(this.#settings.config);
    return treeKbuild(source, named);
  }

  #scope(): StageScope {
    const { folders, ops, everyGroup } = this.#settings;
    const before = this.#snapshot?.settled() ?? null;
    const snapshot = before && this.#changed.size === 0 && !this.#isStale ? before : this.#renew(before, folders);
    this.#snapshot = snapshot;
    return { snapshot, ops, everyGroup, kbuild: () => this.#modules() };
  }

  /** The tree as it is now. The cache is told of the changes. */
  #renew(previous: Snapshot | null, folders: readonly string[]): Snapshot {
    const changed = [...this.#changed];
    this.#changed.clear();
    this.#isStale = false;
    const source = this.#host.open(this.#overlay, changed);
    const snapshot = previous?.next(source, changed) ?? Snapshot.of(source, { folders }, this.#host.lowerer);
    for (const path of changed) {
      const before = previous?.known(path) ? previous.file(path) : null;
      if (before || snapshot.known(path)) this.#cache.changed(before, snapshot.file(path));
    }
    return snapshot;
  }

  *#checkQuickly(path: string): Steps<void> {
    const scope = this.#scope();
    const file = scope.snapshot.file(path);
    const quick = file ? yield* this.#quickFindings(scope, file) : [];
    // The same may have been asked again meanwhile.
    const stamp = this.#quick.get(path);
    this.#quick.delete(path);
    if (!file || stamp === undefined) return;
    if (!this.#cache.isFresh(path)) this.#slow.set(path, stamp);
    this.#answer(scope, file, stamp, [...quick, ...this.#cache.of(path)], this.#cache.isFresh(path));
  }

  *#quickFindings(scope: StageScope, file: SourceFile): Steps<readonly Finding[]> {
    const own = fileFindings(scope, file);
    yield;
    // The first time the tables have to be found in the tree: nobody should wait so long for what the file alone shows.
    const stamp = this.#cache.has(file.path) ? undefined : this.#quick.get(file.path);
    if (stamp !== undefined && own.length > 0) this.#answer(scope, file, stamp, own, false);
    return [...own, ...(yield* tableFindings(scope, file))];
  }

  *#followGraph(path: string): Steps<void> {
    const scope = this.#scope();
    const file = scope.snapshot.file(path);
    const slow = file ? yield* graphFindings(scope, file) : [];
    const stamp = this.#slow.get(path);
    this.#slow.delete(path);
    if (!file || stamp === undefined) return;
    this.#cache.set(path, slow, dependenciesIn(scope, file));
    this.#answer(scope, file, stamp, [...(yield* this.#quickFindings(scope, file)), ...slow], true);
  }

  #answer(
    { snapshot }: StageScope,
    file: SourceFile,
    stamp: number,
    found: readonly Finding[],
    isWhole: boolean,
  ): void {
    const findings = [...unsuppressed(snapshot, file, found)].sort((a, b) => a.line - b.line || a.column - b.column);
    const gaps = [...snapshot.gaps.all(), ...(this.#kbuildGaps?.all() ?? [])];
    this.#host.post({ k: 'found', path: file.path, stamp, findings, isWhole, gaps });
  }
}
