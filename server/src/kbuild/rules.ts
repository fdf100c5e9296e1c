/**
 * Explicit and pattern rules, for objects that no source file of their own name makes: the sources are what the rules
 * say the object is made from, however many steps away (a vDSO's image, the arm64 hypervisor's object).
 */
import { normalPath } from '../base/paths.ts';
import { cut, spend } from './bounds.ts';
import { expand } from './expand.ts';
import type { Folder } from './folders.ts';
import { ALWAYS, and, type Guard } from './guard.ts';
import type { Line } from './reader.ts';
import { matchStem } from './scan.ts';
import { placeOf } from './scope.ts';
import type { Word } from './words.ts';

export interface Source {
  /** Without `.c`. */
  readonly path: string;
  readonly guard: Guard;
}

/** A source of what a rule makes, and the line of that rule. */
export interface RuleSource extends Source {
  readonly at: Line;
}

export interface RuleBook {
  readonly isEmpty: boolean;
  /** The C files that the explicit rules make something from which is no object, and which no other makes anything from. */
  allSources(exists: (path: string) => boolean): readonly RuleSource[];
  /** The C files that a target is made from, through rules only. */
  sourcesOf(target: string, exists: (path: string) => boolean): readonly Source[];
}

/** Rules that lead to one another; kernels have 4. */
const DEEPEST = 50;

interface ExpandedRule {
  readonly index: number;
  /** Whether a target is a pattern. */
  readonly isWild: boolean;
  readonly targets: readonly string[];
  /** The middle part of a static pattern rule. */
  readonly pattern: string | null;
  readonly prerequisites: readonly Word[];
  readonly guard: Guard;
  readonly at: Line;
}

export function findRules(folder: Folder): RuleBook {
  let rules: RuleIndex | null = null;
  const read = (): RuleIndex => (rules ??= new RuleIndex(expandRules(folder)));
  return {
    isEmpty: folder.scope.rules.length === 0,
    allSources: (exists) =>
      read().images.flatMap(({ target, at }) => {
        const found: Source[] = [];
        collect(target, ALWAYS, { rules: read(), exists, found, seen: new Set() }, []);
        return found.map((source) => ({ ...source, at }));
      }),
    sourcesOf: (target, exists) => {
      const found: Source[] = [];
      collect(target, ALWAYS, { rules: read(), exists, found, seen: new Set() }, []);
      return found;
    },
  };
}

/** The rules by what they make. */
class RuleIndex {
  readonly #exact = new Map<string, ExpandedRule[]>();
  readonly #wild: ExpandedRule[] = [];

  constructor(rules: readonly ExpandedRule[]) {
    for (const rule of rules) {
      if (rule.isWild) this.#wild.push(rule);
      else for (const target of new Set(rule.targets)) this.#add(target, rule);
    }
  }

  /** What explicit rules make that is no object, and of which no other is made; and where the first of them stands. */
  get images(): readonly { readonly target: string; readonly at: Line }[] {
    const parts = new Set([...this.#exact.values()].flatMap((rules) => rules.flatMap(partsOf)));
    const made = [...this.#exact].filter(([target]) => !target.endsWith('.o') && !parts.has(target));
    return made.flatMap(([target, [first]]) => (first ? [{ target, at: first.at }] : []));
  }

  #add(target: string, rule: ExpandedRule): void {
    const known = this.#exact.get(target);
    if (known === undefined) this.#exact.set(target, [rule]);
    else known.push(rule);
  }

  /** The rules that may make a target, as written. */
  for(target: string): readonly ExpandedRule[] {
    const exact = this.#exact.get(target) ?? [];
    spend(exact.length + this.#wild.reduce((sum, rule) => sum + rule.targets.length, 0));
    if (exact.length === 0 || this.#wild.length === 0) return exact.length === 0 ? this.#wild : exact;
    return [...exact, ...this.#wild].sort((a, b) => a.index - b.index);
  }
}

function expandRules({ scope }: Folder): ExpandedRule[] {
  return scope.rules.map((rule, index) => {
    const colon = rule.prerequisites.indexOf(':');
    const pattern = colon < 0 ? null : rule.prerequisites.slice(0, colon).trim();
    const { origin } = rule;
    const patternText = pattern === null ? null : (expand(pattern, scope, origin)[0]?.text ?? '');
    const targets = expand(rule.targets, scope, origin).map((word) => clean(word.text));
    return {
      index,
      isWild: targets.some((each) => each.includes('%')),
      targets,
      pattern: patternText === null ? null : clean(patternText),
      prerequisites: expand(rule.prerequisites.slice(colon + 1), scope, origin),
      guard: rule.guard,
      at: placeOf(origin),
    };
  });
}

function partsOf({ prerequisites, targets }: ExpandedRule): readonly string[] {
  return prerequisites.map(({ text }) => clean(text)).filter((part) => !targets.includes(part));
}

function clean(text: string): string {
  return normalPath(text) ?? text;
}

/** One search for sources. */
interface Search {
  readonly rules: RuleIndex;
  readonly exists: (path: string) => boolean;
  readonly found: Source[];
  readonly seen: Set<string>;
}

function collect(target: string, guard: Guard, search: Search, chain: readonly ExpandedRule[], depth = 0): void {
  if (search.seen.has(target) || guard.length === 0) return;
  if (depth >= DEEPEST) {
    cut(`the making of ${target}`, `${DEEPEST} rules that lead to one another`);
    return;
  }
  search.seen.add(target);
  for (const rule of search.rules.for(target)) {
    const stem = stemFor(rule, target);
    // As make has it, a pattern makes no step twice on one way: each time it could ask for a longer name.
    if (stem === null || chain.includes(rule)) continue;
    const behind = rule.isWild ? [...chain, rule] : chain;
    for (const word of rule.prerequisites) {
      spend(word.text.length + stem.length);
      const path = clean(word.text.replace('%', () => stem));
      const when = and(guard, and(rule.guard, word.guard));
      const source = path.replace(/\.[co]$/, '');
      if (source !== path && search.exists(`${source}.c`)) search.found.push({ path: source, guard: when });
      else collect(path, when, search, behind, depth + 1);
    }
  }
}

/** What `%` stands for when the rule makes the target; the empty string for a rule without `%`; null otherwise. */
function stemFor(rule: ExpandedRule, target: string): string | null {
  for (const each of rule.isWild ? rule.targets : [target]) {
    const stem = matchStem(each, target);
    if (stem === null) continue;
    return rule.pattern === null ? stem : matchStem(rule.pattern, target);
  }
  return null;
}
