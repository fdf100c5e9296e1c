/**
 * What the rules find in files that are being edited. Rules are run one by one, so that whoever asks can stop between two
 * when the text has changed once more.
 */

import { addTo } from '../../base/add-to.ts';
import type { Steps } from '../../base/steps.ts';
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Kbuild } from '../../kbuild/status.ts';
import type { Finding } from '../../model/findings.ts';
import { type OpsIndex, Resolver } from '../../resolve/ops/ops.ts';
import { RULE_KEYS, RULES, runRules } from '../../rules/index.ts';
import type { CheckScope, Rule } from '../../rules/rule.ts';
import { suppress, suppressionsIn } from '../../rules/suppress.ts';
import { filledSlots } from '../../rules/tables.ts';

/** Rules whose findings in a file need that file only. The others look at every table of an ops struct. */
export const FILE_RULES: readonly string[] = ['pgtable-export', 'pgtable-in-module'];

/** Rules that run functions from the ioctls on: too much for every keystroke. */
export const GRAPH_RULES: readonly string[] = ['hook-unguarded', 'hook-unreached'];

/** What files are checked against. */
export interface StageScope {
  readonly snapshot: Snapshot;
  readonly ops: readonly string[];
  readonly everyGroup: boolean;
  kbuild(): Kbuild;
}

/** What the rules find that look at nothing but the file; suppressed findings included, as in those below. */
export function fileFindings(scope: StageScope, file: SourceFile): readonly Finding[] {
  return runRules(
    checkScope(scope, [], [file.path]),
    rulesOf((id) => FILE_RULES.includes(id)),
  );
}

/** What the rules find in a file that look at the tables of ops structs. */
export function* tableFindings(scope: StageScope, file: SourceFile): Steps<readonly Finding[]> {
  return yield* opsFindings(
    scope,
    file,
    rulesOf((id) => !FILE_RULES.includes(id) && !GRAPH_RULES.includes(id)),
  );
}

/** What the rules that follow the call graph find in a file. */
export function* graphFindings(scope: StageScope, file: SourceFile): Steps<readonly Finding[]> {
  return yield* opsFindings(
    scope,
    file,
    rulesOf((id) => GRAPH_RULES.includes(id)),
  );
}

/** Takes out what comments in the file suppress, and adds what is wrong with those comments. */
export function unsuppressed(snapshot: Snapshot, file: SourceFile, findings: readonly Finding[]): readonly Finding[] {
  return suppress(findings, suppressionsIn(snapshot, [file.path]), new Set(RULE_KEYS)).findings;
}

/** Whether the contracts of an ops struct can be broken in a file: it defines, fills, implements or dispatches hooks. */
export function concerns(ops: OpsIndex, file: SourceFile): boolean {
  const definition = ops.definition();
  if (definition === null) return false;
  if (definition.file === file || ops.tables().some((table) => table.file === file)) return true;
  if (ops.uses().calls.some((call) => call.file === file)) return true;
  return filledSlots(ops).some(({ body }) => body?.file === file);
}

function rulesOf(wanted: (id: string) => boolean): readonly Rule[] {
  return RULES.filter(({ id }) => wanted(id));
}

function checkScope(scope: StageScope, ops: readonly OpsIndex[], paths: readonly string[]): CheckScope {
  const { snapshot, everyGroup } = scope;
  return { resolver: Resolver.of(snapshot), snapshot, ops, paths, everyGroup, kbuild: () => scope.kbuild() };
}

/** What a rule finds about an ops struct. Kbuild is a part of the question: it is kept as long as nothing changes it. */
const FINDINGS = query(
  'findings about an ops struct',
  (snapshot: Snapshot, rule: Rule, name: string, everyGroup: boolean, kbuild: Kbuild): readonly Finding[] => {
    snapshot.pin();
    const scope = { snapshot, ops: [name], everyGroup, kbuild: () => kbuild };
    return runRules(checkScope(scope, [Resolver.of(snapshot).ops(name)], []), [rule]);
  },
);

/** Findings in a file about the ops structs that it concerns. They are found for all files at once, and kept. */
function* opsFindings(scope: StageScope, file: SourceFile, rules: readonly Rule[]): Steps<readonly Finding[]> {
  const resolver = Resolver.of(scope.snapshot);
  const found: Finding[] = [];
  for (const name of scope.ops) {
    const ops = resolver.ops(name);
    if (!concerns(ops, file)) continue;
    yield;
    for (const rule of rules) {
      const all = scope.snapshot.get(FINDINGS, rule, name, scope.everyGroup, scope.kbuild());
      addTo(
        found,
        all.filter((each) => each.file === file.path),
      );
      yield;
    }
  }
  return found;
}
