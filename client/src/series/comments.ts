import {
  type Comment,
  CommentMode,
  type CommentThread,
  CommentThreadCollapsibleState,
  CommentThreadState,
  comments,
  type Disposable,
  MarkdownString,
  Range,
} from 'vscode';
import { label, visible } from '../../../server/src/base/visible.ts';
import { placeText } from '../places.ts';
import type { CurrentSeries } from './current.ts';
import { type FindingNode, fateText, findingsOf, isBefore } from './nodes.ts';
import { seriesUri } from './uris.ts';

/** The findings of the series that is open, as comments on its files. */
export class SeriesComments implements Disposable {
  readonly #controller = comments.createCommentController('opscope.series', 'opscope: patch series');
  readonly #current: CurrentSeries;
  readonly #subscription: Disposable;
  #threads: readonly CommentThread[] = [];

  constructor(current: CurrentSeries) {
    this.#current = current;
    this.#controller.options = { prompt: '' };
    this.#subscription = current.onChanged(() => this.#renew());
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#controller.dispose();
  }

  #renew(): void {
    for (const each of this.#threads) each.dispose();
    this.#threads = this.#current.patches.flatMap((patch) => findingsOf(patch).map((node) => this.#thread(node)));
  }

  #thread(node: FindingNode): CommentThread {
    const { current, finding, fate } = node;
    const thread = this.#controller.createCommentThread(uriOf(node), rangeOf(node), [comment(node)]);
    thread.canReply = false;
    thread.label = label(`opscope · ${fateText(node)}`);
    thread.contextValue = `${current.patch.n}`;
    const isOpen = fate === 'introduced';
    thread.collapsibleState = isOpen ? CommentThreadCollapsibleState.Expanded : CommentThreadCollapsibleState.Collapsed;
    thread.state = isOpen ? CommentThreadState.Unresolved : CommentThreadState.Resolved;
    if (finding.severity === 'hint') thread.collapsibleState = CommentThreadCollapsibleState.Collapsed;
    return thread;
  }
}

/** The document that a finding is about. */
export function uriOf({ current, finding, fate }: FindingNode) {
  const { series, patch } = current;
  const side = isBefore(fate) ? 'before' : 'after';
  return seriesUri({ id: series.id, n: patch.n, side, file: finding.file });
}

/** Where in it that is. */
export function rangeOf({ finding }: FindingNode): Range {
  const { line, column, endLine, endColumn } = finding;
  return new Range(line - 1, column - 1, endLine - 1, endColumn - 1);
}

/** Text as Markdown that stands for it: a mail is none. Its blanks stay such, unlike those of `appendText`, so that lines can wrap. */
function plain(text: string): string {
  return visible(text).replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

function comment({ finding }: FindingNode): Comment {
  const body = new MarkdownString();
  const lines = [finding.message, ...finding.evidence.map((each) => `${placeText(each)} ${each.message}`)];
  body.appendMarkdown(lines.map(plain).join('\n\n'));
  return { author: { name: label(finding.rule) }, body, mode: CommentMode.Preview };
}
