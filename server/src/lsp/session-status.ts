/** Tells the client what the session stands on: which tree, and what is known of its ops structs. */
import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver/node';
import { label } from '../base/visible.ts';
import { AUTO } from '../features/ops-names.ts';
import type { StatusParams } from '../protocol/requests.ts';
import type { Refused } from './refused.ts';
import type { Tree } from './tree.ts';

/** What the status is about. */
export interface StatusSubject {
  readonly tree: Tree | null;
  /** The ops structs asked for, by name. */
  ops(tree: Tree): readonly string[];
  /** The same as they are asked for, with patterns and `auto`. */
  readonly wanted: readonly string[];
  readonly folders: readonly string[];
  /** Whether the client shows progress. */
  readonly showsProgress: boolean;
}

export class SessionStatus {
  readonly #connection: Connection;
  #announced = '';
  readonly #refused: Refused;
  #reading: Promise<WorkDoneProgressServerReporter | null> | null = null;

  constructor(connection: Connection, refused: Refused) {
    this.#connection = connection;
    this.#refused = refused;
  }

  /** Sends the status when it is not what was sent last; shows progress while the first index is made. */
  async announce({ tree, ops, wanted, folders, showsProgress }: StatusSubject): Promise<void> {
    if (!tree) {
      this.#send({ state: 'no-kernel', tree: null, message: 'This folder is not in a Linux kernel tree.' });
      return;
    }
    const isFirst = this.#announced === '';
    if (isFirst) this.#send({ state: 'indexing', tree: tree.info, message: `Reading Linux ${tree.info.version}` });
    const progress = isFirst && showsProgress ? await this.#progress() : null;
    progress?.begin('opscope', undefined, label(`Reading ${folders.join(', ') || 'the whole tree'}`));
    try {
      this.#send(statusOf(tree, ops(tree), wanted));
    } catch (error) {
      this.#send({ state: 'error', tree: tree.info, message: error instanceof Error ? error.message : String(error) });
    } finally {
      progress?.done();
    }
  }

  /** Shows how far the rest of the tree is; null at the end. */
  reading(text: string | null, showsProgress: boolean): void {
    if (text === null) {
      void this.#reading?.then((progress) => progress?.done());
      this.#reading = null;
      return;
    }
    if (!showsProgress) return;
    this.#reading ??= this.#progress().then((progress) => {
      progress?.begin('opscope', undefined, label(text));
      return progress;
    });
    void this.#reading.then((progress) => progress?.report(label(text)));
  }

  #progress(): Promise<WorkDoneProgressServerReporter | null> {
    return this.#refused.or('window/workDoneProgress/create', this.#connection.window.createWorkDoneProgress());
  }

  #send(status: StatusParams): void {
    const shown = { ...status, message: label(status.message) };
    const text = JSON.stringify(shown);
    if (text === this.#announced) return;
    this.#announced = text;
    this.#connection.sendNotification('opscope/status', shown);
  }
}

function statusOf(tree: Tree, names: readonly string[], wanted: readonly string[]): StatusParams {
  const resolver = tree.resolver();
  const known = names.map((name) => resolver.ops(name)).filter((ops) => ops.definition() !== null);
  const release = `Linux ${tree.info.version}`;
  if (known.length === 0 && !tree.isComplete)
    return { state: 'indexing', tree: tree.info, message: `${release}; reading the whole tree` };
  if (known.length === 0 && !wanted.includes(AUTO)) {
    return { state: 'no-ops', tree: tree.info, message: `${release} has no struct ${wanted.join(' or ')}.` };
  }
  const ops = known.map((each) => ({ name: each.name, hooks: each.hookNames().length, tables: each.tables().length }));
  const parts = ops.map((each) => `${each.name}: ${each.hooks} hooks, ${each.tables} tables`);
  if (!tree.isComplete) {
    const message = `${release}; ${parts.map((each) => `${each} so far`).join('; ')}; reading the whole tree`;
    return { state: 'indexing', tree: tree.info, message };
  }
  if (wanted.includes(AUTO)) parts.push('every ops struct of an open file');
  const lacks = tree.gaps().length;
  if (lacks > 0) parts.push(`${lacks} ${lacks === 1 ? 'place' : 'places'} left out, as the output channel says`);
  return { state: 'ready', tree: tree.info, message: `${release}; ${parts.join('; ')}`, ops };
}
