/** Files that are a part of a `.c`: what they use may be declared by who includes them. */
import { largest } from '../base/extremes.ts';
import { joinPath } from '../base/paths.ts';
import { pattern } from '../base/patterns.ts';
import type { FileSymbol, SourceFile, SymbolKind } from './file.ts';
import { folderOf } from './includes.ts';
import { query } from './query.ts';
import type { Snapshot } from './snapshot.ts';
import { INCLUDED_C } from './source.ts';

/** The `.c` that a file is a part of; null for a file that is compiled by itself, and for a header of declarations. */
export function unitOf(snapshot: Snapshot, file: SourceFile): string | null {
  if (file.path.endsWith('.c')) return firstUnit(snapshot, file.path);
  return file.path.startsWith('include/') || !file.holdsCode() ? null : snapshot.get(BESIDE, file.path);
}

/** Whether a `.c` is included by another one. */
export function isIncludedSource(snapshot: Snapshot, path: string): boolean {
  return firstUnit(snapshot, path) !== null;
}

/** The `.c` beside a header that includes it. */
const BESIDE = query('unit of a header', (snapshot: Snapshot, path: string): string | null => {
  for (const each of includersBeside(snapshot, path)) return each;
  return null;
});

/** The `.c` files beside a header that include it, by path. */
function* includersBeside(snapshot: Snapshot, path: string): Iterable<string> {
  const folder = folderOf(path);
  for (const name of snapshot.list(folder)) {
    const each = folder === '' ? name : `${folder}/${name}`;
    if (isC(name) && snapshot.get(QUOTED, each).some((one) => joinPath(folder, one) === path)) yield each;
  }
}

/** A variable that a header leaves to those who include it, as the first `.c` beside it has it; null for names of another kind. */
export function declaredBeside(
  snapshot: Snapshot,
  name: string,
  kinds: readonly SymbolKind[],
  header: SourceFile,
): FileSymbol | null {
  if (!kinds.includes('object') || header.path.startsWith('include/')) return null;
  const path = snapshot.get(VARIABLES_BESIDE, header.path).get(name);
  const file = path === undefined ? null : snapshot.file(path);
  return file?.symbols(name).find(({ kind }) => kind === 'object') ?? null;
}

/** The variables of the `.c` files beside a header that include it, each with the first file that has it. */
const VARIABLES_BESIDE = query('variables of who includes a header', (snapshot: Snapshot, path: string) => {
  const found = new Map<string, string>();
  for (const each of includersBeside(snapshot, path)) {
    for (const { kind, name } of snapshot.file(each)?.declared() ?? [])
      if (kind === 'object' && !found.has(name)) found.set(name, each);
  }
  return found;
});

/** The files that include a `.c`. Asked for before threads start, they are found once for all of them. */
export function searchIncludedSources(snapshot: Snapshot): readonly string[] {
  return snapshot.searchPattern(INCLUDES_C, INCLUDED_C);
}

/** The include of a `.c`; a search for it is narrowed by `INCLUDED_C`. */
export const INCLUDES_C = /^[ \t]*#[ \t]*include[ \t]+["<][^">\r\n]+\.c[">]/m;

/** The files that include a `.c`, by the names in them that such an include may end with: those of most are asked for by nobody. */
const NAMING_SOURCES = query(
  'names of included sources',
  (snapshot: Snapshot): ReadonlyMap<string, readonly string[]> => {
    const found = new Map<string, string[]>();
    for (const path of searchIncludedSources(snapshot)) {
      const text = snapshot.known(path) ? snapshot.file(path)?.text : snapshot.read(path);
      for (const name of new Set(sourceNames(text ?? ''))) {
        const paths = found.get(name);
        if (paths) paths.push(path);
        else found.set(name, [path]);
      }
    }
    return found;
  },
);

/** No name of a file is longer. */
const LONGEST_NAME = 255;

/** The names of `.c` files in a text, in front of a quote or an angle. */
function* sourceNames(text: string): Iterable<string> {
  for (const { index } of text.matchAll(/\.c[">]/g)) {
    const end = index + '.c'.length;
    const before = text.slice(Math.max(0, end - LONGEST_NAME), end);
    yield before.slice(1 + largest(['"', '<', '/'].map((sign) => before.lastIndexOf(sign))));
  }
}

/** All files that include a `.c`, by path. */
const INCLUDERS = query('who includes a source', (snapshot: Snapshot, path: string): readonly string[] => {
  const naming = snapshot.get(NAMING_SOURCES).get(nameOf(path)) ?? [];
  const leadsThere = (each: string, name: string): boolean =>
    isSource(name) && snapshot.includes.resolve(name, each, each) === path;
  return naming.filter((each) =>
    snapshot
      .file(each)
      ?.includes()
      .some((name) => leadsThere(each, name)),
  );
});

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function isC(name: string): boolean {
  return name.endsWith('.c');
}

/** Whether an include as it is written leads to a `.c`. */
function isSource(include: string): boolean {
  return /\.c[">]$/.test(include);
}

/** The files that a `.c` is included by, by path. */
export function includersOf(snapshot: Snapshot, file: SourceFile): readonly SourceFile[] {
  if (!isSource(`${file.path}"`)) return [];
  return snapshot.get(INCLUDERS, file.path).flatMap((path) => snapshot.file(path) ?? []);
}

/** The first `.c` that includes another one; null where none does. */
function firstUnit(snapshot: Snapshot, path: string): string | null {
  return snapshot.get(NAMING_SOURCES).has(nameOf(path)) ? snapshot.get(FIRST_UNIT, path) : null;
}

const FIRST_UNIT = query('unit of a source', (snapshot: Snapshot, path: string): string | null => {
  return snapshot.get(INCLUDERS, path).find((each) => each !== path && each.endsWith('.c')) ?? null;
});

/**
 * The files with names of another kind, `table.inc`, that a `.c` includes between its declarations: nobody comes to them but by it. Those
 * that several include are parts of the first.
 */
export function partsOf(snapshot: Snapshot, file: SourceFile): readonly SourceFile[] {
  if (!file.path.endsWith('.c')) return [];
  const names = file.includes().filter((name) => !/\.[chS][">]$/.test(name));
  const paths = names.flatMap((name) => snapshot.includes.resolve(name, file.path, file.path) ?? []);
  return [...new Set(paths)].flatMap((path) => {
    const part = snapshot.get(FIRST_INCLUDER, path) === file.path ? snapshot.file(path) : null;
    return part && !isInDeclaration(file, nameOf(path)) ? [part] : [];
  });
}

/** Whether a file includes another in the braces of a declaration, which then has its items. */
function isInDeclaration({ regions }: SourceFile, name: string): boolean {
  const includes = regions.filter((region) => region.kind === 'include' && region.name.slice(0, -1).endsWith(name));
  return includes.some(({ start }) =>
    regions.some((each) => each.kind !== 'include' && each.start < start && start < each.end),
  );
}

/** The first `.c` by path that includes a file of any name, in the folders that are read. */
const FIRST_INCLUDER = query('first includer', (snapshot: Snapshot, path: string): string | null => {
  const name = nameOf(path);
  const words = name.match(/\w+/g) ?? [];
  const paths = snapshot.searchPattern(pattern`#[ \t]*include[ \t]*["<](?:[^">\n]*/)?${name}[">]`, words.slice(0, 1));
  const leadsThere = (each: string): boolean =>
    each.endsWith('.c') &&
    (snapshot.file(each)?.includes() ?? []).some((one) => snapshot.includes.resolve(one, each, each) === path);
  return paths.find(leadsThere) ?? null;
});

const QUOTED = query('quoted includes', (snapshot: Snapshot, path: string): readonly string[] => {
  const text = snapshot.read(path) ?? '';
  return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]+"([^"\n]+)"/gm)].map(([, name = '']) => name);
});
