/**
 * Whether a check in one function is on the way to a call in another: some function comes to both by calls by name, and to the
 * check first. This is read off the text of the two files, with one call from file to file; a way through a third file is not seen.
 */
import { patternWith } from '../../base/patterns.ts';
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Region } from '../../syntax/region.ts';
import { blankComments } from '../../syntax/skip.ts';
import { asWritten } from '../language/macros/instances.ts';

/** A place in a function. */
export interface InFunction {
  readonly file: SourceFile;
  readonly at: number;
  readonly inFunction: string;
  /** The macro whose body has what stands there; null when it is written out. */
  readonly macro: string | null;
}

/** Where a function names one that leads on, or where the place itself is: then `name` is null. */
interface Step {
  readonly name: string | null;
  readonly at: number;
}

/** By the function or macro of a file, its steps to a place. */
type Leading = ReadonlyMap<string, readonly Step[]>;

/** Whether a check runs before a call, on a way that leads to both. */
export function isOnTheWay(snapshot: Snapshot, one: InFunction, other: InFunction): boolean {
  const [check, call] = [asWritten(one), asWritten(other)];
  const before = snapshot.get(LEADING, check.file.path, check.at, check.inFunction, check.macro);
  const after = snapshot.get(LEADING, call.file.path, call.at, call.inFunction, call.macro);
  if (check.file === call.file) return [...before.keys()].some((name) => isFirst(before, after, name));
  return (
    isFirstIn(call.file, stepsTo(call.file, shared(check.file, before)), after) ||
    isFirstIn(check.file, before, stepsTo(check.file, shared(call.file, after)))
  );
}

function isFirstIn(file: SourceFile, before: Leading, after: Leading): boolean {
  return file.regions.some(({ name }) => before.has(name) && isFirst(before, after, name));
}

/**
 * Whether a function comes to the check before the call. What comes to both does not count as coming to the check: in which order
 * it does so is its own matter.
 */
function isFirst(before: Leading, after: Leading, by: string): boolean {
  const first = (before.get(by) ?? []).filter(({ name }) => name === null || !after.has(name));
  const last = after.get(by) ?? [];
  return first.some(({ at }) => last.some((each) => at < each.at));
}

const LEADING = query(
  'what leads to a place in its file',
  (snapshot: Snapshot, path: string, at: number, inFunction: string, macro: string | null): Leading => {
    const file = snapshot.file(path);
    const found = new Map<string, readonly Step[]>([[inFunction, [{ name: null, at }]]]);
    // The place is somewhere in the macro's body: before the end of it.
    // A function of a template has another name in its text.
    const region = file?.regionAt(at);
    if (region?.kind === 'function') found.set(region.name, [{ name: null, at }]);
    for (const each of [macro, file ? maker(file, at) : null])
      if (each !== null) found.set(each, [{ name: null, at: Number.MAX_SAFE_INTEGER }]);
    const seeds = new Set(found.keys());
    for (let level = [...seeds]; file && level.length > 0; ) {
      const fresh = [...stepsTo(file, level)].filter(([by]) => !seeds.has(by));
      level = fresh.flatMap(([by]) => (found.has(by) ? [] : [by]));
      for (const [by, steps] of fresh) found.set(by, [...(found.get(by) ?? []), ...steps]);
    }
    return found;
  },
);

/** The macro whose use at an offset makes a whole function; null for a place in a function that is written out. */
function maker(file: SourceFile, at: number): string | null {
  return file.regionAt(at)?.kind === 'function' ? null : (/^\w+/.exec(file.text.slice(at, at + 64))?.[0] ?? null);
}

/** Where functions and macros of a file name others. */
function stepsTo(file: SourceFile, names: readonly string[]): Leading {
  const found = new Map<string, readonly Step[]>();
  const word = patternWith('g')`\b${names}\b`;
  if (names.length === 0 || file.text.search(word) < 0) return found;
  for (const region of file.regions) {
    if (region.kind !== 'function' && region.kind !== 'define') continue;
    const start = bodyStart(region);
    const text = file.text.slice(start, region.end);
    if (text.search(word) < 0) continue;
    const steps = [...blankComments(text).matchAll(word)].flatMap(({ 0: name, index }) =>
      name === region.name ? [] : [{ name, at: start + index }],
    );
    if (steps.length > 0) found.set(region.name, [...(found.get(region.name) ?? []), ...steps]);
  }
  return found;
}

function bodyStart({ kind, start, brace }: Region): number {
  return kind === 'function' ? Math.max(start, brace) : start;
}

/** Those that other files can call. */
function shared(file: SourceFile, leading: Leading): readonly string[] {
  const isHeader = file.path.endsWith('.h');
  return file.regions.flatMap(({ kind, name, start, brace }) => {
    if (kind !== 'function' || !leading.has(name)) return [];
    return isHeader || !/\bstatic\b/.test(file.text.slice(start, Math.max(start, brace))) ? [name] : [];
  });
}
