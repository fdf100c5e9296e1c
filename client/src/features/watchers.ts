import { Disposable, type ExtensionContext, RelativePattern, Uri, workspace } from 'vscode';
import { FileChangeType, type FileEvent } from 'vscode-languageclient/node';
import type { Server } from '../client.ts';
import { foldersSetting, SECTION } from '../settings.ts';

/** A branch switch touches thousands of files within moments: they are told to the server together. */
const BATCH_MS = 100;

/** The files that say who is a module. They are few: those of every folder that is read are watched. */
const KBUILD = 'Makefile*,Kbuild*,Kconfig*';

/** The same by their names, for those that are saved here in folders that are not watched. */
const KBUILD_FILE = /\/(?:Makefile[^/]*|Kbuild[^/]*|Kconfig[^/]*|\.config)$/;

/**
 * Watches the C files that opscope reads, in the tree that the server found, and tells the server what changed. Of a tree in the
 * workspace that costs nothing: the editor has a watcher of its own there, which patterns in it share.
 */
export function activate(context: ExtensionContext, server: Server): void {
  const batch = new Batch((changes) => void server.filesChanged(changes));
  let watching = { key: '', stop: Disposable.from() };

  const follow = (): void => {
    const root = server.status.tree?.root;
    const folders = foldersSetting();
    const key = JSON.stringify([root, folders]);
    // A status without a tree is a passing state; what is watched stays right until another tree is found.
    if (root === undefined || key === watching.key) return;
    watching.stop.dispose();
    watching = { key, stop: watch(patterns(Uri.file(root), folders), batch) };
  };

  context.subscriptions.push(
    batch,
    new Disposable(() => watching.stop.dispose()),
    server.onStatus(follow),
    workspace.onDidSaveTextDocument(({ uri }) => {
      if (uri.scheme === 'file' && KBUILD_FILE.test(uri.path)) batch.add(uri, FileChangeType.Changed);
    }),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${SECTION}.folders`)) follow();
    }),
  );
}

/** The headers that are read whatever folders are named. */
const HEADERS = 'include';

/**
 * The C files and makefiles of the tree, or, where it is not in the workspace, of the folders that are named; the Makefile, which has
 * the version, the .config; and git's word that HEAD has moved.
 */
function patterns(root: Uri, folders: readonly string[]): RelativePattern[] {
  const isWhole = folders.length === 0 || workspace.getWorkspaceFolder(root) !== undefined;
  const bases = isWhole ? [root] : [...new Set([...folders, HEADERS])].map((folder) => Uri.joinPath(root, folder));
  return [
    ...bases.map((base) => new RelativePattern(base, `**/{*.{c,h},${KBUILD}}`)),
    new RelativePattern(root, '{Makefile,.config}'),
    new RelativePattern(Uri.joinPath(root, '.git'), '{HEAD,logs/HEAD}'),
  ];
}

function watch(globs: readonly RelativePattern[], batch: Batch): Disposable {
  return Disposable.from(
    ...globs.flatMap((glob) => {
      const watcher = workspace.createFileSystemWatcher(glob);
      return [
        watcher,
        watcher.onDidCreate((uri) => batch.add(uri, FileChangeType.Created)),
        watcher.onDidChange((uri) => batch.add(uri, FileChangeType.Changed)),
        watcher.onDidDelete((uri) => batch.add(uri, FileChangeType.Deleted)),
      ];
    }),
  );
}

/** Gathers changes for a moment; of several to one file the last one counts. */
class Batch implements Disposable {
  readonly #send: (changes: FileEvent[]) => void;
  #changes = new Map<string, FileEvent>();
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (changes: FileEvent[]) => void) {
    this.#send = send;
  }

  add(uri: Uri, type: FileChangeType): void {
    const key = uri.toString();
    this.#changes.set(key, { uri: key, type });
    this.#timer ??= setTimeout(() => this.#flush(), BATCH_MS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #flush(): void {
    const changes = [...this.#changes.values()];
    this.#changes = new Map();
    this.#timer = undefined;
    this.#send(changes);
  }
}
