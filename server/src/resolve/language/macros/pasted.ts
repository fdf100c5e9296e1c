/** Names that only pasting makes: those of what templates define at their inclusions, which stand nowhere as they are. */
import { patternWith } from '../../../base/patterns.ts';
import type { SourceFile } from '../../../index/file.ts';
import { query } from '../../../index/query.ts';
import type { Snapshot } from '../../../index/snapshot.ts';
import { instancesIn } from './instances.ts';

/** The shortest part of a name that is looked for: shorter ones are in every file. */
const SHORTEST = 3;

/** A part is at least the third of the name. */
const LEAST_PART = 3;

/** Names longer than this have too many parts. */
const LONGEST = 80;

/**
 * The instances of templates that define a function or an object of a name. They are looked for from the files that have the name, and
 * from those with a macro that stands for what it begins or ends with: nothing is pasted without.
 */
export function definingPasted(snapshot: Snapshot, name: string): readonly SourceFile[] {
  return /^[A-Za-z_]\w*$/.test(name) && name.length <= LONGEST ? snapshot.get(DEFINING, name) : [];
}

const DEFINING = query('templates that define a name', (snapshot: Snapshot, name: string): readonly SourceFile[] => {
  const parts = partsOf(name);
  const given = parts.length > 0 ? patternWith('m')`^[ \t]*#[ \t]*define[ \t]+\w+[ \t]+(?:${parts})(?!\w)` : null;
  const paths = [...snapshot.search([name]), ...(given ? snapshot.searchPattern(given, parts) : [])];
  const units = [...new Set(paths)].filter((path) => path.endsWith('.c')).sort();
  const found = units.flatMap((path) => {
    const unit = snapshot.file(path);
    return unit ? instancesIn(snapshot, unit) : [];
  });
  return [...new Set(found)].filter((file) => file.symbols(name).some(({ kind }) => DEFINED.has(kind)));
});

const DEFINED: ReadonlySet<string> = new Set(['function', 'object']);

/** What a name begins and ends with, up to where a word in it does. */
function partsOf(name: string): readonly string[] {
  const shortest = Math.max(SHORTEST, name.length / LEAST_PART);
  const ends = Array.from(name.matchAll(/(?<=[a-zA-Z])(?=[\d_])|(?<=[\d_])(?=[a-zA-Z])/g), ({ index }) => index);
  const parts = ends.flatMap((end) => [name.slice(0, end), name.slice(end)]);
  return [...new Set(parts)].filter((part) => part.length >= shortest);
}
