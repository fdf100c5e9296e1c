import {
  type CommentThread,
  commands,
  EventEmitter,
  type ExtensionContext,
  env,
  type TreeDataProvider,
  type TreeItem,
  Uri,
  window,
  workspace,
} from 'vscode';
import { label, visibleLines } from '../../../server/src/base/visible.ts';
import type { SeriesSource } from '../../../server/src/protocol/review.ts';
import type { Server } from '../client.ts';
import { SeriesComments } from '../series/comments.ts';
import { type CurrentPatch, CurrentSeries } from '../series/current.ts';
import { childrenOf, type FindingNode, type Node, type PatchNode, rootsOf } from '../series/nodes.ts';
import { mayBePatch, pickSeries, sourceOf } from '../series/pick.ts';
import { closeTabs, showFinding, showPatch, titleOf } from '../series/show.ts';
import { treeItem } from '../series/tree-item.ts';
import { SERIES, seriesPlace } from '../series/uris.ts';

/** A series of patches that is reviewed: its view, the files of each patch, findings as comments, and an answer by mail. */
export function activate(context: ExtensionContext, server: Server): void {
  const current = new CurrentSeries(server);
  const feature = new SeriesFeature(server, current);
  const provider = new SeriesTree(current);
  const view = window.createTreeView('opscope.series', { treeDataProvider: provider, showCollapseAll: true });
  const explain = (): void => {
    const { series } = current;
    view.description = series ? label(series.head) : '';
    view.message = series ? label(series.base) : '';
  };
  context.subscriptions.push(
    current,
    provider,
    view,
    new SeriesComments(current),
    current.onChanged(explain),
    workspace.registerTextDocumentContentProvider(SERIES, { provideTextDocumentContent: (uri) => feature.text(uri) }),
    commands.registerCommand('opscope.openPatchSeries', (at?: unknown, n?: unknown) => feature.open(at, n)),
    commands.registerCommand('opscope.closePatchSeries', () => feature.close()),
    commands.registerCommand('opscope.refreshPatchSeries', () => feature.again()),
    commands.registerCommand('opscope.copyMailReply', (at?: unknown, n?: unknown) => feature.copyReply(at, n)),
    commands.registerCommand('opscope.showPatch', (node?: PatchNode) => feature.show(node?.current)),
    commands.registerCommand('opscope.nextPatch', () => feature.go(1)),
    commands.registerCommand('opscope.previousPatch', () => feature.go(-1)),
    commands.registerCommand('opscope.openSeriesFinding', (node: FindingNode) => showFinding(node)),
  );
}

/** What the commands do. */
class SeriesFeature {
  readonly #server: Server;
  readonly #current: CurrentSeries;
  readonly #titles = new Set<string>();
  /** The patch that was shown last. */
  #shown = 0;

  constructor(server: Server, current: CurrentSeries) {
    this.#server = server;
    this.#current = current;
  }

  /** Opens a series: of a file that is named, else of one that is picked; and shows a patch of it, else the first that can be. */
  async open(at: unknown, n: unknown): Promise<void> {
    const uri = typeof at === 'string' ? Uri.parse(at, true) : at;
    const source = uri instanceof Uri ? sourceOf(uri) : await pickSeries();
    if (source) await this.#open(source, typeof n === 'number' ? n : undefined);
  }

  /** The same series, as it is now. */
  async again(): Promise<void> {
    const { source } = this.#current;
    if (source) await this.#open({ ...source, fresh: true }, this.#shown);
  }

  async #open(source: SeriesSource, n: number | undefined): Promise<void> {
    const old = new Set(this.#titles);
    const problem = await this.#current.open(source);
    if (problem !== undefined) {
      void window.showWarningMessage(label(`opscope: ${problem}`));
      return;
    }
    await closeTabs(old);
    for (const each of old) this.#titles.delete(each);
    await commands.executeCommand('opscope.series.focus');
    const { patches } = this.#current;
    await this.show(patches.find(({ patch }) => patch.n === n) ?? patches[0]);
  }

  async close(): Promise<void> {
    await this.#current.close();
    await closeTabs(this.#titles);
    this.#titles.clear();
  }

  /** Shows the changes of a patch; where it does not apply, says so. */
  async show(patch: CurrentPatch | undefined): Promise<void> {
    if (!patch) return;
    this.#shown = patch.patch.n;
    if (patch.shown.files.length === 0) say(`${titleOf(patch)} ${patch.shown.summary}`);
    else {
      this.#titles.add(titleOf(patch));
      await showPatch(patch);
    }
  }

  /** Goes to the patch after the one that was shown last, or to that before it. */
  async go(direction: 1 | -1): Promise<void> {
    const { patches } = this.#current;
    const at = patches.findIndex(({ patch }) => patch.n === this.#shown);
    const next = patches[at + direction];
    if (next) await this.show(next);
    else say(patches.length === 0 ? 'no series of patches is open' : 'there are no more patches in that direction');
  }

  /** Puts an answer by mail on the clipboard: about one patch, about a file of them, or about the series that is open. */
  async copyReply(at: unknown, patch: unknown): Promise<void> {
    const source = this.#replied(at);
    if (!source) {
      say('open a series of patches first');
      return;
    }
    const n = typeof patch === 'number' ? patch : patchIn(at);
    const text = await this.#server.reviewReply({ ...source, ...(n === undefined ? {} : { n }) });
    if (text === null) {
      say('there is no patch to reply to');
      return;
    }
    await env.clipboard.writeText(visibleLines(text));
    say(
      n === undefined ? 'the reply to the series is on the clipboard' : `the reply to patch ${n} is on the clipboard`,
    );
  }

  /** What is replied to: the file that is named; what a menu of the series was opened on; the file in the editor; else the series. */
  #replied(at: unknown): { readonly id: number } | { readonly uri: string } | undefined {
    const { series } = this.#current;
    if (typeof at === 'string' || at instanceof Uri) return { uri: at.toString() };
    const active = window.activeTextEditor?.document.uri;
    if (patchIn(at) === undefined && active && mayBePatch(active)) return { uri: active.toString() };
    return series && { id: series.id };
  }

  /** A file of a series, before or with a patch. */
  async text(uri: Uri): Promise<string> {
    const place = seriesPlace(uri);
    const text = place && (await this.#server.reviewText(place));
    return text ?? '/* The series is not open any more: open it again. */\n';
  }
}

/** The patch that a menu was opened on: a row of the view, or a comment on one of its files. */
function patchIn(at: unknown): number | undefined {
  if (typeof at !== 'object' || at === null) return undefined;
  if ('current' in at) return (at as PatchNode | FindingNode).current.patch.n;
  return 'uri' in at && at.uri instanceof Uri ? seriesPlace((at as CommentThread).uri)?.n : undefined;
}

/** A word in the status bar. */
function say(message: string): void {
  window.setStatusBarMessage(`opscope: ${label(message)}`, 4000);
}

class SeriesTree implements TreeDataProvider<Node> {
  readonly #current: CurrentSeries;
  readonly #onDidChangeTreeData = new EventEmitter<undefined>();
  readonly #subscription;
  readonly onDidChangeTreeData = this.#onDidChangeTreeData.event;

  constructor(current: CurrentSeries) {
    this.#current = current;
    this.#subscription = current.onChanged(() => this.#onDidChangeTreeData.fire(undefined));
  }

  getTreeItem(node: Node): TreeItem {
    return treeItem(node);
  }

  getChildren(node?: Node): Node[] {
    return node ? childrenOf(node) : rootsOf(this.#current.patches, this.#current.series);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#onDidChangeTreeData.dispose();
  }
}
