/**
 * Headers that are templates: included several times, each time with other macros before, which what they define is named by. Each
 * inclusion makes a text of its own, in which those macros are expanded.
 */
import { pattern, patternWith } from '../../../base/patterns.ts';
import { type FileSymbol, SourceFile } from '../../../index/file.ts';
import { query } from '../../../index/query.ts';
import type { Snapshot } from '../../../index/snapshot.ts';
import { includedAs } from '../../../index/source.ts';
import type { Region } from '../../../syntax/region.ts';
import { Environment } from './environment.ts';
import { Inclusions } from './inclusions.ts';
import { Macros } from './macros.ts';
import { Naming } from './naming.ts';
import type { Rendering } from './rendering.ts';

/** What a template is at one of its inclusions. */
export interface Instance {
  readonly file: SourceFile;
  /** The `.c` that is compiled. */
  readonly unit: SourceFile;
}

/** What a header is at its inclusions, one for each text; empty for one that is the same wherever it is included. */
export function instancesOf(snapshot: Snapshot, file: SourceFile): readonly Instance[] {
  return mayBeTemplate(snapshot, file) ? snapshot.get(INSTANCES, file) : NONE;
}

const NONE: readonly Instance[] = [];

/** Where a template that a file includes defines a function in one of its instances there; null where none does. */
export function functionOfTemplate(snapshot: Snapshot, name: string, from: SourceFile): FileSymbol | null {
  for (const file of instancesIn(snapshot, from)) {
    const found = file.symbols(name).find(({ kind }) => kind === 'function');
    if (found) return found;
  }
  return null;
}

/** What the templates that a `.c` includes are there. */
export function instancesIn(snapshot: Snapshot, from: SourceFile): readonly SourceFile[] {
  return snapshot.get(INCLUDED, from).flatMap(({ file, unit }) => (unit.path === from.path ? [file] : []));
}

const INCLUDED = query('instances that a file includes', (snapshot: Snapshot, from: SourceFile): readonly Instance[] =>
  includesBehindMacros(from).flatMap((name) => {
    const path = snapshot.includes.resolve(name, from.path, from.path);
    const header = path === null || INTERFACE.test(path) ? null : snapshot.file(path);
    return header ? instancesOf(snapshot, header) : [];
  }),
);

/** The includes of a file that stand right behind a macro without parameters: templates are given theirs there. */
function includesBehindMacros({ regions, text }: SourceFile): readonly string[] {
  const isGiven = (region: Region | undefined): boolean =>
    region?.kind === 'define' && text[text.indexOf(region.name, region.start) + region.name.length] !== '(';
  const behind = regions.filter(({ kind }, i) => kind === 'include' && isGiven(regions[i - 1]));
  return [...new Set(behind.map(({ name }) => name))];
}

/** A file as it is compiled, and the view in which its names mean what they say. */
export interface Compiled {
  readonly file: SourceFile;
  readonly snapshot: Snapshot;
}

/** A file itself, or all that a template is compiled as. */
export function compiledAs(snapshot: Snapshot, file: SourceFile): readonly Compiled[] {
  const instances = instancesOf(snapshot, file);
  if (instances.length === 0) return [{ file, snapshot }];
  return instances.map((each) => ({ file: each.file, snapshot: snapshot.seenBy(each.unit) }));
}

/** The place of something in the file as it is written. */
export function asWritten<T extends { readonly file: SourceFile; readonly at: number }>(what: T): T {
  const { written } = what.file;
  return written ? { ...what, file: written.by, at: written.at(what.at) } : what;
}

/** So many files that include a template are looked at. In Linux 7.3 the most are 12. */
const MAX_UNITS = 200;

const INSTANCES = query('instances of a header', (snapshot: Snapshot, header: SourceFile): readonly Instance[] => {
  const { units, headers } = waysTo(snapshot, header);
  const alone = new Macros(snapshot);
  const naming = new Naming(snapshot, header, [...units, ...headers], (name) => alone.find(name, header));
  if (!naming.isTold) return NONE;
  const found = new Map<string, Instance>();
  for (const unit of units.slice(0, MAX_UNITS)) {
    const seen = new Macros(snapshot.seenBy(unit));
    const macros = new Environment(naming.decided);
    const work = seen.works.of(lastOf(header.path), header, null);
    const expander = naming.expander(macros, (name) => seen.find(name, unit), work);
    for (const rendering of new Inclusions(snapshot, macros, header, expander).of(unit)) {
      const text = rendering.text();
      if (!found.has(text)) found.set(text, { file: instance(snapshot, header, text, rendering), unit });
    }
  }
  if (units.length > MAX_UNITS) {
    const what = `what ${header.path} is where it is included`;
    snapshot.gaps.add({ k: 'cut', what, file: header.path, line: null, bound: `${MAX_UNITS} files that include it` });
  }
  const own = namesIn(header);
  const all = [...found.values()];
  return all.some(({ file }) => [...namesIn(file)].some((name) => !own.has(name))) ? all : NONE;
});

function instance(snapshot: Snapshot, header: SourceFile, text: string, rendering: Rendering): SourceFile {
  return new SourceFile(header.path, text, snapshot.lowerer, null, {
    by: header,
    at: (offset) => rendering.written(offset),
  });
}

/** The names of the functions and objects that a file defines. */
function namesIn(file: SourceFile): ReadonlySet<string> {
  return new Set(file.regions.flatMap(({ kind, name, brace }) => (DEFINED.has(kind) && brace >= 0 ? [name] : [])));
}

const DEFINED: ReadonlySet<string> = new Set(['function', 'object']);

/** Who includes a header. */
interface Ways {
  readonly units: readonly SourceFile[];
  /** Headers that include it. */
  readonly headers: readonly SourceFile[];
}

/** The files by which a header comes to be compiled, in the folders that are read, by path. */
function waysTo(snapshot: Snapshot, header: SourceFile): Ways {
  const found = new Set([header]);
  // A set is walked in the order of insertion, while it grows.
  for (const each of found) if (!isUnit(each)) for (const file of snapshot.get(INCLUDERS, each.path)) found.add(file);
  found.delete(header);
  const all = [...found].sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    units: all.filter(isUnit),
    headers: all.filter((each) => !isUnit(each)),
  };
}

const INCLUDERS = query('who includes a header', (snapshot: Snapshot, path: string): readonly SourceFile[] => {
  const name = lastOf(path);
  const included = includedAs(path);
  const words = included === null ? (name.match(/\w+/g) ?? []).slice(0, 1) : [included];
  const includes = pattern`#[ \t]*include[ \t]*["<](?:[^">\n]*/)?${name}[">]`;
  const asWritten = patternWith('g')`#[ \t]*include[ \t]*(["<](?:[^">\n]*/)?${name}[">])`;
  const leadsThere = (each: string, include: string): boolean =>
    snapshot.includes.resolve(include, each, each) === path;
  return snapshot.searchPattern(includes, words).flatMap((each) => {
    // Hundreds of files include an "internal.h", each its own: those are not cut to find that out.
    const text = snapshot.known(each) ? null : snapshot.read(each);
    const written = text === null ? null : [...text.matchAll(asWritten)].map(([, include = '']) => include);
    if (written && !written.some((include) => leadsThere(each, include))) return [];
    const file = snapshot.file(each);
    return file?.includes().some((include) => leadsThere(each, include)) ? [file] : [];
  });
});

/** Whether macros make the name of something that a header defines. */
function mayBeTemplate(snapshot: Snapshot, file: SourceFile): boolean {
  return !isUnit(file) && !INTERFACE.test(file.path) && snapshot.get(NAMED_BY_MACROS, file);
}

/** Paths of headers that are there for all. */
const INTERFACE = /(?:^|\/)include\//;

/** A macro's use in the place of a name. */
const MADE_NAME = /\b\w+\s*\((?:[^(){}]|\([^(){}]*\))*\)\s*(?:\(|(?:\[[^\]]*\]\s*)*=)/;

/** How much of a head is looked at. */
const HEAD = 1000;

const NAMED_BY_MACROS = query('names made by macros', (_: Snapshot, file: SourceFile): boolean => {
  const macros = new Set(file.regions.flatMap(({ kind, name }) => (kind === 'define' ? [name] : [])));
  return file.regions.some(({ kind, name, start, brace }) => {
    if (!DEFINED.has(kind) || brace < 0) return false;
    if (/^[A-Z][A-Z\d_]*$/.test(name) || macros.has(name)) return true;
    return MADE_NAME.test(file.text.slice(start, Math.min(brace, start + HEAD)));
  });
});

/** The name of a file without its folder. */
function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether a file is compiled by itself. */
function isUnit({ path }: SourceFile): boolean {
  return path.endsWith('.c');
}
