/** The names by which text can bring a struct into a file. */
import { pattern, patternWith } from '../../base/patterns.ts';
import { listed, WordSet } from '../../base/words.ts';
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';

/** How many names may stand for each other, each in the next one. */
const MAX_ROUNDS = 100;

/** Where more structs hold it, in each other, they are not looked for by name: of a kernel that would be most of all. */
const MAX_HOLDERS = 300;

/** A name that stands for a struct; a tag does so behind `struct` or `union` alone. */
interface Naming {
  readonly name: string;
  readonly k: 'tag' | 'typedef' | 'macro';
}

/** Blanks, and the ends of a macro's lines. */
const BLANK = /(?:\s|\\)*/;

/** The names that are looked for in one round. */
class Wanted {
  readonly words: WordSet;
  readonly #kinds: ReadonlyMap<string, ReadonlySet<Naming['k']>>;

  constructor(names: readonly Naming[]) {
    const kinds = new Map<string, Set<Naming['k']>>();
    for (const { name, k } of names) kinds.set(name, (kinds.get(name) ?? new Set()).add(k));
    this.#kinds = kinds;
    this.words = new WordSet(kinds.keys());
  }

  /** The names of types that a text has: a tag behind `struct` or `union`. */
  typesIn(text: string): readonly string[] {
    return this.#in(text).filter(
      (name) =>
        this.#is(name, 'typedef') ||
        (this.#is(name, 'tag') && pattern`\b(?:struct|union)\b${BLANK}${name}\b`.test(text)),
    );
  }

  /** The macros that a text has. */
  macrosIn(text: string): readonly string[] {
    return this.#in(text).filter((name) => this.#is(name, 'macro'));
  }

  #in(text: string): readonly string[] {
    return this.words.isIn(text) ? [...this.words.of(text)] : [];
  }

  #is(name: string, k: Naming['k']): boolean {
    return this.#kinds.get(name)?.has(k) ?? false;
  }
}

/** The names that stand for a struct. */
export interface StructNames {
  /** All, the struct's own first. */
  readonly words: readonly string[];
  /** Those of macros. */
  readonly macros: readonly string[];
  /** Whether those of structs that hold it are among them: there are none of a struct that too many hold. */
  readonly hasHolders: boolean;
}

/**
 * Names by which text can bring the struct into a file: its own, a typedef's, that of a struct which holds one by value, and of a
 * macro whose body has one of these.
 */
export const NAMES = query('names that stand for a struct', (snapshot: Snapshot, name: string): StructNames => {
  return (
    namesOf(snapshot, name, true) ?? namesOf(snapshot, name, false) ?? { words: [name], macros: [], hasHolders: false }
  );
});

/** The names, those of structs that hold it only where wanted; null where those are too many. */
function namesOf(snapshot: Snapshot, name: string, withHolders: boolean): StructNames | null {
  const names = new Map<string, Naming>([[name, { name, k: 'tag' }]]);
  let fresh: readonly Naming[] = [...names.values(), { name, k: 'typedef' }];
  for (let round = 0; fresh.length > 0; round++) {
    if (round === MAX_ROUNDS) {
      const bound = `${MAX_ROUNDS} that stand for each other`;
      snapshot.gaps.add({ k: 'cut', what: `the search for names of ${name}`, file: null, line: null, bound });
      break;
    }
    const wanted = new Wanted(fresh);
    const files = snapshot.search([...wanted.words.words]).flatMap((path) => snapshot.file(path) ?? []);
    const found = files.flatMap((file) => [...standsFor(file, wanted, withHolders)]);
    fresh = [...new Map(found.map((each) => [each.name, each])).values()].filter((each) => !names.has(each.name));
    for (const each of fresh) names.set(each.name, each);
    if ([...names.values()].filter(({ k }) => k === 'tag').length > MAX_HOLDERS) return null;
  }
  const macros = [...names.values()].flatMap((each) => (each.k === 'macro' ? [each.name] : []));
  return { words: [...names.keys()], macros, hasHolders: withHolders };
}

/**
 * Macros by which an initialiser can set one of the hooks of a struct whatever holds it: their body has the hook's designator, or
 * they use such a macro. The hooks are a list with blanks.
 */
export const SETTING_MACROS = query(
  'macros that set hooks',
  (snapshot: Snapshot, hookNames: string): readonly string[] => {
    const hooks = listed(hookNames);
    const names = new Set<string>();
    const setting = patternWith('m')`^[ \t]*#[ \t]*define\b(?:[^\n]|\\\n)*[{,\s]\.${hooks}\s*=[^=]`;
    const designator = pattern`[{,\s]\.${hooks}\s*=[^=]`;
    let fresh = definesIn(snapshot, snapshot.searchPattern(setting, hooks), (text) => designator.test(text));
    while (fresh.length > 0 && names.size <= MAX_HOLDERS) {
      for (const each of fresh) names.add(each);
      const wanted = new Wanted(fresh.map((each) => ({ name: each, k: 'macro' })));
      const users = definesIn(snapshot, snapshot.search(fresh), (text) => usesMaker(text, wanted.macrosIn(text)));
      fresh = users.filter((each) => !names.has(each));
    }
    return [...names];
  },
);

/** The macros in some files whose text passes, each once. */
function definesIn(snapshot: Snapshot, paths: readonly string[], wanted: (text: string) => boolean): readonly string[] {
  const found = new Set<string>();
  for (const file of paths.flatMap((path) => snapshot.file(path) ?? []))
    for (const { kind, name, start, end } of file.regions)
      if (kind === 'define' && wanted(file.text.slice(start, end))) found.add(name);
  return [...found];
}

/** Typedefs, macros and, where wanted, structs of a file that bring one of the names with them. */
function* standsFor(file: SourceFile, wanted: Wanted, withHolders: boolean): Iterable<Naming> {
  for (const region of file.regions) {
    const { kind, name, tag } = region;
    if (kind !== 'typedef' && kind !== 'define' && (kind !== 'type' || tag === '' || !withHolders)) continue;
    const text = file.text.slice(region.start, region.end);
    const types = wanted.typesIn(text);
    if (kind === 'define') {
      if (makesObjects(text, types) || usesMaker(text, wanted.macrosIn(text))) yield { name, k: 'macro' };
    } else if (kind === 'type') {
      const aliases = [...types, ...wanted.macrosIn(text)];
      if (pattern`\b${aliases}\s+\w+\s*(?:\[[^\]]*\]\s*)*;`.test(text)) yield { name: tag, k: 'tag' };
    } else if (types.length > 0 && !/\(/.test(withoutMembers(text))) yield { name, k: 'typedef' };
  }
}

/** A typedef's text without the members of a struct that it defines: a parenthesis left over is a function type's. */
function withoutMembers(text: string): string {
  const open = text.indexOf('{');
  const close = text.lastIndexOf('}');
  return open < 0 || close < open ? text : text.slice(0, open) + text.slice(close + 1);
}

/**
 * Whether a macro's body can make an initialised object of one of the types: it is the type, declares an object of it and sets that,
 * has a literal of it, or hands the type to another macro. A pointer to it is none.
 */
function makesObjects(define: string, types: readonly string[]): boolean {
  if (types.length === 0) return false;
  if (pattern`^[ \t]*#\s*define\s+\w+\s+(?:const\s+)?(?:(?:struct|union)\s+)?${types}\s*$`.test(define)) return true;
  if (define.includes('=') && pattern`\b${types}\b${BLANK}(?:[\w#,[]|\)${BLANK}\{)`.test(define)) return true;
  if (pattern`\(${BLANK}(?:const\s+)?(?:(?:struct|union)\s+)?${types}\s*(?:\[[^\]]*\]\s*)?\)${BLANK}\{`.test(define))
    return true;
  // The value follows the macro's use: `#define DEFINE_CLASS(name) const struct class name##_class`.
  return types.some((name) => pattern`\b${name}\s(?:(?!\b${name}\b)[^;{}()])*##`.test(define));
}

/** Whether a macro's body is, or uses, one of the macros that make objects. */
function usesMaker(define: string, macros: readonly string[]): boolean {
  if (macros.length === 0) return false;
  if (pattern`^[ \t]*#\s*define\s+\w+\s+${macros}\s*$`.test(define)) return true;
  return macros.some(
    (name) => (/^[A-Z0-9_]+$/.test(name) || define.includes('=')) && pattern`\b${name}\s*\(`.test(define),
  );
}
