/** Reviews series for the client: reads them, says what they are applied to, and keeps those that it looks at. */
import { TreeBefore } from '../../features/findings/tree-before.ts';
import { baseOf, type Input, Unreadable } from '../../features/review/input.ts';
import type { Base } from '../../features/review/review.ts';
import { SeriesTexts } from '../../features/review/texts.ts';
import type { ReviewAnswer } from '../../model/review-answers.ts';
import { applySeries } from '../../series/apply.ts';
import { readSeries, type Series } from '../../series/series.ts';
import type { PatchSources } from '../../series/sources.ts';
import type { Session } from '../session.ts';
import type { Tree } from '../tree.ts';

/** A series that was reviewed. */
export interface Reviewed {
  readonly series: Series;
  readonly answer: ReviewAnswer;
  readonly texts: SeriesTexts;
}

/** Somebody who waits for a review. */
export interface Waiting {
  /** Told what is being done. */
  doing(text: string): void;
  /** Is handed what stops it. */
  stoppedBy(stop: () => void): void;
}

/** How many series a client looks at: a client that never closes one does not keep them all. */
const MOST_OPEN = 8;

/** The series that a client looks at, by their numbers. */
export class OpenReviews {
  readonly #open = new Map<number, Reviewed>();
  #count = 0;

  /** Keeps a series; answers its number. */
  keep(reviewed: Reviewed): number {
    const id = ++this.#count;
    this.#open.set(id, reviewed);
    for (const oldest of this.#open.keys()) if (this.#open.size > MOST_OPEN) this.#open.delete(oldest);
    return id;
  }

  of(id: number): Reviewed | null {
    return this.#open.get(id) ?? null;
  }

  close(id: number): void {
    this.#open.delete(id);
  }
}

const NO_GIT = 'git is not asked in a workspace that is not trusted';

/** Where the patches for a tree come from. Where the workspace is not trusted, that is files alone. */
export function sourcesFor({ host, isTrusted }: Session, tree: Tree): PatchSources {
  const sources = host.patches(tree.info.root);
  if (isTrusted) return sources;
  const refuse = (): Promise<never> => Promise.reject(new Error(NO_GIT));
  return { mailsAt: sources.mailsAt, commits: refuse, commit: refuse, treeIn: refuse };
}

/** Reviews what was read. Rejects as unreadable where there is no patch in it, and with the reason where it fails. */
export async function reviewed(session: Session, tree: Tree, input: Input, waiting: Waiting): Promise<Reviewed> {
  const series = await readSeries(input.mails);
  if (!series) throw new Unreadable(`no patch in ${input.mails[0]?.name ?? 'it'}`);
  const base = await baseOf(sourcesFor(session, tree), series, { onto: null, range: input.range });
  const { answer, stop } = session.host.review(tree.info.root, questionOf(session, tree, series, base), waiting.doing);
  waiting.stoppedBy(stop);
  const source = treeOf(session, tree, base);
  const texts = new SeriesTexts(source, applySeries(source, series.patches));
  const found = await answer;
  return { series, answer: { ...found, notes: [...input.notes, ...found.notes] }, texts };
}

/** The tree that a series is applied to: with what editors have, unless it is that of a commit. */
function treeOf({ host }: Session, tree: Tree, { used, texts }: Base): TreeBefore {
  const overlay = used === null ? tree.overlay : new Map<string, string>();
  return new TreeBefore(host.openTree(tree.info.root, overlay, []), texts);
}

function questionOf(session: Session, tree: Tree, series: Series, base: Base) {
  const { folders, config, check } = session.settings;
  return {
    series,
    base,
    ops: session.wantedOps,
    fuzz: 0,
    shown: { exclude: check.exclude, severity: check.severity },
    config,
    folders,
    tree: tree.info,
    overlay: base.used === null ? tree.overlay : new Map<string, string>(),
  };
}
