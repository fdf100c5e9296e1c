/** The sides of a comparison as the command line names them: a folder, a revision, or a series on one of those. */
import type { Side } from '../features/compare/facts.ts';
import { TreeBefore } from '../features/findings/tree-before.ts';
import { Snapshot } from '../index/snapshot.ts';
import { applySeries } from '../series/apply.ts';
import { candidatesIn } from '../series/names.ts';
import { readSeries, type Series } from '../series/series.ts';
import { type OpenTree, UsageError } from './io.ts';

/** A tree, and what differs in it from what is on disk. */
interface Start {
  readonly tree: OpenTree;
  readonly rev: string | null;
  readonly texts: ReadonlyMap<string, string | null>;
}

const DISK = { rev: null, texts: new Map<string, string | null>() };

/** Opens a side by what is written for it. `here` is the tree that revisions are of. */
export async function openSide(name: string, written: string, here: OpenTree): Promise<Side> {
  const folder = await here.beside(written);
  if (folder) return sideOf(name, { tree: folder, ...DISK }, []);
  const series = await seriesIn(written, here);
  if (series) return withSeries(name, written, series, here);
  return sideOf(name, await revisionOf(here, written, []), []);
}

function sideOf(name: string, start: Start, applied: readonly string[]): Side {
  const { tree, rev, texts } = start;
  const { settings, lowerer, source } = tree.snapshot;
  const own = texts.size === 0 ? tree.snapshot : Snapshot.of(new TreeBefore(source, texts), settings, lowerer, false);
  return {
    name,
    tree: { root: tree.tree.root, version: texts.has('Makefile') ? versionIn(own) : tree.tree.version },
    rev,
    applied,
    snapshot: own,
    changed: new Set(texts.keys()),
  };
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

async function revisionOf(tree: OpenTree, revision: string, paths: readonly string[]): Promise<Start> {
  const { commit, texts } = await told(tree.patches.treeIn(revision, paths), `${revision}: no folder, and `);
  if (texts === null)
    throw new UsageError(`too much of ${revision} differs from what is checked out: name a folder that has it`);
  return { tree, rev: commit, texts };
}

/** A series, and what it is to be applied to; empty where nothing is written for that. */
interface Written {
  readonly series: Series;
  readonly mails: string;
  readonly onto: string;
}

/** `MBOX@SIDE`: the first @ behind the name of something with mails in it, as both may have more. */
async function seriesIn(written: string, { patches }: OpenTree): Promise<Written | null> {
  for (let at = written.indexOf('@'); at > 0; at = written.indexOf('@', at + 1)) {
    const mails = written.slice(0, at);
    const found = await told(patches.mailsAt(mails), '');
    const series = found && (await readSeries(found));
    if (found && !series) throw new UsageError(`no patch in ${mails}`);
    if (series) return { series, mails, onto: written.slice(at + 1) };
  }
  return null;
}

async function withSeries(
  name: string,
  written: string,
  { series, mails, onto }: Written,
  here: OpenTree,
): Promise<Side> {
  if (onto === '')
    throw new UsageError(`${written}: name what ${mails} is applied to, a folder or a revision, behind the @`);
  const folder = await here.beside(onto);
  const paths = candidatesIn(series.patches);
  const start: Start = folder ? { tree: folder, ...DISK } : await revisionOf(here, onto, paths);
  const under = new TreeBefore(start.tree.snapshot.source, start.texts);
  const { steps, failed, texts } = applySeries(under, series.patches);
  const wrong = failed === null ? undefined : steps[failed];
  if (wrong) {
    const hunk = wrong.outcome.hunks.find(({ applied }) => applied === 'failed');
    const why = hunk ? ` (${hunk.file})` : '';
    throw new UsageError(
      `${written}: patch ${wrong.patch.n}/${series.count} does not apply${why}; opscope review ${mails} says what is wrong`,
    );
  }
  const applied = steps.map(({ patch }) => patch.title);
  return sideOf(name, { ...start, texts: new Map([...start.texts, ...texts]) }, applied);
}

/** What is read of the outside, with the reason told where it cannot be. */
async function told<T>(reading: Promise<T>, where: string): Promise<T> {
  return reading.catch((error: unknown) => {
    throw new UsageError(`${where}${error instanceof Error ? error.message : String(error)}`);
  });
}
