/** What the rules find, less what is suppressed, hidden, known from a baseline, or older than a change. */
import type { Snapshot } from '../../index/snapshot.ts';
import type { Kbuild } from '../../kbuild/status.ts';
import { SCHEMA, type TreeInfo } from '../../model/answers.ts';
import type { Finding, FindingLevel, Severity } from '../../model/findings.ts';
import { Resolver } from '../../resolve/ops/ops.ts';
import { RULES } from '../../rules/index.ts';
import type { CheckScope, RuleFacts } from '../../rules/rule.ts';
import { BAD_SUPPRESSION, type Suppressed } from '../../rules/suppress.ts';
import { unsuppressed } from '../../rules/unsuppressed.ts';
import { kbuildOf } from '../modules.ts';
import { type Change, introduced } from './introduced.ts';
import { asksForEveryGroup, levelOf, pathTest } from './level.ts';

/** What `opscope check` answers. */
export interface CheckAnswer {
  readonly schema: number;
  readonly tree: TreeInfo;
  readonly findings: readonly Finding[];
  /** For a change, what it removed, as the tree before it has it. */
  readonly removed?: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  /** What was not looked at, a sentence each. */
  readonly notes: readonly string[];
}

/** What is asked of a check. */
export interface CheckQuery {
  readonly ops: readonly string[];
  /** Files and folders; empty means the whole tree. */
  readonly paths: readonly string[];
  /** Findings that were there before, as an earlier answer has them. */
  readonly baseline: readonly Pick<Finding, 'rule' | 'file' | 'function' | 'message'>[];
  /** Only what this change introduces; null for all. */
  readonly change: Change | null;
  /** What findings are worth, by rule or by `rule/group`, where it is not what the rule says. */
  readonly severity: Readonly<Record<string, FindingLevel>>;
  /** Paths without findings: `*`, `**`, `?` and `{a,b}` have their usual meaning. */
  readonly exclude: readonly string[];
  /** The text of the .config that says who is a module; null for the tree's own, if it has one. */
  readonly config: string | null;
}

/** Everything, as it is by itself. */
export const PLAIN_QUERY: CheckQuery = {
  ops: [],
  paths: [],
  baseline: [],
  change: null,
  severity: {},
  exclude: [],
  config: null,
};

/** What findings can be of, by name. */
export const EVERY_RULE: readonly RuleFacts[] = [...RULES, BAD_SUPPRESSION].sort((a, b) => (a.id < b.id ? -1 : 1));

/** Runs every rule. */
export function check(snapshot: Snapshot, query: CheckQuery, tree: TreeInfo): CheckAnswer {
  const resolver = Resolver.of(snapshot);
  const kbuild = (): Kbuild => kbuildOf(snapshot, query.config);
  const scope: CheckScope = {
    resolver,
    snapshot,
    ops: query.ops.map((name) => resolver.ops(name)),
    paths: query.paths,
    everyGroup: asksForEveryGroup(query),
    kbuild,
  };
  const found = unsuppressed(scope);
  const { suppressed } = found;
  const notes = [
    ...RULES.flatMap((rule) => rule.leftOut?.(scope) ?? []),
    ...(query.change?.texts === null ? ['So much has changed that findings are compared by lines only.'] : []),
  ];
  const told = (findings: readonly Finding[]): readonly Finding[] => fresh(shown(findings, query), query);
  if (query.change === null) return { schema: SCHEMA, tree, findings: told(found.findings), suppressed, notes };
  const { findings, removed } = introduced(scope, found, query.change, query.config);
  return { schema: SCHEMA, tree, findings: told(findings), removed: shown(removed, query), suppressed, notes };
}

const SEVERITIES: Readonly<Record<Exclude<FindingLevel, 'off'>, Severity>> = {
  error: 'error',
  warning: 'warning',
  information: 'info',
  hint: 'hint',
};

/** The findings that the query does not hide, with the severities that it asks for. */
export function shown(
  findings: readonly Finding[],
  query: Pick<CheckQuery, 'exclude' | 'severity'>,
): readonly Finding[] {
  const isExcluded = pathTest(query.exclude);
  return findings.flatMap((each) => {
    const level = isExcluded(each.file) ? 'off' : levelOf(each, query);
    return level === 'off' ? [] : [{ ...each, severity: SEVERITIES[level] }];
  });
}

/** Those that the baseline does not have. */
function fresh(findings: readonly Finding[], { baseline }: CheckQuery): readonly Finding[] {
  const old = new Map<string, number>();
  for (const each of baseline) old.set(key(each), (old.get(key(each)) ?? 0) + 1);
  return findings.filter((each) => {
    const left = old.get(key(each)) ?? 0;
    if (left > 0) old.set(key(each), left - 1);
    return left === 0;
  });
}

/** What a finding is known by: lines move, and do not count. */
function key({ rule, file, function: inside, message }: CheckQuery['baseline'][number]): string {
  return JSON.stringify([rule, file, inside, message]);
}
