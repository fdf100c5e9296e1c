/** What all rules find in a tree, less what its comments suppress. */
import type { Finding } from '../model/findings.ts';
import { byPlace, RULE_KEYS, RULES, runRules } from './index.ts';
import type { CheckScope, Rule } from './rule.ts';
import { type Suppressed, suppress, suppressionsIn } from './suppress.ts';

const KNOWN = new Set(RULE_KEYS);

/** Findings that stand, wrong suppressions among them, and those that a comment suppresses; by place. */
export function unsuppressed(
  scope: CheckScope,
  rules: readonly Rule[] = RULES,
): { readonly findings: readonly Finding[]; readonly suppressed: readonly Suppressed[] } {
  const { findings, suppressed } = suppress(runRules(scope, rules), suppressionsIn(scope.snapshot, scope.paths), KNOWN);
  return { findings: [...findings].sort(byPlace), suppressed };
}
