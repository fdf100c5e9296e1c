/** Findings that took long, kept while files change: whether they still hold, and where they stand now. */
import { matchLines } from '../../base/line-diff.ts';
import type { SourceFile } from '../../index/file.ts';
import type { Finding } from '../../model/findings.ts';
import { Reach } from '../../resolve/graph/reach.ts';
import { Resolver } from '../../resolve/ops/ops.ts';
import { filledSlots, hasManyTables } from '../../rules/tables.ts';
import type { RegionKind } from '../../syntax/region.ts';
import { concerns, type DiagnosticsScope } from './diagnostics.ts';

/** What findings hang on: functions by their names, and words that bring a function among them. */
export interface Followed {
  readonly functions: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
}

interface Kept {
  readonly findings: readonly Finding[];
  readonly followed: Followed;
  /** Whether a change since may have made them others. */
  readonly isOld: boolean;
}

/** Keeps the findings of open files, by path. */
export class KeptFindings {
  readonly #kept = new Map<string, Kept>();

  keep(path: string, findings: readonly Finding[], followed: Followed): void {
    this.#kept.set(path, { findings, followed, isOld: false });
  }

  drop(path: string): void {
    this.#kept.delete(path);
  }

  clear(): void {
    this.#kept.clear();
  }

  has(path: string): boolean {
    return this.#kept.has(path);
  }

  /** The findings in a file, as far as they are known. */
  of(path: string): readonly Finding[] {
    return this.#kept.get(path)?.findings ?? [];
  }

  /** Whether the findings in a file are known, and are those of the files as they are. */
  isFresh(path: string): boolean {
    return this.#kept.get(path)?.isOld === false;
  }

  /** A file is not what it was: findings move with its lines, and may be others. Null where it was not read, or is gone. */
  changed(before: SourceFile | null, after: SourceFile | null): void {
    const regions = changedRegions(before, after);
    for (const [path, { findings, followed, isOld }] of this.#kept) {
      this.#kept.set(path, {
        findings: before && after ? carried(findings, before, after) : findings,
        followed,
        isOld: isOld || isTouched(followed, regions),
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
export function followedIn(scope: DiagnosticsScope, file: SourceFile): Followed {
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

/** A region that is in one of two texts only. */
interface ChangedRegion {
  readonly kind: RegionKind;
  readonly name: string;
  readonly text: string;
}

/** The regions that a change made, or took away. */
export function changedRegions(before: SourceFile | null, after: SourceFile | null): readonly ChangedRegion[] {
  if (before === after) return [];
  const [old, now] = [before, after].map(regionsOf);
  const only = (all: Regions, other: Regions): readonly ChangedRegion[] =>
    [...all.values()].filter(({ text }) => !other.has(text));
  return old && now ? [...only(now, old), ...only(old, now)] : [];
}

type Regions = ReadonlyMap<string, ChangedRegion>;

function regionsOf(file: SourceFile | null): Regions {
  const regions = file?.regions.map(({ kind, name, start, end }) => ({
    kind,
    name,
    text: file.text.slice(start, end),
  }));
  return new Map(regions?.map((each) => [each.text, each]));
}

/** Whether a change can make findings others: of a function that they hang on, or of anything that is no function. */
export function isTouched({ functions, words }: Followed, changed: readonly ChangedRegion[]): boolean {
  return changed.some(({ kind, name, text }) => {
    if (kind === 'prototype') return false;
    return kind !== 'function' || functions.has(name) || (text.match(/\w+/g) ?? []).some((word) => words.has(word));
  });
}
