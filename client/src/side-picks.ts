/** What the open tree is compared with: chosen from its branches and tags, or in a dialogue. */
import { basename, dirname } from 'node:path';
import { type QuickPickItem, QuickPickItemKind, Uri, window, workspace } from 'vscode';
import { label } from '../../server/src/base/visible.ts';
import type { CompareQuery } from '../messages.ts';
import type { Server } from './client.ts';

/** The sides of a comparison, by what is chosen. */
type Chosen =
  | { readonly k: 'folder' | 'series'; readonly path: string }
  | { readonly k: 'revision'; readonly name: string };

type Item = QuickPickItem & { readonly choose?: () => Promise<Chosen | null> };

/** How mails and patches are named. */
const SERIES = ['mbox', 'mbx', 'patch', 'diff', 'eml'];

/** What the open tree is called beside another side. */
const HERE = 'working tree';

/** Asks what to compare the tree at a root with; null where nobody answers. */
export async function pickSides(server: Server, root: string): Promise<CompareQuery | null> {
  const chosen = await window.showQuickPick(itemsOf(server), {
    title: 'Compare the working tree with',
    placeHolder: 'A branch, a tag, a folder, or a series of patches',
  });
  const choice = await chosen?.choose?.();
  return choice ? sidesOf(choice, root) : null;
}

/** The sides for a file that a menu was opened on; null where that is no series of patches. */
export function sidesFor(uri: Uri, root: string): CompareQuery | null {
  const isSeries = SERIES.some((extension) => uri.path.toLowerCase().endsWith(`.${extension}`));
  return isSeries ? sidesOf({ k: 'series', path: uri.fsPath }, root) : null;
}

/** What there was comes first: a series is held against the tree, and the tree against anything else. */
function sidesOf(chosen: Chosen, root: string): CompareQuery {
  switch (chosen.k) {
    case 'revision':
      return { a: chosen.name, b: root, names: { a: chosen.name, b: HERE } };
    case 'folder':
      return { a: chosen.path, b: root, names: { a: basename(chosen.path), b: HERE } };
    case 'series':
      return { a: root, b: `${chosen.path}@${root}`, names: { a: HERE, b: basename(chosen.path) } };
  }
}

async function itemsOf(server: Server): Promise<Item[]> {
  const { branches, tags } = workspace.isTrusted ? await server.revisions() : { branches: [], tags: [] };
  const revision = (icon: string) => (name: string) => ({
    label: `$(${icon}) ${label(name)}`,
    choose: async (): Promise<Chosen> => ({ k: 'revision', name }),
  });
  return [
    { label: '$(folder) Folder...', detail: 'Another kernel tree', choose: pickFolder },
    {
      label: '$(mail) Patch Series...',
      detail: 'A mailbox or a patch, applied to the working tree',
      choose: pickSeries,
    },
    ...(workspace.isTrusted
      ? [{ label: '$(git-commit) Revision...', detail: 'Anything that names a commit', choose: writeRevision }]
      : []),
    ...section('branches', branches.map(revision('git-branch'))),
    ...section('tags', tags.map(revision('tag'))),
  ];
}

function section(name: string, items: readonly Item[]): readonly Item[] {
  return items.length === 0 ? [] : [{ label: name, kind: QuickPickItemKind.Separator }, ...items];
}

async function pickFolder(): Promise<Chosen | null> {
  const [uri] =
    (await window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: 'Compare',
      title: 'The root of a kernel tree',
      ...beginning(),
    })) ?? [];
  return uri ? { k: 'folder', path: uri.fsPath } : null;
}

async function pickSeries(): Promise<Chosen | null> {
  const [uri] =
    (await window.showOpenDialog({
      openLabel: 'Compare',
      title: 'A series of patches',
      filters: { 'Mailboxes and patches': SERIES, 'All files': ['*'] },
      ...beginning(),
    })) ?? [];
  return uri ? { k: 'series', path: uri.fsPath } : null;
}

/** Dialogues begin beside the open folder. */
function beginning(): { readonly defaultUri?: Uri } {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return folder ? { defaultUri: Uri.file(dirname(folder.fsPath)) } : {};
}

async function writeRevision(): Promise<Chosen | null> {
  const name = await window.showInputBox({
    title: 'Compare the working tree with',
    prompt: 'A commit, as git names it',
  });
  return name?.trim() ? { k: 'revision', name: name.trim() } : null;
}
