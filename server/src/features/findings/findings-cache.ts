/** A cache of findings that took long, while files change: whether they still hold, and where they stand now. */
import { matchLines } from '../../base/line-diff.ts';
import type { SourceFile } from '../../index/file.ts';
import type { Finding } from '../../model/findings.ts';
import { Reach } from '../../resolve/graph/reach.ts';
import { Resolver } from '../../resolve/ops/ops.ts';
import { filledSlots, hasManyTables } from '../../rules/tables.ts';
import type { RegionKind } from '../../syntax/region.ts';
import { concerns, type StageScope } from './rule-stages.ts';

/** What findings hang on: functions by their names, and words that bring a function among them. */
export interface Dependencies {
  readonly functions: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
}

interface Entry {
  readonly findings: readonly Finding[];
  readonly dependencies: Dependencies;
  /** Whether a change since may have made them others. */
  readonly isStale: boolean;
}

/** The findings in open files, by path. */
export class FindingsCache {
  readonly #entries = new Map<string, Entry>();

  set(path: string, findings: readonly Finding[], dependencies: Dependencies): void {
    this.#entries.set(path, { findings, dependencies, isStale: false });
  }

  delete(path: string): void {
    this.#entries.delete(path);
  }

  clear(): void {
    this.#entries.clear();
  }

  has(path: string): boolean {
    return this.#entries.has(path);
  }

  /** The findings in a file, as far as they are known. */
  of(path: string): readonly Finding[] {
    return this.#entries.get(path)?.findings ?? [];
  }

  /** Whether the findings in a file are known, and are those of the files as they are. */
  isFresh(path: string): boolean {
    return this.#entries.get(path)?.isStale === false;
  }

  /** A file is not what it was: findings move with its lines, and may be others. Null where it was not there, or is gone. */
  changed(before: SourceFile | null, after: SourceFile | null): void {
    const regions = changedRegions(before, after);
    for (const [path, { findings, dependencies, isStale }] of this.#entries) {
      this.#entries.set(path, {
        findings: before && after ? carried(findings, before, after) : findings,
        dependencies,
        isStale: isStale || isInvalidated(dependencies, regions),
      });
    }
  }
}

/** Places of findings in a text as they are in a later one; findings whose line is no more are left out. */
export function carried(findings: readonly Finding[], before: SourceFile, after: SourceFile): readonly Finding[] {
  const { path } = after;
  const isThere = (each: Finding): boolean => each.file === path || each.evidence.some(({ file }) => file === path);
  if (before === after || !findings.some(isThere)) return findings;
  const lines = new Map<number, number>();
  for (const [now, old] of matchLines(before.text, after.text).entries()) if (old >= 0) lines.set(old + 1, now + 1);
  const moved = (file: string, line: number): number | undefined => (file === path ? lines.get(line) : line);
  return findings.flatMap((each) => {
    const line = moved(each.file, each.line);
    const endLine = moved(each.file, each.endLine);
    if (line === undefined || endLine === undefined) return [];
    const evidence = each.evidence.flatMap((place) => {
      const at = moved(place.file, place.line);
      return at === undefined ? [] : [{ ...place, line: at }];
    });
    return [{ ...each, line, endLine, evidence }];
  });
}

/** What the graph rules' findings in a file hang on. */
export function dependenciesIn(scope: StageScope, file: SourceFile): Dependencies {
  const resolver = Resolver.of(scope.snapshot);
  const all = scope.ops.map((name) => resolver.ops(name)).filter((ops) => ops.definition() !== null);
  // By these, a function begins to dispatch hooks or to hand tables on.
  const words = new Set(
    all.flatMap((ops) => [
      ops.name,
      ...ops.hookNames(),
      ...ops.tables().map(({ name }) => name),
      ...filledSlots(ops).map(({ name }) => name),
    ]),
  );
  const functions = new Set(all.flatMap((ops) => filledSlots(ops).map(({ name }) => name)));
  for (const ops of all.filter((each) => concerns(each, file) && !hasManyTables(each))) {
    const reach = Reach.of(resolver, [ops.name]);
    for (const { name } of reach.reachers.all()) words.add(name);
    for (const { name } of reach.entered()) functions.add(name);
  }
  return { functions, words };
}

/** A region that a text has and another one has not, or has elsewhere. */
interface ChangedRegion {
  readonly kind: RegionKind;
  readonly name: string;
  readonly text: string;
}

/**
 * The regions that a change made, took away, put under another condition or in another order. All of a file that came or is gone.
 */
export function changedRegions(before: SourceFile | null, after: SourceFile | null): readonly ChangedRegion[] {
  if (before === after) return [];
  const [old, now] = [regionsOf(before), regionsOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => differing(old.get(name), now.get(name)));
}

/** The regions of a name in their order, each under what tells it from others: its condition and its text. */
type Regions = ReadonlyMap<string, ReadonlyMap<string, ChangedRegion>>;

/** Functions by their names, since those that somebody else has count for nothing here; everything else is one row. */
function regionsOf(file: SourceFile | null): Regions {
  const all = new Map<string, Map<string, ChangedRegion>>();
  for (const { kind, name, start, end } of file?.regions ?? []) {
    const text = file?.slice({ at: start, end }) ?? '';
    const row = kind === 'function' ? `${name}()` : '';
    const same = all.get(row) ?? new Map<string, ChangedRegion>();
    all.set(row, same);
    const key = `${file?.condition(start)}\n${text}`;
    // Of two that are alike both count.
    let times = 0;
    while (same.has(`${times}\n${key}`)) times++;
    same.set(`${times}\n${key}`, { kind, name, text });
  }
  return all;
}

const NONE: ReadonlyMap<string, ChangedRegion> = new Map();

function differing(old = NONE, now = NONE): readonly ChangedRegion[] {
  const only = (all: typeof NONE, other: typeof NONE) => [...all].filter(([key]) => !other.has(key));
  const found = [...only(now, old), ...only(old, now)];
  if (found.length > 0) return found.map(([, region]) => region);
  const [before, after] = [[...old.keys()], [...now]];
  return after.flatMap(([key, region], i) => (before[i] === key ? [] : region));
}

/** Whether a change can make findings others: of a function that they hang on, or of anything that is no function. */
export function isInvalidated({ functions, words }: Dependencies, changed: readonly ChangedRegion[]): boolean {
  return changed.some(({ kind, name, text }) => {
    if (kind === 'prototype') return false;
    return kind !== 'function' || functions.has(name) || (text.match(/\w+/g) ?? []).some((word) => words.has(word));
  });
}
