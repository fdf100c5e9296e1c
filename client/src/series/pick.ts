import { type QuickPickItem, type Uri, window, workspace } from 'vscode';
import { label } from '../../../server/src/base/visible.ts';
import type { SeriesSource } from '../../../server/src/protocol/review.ts';

/** How patches are named, and mails by those who keep them. */
const PATCH = /\.(?:patch|diff|eml|mbox|mbx)$/i;

/** Whether a file may have patches in it, by its name. */
export function mayBePatch(uri: Uri): boolean {
  return uri.scheme === 'file' && PATCH.test(uri.path);
}

type Item = QuickPickItem & { readonly pick: () => Promise<SeriesSource | undefined> };

/** Asks where a series is; undefined when nobody says. */
export async function pickSeries(): Promise<SeriesSource | undefined> {
  const active = window.activeTextEditor?.document.uri;
  const items: Item[] = [
    ...(active && mayBePatch(active) ? [openFile(active)] : []),
    { label: '$(mail) Mailbox or Patch...', description: '.mbox, .patch, .diff, .eml', pick: () => pickPath(false) },
    {
      label: '$(folder) Folder of Patches...',
      description: 'as git format-patch writes them, or a Maildir',
      pick: () => pickPath(true),
    },
    // Git is asked for them.
    ...(workspace.isTrusted
      ? [{ label: '$(git-commit) Range of Commits...', description: 'A..B', pick: () => pickRange() }]
      : []),
  ];
  const chosen = await window.showQuickPick(items, { placeHolder: 'Review which series of patches?' });
  return chosen?.pick();
}

function openFile(uri: Uri): Item {
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  return {
    label: `$(file) ${label(name)}`,
    description: 'open in the editor',
    pick: async () => sourceOf(uri),
  };
}

/** A file or folder as a series. */
export function sourceOf(uri: Uri): SeriesSource {
  return { uri: uri.toString() };
}

async function pickPath(isFolder: boolean): Promise<SeriesSource | undefined> {
  const [uri] =
    (await window.showOpenDialog({
      canSelectFiles: !isFolder,
      canSelectFolders: isFolder,
      openLabel: 'Open Series',
      ...(isFolder ? {} : { filters: { Patches: ['mbox', 'patch', 'diff', 'eml', 'mbx'], 'All Files': ['*'] } }),
    })) ?? [];
  return uri && sourceOf(uri);
}

async function pickRange(): Promise<SeriesSource | undefined> {
  const range = await window.showInputBox({
    prompt: 'Commits behind one revision up to another',
    placeHolder: 'master..topic',
    validateInput: (text) =>
      /^[^-].*\.\./.test(text) ? undefined : 'write two revisions with dots between them: A..B',
  });
  return range === undefined ? undefined : { range };
}
