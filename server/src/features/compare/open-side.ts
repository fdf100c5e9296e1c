/** The sides of a comparison as people name them: a folder, a revision, or a series on one of those. */
import { Snapshot } from '../../index/snapshot.ts';
import type { TreeSource } from '../../index/source.ts';
import type { TreeInfo } from '../../model/answers.ts';
import { applySeries } from '../../series/apply.ts';
import type { NamedBytes } from '../../series/mail.ts';
import { candidatesIn } from '../../series/names.ts';
import { readSeries, type Series } from '../../series/series.ts';
import type { CommitTree } from '../../series/sources.ts';
import { TreeBefore } from '../findings/tree-before.ts';
import type { Side } from './facts.ts';

/** Why what is written is no side, in words for a person. */
export class NoSide extends Error {}

/** A tree that sides are made of. */
export interface SideTree {
  readonly tree: TreeInfo;
  readonly snapshot: Snapshot;
  /** Its files as they are on disk: what revisions are told against. */
  readonly disk: TreeSource;
}

/** Where sides are looked for. All of it rejects with the reason in words. */
export interface SideSources {
  /** The tree that revisions are of. */
  readonly here: SideTree;
  /** The tree in a folder; null where what is written names no folder. */
  beside(written: string): Promise<SideTree | null>;
  /** The mails at a path; null where there is nothing of the name. */
  mailsAt(path: string): Promise<readonly NamedBytes[] | null>;
  /** The tree `here` as it is in a commit: what is other than on disk, among sources, what Kbuild reads, and some paths besides. */
  treeIn(revision: string, paths: readonly string[]): Promise<CommitTree>;
}

/** A tree, and what differs in it from what is on disk. */
interface Start {
  readonly tree: SideTree;
  readonly rev: string | null;
  readonly texts: ReadonlyMap<string, string | null>;
}

const DISK = { rev: null, texts: new Map<string, string | null>() };

/** Opens a side by what is written for it; rejects with a NoSide where that is none. */
export async function openSide(name: string, written: string, sources: SideSources): Promise<Side> {
  const folder = await sources.beside(written);
  if (folder) return sideOf(name, { tree: folder, ...DISK }, []);
  const series = await seriesIn(written, sources);
  if (series) return withSeries(name, written, series, sources);
  return sideOf(name, await revisionOf(sources, written, []), []);
}

function sideOf(name: string, start: Start, applied: readonly string[]): Side {
  const { tree, rev, texts } = start;
  const { settings, lowerer } = tree.snapshot;
  const isAsRead = texts.size === 0 && (rev === null || tree.disk === tree.snapshot.source);
  const own = isAsRead ? tree.snapshot : Snapshot.of(new TreeBefore(under(start), texts), settings, lowerer, false);
  return {
    name,
    tree: { root: tree.tree.root, version: texts.has('Makefile') ? versionIn(own) : tree.tree.version },
    rev,
    applied,
    snapshot: own,
    changed: new Set(texts.keys()),
  };
}

/** What the texts of a side are laid over: a commit's are told against the files on disk, whatever editors have. */
function under({ tree, rev }: Start): TreeSource {
  return rev === null ? tree.snapshot.source : tree.disk;
}

/** The version that a tree's Makefile says, as the tree's own is told. */
function versionIn({ source }: Snapshot): string {
  const text = source.read('Makefile') ?? '';
  const [version, patchlevel, sublevel] = ['VERSION', 'PATCHLEVEL', 'SUBLEVEL'].map((key) => valueIn(text, key));
  return [version, patchlevel, sublevel].filter(Boolean).join('.') + valueIn(text, 'EXTRAVERSION');
}

function valueIn(text: string, key: string): string {
  const line = text.split('\n').find((each) => each.split('=')[0]?.trim() === key);
  return line?.slice(line.indexOf('=') + 1).trim() ?? '';
}

async function revisionOf(sources: SideSources, revision: string, paths: readonly string[]): Promise<Start> {
  const { commit, texts } = await told(sources.treeIn(revision, paths), `${revision}: no folder, and `);
  if (texts === null)
    throw new NoSide(`too much of ${revision} differs from what is checked out: name a folder that has it`);
  return { tree: sources.here, rev: commit, texts };
}

/** A series, and what it is to be applied to; empty where nothing is written for that. */
interface Written {
  readonly series: Series;
  readonly mails: string;
  readonly onto: string;
}

/** `MBOX@SIDE`: the first @ behind the name of something with mails in it, as both may have more. */
async function seriesIn(written: string, { mailsAt }: SideSources): Promise<Written | null> {
  for (let at = written.indexOf('@'); at > 0; at = written.indexOf('@', at + 1)) {
    const mails = written.slice(0, at);
    const found = await told(mailsAt(mails), '');
    const series = found && (await readSeries(found));
    if (found && !series) throw new NoSide(`no patch in ${mails}`);
    if (series) return { series, mails, onto: written.slice(at + 1) };
  }
  return null;
}

async function withSeries(
  name: string,
  written: string,
  { series, mails, onto }: Written,
  sources: SideSources,
): Promise<Side> {
  if (onto === '')
    throw new NoSide(`${written}: name what ${mails} is applied to, a folder or a revision, behind the @`);
  const folder = await sources.beside(onto);
  const paths = candidatesIn(series.patches);
  const start: Start = folder ? { tree: folder, ...DISK } : await revisionOf(sources, onto, paths);
  const { steps, failed, texts } = applySeries(new TreeBefore(under(start), start.texts), series.patches);
  const wrong = failed === null ? undefined : steps[failed];
  if (wrong) {
    const hunk = wrong.outcome.hunks.find(({ applied }) => applied === 'failed');
    const why = hunk ? ` (${hunk.file})` : '';
    throw new NoSide(
      `${written}: patch ${wrong.patch.n}/${series.count} does not apply${why}; opscope review ${mails} says what is wrong`,
    );
  }
  const applied = steps.map(({ patch }) => patch.title);
  return sideOf(name, { ...start, texts: new Map([...start.texts, ...texts]) }, applied);
}

/** What is read of the outside, with the reason told where it cannot be. */
async function told<T>(reading: Promise<T>, where: string): Promise<T> {
  return reading.catch((error: unknown) => {
    throw new NoSide(`${where}${error instanceof Error ? error.message : String(error)}`);
  });
}
