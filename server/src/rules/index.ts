/** Every rule, in the order of their names. */

import type { Finding } from '../model/findings.ts';
import { losing } from '../model/gaps.ts';
import { capabilityImplies } from './capability-implies.ts';
import { capabilityWithoutHook } from './capability-without-hook.ts';
import { coreIncludesBackend } from './core-includes-backend.ts';
import { coreSpecialCase } from './core-special-case.ts';
import { dispatchAdded } from './dispatch-added.ts';
import { hookDuplicateBody } from './hook-duplicate-body.ts';
import { hookForeignType } from './hook-foreign-type.ts';
import { hookPair } from './hook-pair.ts';
import { hookUndefined } from './hook-undefined.ts';
import { hookUnexportedCall } from './hook-unexported-call.ts';
import { hookUnguarded } from './hook-unguarded.ts';
import { hookUnreached } from './hook-unreached.ts';
import { PGTABLE_GROUPS } from './pgtable.ts';
import { pgtableExport } from './pgtable-export.ts';
import { pgtableInHook } from './pgtable-in-hook.ts';
import { pgtableInModule } from './pgtable-in-module.ts';
import { pgtableInOpsSignature } from './pgtable-in-ops-signature.ts';
import { type CheckScope, finding, inScope, type Rule } from './rule.ts';
import { tableNotConst } from './table-not-const.ts';

export const RULES: readonly Rule[] = [
  capabilityImplies,
  capabilityWithoutHook,
  coreIncludesBackend,
  coreSpecialCase,
  dispatchAdded,
  hookDuplicateBody,
  hookForeignType,
  hookPair,
  hookUndefined,
  hookUnexportedCall,
  hookUnguarded,
  hookUnreached,
  pgtableExport,
  pgtableInHook,
  pgtableInModule,
  pgtableInOpsSignature,
  tableNotConst,
];

/** What comments and settings can name: every rule, and each group of names of the rule that has such. */
export const RULE_KEYS: readonly string[] = [
  ...RULES.map(({ id }) => id),
  ...PGTABLE_GROUPS.map(({ id }) => `${pgtableInModule.id}/${id}`),
];

/** What the rules find in the paths that are checked, by place. */
export function runRules(scope: CheckScope, rules: readonly Rule[] = RULES): readonly Finding[] {
  const found = rules.flatMap((rule) => {
    const costs = () => ({ what: `the rule ${rule.id}`, file: null, line: null });
    return losing(scope.snapshot.gaps, costs, () => Array.from(rule.find(scope), (each) => finding(rule, each)), []);
  });
  return found.filter((each) => inScope(each.file, scope.paths)).sort(byPlace);
}

/** Orders findings by file, line and column. */
export function byPlace(a: Finding, b: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}
