/** Findings as workflow commands of GitHub Actions, which it shows on the changed lines. */
import type { Finding } from '../model/findings.ts';
import { Shown, type WorkflowCommand } from './shown.ts';

/** One `::warning file=...::message` a finding. */
export function annotations(findings: readonly Finding[]): Shown {
  return Shown.commands(findings.map(annotation));
}

/** The workflow command of one finding. */
export function annotation(finding: Finding): WorkflowCommand {
  const { severity, file, line, column, endLine, endColumn, rule, message, evidence } = finding;
  const place: WorkflowCommand['properties'] = [
    ['file', file],
    ['line', line],
    ['endLine', endLine],
  ];
  // Columns are refused where the lines differ.
  const columns: WorkflowCommand['properties'] =
    line === endLine
      ? [
          ['col', column],
          ['endColumn', endColumn],
        ]
      : [];
  return {
    name: severity === 'error' || severity === 'warning' ? severity : 'notice',
    properties: [...place, ...columns, ['title', `opscope ${rule}`]],
    message: [message, ...evidence.map((each) => `${each.file}:${each.line} ${each.message}`)],
  };
}
