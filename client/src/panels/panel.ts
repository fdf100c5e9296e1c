import { type Disposable, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import { type Page, pageHtml, webviewOptions } from './page.ts';

/** A kind of panel: its page, and the messages that go to its script and come back. */
export interface PanelKind<Incoming> {
  readonly viewType: string;
  readonly page: Page;
  /** Checks a message of the script, which like any message from outside may be anything. */
  readonly isIncoming: (message: unknown) => message is Incoming;
}

/**
 * The one panel of its kind in a window: created or brought forward by `show`, or given back by VS Code after a reload.
 * Messages sent while the script is not running are dropped; it says when it is (its first message), and is told all.
 */
export class SinglePanel<Incoming, Outgoing> implements Disposable {
  readonly #kind: PanelKind<Incoming>;
  readonly #extensionUri: Uri;
  readonly #onMessage: (message: Incoming) => void;
  readonly #serializer: Disposable;
  #panel: WebviewPanel | undefined;

  constructor(kind: PanelKind<Incoming>, extensionUri: Uri, onMessage: (message: Incoming) => void) {
    this.#kind = kind;
    this.#extensionUri = extensionUri;
    this.#onMessage = onMessage;
    this.#serializer = window.registerWebviewPanelSerializer(kind.viewType, {
      deserializeWebviewPanel: async (panel: WebviewPanel) => this.#adopt(panel),
    });
  }

  get isOpen(): boolean {
    return this.#panel !== undefined;
  }

  /** The column that the panel is in, if it is open. */
  get column(): ViewColumn | undefined {
    return this.#panel?.viewColumn;
  }

  /** Brings the panel forward, creating it if need be. */
  show(): void {
    if (this.#panel) {
      this.#panel.reveal();
      return;
    }
    const { viewType, page } = this.#kind;
    this.#adopt(window.createWebviewPanel(viewType, page.title, ViewColumn.Active));
  }

  /** Sends a message if the panel is open. */
  post(message: Outgoing): void {
    void this.#panel?.webview.postMessage(message);
  }

  dispose(): void {
    this.#panel?.dispose();
    this.#serializer.dispose();
  }

  #adopt(panel: WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = undefined;
    });
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (this.#kind.isIncoming(message)) this.#onMessage(message);
    });
    panel.iconPath = Uri.joinPath(this.#extensionUri, 'media', 'icon.png');
    panel.webview.options = webviewOptions(this.#extensionUri);
    panel.webview.html = pageHtml(panel.webview, this.#extensionUri, this.#kind.page);
  }
}
