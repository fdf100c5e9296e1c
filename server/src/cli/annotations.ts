/** Findings as workflow commands of GitHub Actions, which it shows on the changed lines. */
import type { Finding } from '../model/findings.ts';

/** One `::warning file=...::message` a finding. */
export function annotations(findings: readonly Finding[]): string {
  return findings.map((each) => `${annotation(each)}\n`).join('');
}

function annotation({ severity, file, line, column, endLine, endColumn, rule, message, evidence }: Finding): string {
  const kind = severity === 'error' || severity === 'warning' ? severity : 'notice';
  // Columns are refused where the lines differ.
  const columns = line === endLine ? `,col=${column},endColumn=${endColumn}` : '';
  const more = evidence.map((each) => `\n${each.file}:${each.line} ${each.message}`).join('');
  const place = `file=${property(file)},line=${line},endLine=${endLine}${columns}`;
  return `::${kind} ${place},title=${property(`opscope ${rule}`)}::${text(message + more)}`;
}

function text(value: string): string {
  return value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(value: string): string {
  return text(value).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
