/** `opscope check`: what the rules find, as text, JSON, SARIF, or annotations of GitHub. */
import { didYouMean } from '../base/nearest.ts';
import { normalPath } from '../base/paths.ts';
import { withChanged } from '../features/findings/changed-places.ts';
import { type CheckAnswer, type CheckQuery, check } from '../features/findings/check.ts';
import type { Change } from '../features/findings/introduced.ts';
import { SEVERITY_KEYS } from '../features/findings/level.ts';
import type { Finding, FindingLevel } from '../model/findings.ts';
import { noSuchPath, sourcesAt } from '../rules/sources.ts';
import { annotations } from './annotations.ts';
import { type Arguments, type Asked, namedConfig, type OpenTree, type Output, UsageError } from './io.ts';
import { withNotes } from './notes.ts';
import { FORMS, type LEVEL_WORDS, type OptionValues } from './options.ts';
import { messageText, placeText } from './places.ts';
import { sarif } from './sarif.ts';
import { sarifSources } from './sarif-sources.ts';
import { Shown, shown } from './shown.ts';
import { type Paint, paintFor } from './style.ts';

/** Prints the findings; exit code 1 when there are any but hints. */
export async function checkCommand(
  tree: OpenTree,
  args: Arguments,
  ops: readonly string[],
  output: Output,
): Promise<number> {
  const { options } = args;
  const format = formOf(options.format ?? 'text');
  const answer = await checkAnswer(tree, args, ops);
  if (options['list-suppressed']) {
    output.out(suppressedText(withNotes(answer, tree), format, paintFor(output)));
    return 0;
  }
  output.out(await formatted(answer, format, tree, output));
  for (const note of answer.notes) output.err(shown`opscope: ${note}\n`);
  return answer.findings.some((each) => each.severity !== 'hint') ? 1 : 0;
}

/** What the rules find in the paths that are named; for a change, what it introduces. */
export async function checkAnswer(tree: OpenTree, args: Asked, ops: readonly string[]): Promise<CheckAnswer> {
  const { options } = args;
  const { source, settings } = tree.snapshot;
  for (const path of args.rest) {
    if (sourcesAt(source, path) === null) throw new UsageError(noSuchPath(source, path));
  }
  const change = options.base === undefined ? null : await tree.change(options.base);
  const query = {
    ops,
    paths: pathsOf(
      args.rest.flatMap((path) => normalPath(path) ?? []),
      settings.folders,
      change,
    ),
    baseline: baselineOf(tree, options),
    severity: severities(options.severity ?? []),
    exclude: options.exclude ?? [],
    config: namedConfig(tree, options)?.text ?? null,
    change,
  };
  return check(tree.snapshot, query, tree.tree);
}

type Form = (typeof FORMS.check)[number];

function formOf(name: string): Form {
  const form = FORMS.check.find((each) => each === name);
  if (!form) throw new UsageError(`no format "${name}"; check has ${FORMS.check.join(', ')}`);
  return form;
}

/** Where findings may be; empty means anywhere. Without a word on that, a change is checked wherever it is. */
function pathsOf(named: readonly string[], folders: readonly string[], change: Change | null): readonly string[] {
  if (named.includes('') || (named.length === 0 && folders.length === 0)) return [];
  if (named.length > 0) return named;
  return change === null ? folders : withChanged(folders, change.lines.keys());
}

async function formatted(answer: CheckAnswer, format: Form, tree: OpenTree, output: Output): Promise<Shown> {
  if (format === 'json') return Shown.json(withNotes(answer, tree), 2);
  if (format === 'sarif') return Shown.json(sarif(answer, await sarifSources(tree)), 2);
  if (format === 'github') return annotations(answer.findings);
  return checkText(answer, paintFor(output));
}

const LEVELS: Readonly<Record<(typeof LEVEL_WORDS)[number] | 'information', FindingLevel>> = {
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
      const [, key = '', word = ''] = /^([^=]*)=(.*)$/.exec(each) ?? [];
      const [, level] = Object.entries(LEVELS).find(([name]) => name === word) ?? [];
      if (level === undefined)
        throw new UsageError(`--severity ${each}: write RULE=LEVEL, with a level of ${Object.keys(LEVELS).join(', ')}`);
      if (!SEVERITY_KEYS.includes(key))
        throw new UsageError(
          `--severity ${each}: no rule ${key}; there are ${SEVERITY_KEYS.join(', ')}${didYouMean(key, SEVERITY_KEYS)}`,
        );
      return [key, level];
    }),
  );
}

/** Whether a value has what a finding is known by. */
function isKnown(value: unknown): value is CheckQuery['baseline'][number] {
  if (typeof value !== 'object' || value === null) return false;
  if (!('rule' in value && 'file' in value && 'message' in value && 'function' in value)) return false;
  const texts = [value.rule, value.file, value.message, value.function ?? ''];
  return texts.every((each) => typeof each === 'string');
}

function baselineOf(tree: OpenTree, { baseline }: OptionValues): CheckQuery['baseline'] {
  return baseline === undefined ? [] : readBaseline(baseline, tree.readFile(baseline));
}

/** The findings of an earlier run's JSON. */
function readBaseline(path: string, text: string | null): CheckQuery['baseline'] {
  if (text === null) throw new UsageError(`${path}: cannot be read`);
  try {
    const value: unknown = JSON.parse(text);
    const findings = typeof value === 'object' && value !== null && 'findings' in value ? value.findings : null;
    if (Array.isArray(findings) && findings.every(isKnown)) return findings;
  } catch {
    // Not JSON: said below.
  }
  throw new UsageError(`${path} is no baseline: write one with opscope check --format json`);
}

/** Findings as text, a line each with its evidence below. */
export function checkText({ findings, removed = [], suppressed }: CheckAnswer, paint: Paint): Shown {
  const lines = findings.flatMap((each) => [
    findingText(each, each.message, paint),
    ...each.evidence.map((evidence) => messageText(evidence, 'hint', evidence.message, paint)),
  ]);
  for (const each of removed) lines.push(findingText({ ...each, severity: 'hint' }, `removed: ${each.message}`, paint));
  const away = removed.length === 0 ? '' : `, ${removed.length} removed`;
  const hidden = suppressed.length === 0 ? '' : `, ${suppressed.length} suppressed`;
  lines.push(shown`${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}${away}${hidden}`);
  return Shown.lines(lines);
}

function findingText(each: Finding, message: string, paint: Paint): Shown {
  return messageText(each, each.severity, shown`${message} ${paint.dim(`[${each.rule}]`)}`, paint);
}

function suppressedText({ suppressed, schema, tree, notes }: CheckAnswer, format: Form, paint: Paint): Shown {
  if (format === 'json') return Shown.json({ schema, tree, suppressed, notes }, 2);
  const lines = suppressed.map(
    ({ finding, reason, line }) =>
      shown`${paint.bold(placeText({ file: finding.file, line }))} ${finding.rule}  ${reason}  ${paint.dim(finding.message)}`,
  );
  return Shown.lines([...lines, shown`${suppressed.length} suppressed`]);
}
