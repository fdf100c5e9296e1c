/** The names by which text can bring a struct into a file. */
import { pattern } from '../../base/patterns.ts';
import { WordSet } from '../../base/words.ts';
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';

/** How many names may stand for each other, each in the next one. */
const MAX_ROUNDS = 100;

/**
 * Names by which text can bring the struct into a file: its own, a typedef's, that of a struct which holds one by value, and of a
 * macro whose body has one of these.
 */
export const NAMES = query('names that stand for a struct', (snapshot: Snapshot, name: string): readonly string[] => {
  const names = new Set([name]);
  let fresh: string[] = [name];
  for (let round = 0; fresh.length > 0; round++) {
    if (round === MAX_ROUNDS) {
      const bound = `${MAX_ROUNDS} that stand for each other`;
      snapshot.gaps.add({ k: 'cut', what: `the search for names of ${name}`, file: null, line: null, bound });
      break;
    }
    const added = new Set<string>();
    const wanted = new WordSet(fresh);
    for (const path of snapshot.search(fresh)) {
      const file = snapshot.file(path);
      if (file) for (const each of standsFor(file, wanted)) if (!names.has(each)) added.add(each);
    }
    for (const each of added) names.add(each);
    fresh = [...added];
  }
  return [...names];
});

/** Typedefs, structs and macros of a file that bring one of the names with them. */
function* standsFor(file: SourceFile, wanted: WordSet): Iterable<string> {
  for (const region of file.regions) {
    const { kind, name, tag } = region;
    if (kind !== 'typedef' && kind !== 'define' && (kind !== 'type' || tag === '')) continue;
    const text = file.text.slice(region.start, region.end);
    const names = wanted.isIn(text) ? [...wanted.of(text)] : [];
    if (names.length === 0) continue;
    if (kind === 'typedef') {
      if (!/\(/.test(withoutMembers(text))) yield name;
    } else if (kind === 'type') {
      if (pattern`\b${names}\s+\w+\s*(?:\[[^\]]*\]\s*)*;`.test(text)) yield tag;
    } else if (makesObjects(text, names)) yield name;
  }
}

/** A typedef's text without the members of a struct that it defines: a parenthesis left over is a function type's. */
function withoutMembers(text: string): string {
  const open = text.indexOf('{');
  const close = text.lastIndexOf('}');
  return open < 0 || close < open ? text : text.slice(0, open) + text.slice(close + 1);
}

/** Whether a macro's body can make an initialised object: it assigns, has a compound literal, is a type, or uses a macro that does. */
function makesObjects(define: string, names: readonly string[]): boolean {
  if (pattern`^[ \t]*#\s*define\s+\w+\s+(?:const\s+)?(?:(?:struct|union)\s+)?${names}\s*$`.test(define)) return true;
  if (/=|\(\s*(?:const\s+)?struct\s+\w+\s*\)\s*(?:\\\s*)?\{/.test(define)) return true;
  // The value follows the macro's use: `#define DEFINE_CLASS(name) const struct class name##_class`.
  if (names.some((name) => pattern`\b${name}\s(?:(?!\b${name}\b)[^;{}()])*##`.test(define))) return true;
  return names.some((name) => /^[A-Z0-9_]+$/.test(name) && define.includes(`${name}(`));
}
