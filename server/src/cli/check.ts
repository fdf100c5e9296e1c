/** `opscope check`: what the rules find, as text, JSON, SARIF, or annotations of GitHub. */
import { type CheckAnswer, check, RULE_TITLES } from '../features/check.ts';
import { SEVERITY_KEYS } from '../features/diagnostics-level.ts';
import type { Finding, FindingLevel } from '../model/findings.ts';
import { cleanPath, sourcesAt } from '../rules/sources.ts';
import { annotations } from './annotations.ts';
import { type Arguments, namedConfig, type OpenTree, type Output, UsageError } from './io.ts';
import { sarif } from './sarif.ts';
import { type Paint, paintFor } from './style.ts';

const FORMATS = ['text', 'json', 'sarif', 'github'];

/** Prints the findings; exit code 1 when there are any but hints. */
export async function checkCommand(
  tree: OpenTree,
  args: Arguments,
  ops: readonly string[],
  output: Output,
): Promise<number> {
  const format = args.format ?? 'text';
  if (!FORMATS.includes(format)) throw new UsageError(`no format "${format}"; check has ${FORMATS.join(', ')}`);
  const { source, settings } = tree.snapshot;
  for (const path of args.rest) {
    if (sourcesAt(source, path) === null) throw new UsageError(`no file or folder ${path} in ${tree.tree.root}`);
  }
  const named = args.rest.map(cleanPath);
  const paths = named.includes('') ? [] : named.length > 0 ? named : settings.folders;
  const query = {
    ops,
    paths,
    baseline: args.baseline === null ? [] : readBaseline(args.baseline, tree.readFile(args.baseline)),
    severity: severities(args.severity),
    exclude: args.exclude,
    config: namedConfig(tree, args)?.text ?? null,
    change: args.base === null ? null : await tree.change(args.base),
  };
  if (query.change?.texts === null)
    output.err('opscope: so much has changed that findings are compared by lines only\n');
  const answer = check(tree.snapshot, query, tree.tree);
  if (args.listSuppressed) {
    output.out(suppressedText(answer, format, paintFor(output)));
    return 0;
  }
  output.out(formatted(answer, format, output));
  return answer.findings.some((each) => each.severity !== 'hint') ? 1 : 0;
}

function formatted(answer: CheckAnswer, format: string, output: Output): string {
  if (format === 'json') return `${JSON.stringify(answer, null, 2)}\n`;
  if (format === 'sarif') return `${JSON.stringify(sarif(answer, RULE_TITLES), null, 2)}\n`;
  if (format === 'github') return annotations(answer.findings);
  return checkText(answer, paintFor(output));
}

const LEVELS: Readonly<Record<string, FindingLevel>> = {
  off: 'off',
  hint: 'hint',
  info: 'information',
  information: 'information',
  warning: 'warning',
  error: 'error',
};

/** Reads `RULE=LEVEL` and `RULE/GROUP=LEVEL`. */
function severities(given: readonly string[]): Readonly<Record<string, FindingLevel>> {
  return Object.fromEntries(
    given.map((each) => {
      const [, key = '', word = ''] = /^(.*?)=(.*)$/.exec(each) ?? [];
      const level = Object.hasOwn(LEVELS, word) ? LEVELS[word] : undefined;
      if (level === undefined)
        throw new UsageError(`--severity ${each}: write RULE=LEVEL, with a level of ${Object.keys(LEVELS).join(', ')}`);
      if (!SEVERITY_KEYS.includes(key))
        throw new UsageError(`--severity ${each}: no rule ${key}; there are ${SEVERITY_KEYS.join(', ')}`);
      return [key, level];
    }),
  );
}

/** The findings of an earlier run's JSON. */
function readBaseline(path: string, text: string | null): readonly Finding[] {
  if (text === null) throw new UsageError(`${path}: cannot be read`);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'findings' in value && Array.isArray(value.findings)) {
      return value.findings as Finding[];
    }
  } catch {
    // Not JSON: said below.
  }
  throw new UsageError(`${path} is no baseline: write one with opscope check --format json`);
}

function checkText({ findings, suppressed }: CheckAnswer, paint: Paint): string {
  const lines = findings.flatMap((each) => [
    `${paint.bold(`${each.file}:${each.line}:${each.column}`)}  ${severity(each, paint)}  ${each.message} ${paint.dim(`[${each.rule}]`)}`,
    ...each.evidence.map(({ message, file, line }) => paint.dim(`    ${file}:${line}  ${message}`)),
  ]);
  const hidden = suppressed.length === 0 ? '' : `, ${suppressed.length} suppressed`;
  lines.push(`${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}${hidden}`);
  return lines.map((line) => `${line}\n`).join('');
}

function severity(each: Finding, paint: Paint): string {
  return each.severity === 'error' || each.severity === 'warning'
    ? paint.warn(each.severity)
    : paint.name(each.severity);
}

function suppressedText({ suppressed, schema, tree }: CheckAnswer, format: string, paint: Paint): string {
  if (format === 'json') return `${JSON.stringify({ schema, tree, suppressed }, null, 2)}\n`;
  const lines = suppressed.map(
    ({ finding, reason, line }) =>
      `${paint.bold(`${finding.file}:${line}`)}  ${finding.rule}  ${reason}  ${paint.dim(finding.message)}`,
  );
  return [...lines, `${suppressed.length} suppressed`].map((line) => `${line}\n`).join('');
}
