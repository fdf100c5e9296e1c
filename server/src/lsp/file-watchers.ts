/** The watchers that clients are asked for, so that changes on disk are noticed which their editor did not make. */
import {
  type ClientCapabilities,
  type Connection,
  DidChangeWatchedFilesNotification,
  type Disposable,
  type FileSystemWatcher,
} from 'vscode-languageserver/node';
import type { LspHost } from './host.ts';
import { REGISTER, type Refused } from './refused.ts';

/** C files, and the files that say who is a module. */
const WATCHED = '**/{*.c,*.h,Makefile*,Kbuild*,Kconfig*}';

/** What is right beside the version in the Makefile: the configuration. */
const AT_ROOT = '{Makefile,.config}';

/** Both, for a tree that is watched from its root. */
const WHOLE = '**/{*.c,*.h,Makefile*,Kbuild*,Kconfig*,.config}';

/** One registration, replaced when other folders are to be watched. */
export class FileWatchers {
  readonly #connection: Connection;
  readonly #host: Pick<LspHost, 'toUri'>;
  readonly #refused: Refused;
  #registered: Promise<Disposable | null> | null = null;
  #key = '';

  constructor(connection: Connection, host: Pick<LspHost, 'toUri'>, refused: Refused) {
    this.#connection = connection;
    this.#host = host;
    this.#refused = refused;
  }

  /**
   * Watches folders of a tree, and no others; where there are none, all of it, by one pattern: each of several would
   * cost the client a watcher of its own. Nothing happens when they are watched already.
   */
  follow(root: string, folders: readonly string[]): void {
    const key = [root, ...folders].join('\n');
    if (key === this.#key) return;
    this.#key = key;
    const before = this.#registered;
    const toUri = this.#host.toUri;
    const patterns = folders.map((folder) => ({ baseUri: toUri(`${root}/${folder}`), pattern: WATCHED }));
    const atRoot = { baseUri: toUri(root), pattern: folders.length === 0 ? WHOLE : AT_ROOT };
    const watchers: FileSystemWatcher[] = [...patterns, atRoot].map((globPattern) => ({ globPattern }));
    const asked = this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    this.#registered = this.#refused.or(REGISTER, asked);
    void before?.then((old) => old?.dispose());
  }
}

/**
 * Whether a client can be asked to watch folders. One that knows only patterns for whole paths is not: it would have to watch
 * every folder there is to find those that match.
 */
export function canWatch(capabilities: ClientCapabilities | undefined): boolean {
  const watching = capabilities?.workspace?.didChangeWatchedFiles;
  return watching?.dynamicRegistration === true && watching.relativePatternSupport === true;
}
