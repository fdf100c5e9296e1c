import { commands, type ExtensionContext, Uri, window, workspace } from 'vscode';
import type { ReachAnswer, ReachedIoctl, TreeInfo } from '../../../server/src/protocol/requests.ts';
import type { FromGraph, GraphForm, GraphQuery, GraphSubject, Place, SidePlace, ToGraph } from '../../messages.ts';
import type { Server } from '../client.ts';
import { mayBeKernelC } from '../documents.ts';
import type { Latest } from '../latest.ts';
import type { Matrices } from '../matrices.ts';
import { isFromGraph } from '../panels/incoming.ts';
import { type PanelKind, SinglePanel } from '../panels/panel.ts';
import { editorColumn, openPlace, uriOf } from '../places.ts';
import { didStep } from '../walkthrough-steps.ts';
import { goOut } from '../ways-out.ts';
import type { Comparisons } from './compare.ts';
import { copyForMail } from './copying.ts';

const KIND: PanelKind<FromGraph> = {
  viewType: 'opscope.graph',
  page: { title: 'Call graph', style: 'graph.css', script: 'graph.js' },
  isIncoming: isFromGraph,
};

/** What a graph is saved as, by form. */
const FILES: Readonly<Record<GraphForm, { readonly extension: string; readonly label: string }>> = {
  svg: { extension: 'svg', label: 'SVG picture' },
  dot: { extension: 'dot', label: 'Graphviz' },
  mermaid: { extension: 'mmd', label: 'Mermaid' },
};

/** The call-graph panel, and the command that opens it: on an ioctl or hook that is named, or on what the cursor is on. */
export function activate(
  context: ExtensionContext,
  server: Server,
  matrices: Matrices,
  reach: Latest<ReachAnswer | null>,
  comparisons: Comparisons,
): void {
  const panel = new SinglePanel<FromGraph, ToGraph>(KIND, context.extensionUri, (message) => void receive(message));
  let wanted: GraphSubject | null = null;
  let asked = 0;
  /** The tree of what is shown: places of the panel are in it. */
  let tree: TreeInfo | null = null;

  const receive = async (message: FromGraph): Promise<void> => {
    switch (message.type) {
      case 'ready':
        panel.post({ type: 'show', subject: wanted, asked });
        await offerSubjects();
        return;
      case 'ask':
        await answer(message.query);
        return;
      case 'wayOut':
        await goOut(message.way);
        return;
      case 'open':
        await open(message.place, message.beside, message.side);
        return;
      case 'export':
        await save(server, message.query, message.form);
    }
  };
  const offerSubjects = async (): Promise<void> => {
    const [{ matrices: all }, answer] = [await matrices.get(), await reach.get()];
    const hooks = all.flatMap(({ ops, fields }) =>
      fields.filter((field) => field.kind === 'hook').map((field) => `${ops}.${field.name}`),
    );
    const ioctls = answer?.ioctls ?? [];
    const first = mostUseful(ioctls)?.name;
    const begin = first !== undefined ? { ioctl: first } : hooks[0] !== undefined ? { hook: hooks[0] } : null;
    panel.post({ type: 'subjects', ioctls: ioctls.map(({ name }) => name), hooks, begin, status: server.status });
  };
  let shown: GraphQuery | null = null;
  const answer = async (query: GraphQuery): Promise<void> => {
    shown = query;
    const result = await server.graph(query);
    tree = result?.graph.tree ?? tree;
    panel.post({ type: 'graph', query, result });
  };
  const open = async (place: Place, beside: boolean, side?: SidePlace['side']): Promise<void> => {
    if (side) {
      await comparisons.open([{ side, place }], false, editorColumn(panel.column, beside));
      return;
    }
    if (tree) await openPlace(uriOf(tree, place), place, editorColumn(panel.column, beside));
  };
  const show = async (given?: unknown): Promise<void> => {
    didStep('graph');
    asked = Date.now();
    // A menu passes what it was opened on, which is no subject.
    wanted = isSubject(given) ? given : await subjectAtCursor(server);
    panel.show();
    // A panel that has just been made says that it is ready, and is told then.
    if (wanted) panel.post({ type: 'show', subject: wanted, asked });
  };

  context.subscriptions.push(
    panel,
    server.onChanged(() => panel.post({ type: 'changed' })),
    server.onStatus(() => panel.post({ type: 'changed' })),
    reach.onChanged(() => {
      if (panel.isOpen) void offerSubjects();
    }),
    commands.registerCommand('opscope.showGraph', show),
    commands.registerCommand('opscope.copyGraphForMail', () =>
      copyForMail(shown && ['graph', shown], 'the call graph'),
    ),
  );
}

/** The ioctl that leads to most functions of memory types: what there is to see is in its graph. Of several the first. */
function mostUseful(ioctls: readonly ReachedIoctl[]): ReachedIoctl | undefined {
  const reached = ({ hooks, backends }: ReachedIoctl): number =>
    new Set([...hooks.flatMap(({ targets }) => targets), ...backends].map(({ function: name }) => name)).size;
  return ioctls.toSorted((a, b) => reached(b) - reached(a))[0];
}

function isSubject(given: unknown): given is GraphSubject {
  if (typeof given !== 'object' || given === null) return false;
  return ['ioctl', 'hook', 'from', 'to'].some((key) => key in given && !('scheme' in given));
}

/** What a graph is about when nobody names it: the ioctl, hook or function at the cursor. */
async function subjectAtCursor(server: Server): Promise<GraphSubject | null> {
  const editor = window.activeTextEditor;
  if (!editor || !mayBeKernelC(editor.document)) return null;
  const { line, character } = editor.selection.active;
  return server.graphAt({
    textDocument: { uri: editor.document.uri.toString() },
    position: { line, character },
  });
}

/** Asks where to, and writes the graph there as `opscope graph` would print it. */
async function save(server: Server, query: GraphQuery, form: GraphForm): Promise<void> {
  const { extension, label } = FILES[form];
  const name = (query.ioctl ?? query.hook ?? query.from ?? query.to ?? 'graph')
    .replace(/^.*:/, '')
    .replace(/[^\w.-]/g, '_');
  const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/');
  const target = await window.showSaveDialog({
    defaultUri: Uri.joinPath(folder, `${name}.${extension}`),
    filters: { [label]: [extension] },
  });
  const text = target && (await server.graph({ ...query, format: form }))?.text;
  if (target && text) await workspace.fs.writeFile(target, new TextEncoder().encode(text));
}
