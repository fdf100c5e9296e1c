/**
 * Explicit and pattern rules, for objects that no source file of their own name makes: the sources are what the rules
 * say the object is made from, however many steps away (a vDSO's image, the arm64 hypervisor's object).
 */
import { normalPath } from '../base/paths.ts';
import { expand } from './expand.ts';
import type { Folder } from './folders.ts';
import { ALWAYS, and, type Guard } from './guard.ts';

import { matchStem } from './scan.ts';
import type { Word } from './words.ts';

export interface Source {
  /** Without `.c`. */
  readonly path: string;
  readonly guard: Guard;
}

export interface RuleBook {
  readonly isEmpty: boolean;
  /** The C files that a target is made from, through rules only. */
  sourcesOf(target: string, exists: (path: string) => boolean): readonly Source[];
}

interface ExpandedRule {
  readonly targets: readonly string[];
  /** The middle part of a static pattern rule. */
  readonly pattern: string | null;
  readonly prerequisites: readonly Word[];
  readonly guard: Guard;
}

export function findRules(folder: Folder): RuleBook {
  let expanded: readonly ExpandedRule[] | null = null;
  const rules = (): readonly ExpandedRule[] => {
    expanded ??= expandRules(folder);
    return expanded;
  };
  return {
    isEmpty: folder.scope.rules.length === 0,
    sourcesOf: (target, exists) => {
      const found: Source[] = [];
      collect(target, ALWAYS, rules(), exists, found, new Set(), []);
      return found;
    },
  };
}

function expandRules({ scope }: Folder): ExpandedRule[] {
  return scope.rules.map((rule) => {
    const colon = rule.prerequisites.indexOf(':');
    const pattern = colon < 0 ? null : rule.prerequisites.slice(0, colon).trim();
    const { origin } = rule;
    const patternText = pattern === null ? null : (expand(pattern, scope, origin)[0]?.text ?? '');
    return {
      targets: expand(rule.targets, scope, origin).map((word) => clean(word.text)),
      pattern: patternText === null ? null : clean(patternText),
      prerequisites: expand(rule.prerequisites.slice(colon + 1), scope, origin),
      guard: rule.guard,
    };
  });
}

function clean(text: string): string {
  return normalPath(text) ?? text;
}

function collect(
  target: string,
  guard: Guard,
  rules: readonly ExpandedRule[],
  exists: (path: string) => boolean,
  found: Source[],
  seen: Set<string>,
  chain: readonly ExpandedRule[],
): void {
  if (seen.has(target) || guard.length === 0) return;
  seen.add(target);
  for (const rule of rules) {
    const stem = stemFor(rule, target);
    // As make has it, a pattern makes no step twice on one way: each time it could ask for a longer name.
    if (stem === null || chain.includes(rule)) continue;
    const behind = rule.targets.some((each) => each.includes('%')) ? [...chain, rule] : chain;
    for (const word of rule.prerequisites) {
      const path = clean(word.text.replace('%', () => stem));
      const when = and(guard, and(rule.guard, word.guard));
      const source = path.replace(/\.[co]$/, '');
      if (source !== path && exists(`${source}.c`)) found.push({ path: source, guard: when });
      else if (!path.endsWith('.c')) collect(path, when, rules, exists, found, seen, behind);
    }
  }
}

/** What `%` stands for when the rule makes the target; the empty string for a rule without `%`; null otherwise. */
function stemFor(rule: ExpandedRule, target: string): string | null {
  for (const each of rule.targets) {
    const stem = matchStem(each, target);
    if (stem === null) continue;
    return rule.pattern === null ? stem : matchStem(rule.pattern, target);
  }
  return null;
}
