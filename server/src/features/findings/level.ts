/** What is shown of findings, and how: severities, paths left out, and lines that did not change. */
import { pathPattern } from '../../base/path-patterns.ts';
import type { CheckSettings, Finding, FindingLevel, Severity } from '../../model/findings.ts';
import { RULE_KEYS } from '../../rules/index.ts';
import { PGTABLE_GROUPS } from '../../rules/pgtable.ts';
import { BAD_SUPPRESSION } from '../../rules/suppress.ts';

/** The rule whose names come in groups, each with a severity of its own. */
const GROUPED = 'pgtable-in-module';

/** Groups that count only when somebody asks for them. */
const OFF = new Set(PGTABLE_GROUPS.flatMap(({ id, severity }) => (severity === 'off' ? [`${GROUPED}/${id}`] : [])));

/** What a severity can be set for: every rule, and every group of names. */
export const SEVERITY_KEYS: readonly string[] = [...RULE_KEYS, BAD_SUPPRESSION.id].sort();

/** A finding, and how it is shown. */
export interface Diagnosis {
  readonly finding: Finding;
  readonly level: Exclude<FindingLevel, 'off'>;
}

/** Whether the settings ask for a group of names that is off by itself. */
export function asksForEveryGroup({ severity }: Pick<CheckSettings, 'severity'>): boolean {
  return Object.entries(severity).some(([key, level]) => OFF.has(key) && level !== 'off');
}

const LEVELS: Readonly<Record<Severity, Exclude<FindingLevel, 'off'>>> = {
  error: 'error',
  warning: 'warning',
  info: 'information',
  hint: 'hint',
};

/** How a finding is shown by its rule, its group and the settings, wherever it is. */
export function levelOf(
  { rule, group, severity }: Finding,
  { severity: set }: Pick<CheckSettings, 'severity'>,
): FindingLevel {
  const key = `${rule}/${group}`;
  const own = group === undefined ? undefined : set[key];
  return own ?? (OFF.has(key) ? 'off' : (set[rule] ?? LEVELS[severity]));
}

/** The findings that are shown. Those that a change did not introduce are hints. */
export function diagnoses(
  findings: readonly Finding[],
  settings: CheckSettings,
  isIntroduced: (finding: Finding) => boolean,
): readonly Diagnosis[] {
  if (!settings.enable) return [];
  const isExcluded = pathTest(settings.exclude);
  return findings.flatMap((finding) => {
    const level = isExcluded(finding.file) ? 'off' : levelOf(finding, settings);
    if (level === 'off') return [];
    return [{ finding, level: isIntroduced(finding) ? level : 'hint' }];
  });
}

/** Whether a path matches one of the patterns, or is in a folder that does. */
export function pathTest(patterns: readonly string[]): (path: string) => boolean {
  const tests = patterns.map(pathPattern);
  return (path) => tests.some((test) => test(path));
}
