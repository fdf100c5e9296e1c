/** Findings as the protocol's diagnostics. */
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  type Range,
} from 'vscode-languageserver';
import { visible } from '../base/visible.ts';
import type { Diagnosis } from '../features/findings/level.ts';
import type { Snapshot } from '../index/snapshot.ts';
import type { FindingEvidence } from '../model/findings.ts';
import type { Session } from './session.ts';
import type { Tree } from './tree.ts';

/** By this name clients tell our diagnostics from others'. */
export const SOURCE = 'opscope';

/** What a diagnostic is made with. */
export interface DiagnosticContext {
  readonly session: Session;
  readonly tree: Tree;
  readonly snapshot: Snapshot;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly keepsData: boolean;
}

const SEVERITIES: Readonly<Record<Diagnosis['level'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Converts a finding. */
export function toDiagnostic({ finding, level }: Diagnosis, context: DiagnosticContext): Diagnostic {
  const { session, snapshot } = context;
  const file = snapshot.file(finding.file);
  const at = session.positions;
  const page = context.codeDescription ? session.host.rulePage(finding.rule) : null;
  return {
    range: {
      start: at.position(file, finding.line, finding.column),
      end: at.position(file, finding.endLine, finding.endColumn),
    },
    severity: SEVERITIES[level],
    code: finding.rule,
    ...(page === null ? {} : { codeDescription: { href: page } }),
    source: SOURCE,
    message: visible(finding.message),
    ...(context.keepsData && finding.group !== undefined ? { data: { group: finding.group } } : {}),
    ...(context.relatedInformation ? { relatedInformation: related(finding.evidence, context) } : {}),
  };
}

/** What suppresses a diagnostic that a client sends back: its rule, with the group where the client kept it. */
export function keyOf({ code, data }: Diagnostic): string {
  const isOurs = typeof data === 'object' && data !== null && 'group' in data && typeof data.group === 'string';
  return isOurs ? `${code}/${data.group}` : `${code}`;
}

function related(evidence: readonly FindingEvidence[], context: DiagnosticContext): DiagnosticRelatedInformation[] {
  const { session, tree, snapshot } = context;
  return evidence.map(({ message, file, line }) => ({
    location: {
      uri: session.host.toUri(`${tree.info.root}/${file}`),
      range: lineRange(snapshot, session, file, line),
    },
    message: visible(message),
  }));
}

/** What is written in a line, less its indentation. */
function lineRange(snapshot: Snapshot, { positions }: Session, path: string, line: number): Range {
  const text = snapshot.source.read(path)?.split('\n')[line - 1] ?? '';
  // Makefiles are not C, and are not cut into regions.
  const file = /\.[ch]$/.test(path) ? snapshot.file(path) : null;
  return {
    start: positions.position(file, line, text.length - text.trimStart().length + 1),
    end: positions.position(file, line, text.trimEnd().length + 1),
  };
}
