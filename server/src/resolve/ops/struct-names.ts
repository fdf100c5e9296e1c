/** The names by which text can bring a struct into a file. */
import { pattern } from '../../base/patterns.ts';
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
    for (const path of snapshot.search(fresh)) {
      const file = snapshot.file(path);
      if (file) for (const each of standsFor(file, fresh)) if (!names.has(each)) added.add(each);
    }
    for (const each of added) names.add(each);
    fresh = [...added];
  }
  return [...names];
});

/** Typedefs, structs and macros of a file that bring one of the names with them. */
function* standsFor(file: SourceFile, names: readonly string[]): Iterable<string> {
  const word = pattern`\b${names}\b`;
  const byValue = pattern`\b${names}\s+\w+\s*(?:\[[^\]]*\]\s*)*;`;
  for (const region of file.regions) {
    const text = file.text.slice(region.start, region.end);
    if (!word.test(text)) continue;
    if (region.kind === 'typedef' && !/\(/.test(withoutMembers(text))) yield region.name;
    else if (region.kind === 'type' && region.tag !== '' && byValue.test(text)) yield region.tag;
    else if (region.kind === 'define' && makesObjects(text, names)) yield region.name;
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
