import {
  commands,
  Diagnostic,
  DiagnosticSeverity,
  type ExtensionContext,
  languages,
  Range,
  type TextDocument,
  Uri,
  window,
  workspace,
} from 'vscode';
import { label, visible } from '../../../server/src/base/visible.ts';
import type { SettingProblem } from '../../../server/src/protocol/requests.ts';
import type { Server } from '../client.ts';

/**
 * What findings need beside the language client, which shows them: word that the workspace is trusted, so that git may
 * be asked what changed, and what is wrong with settings, shown where they stand.
 */
export function activate(context: ExtensionContext, server: Server): void {
  const shown = languages.createDiagnosticCollection('opscope settings');
  const said = new Set<string>();
  context.subscriptions.push(
    shown,
    workspace.onDidGrantWorkspaceTrust(() => server.restart()),
    server.onProblems(async ({ problems }) => {
      const placed = await Promise.all(problems.map(async (each) => ({ problem: each, at: await placeOf(each) })));
      shown.clear();
      for (const uri of new Set(placed.flatMap(({ at }) => (at ? [at.uri.toString()] : [])))) {
        const own = placed.filter(({ at }) => at?.uri.toString() === uri);
        shown.set(
          Uri.parse(uri, true),
          own.map(({ problem, at }) => diagnostic(problem, at?.range ?? new Range(0, 0, 0, 0))),
        );
      }
      for (const { problem, at } of placed) if (!at) void say(problem, said);
    }),
  );
}

interface Place {
  readonly uri: Uri;
  readonly range: Range;
}

function diagnostic({ message }: SettingProblem, range: Range): Diagnostic {
  const found = new Diagnostic(range, visible(message), DiagnosticSeverity.Warning);
  found.source = 'opscope';
  return found;
}

/** Where a setting stands in the workspace's own files; undefined for the user's settings, whose file has no known name. */
async function placeOf({ setting }: SettingProblem): Promise<Place | undefined> {
  for (const uri of settingsFiles()) {
    const document = await open(uri);
    const at = document?.getText().indexOf(`"${setting}"`) ?? -1;
    if (!document || at < 0) continue;
    return { uri, range: new Range(document.positionAt(at), document.positionAt(at + setting.length + 2)) };
  }
  return undefined;
}

function settingsFiles(): Uri[] {
  const folders = workspace.workspaceFolders ?? [];
  const files = folders.map(({ uri }) => Uri.joinPath(uri, '.vscode', 'settings.json'));
  return workspace.workspaceFile ? [...files, workspace.workspaceFile] : files;
}

async function open(uri: Uri): Promise<TextDocument | undefined> {
  try {
    return await workspace.openTextDocument(uri);
  } catch {
    // No such file: the setting stands elsewhere.
    return undefined;
  }
}

/** Says it once, with a way to where it can be put right. */
async function say({ setting, message }: SettingProblem, said: Set<string>): Promise<void> {
  if (said.has(message)) return;
  said.add(message);
  const chosen = await window.showWarningMessage(label(message), 'Open Settings');
  if (chosen) await commands.executeCommand('workbench.action.openSettings', setting);
}
