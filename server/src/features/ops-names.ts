/** The ops structs that a list of names, patterns (`*_operations`) and the word `auto` stands for. */
import { pattern, patternWith, withSigns } from '../base/patterns.ts';
import type { SourceFile } from '../index/file.ts';
import { query } from '../index/query.ts';
import type { Snapshot } from '../index/snapshot.ts';
import { globTest } from '../kbuild/glob.ts';
import { slotsIn } from '../resolve/graph/any-ops.ts';
import { Resolver } from '../resolve/ops/ops.ts';
import { tableFilter } from '../resolve/tables/candidate-regions.ts';

/** Every struct with a hook. */
export const AUTO = 'auto';

function isPattern(name: string): boolean {
  return /[*?]/.test(name);
}

/** What a pattern matches: `*` stands for any letters, `?` for one. */
function names(written: string): RegExp {
  return withSigns(written, /[*?]/g, (sign) => (sign === '*' ? /\w*/ : /\w/));
}

/** Whether a list has to be looked up in a tree. */
export function hasPatterns(wanted: readonly string[]): boolean {
  return wanted.some((name) => isPattern(name) || name === AUTO);
}

/** Names, and the ops structs of the tree that patterns match. `auto` stands for none here: there are thousands. */
export function opsNames(resolver: Resolver, wanted: readonly string[]): readonly string[] {
  if (!hasPatterns(wanted)) return wanted;
  return resolver.snapshot.get(NAMES, wanted.join());
}

const NAMES = query('ops structs that patterns match', (snapshot: Snapshot, wanted: string): readonly string[] => {
  const resolver = Resolver.of(snapshot);
  const found = wanted
    .split(',')
    .flatMap((name) => (isPattern(name) ? matching(resolver, name) : name === AUTO ? [] : [name]));
  return [...new Set(found)];
});

/** With more stars a pattern is not looked for in the text: it would be gone back to for each of them. */
const FEW_STARS = 2;

const ANY_NAME = /\w+/;

function matching(resolver: Resolver, written: string): readonly string[] {
  // No name has another letter.
  if (!/^[\w*?]+$/.test(written)) return [];
  const { snapshot, expressions } = resolver;
  const isFew = written.split('*').length - 1 <= FEW_STARS;
  const head = pattern`\bstruct[ \t]+(${isFew ? names(written) : ANY_NAME})[ \t]*(?:\w+[ \t]*)?\{`;
  const every = patternWith('g')`${head}`;
  const fits = globTest(written);
  const found = new Set<string>();
  for (const path of snapshot.searchPattern(head, [])) {
    const text = snapshot.file(path)?.text ?? '';
    for (const [, name = ''] of text.matchAll(every)) if (fits(name)) found.add(name);
  }
  return [...found].sort().filter((name) => {
    const struct = resolver.structNamed(name);
    return struct !== null && expressions.types.isOps(struct);
  });
}

/** The ops structs that a session is about: as it was said, and by name. */
export interface OpsWanted {
  readonly wantedOps: readonly string[];
  readonly settings: { readonly ops: readonly string[] };
}

/** The same for one file, where `auto` stands for the ops structs that it defines or has tables of. */
export function opsNamesIn(
  resolver: Resolver,
  { wantedOps, settings: { ops } }: OpsWanted,
  file: SourceFile,
): readonly string[] {
  const names = opsNames(resolver, wantedOps);
  if (!wantedOps.includes(AUTO)) return names;
  const { types } = resolver.expressions;
  const mayHold = tableFilter(resolver.snapshot, file);
  const own = slotsIn(resolver, file, mayHold).map((slot) => slot.table.struct.name);
  const defined = file.regions.flatMap(({ kind, tag }) => {
    const struct = (kind === 'type' || kind === 'typedef') && tag !== '' ? types.structByTag(tag, file) : null;
    return struct && types.isOps(struct) ? [tag] : [];
  });
  return [...new Set([...names, ...ops, ...own, ...defined])];
}
