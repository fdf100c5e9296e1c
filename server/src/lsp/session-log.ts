/** What the log says of a session: which opscope it is, which tree, and what was read of that. */
import type { Connection } from 'vscode-languageserver/node';
import { visible } from '../base/visible.ts';
import type { LspHost } from './host.ts';
import type { Tree } from './tree.ts';

export class SessionLog {
  readonly #connection: Connection;
  readonly #host: Pick<LspHost, 'program' | 'indexed' | 'version'>;

  constructor(connection: Connection, host: Pick<LspHost, 'program' | 'indexed' | 'version'>) {
    this.#connection = connection;
    this.#host = host;
  }

  /** The session begins. */
  begun(): void {
    const { version, runtime } = this.#host.program;
    this.#say(`version ${version}, ${runtime}`);
  }

  /** The session is open, in a folder, or in none. */
  opened(folder: string | null, tree: Tree | null): void {
    if (!tree) this.#say(`${folder ?? 'no folder is open'}: not in a Linux kernel tree`);
  }

  /** Some folders of a tree were read, none for all of it. */
  read(root: string, folders: readonly string[], ms: number): void {
    const indexed = this.#host.indexed(root);
    if (!indexed) return;
    const count = `${indexed.files.toLocaleString('en')} ${indexed.files === 1 ? 'file' : 'files'}`;
    const where = folders.length === 0 ? 'the whole tree' : folders.join(', ');
    const kept = indexed.isKept ? ', as an earlier session left them' : '';
    const tree = `${root} (Linux ${this.#host.version(root)})`;
    this.#say(`${tree}: read ${count} of ${where} in ${(ms / 1000).toFixed(2)} s${kept}`);
  }

  #say(text: string): void {
    this.#connection.console.info(`opscope: ${visible(text)}`);
  }
}
