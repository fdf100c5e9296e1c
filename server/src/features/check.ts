/** What the rules find, less what is suppressed, known from a baseline, or older than a change. */
import type { Snapshot } from '../index/snapshot.ts';
import type { Kbuild } from '../kbuild/status.ts';
import { SCHEMA, type TreeInfo } from '../model/answers.ts';
import type { Finding } from '../model/findings.ts';
import { Resolver } from '../resolve/ops.ts';
import { RULES, runRules } from '../rules/index.ts';
import { BAD_SUPPRESSION, type Suppressed, suppress, suppressionsIn } from '../rules/suppress.ts';
import { treeKbuild } from './modules.ts';

/** What `opscope check` answers. */
export interface CheckAnswer {
  readonly schema: number;
  readonly tree: TreeInfo;
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
}

/** The lines of files that a change touched; null stands for a whole new file. */
export type ChangedLines = ReadonlyMap<string, ReadonlySet<number> | null>;

/** What is asked of a check. */
export interface CheckQuery {
  readonly ops: readonly string[];
  /** Files and folders; empty means the whole tree. */
  readonly paths: readonly string[];
  /** Findings that were there before, as an earlier answer has them. */
  readonly baseline: readonly Pick<Finding, 'rule' | 'file' | 'function' | 'message'>[];
  /** Only what these lines introduce; null for all. */
  readonly changed: ChangedLines | null;
}

/** Rules by name, and what each is about. */
export const RULE_TITLES: ReadonlyMap<string, string> = new Map(
  [...RULES, BAD_SUPPRESSION].map(({ id, title }) => [id, title] as const),
);

/** Runs every rule. */
export function check(snapshot: Snapshot, query: CheckQuery, tree: TreeInfo): CheckAnswer {
  const resolver = Resolver.of(snapshot);
  const kbuild = (): Kbuild => snapshot.once('kbuild', () => treeKbuild(snapshot.source));
  const ops = query.ops.map((name) => resolver.ops(name));
  const found = runRules({ resolver, snapshot, ops, paths: query.paths, kbuild });
  const known = new Set(RULES.map(({ id }) => id));
  const { findings, suppressed } = suppress(found, suppressionsIn(snapshot, query.paths), known);
  return { schema: SCHEMA, tree, findings: fresh(findings, query), suppressed };
}

function fresh(findings: readonly Finding[], { baseline, changed }: CheckQuery): readonly Finding[] {
  const old = new Map<string, number>();
  for (const each of baseline) old.set(key(each), (old.get(key(each)) ?? 0) + 1);
  return findings.filter((each) => {
    const left = old.get(key(each)) ?? 0;
    if (left > 0) old.set(key(each), left - 1);
    return left === 0 && (changed === null || isIntroduced(each, changed));
  });
}

/** What a finding is known by: lines move, and do not count. */
function key({ rule, file, function: inside, message }: CheckQuery['baseline'][number]): string {
  return JSON.stringify([rule, file, inside, message]);
}

/** Whether a change touched the finding's lines, or a line that bears it out. */
function isIntroduced(found: Finding, changed: ChangedLines): boolean {
  const touched = (file: string, from: number, to: number): boolean => {
    const lines = changed.get(file);
    if (lines === undefined) return false;
    for (let line = from; line <= to; line++) if (lines === null || lines.has(line)) return true;
    return false;
  };
  if (touched(found.file, found.line, found.endLine)) return true;
  return found.evidence.some((each) => touched(each.file, each.line, each.line));
}
