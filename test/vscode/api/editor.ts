/** What the suites ask of VS Code: the commands that its own features go through, at a place found by its text. */
import { setTimeout as pause } from 'node:timers/promises';
import {
  type CodeLens,
  commands,
  type Hover,
  type InlayHint,
  Location,
  type LocationLink,
  MarkdownString,
  type Position,
  Range,
  type SymbolInformation,
  type TextDocument,
  type TextEditor,
  Uri,
  window,
  workspace,
} from 'vscode';

/** Asks again and again until the answer satisfies; mocha's time limit ends what never will. */
export async function until<T>(ask: () => T | Thenable<T>, satisfies: (answer: T) => boolean = Boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (satisfies(answer)) return answer;
    await pause(20);
  }
}

/** A file of the folder that is open. */
export function fileUri(path: string): Uri {
  const folder = workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('no folder is open');
  return Uri.joinPath(folder.uri, path);
}

/** Opens a file of the folder in an editor. */
export async function openFile(path: string): Promise<TextEditor> {
  return window.showTextDocument(await workspace.openTextDocument(fileUri(path)));
}

/** Where the text stands, `|` in it being the position that is meant; it must be there exactly once. */
export function positionOf(document: TextDocument, marked: string): Position {
  const text = marked.replace('|', '');
  const [before, ...others] = document.getText().split(text);
  if (before === undefined || others.length !== 1) throw new Error(`${others.length} times in the file: ${text}`);
  return document.positionAt(before.length + Math.max(0, marked.indexOf('|')));
}

/** `mm/shmem.c:96 shmem_uffd_ops`: file, line (from 1) and the text at the start of a location. */
async function describe(uri: Uri, { start }: Range): Promise<string> {
  const line = (await textOf(uri)).split('\n')[start.line] ?? '';
  const word = /^\w*/.exec(line.slice(start.character))?.[0] ?? '';
  return `${workspace.asRelativePath(uri, false)}:${start.line + 1} ${word}`;
}

/** The text of a file. It is not opened for that: VS Code closes documents again that nobody shows, and answers may be in hundreds. */
async function textOf(uri: Uri): Promise<string> {
  const open = workspace.textDocuments.find((each) => `${each.uri}` === `${uri}`);
  return open?.getText() ?? new TextDecoder().decode(await workspace.fs.readFile(uri));
}

/** The lenses of a file as `line: title`, by line. */
export async function lensesOf(path: string): Promise<string[]> {
  const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', fileUri(path));
  return lenses
    .sort((a, b) => a.range.start.line - b.range.start.line)
    .map(({ range, command }) => `${range.start.line + 1}: ${command?.title}`);
}

/** A request that VS Code answers with places. */
export type PlaceRequest = 'Implementation' | 'Definition' | 'Reference';

/** The places that a request at a position leads to, sorted. */
export async function placesAt(request: PlaceRequest, document: TextDocument, position: Position): Promise<string[]> {
  const found = await commands.executeCommand<(Location | LocationLink)[]>(
    `vscode.execute${request}Provider`,
    document.uri,
    position,
  );
  const places = found.map((each) =>
    each instanceof Location
      ? describe(each.uri, each.range)
      : describe(each.targetUri, each.targetSelectionRange ?? each.targetRange),
  );
  return (await Promise.all(places)).sort();
}

/** The text of the hovers at a position. */
export async function hoverAt(document: TextDocument, position: Position): Promise<string> {
  const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, position);
  const contents = hovers.flatMap((hover) => hover.contents);
  return contents.map((each) => (each instanceof MarkdownString ? each.value : String(each))).join('\n');
}

/** The inlay hints of a file as `line: label`, by line. */
export async function hintsOf(document: TextDocument): Promise<string[]> {
  const whole = new Range(0, 0, document.lineCount, 0);
  const hints = await commands.executeCommand<InlayHint[]>('vscode.executeInlayHintProvider', document.uri, whole);
  return hints
    .sort((a, b) => a.position.compareTo(b.position))
    .map(({ position, label }) => {
      const text = typeof label === 'string' ? label : label.map((part) => part.value).join('');
      return `${position.line + 1}: ${text}`;
    });
}

/** The workspace symbols for a query as `name (container)`, sorted, when all names are read. */
export async function symbolsFor(query: string): Promise<string[]> {
  const ask = () => commands.executeCommand<SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', query);
  const isWhole = (found: SymbolInformation[]) => !found.some(({ containerName }) => containerName.includes('so far'));
  const symbols = await until(ask, isWhole);
  return symbols.map(({ name, containerName }) => `${name} (${containerName})`).sort();
}

/** Sets a setting of opscope for the user, or takes it back to its default. */
export async function configure(setting: string, value: unknown): Promise<void> {
  await workspace.getConfiguration('opscope').update(setting, value, true);
}
