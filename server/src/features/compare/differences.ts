/** Which files of two sides differ, and by how many lines. What is only laid out otherwise does not. */
import { matchLines } from '../../base/line-diff.ts';
import { pattern } from '../../base/patterns.ts';
import type { TreeSource } from '../../index/source.ts';
import type { Facts } from './facts.ts';

/** A file that differs, seen from one side. */
export interface DifferentFile {
  readonly path: string;
  /** Lines that this side has and the other has not, and the other way round. */
  readonly added: number;
  readonly removed: number;
}

export interface Differences {
  readonly files: readonly DifferentFile[];
  /** Whether only the files that the struct is about were looked at. */
  readonly isPart: boolean;
}

const KBUILD = /(?:^|\/)(?:Makefile|Kbuild|Kconfig)[^/]*$/;

const COMPARED = pattern`\.[ch]$|${KBUILD}`;

/** The differences of two sides, seen from the first: the lines that it adds to the second. */
export function differences(facts: Facts, other: Facts): Differences {
  const { paths, isPart } = pathsOf(facts, other);
  const files = paths.flatMap((path) => {
    const [now, before] = [facts, other].map(({ side }) => side.snapshot.source.read(path) ?? '');
    return now === undefined || before === undefined || now === before ? [] : difference(path, now, before);
  });
  return { files, isPart };
}

/** The files that can differ. Of two versions of the kernel nearly all do: then those that the struct is about count. */
function pathsOf(facts: Facts, other: Facts): { readonly paths: readonly string[]; readonly isPart: boolean } {
  const [a, b] = [facts.side, other.side];
  if (a.tree.root === b.tree.root) {
    const changed = [...(a.changed ?? []), ...(b.changed ?? [])].filter((path) => COMPARED.test(path));
    return { paths: [...new Set(changed)].sort(), isPart: false };
  }
  if (a.tree.version !== b.tree.version)
    return { paths: [...new Set([...facts.files, ...other.files])].sort(), isPart: true };
  const all = [a, b].flatMap(({ snapshot: { source, settings } }) => {
    const sources = source.search(settings.folders, []);
    return [...sources, ...foldersOf(sources).flatMap((folder) => kbuildIn(source, folder))];
  });
  return { paths: [...new Set(all)].sort(), isPart: false };
}

/** The folders that files are in, and those above them. */
function foldersOf(paths: readonly string[]): readonly string[] {
  const all = new Set(['']);
  for (const path of paths)
    for (let at = path.lastIndexOf('/'); at > 0 && !all.has(path.slice(0, at)); at = path.lastIndexOf('/', at - 1))
      all.add(path.slice(0, at));
  return [...all];
}

function kbuildIn(source: TreeSource, folder: string): readonly string[] {
  const paths = source.list(folder).map((name) => (folder === '' ? name : `${folder}/${name}`));
  return paths.filter((path) => KBUILD.test(path));
}

function difference(path: string, now: string, before: string): readonly DifferentFile[] {
  if (bare(now) === bare(before)) return [];
  const [after, old] = [lines(now), lines(before)];
  const kept = matchLines(old.join('\n'), after.join('\n')).filter((from) => from >= 0).length;
  return [
    { path, added: count(after) - Math.min(kept, count(after)), removed: count(old) - Math.min(kept, count(old)) },
  ];
}

/** A text as the compiler has it: without what only lays it out. */
function bare(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/ (?=\W)|(?<=\W) /g, '');
}

/** Its lines, white space left out, and empty ones too. */
function lines(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => line.replace(/\s+/g, '') || []);
}

function count(all: readonly string[]): number {
  return all.length;
}
