import { randomBytes } from 'node:crypto';
import { Uri, type Webview, type WebviewOptions } from 'vscode';

/** What a panel is made of: a title, a style in media/ and a script in dist/webview/; panel.css comes with every one. */
export interface Page {
  readonly title: string;
  readonly style: string;
  readonly script: string;
}

/** The only folders that a panel can load from. */
const FOLDERS = { style: ['media'], script: ['dist', 'webview'] };

/** The options that every panel has. */
export function webviewOptions(extensionUri: Uri): WebviewOptions {
  const folders = Object.values(FOLDERS).map((folder) => Uri.joinPath(extensionUri, ...folder));
  return { enableScripts: true, localResourceRoots: folders };
}

/**
 * The document of a panel: an empty `main`, a style and a script. Nothing read from a tree ever goes in here. It is sent
 * as a message, and the script puts it into the document as text; the policy allows no script but that one (modules would
 * inherit its nonce, and it imports none), no inline style, and no request to anywhere.
 */
export function pageHtml(webview: Webview, extensionUri: Uri, page: Page): string {
  const nonce = randomBytes(16).toString('base64url');
  const address = (kind: keyof typeof FOLDERS, file: string) =>
    webview.asWebviewUri(Uri.joinPath(extensionUri, ...FOLDERS[kind], file)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${address('style', 'panel.css')}">
  <link rel="stylesheet" href="${address('style', page.style)}">
  <title>${page.title}</title>
</head>
<body>
  <main id="app"></main>
  <script type="module" nonce="${nonce}" src="${address('script', page.script)}"></script>
</body>
</html>`;
}
