/** A search for hooks, tables and structs of all of a tree by name. */
import { addTo } from '../../base/add-to.ts';
import type { HookNames } from '../../syntax/hook-names.ts';

/** What a name is of. */
export type NameKind = 'struct' | 'hook' | 'table';

/** A name in a tree, and where it stands: 1-based. */
export interface TreeName {
  readonly name: string;
  readonly kind: NameKind;
  /** The struct of a hook or a table; empty for a struct, and for an array of functions. */
  readonly struct: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Of a struct, how many hooks it has and how many tables there are, as far as their text tells. */
  readonly hooks: number;
  readonly tables: number;
}

/** What a search found. */
export interface FoundNames {
  /** The best first. */
  readonly names: readonly TreeName[];
  /** How many more there are. */
  readonly more: number;
}

/** The structs with hooks of some files, by all their names. */
export function structNames(files: Iterable<HookNames>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { structs } of files) {
    for (const { name, alias } of structs) {
      names.add(name);
      if (alias) names.add(alias);
    }
  }
  return names;
}

/** The names of a tree. */
export class NameList {
  readonly #names: readonly TreeName[];

  constructor(files: ReadonlyMap<string, HookNames>) {
    const tables = tablesByStruct(files);
    this.#names = [...files].flatMap(([file, names]) => namesOf(file, names, tables));
  }

  /** The names of a kind that have the letters of what is written in their order: those that are written so first. */
  search(kinds: readonly NameKind[], written: string, most: number): FoundNames {
    const ranked = RANKS.map((): TreeName[] => []);
    const wanted = written.toLowerCase();
    for (const each of this.#names) {
      const rank = kinds.includes(each.kind) ? rankOf(each.name, wanted) : -1;
      if (rank >= 0) ranked[rank]?.push(each);
    }
    const count = ranked.reduce((sum, { length }) => sum + length, 0);
    const names: TreeName[] = [];
    for (const each of ranked) if (names.length < most) addTo(names, each.sort(first).slice(0, most - names.length));
    return { names, more: count - names.length };
  }
}

/** How a name can have what is written, the best first. */
const RANKS: readonly ((name: string, written: string) => boolean)[] = [
  (name, written) => name === written,
  (name, written) => name.startsWith(written),
  (name, written) => name.includes(`_${written}`),
  (name, written) => name.includes(written),
  inOrder,
];

function rankOf(name: string, written: string): number {
  const lower = name.toLowerCase();
  return inOrder(lower, written) ? RANKS.findIndex((has) => has(lower, written)) : -1;
}

/** Whether a name has some letters in their order, as editors match symbols. */
function inOrder(name: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** Structs with many tables first, of those of one name the one with most hooks; then short names, then by the letters. */
function first(a: TreeName, b: TreeName): number {
  if (a.tables !== b.tables) return b.tables - a.tables;
  if (a.name === b.name && a.hooks !== b.hooks) return b.hooks - a.hooks;
  if (a.name.length !== b.name.length) return a.name.length - b.name.length;
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1;
}

function tablesByStruct(files: ReadonlyMap<string, HookNames>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { objects } of files.values()) {
    for (const { struct } of objects) counts.set(struct, (counts.get(struct) ?? 0) + 1);
  }
  return counts;
}

function namesOf(file: string, { structs, objects }: HookNames, tables: ReadonlyMap<string, number>): TreeName[] {
  const none = { file, hooks: 0, tables: 0 };
  return [
    ...structs.flatMap(({ name, alias, line, column, hooks }): TreeName[] => [
      {
        name,
        kind: 'struct',
        struct: '',
        file,
        line,
        column,
        hooks: hooks.length,
        tables: (tables.get(name) ?? 0) + (alias ? (tables.get(alias) ?? 0) : 0),
      },
      ...hooks.map((hook): TreeName => ({ ...none, ...hook, kind: 'hook', struct: name })),
    ]),
    ...objects.map((object): TreeName => ({ ...none, ...object, kind: 'table' })),
  ];
}
