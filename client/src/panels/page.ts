import { randomBytes } from 'node:crypto';
import { Uri, type Webview, type WebviewOptions } from 'vscode';

/** What a panel is made of: a title and two files of media/; panel.css comes with every one. */
export interface Page {
  readonly title: string;
  readonly style: string;
  readonly script: string;
}

/** The only folder that a panel can load from. */
function mediaFolder(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'media');
}

/** The options that every panel has. */
export function webviewOptions(extensionUri: Uri): WebviewOptions {
  return { enableScripts: true, localResourceRoots: [mediaFolder(extensionUri)] };
}

/**
 * The document of a panel: an empty `main`, a style and a script. Nothing read from a tree ever goes in here. It is sent
 * as a message, and the script puts it into the document as text; the policy allows no script but that one (and the
 * modules it imports, which inherit its nonce), no inline style, and no request to anywhere.
 */
export function pageHtml(webview: Webview, extensionUri: Uri, page: Page): string {
  const nonce = randomBytes(16).toString('base64url');
  const address = (file: string) => webview.asWebviewUri(Uri.joinPath(mediaFolder(extensionUri), file)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${address('panel.css')}">
  <link rel="stylesheet" href="${address(page.style)}">
  <title>${page.title}</title>
</head>
<body>
  <main id="app"></main>
  <script type="module" nonce="${nonce}" src="${address(page.script)}"></script>
</body>
</html>`;
}
