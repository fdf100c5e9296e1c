/** The files that rules about identifiers have to read: one pass over the tree for all of them. */
import { query } from '../index/query.ts';
import type { Snapshot } from '../index/snapshot.ts';
import { PGTABLE_GROUPS, PGTABLE_NAMES, PGTABLE_STEMS, type PgtableGroup } from './pgtable.ts';
import { inScope } from './rule.ts';
import { sourcesAt } from './sources.ts';

/** The names of the groups of page-table internals that are on. */
export const PGTABLE_WANTED: ReadonlyMap<string, PgtableGroup> = new Map(
  PGTABLE_GROUPS.filter((group) => group.severity !== 'off').flatMap((group) =>
    group.names.map((name) => [name, group] as const),
  ),
);

/** The word that a comment which suppresses starts with. */
export const IGNORE = 'opscope-ignore';

/** Words to look for, and short texts one of which is in each. */
interface Search {
  readonly words: readonly string[];
  readonly stems: readonly string[];
}

function searchFor(names: Iterable<string>): Search {
  const words = [...names, 'opscope'];
  return { words, stems: [...PGTABLE_STEMS.filter((stem) => words.some((name) => name.includes(stem))), IGNORE] };
}

const WANTED = searchFor(PGTABLE_WANTED.keys());
const EVERY = searchFor(PGTABLE_NAMES.keys());

/**
 * Files in the paths that have a page-table identifier or a suppression: every C file, and the headers of the folders that ops
 * structs are read from, since rules find nothing in others. `everyGroup` asks for identifiers of groups that are off, too.
 */
export function candidates(snapshot: Snapshot, paths: readonly string[], everyGroup = false): readonly string[] {
  return snapshot.get(CANDIDATES, everyGroup, paths.join('\n'));
}

const CANDIDATES = query(
  'files with identifiers',
  (snapshot: Snapshot, everyGroup: boolean, paths: string): readonly string[] => {
    snapshot.pin();
    const { words, stems } = everyGroup ? EVERY : WANTED;
    const files = paths.split('\n').flatMap((path) => sourcesAt(snapshot.source, path) ?? []);
    const { folders } = snapshot.settings;
    const isRead = (path: string): boolean => path.endsWith('.c') || inScope(path, folders);
    return snapshot.source.among([...new Set(files)].filter(isRead).sort(), words, stems);
  },
);
