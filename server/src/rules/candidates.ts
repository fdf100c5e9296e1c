/** The files that rules about identifiers have to read: one pass over the tree for all of them. */
import type { Snapshot } from '../index/snapshot.ts';
import { PGTABLE_GROUPS, PGTABLE_STEMS, type PgtableGroup } from './pgtable.ts';
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

const WORDS = [...PGTABLE_WANTED.keys(), 'opscope'];

const STEMS = [...PGTABLE_STEMS.filter((stem) => WORDS.some((name) => name.includes(stem))), IGNORE];

/**
 * Files in the paths that have a page-table identifier or a suppression: every C file, and the headers of the folders that ops
 * structs are read from, since rules find nothing in others.
 */
export function candidates(snapshot: Snapshot, paths: readonly string[]): readonly string[] {
  return snapshot.once(`candidates:${paths.join('\n')}`, () => {
    const files = (paths.length > 0 ? paths : ['']).flatMap((path) => sourcesAt(snapshot.source, path) ?? []);
    const { folders } = snapshot.settings;
    const isRead = (path: string): boolean => path.endsWith('.c') || inScope(path, folders);
    return snapshot.source.among([...new Set(files)].filter(isRead).sort(), WORDS, STEMS);
  });
}
