/** Tells the client, once for a burst of changes, that answers may be new. */
import { CodeLensRefreshRequest, type Connection, type InitializeParams } from 'vscode-languageserver/node';
import type { Refused } from './refused.ts';

export class News {
  readonly #connection: Connection;
  readonly #refused: Refused;
  readonly #announce: () => Promise<void>;
  #generation = 0;
  #telling: Promise<void> | null = null;

  /** `announce` says what the session stands on now. */
  constructor(connection: Connection, refused: Refused, announce: () => Promise<void>) {
    this.#connection = connection;
    this.#refused = refused;
    this.#announce = announce;
  }

  tell(params: InitializeParams | null): Promise<void> {
    this.#telling ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#telling = null;
        this.#generation++;
        void this.#connection.sendNotification('opscope/changed', { generation: this.#generation });
        this.#refresh(params?.capabilities.workspace);
        resolve(this.#announce());
      });
    });
    return this.#telling;
  }

  #refresh(workspace: InitializeParams['capabilities']['workspace']): void {
    const connection = this.#connection;
    if (workspace?.codeLens?.refreshSupport)
      void this.#refused.or('workspace/codeLens/refresh', connection.sendRequest(CodeLensRefreshRequest.type));
    if (workspace?.inlayHint?.refreshSupport)
      void this.#refused.or('workspace/inlayHint/refresh', connection.languages.inlayHint.refresh());
  }
}
