import { ConfigurationTarget, commands, type ExtensionContext, QuickPickItemKind, ThemeIcon, workspace } from 'vscode';
import { label } from '../../../server/src/base/visible.ts';
import type { TreeName } from '../../../server/src/protocol/requests.ts';
import type { Server } from '../client.ts';
import { pickName, type Row } from '../name-pick.ts';
import { placeText } from '../places.ts';
import { SECTION } from '../settings.ts';

/** Stands for every ops struct of an open file. */
const AUTO = 'auto';

const ADD = { iconPath: new ThemeIcon('add'), tooltip: 'Show beside the others' };
const REMOVE = { iconPath: new ThemeIcon('close'), tooltip: 'Show no more' };

/** The command that chooses the ops structs which views, matrix and lenses are about, from those of the tree. */
export function activate(context: ExtensionContext, server: Server): void {
  context.subscriptions.push(
    commands.registerCommand('opscope.chooseOps', async (given?: unknown) => {
      // A menu passes what it was opened on, which is no name.
      const chosen = typeof given === 'string' ? given : await choose(server);
      if (chosen !== undefined) await write([...(shown().includes(AUTO) ? [AUTO] : []), chosen]);
    }),
  );
}

/** One struct, alone; with the buttons of the rows others are shown beside it. */
function choose(server: Server): Promise<string | undefined> {
  return pickName<string>(server, {
    title: 'Choose Ops Struct',
    placeholder: 'The struct that the views, the matrix and the lenses are about',
    kind: 'struct',
    own: async () => ownRows(server),
    row: (name) => (shown().includes(name.name) ? null : structRow(name)),
    pressed: async (name, button) => {
      const others = shown().filter((each) => each !== name);
      await write(button === ADD ? [...others, name] : others);
    },
  });
}

function structRow(name: TreeName): Row<string> {
  const counts = `${count(name.hooks, 'hook')}, ${count(name.tables, 'table')}`;
  return {
    label: label(name.name),
    description: label(`${counts} · ${placeText(name)}`),
    buttons: [ADD],
    alwaysShow: true,
    value: name.name,
  };
}

/** What is shown now, with what the server knows of it. */
function ownRows({ status }: Server): Row<string>[] {
  const known = status.state === 'ready' ? status.ops : [];
  const rows = shown().map((name): Row<string> => {
    const found = known.find((each) => each.name === name);
    const counts = found ? `${count(found.hooks, 'hook')}, ${count(found.tables, 'table')}` : '';
    const text = name === AUTO ? 'every ops struct of an open file, in lenses and hints' : counts;
    return { label: label(name), description: text, buttons: [REMOVE], value: name };
  });
  const separator = (text: string): Row<string> => ({ label: text, kind: QuickPickItemKind.Separator, value: null });
  return rows.length > 0 ? [separator('shown now'), ...rows, separator('of this tree')] : [];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The setting as a list: a string was allowed once. */
function shown(): readonly string[] {
  const value = workspace.getConfiguration(SECTION).get<unknown>('ops', []);
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((each): each is string => typeof each === 'string');
}

/** Changes the setting where it has a value that counts: in the workspace, else for the user. */
async function write(names: readonly string[]): Promise<void> {
  const settings = workspace.getConfiguration(SECTION);
  const known = settings.inspect('ops');
  const isOfWorkspace = known?.workspaceValue !== undefined || known?.workspaceFolderValue !== undefined;
  const target = isOfWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  await settings.update('ops', [...new Set(names)], target);
}
