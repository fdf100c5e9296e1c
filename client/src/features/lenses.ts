import {
  ConfigurationTarget,
  commands,
  type ExtensionContext,
  Location,
  Position,
  Range,
  Uri,
  window,
  workspace,
} from 'vscode';
import type * as lsp from 'vscode-languageclient/node';
import { SECTION } from '../settings.ts';
import { didStep } from '../walkthrough-steps.ts';

const KINDS = ['lens.fields', 'lens.tables', 'lens.functions', 'lens.ioctls', 'lens.patches'] as const;
type Kind = (typeof KINDS)[number];

/** Which kinds were on when the lenses were last turned off, to turn the same ones on again. */
const REMEMBERED = 'opscope.lensesTurnedOff';

/** What the server's code lenses do when they are clicked, and the command that turns the lenses off and on. */
export function activate(context: ExtensionContext): void {
  context.subscriptions.push(
    commands.registerCommand('opscope.showLocations', showLocations),
    commands.registerCommand('opscope.toggleLenses', () => toggleLenses(context)),
  );
}

/** Goes to the one location, or lists several in a peek at the lens. */
async function showLocations(uri: string, position: lsp.Position, locations: readonly lsp.Location[]): Promise<void> {
  didStep('jump');
  await commands.executeCommand(
    'editor.action.goToLocations',
    Uri.parse(uri, true),
    toPosition(position),
    locations.map(toLocation),
    'peek',
    'opscope found no such place',
  );
}

function toPosition(position: lsp.Position): Position {
  return new Position(position.line, position.character);
}

function toLocation({ uri, range }: lsp.Location): Location {
  return new Location(Uri.parse(uri, true), new Range(toPosition(range.start), toPosition(range.end)));
}

/** Turns off every kind of lens that is on, or turns the same ones on again. */
async function toggleLenses(context: ExtensionContext): Promise<void> {
  const settings = workspace.getConfiguration(SECTION);
  const on = KINDS.filter((kind) => settings.get(kind, true));
  if (on.length > 0) {
    await context.globalState.update(REMEMBERED, on);
    await setKinds(on, false);
    window.setStatusBarMessage('opscope: code lenses off', 3000);
    return;
  }
  await setKinds(context.globalState.get<readonly Kind[]>(REMEMBERED, KINDS), true);
  window.setStatusBarMessage('opscope: code lenses on', 3000);
}

async function setKinds(kinds: readonly Kind[], value: boolean): Promise<void> {
  const settings = workspace.getConfiguration(SECTION);
  for (const kind of kinds) {
    // Where the workspace has its own value, one in the user's settings would change nothing.
    const inWorkspace = settings.inspect(kind)?.workspaceValue !== undefined;
    await settings.update(kind, value, inWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global);
  }
}
