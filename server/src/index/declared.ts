/** Who declares a name in the folders that are read, as facts: everywhere, as a definition, at the head of a function. */
import { largest } from '../base/extremes.ts';
import { DEFINED, definitionOf, isHead, pick } from './declarations.ts';
import type { FileSymbol, SymbolKind } from './file.ts';
import { query } from './query.ts';
import type { Snapshot } from './snapshot.ts';

/** Words that no file declares. */
export const KEYWORDS: ReadonlySet<string> = new Set(
  '_Static_assert auto break case char const continue default do double else enum extern float for goto if int long register return short signed sizeof static struct switch typedef union unsigned void volatile while'.split(
    ' ',
  ),
);

export const EVERYWHERE = query('declarations of a name', (snapshot: Snapshot, name: string): readonly FileSymbol[] =>
  snapshot
    .search([name])
    .flatMap((path) => snapshot.file(path) ?? [])
    .flatMap((file) => file.symbols(name)),
);

export const DEFINITIONS = query(
  'definitions',
  (snapshot: Snapshot, name: string, kinds: string): readonly FileSymbol[] => {
    const wanted = DEFINED.filter((kind) => kinds.split(' ').includes(kind));
    const isType = wanted.some((kind) => kind !== 'function');
    const heads = wanted.includes('function') ? snapshot.headFiles(name) : [];
    // Those of headers win, and most files that have the name are none.
    const types = isType ? snapshot.searchPattern(definitionOf(name), [name], { defines: name, headers: true }) : [];
    const inHeaders = definedIn(snapshot, [...types, ...heads].filter(isHeader), name, wanted);
    if (inHeaders.length > 0 || !isType) return inHeaders;
    return definedIn(snapshot, snapshot.searchPattern(definitionOf(name), [name], { defines: name }), name, wanted);
  },
);

function isHeader(path: string): boolean {
  return path.endsWith('.h');
}

/** What some files define of a name. */
function definedIn(
  snapshot: Snapshot,
  paths: readonly string[],
  name: string,
  kinds: readonly SymbolKind[],
): readonly FileSymbol[] {
  const files = [...new Set(paths)].flatMap((path) => snapshot.file(path) ?? []);
  return files.flatMap((file) => pick(file.symbols(name), kinds) ?? []);
}

/** The one of some declarations that is nearest to a path; null where several are as near. What all include is nearer than nothing. */
export function nearest(symbols: readonly FileSymbol[], path: string): FileSymbol | null {
  const parts = path.split('/');
  const near = ({ file }: FileSymbol): number => {
    const others = file.path.split('/');
    const shared = others.findIndex((part, i) => part !== parts[i]);
    return shared > 0 ? shared + 1 : others[0] === 'include' ? 1 : 0;
  };
  const most = largest(symbols.map(near));
  const [only, another] = symbols.filter((symbol) => near(symbol) === most);
  return only && !another ? only : null;
}

export const HEADS = query('functions of a name', (snapshot: Snapshot, name: string): readonly FileSymbol[] => {
  const files = snapshot.headFiles(name).flatMap((path) => snapshot.file(path) ?? []);
  return files.flatMap((file) => file.symbols(name)).filter(isHead);
});

/**
 * The definition of a tag, where every declaration of the name is known by now and one alone is a definition: includes need not be
 * followed to find it. Null where that is not known.
 */
export function onlyTag(snapshot: Snapshot, name: string): FileSymbol | null {
  if (!snapshot.has(EVERYWHERE, name)) return null;
  const [only, another] = snapshot.everywhere(name).filter(({ kind }) => kind === 'tag');
  return only && !another ? only : null;
}
