/** Findings as SARIF 2.1.0, which code scanning services read. */
import type { CheckAnswer } from '../features/check.ts';
import type { Finding, FindingEvidence, Severity } from '../model/findings.ts';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

/** The log of one run. */
export function sarif({ findings, suppressed, tree }: CheckAnswer, titles: ReadonlyMap<string, string>): object {
  const ids = [...titles.keys()];
  const result = (each: Finding) => ({
    ruleId: each.rule,
    ruleIndex: ids.indexOf(each.rule),
    level: LEVELS[each.severity],
    message: { text: each.message },
    locations: [location(each)],
    relatedLocations: each.evidence.map(related),
  });
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'opscope',
            rules: ids.map((id) => ({ id, shortDescription: { text: titles.get(id) ?? id } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { uri: `file://${encoded(tree.root)}/` } },
        results: [
          ...findings.map((each) => ({ ...result(each), suppressions: [] })),
          ...suppressed.map(({ finding, reason }) => ({
            ...result(finding),
            suppressions: [{ kind: 'inSource', justification: reason }],
          })),
        ],
      },
    ],
  };
}

/** A path as a part of a URI. */
function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function artifact(file: string): object {
  return { uri: encoded(file), uriBaseId: 'SRCROOT' };
}

function location({ file, line, column, endLine, endColumn, function: inside }: Finding): object {
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  const logical = inside === null ? {} : { logicalLocations: [{ name: inside, kind: 'function' }] };
  return { physicalLocation: { artifactLocation: artifact(file), region }, ...logical };
}

function related({ file, line, message }: FindingEvidence, id: number): object {
  return {
    id,
    message: { text: message },
    physicalLocation: { artifactLocation: artifact(file), region: { startLine: line } },
  };
}
