/** The rules as SARIF describes them: what code scanning shows beside a finding comes from the rule's page. */
import { patternWith } from '../base/patterns.ts';
import type { Severity } from '../model/findings.ts';
import type { RuleFacts } from '../rules/rule.ts';

export const SARIF_LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

/** What GitHub calls the severities of findings that are not about security. */
const PROBLEM_SEVERITY: Readonly<Record<Severity, 'error' | 'warning' | 'recommendation'>> = {
  error: 'error',
  warning: 'warning',
  info: 'recommendation',
  hint: 'recommendation',
};

/** A descriptor for each rule, in their order. `home` is the address of the repository: without one, no page has an address. */
export function sarifRules(
  rules: readonly RuleFacts[],
  page: (rule: string) => string | null,
  home: string | null,
): readonly object[] {
  const pages = home === null ? null : `${home}/blob/HEAD/docs/rules/`;
  return rules.map(({ id, title, severity, precision, tags }) => {
    const text = page(id);
    const help = text === null ? `${title}.` : helpOf(text, pages);
    return {
      id,
      name: pascalCase(id),
      shortDescription: { text: title },
      fullDescription: { text: text === null ? `${title}.` : sectionOf(text, 'What') },
      help: { text: help, markdown: help },
      ...(pages === null ? {} : { helpUri: `${pages}${id}.md` }),
      defaultConfiguration: { level: SARIF_LEVELS[severity] },
      properties: { tags, precision, 'problem.severity': PROBLEM_SEVERITY[severity] },
    };
  });
}

function pascalCase(id: string): string {
  return id.replace(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase());
}

/** A page without its heading. It is read far from its folder: its links are made absolute, or are no links any more. */
function helpOf(text: string, pages: string | null): string {
  const body = text.replace(/^# .*\n+/, '').trim();
  if (pages === null) return body.replace(/\[([^[\]]*)\]\((?!\w+:)[^()]*\)/g, '$1');
  return body.replace(/\]\((?!\w+:)([^()]+)\)/g, (_, path: string) => `](${new URL(path, pages).href})`);
}

/** What a section of a page says, in one line and without marks. */
function sectionOf(text: string, heading: string): string {
  const [, section = ''] = text.split(patternWith('m')`^## ${heading}$`);
  const [own = ''] = section.split(/^## /m);
  return own
    .replace(/\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replaceAll('`', '')
    .replace(/\s+/g, ' ')
    .trim();
}
