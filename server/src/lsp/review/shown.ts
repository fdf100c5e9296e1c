/** What is said of a file of patches, as the protocol has it. */
import { type CodeLens, type Diagnostic, DiagnosticSeverity, type Range } from 'vscode-languageserver';
import { label, visible } from '../../base/visible.ts';
import type { Mark, MarkedPatch } from '../../features/review/marks.ts';
import type { Severity } from '../../model/findings.ts';
import type { Session } from '../session.ts';
import { SOURCE } from '../to-diagnostic.ts';
import type { Reviewed } from './reviews.ts';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** A file of patches, with what was found in it. */
interface MarkedFile {
  readonly uri: string;
  readonly text: string;
  readonly patches: readonly MarkedPatch[];
}

/** The findings of a file. */
export function diagnosticsOf(file: MarkedFile, session: Session): Diagnostic[] {
  const lines = file.text.split('\n');
  return file.patches.flatMap(({ marks }) => marks.map((mark) => diagnostic(mark, { file, lines, session })));
}

interface Around {
  readonly file: MarkedFile;
  readonly lines: readonly string[];
  readonly session: Session;
}

function diagnostic(mark: Mark, around: Around): Diagnostic {
  const { host, abilities } = around.session;
  const rule = mark.finding?.rule ?? null;
  const page = rule !== null && abilities.codeDescription ? host.rulePage(rule) : null;
  return {
    range: rangeOf(mark, around),
    severity: SEVERITIES[mark.severity],
    source: SOURCE,
    message: visible(mark.message),
    ...(rule === null ? {} : { code: rule }),
    ...(page === null ? {} : { codeDescription: { href: page } }),
    ...(abilities.relatedInformation && mark.evidence.length > 0
      ? {
          relatedInformation: mark.evidence.map(({ line, message }) => ({
            location: { uri: around.file.uri, range: rangeOf({ line, from: 0, to: Number.POSITIVE_INFINITY }, around) },
            message: visible(message),
          })),
        }
      : {}),
  };
}

function rangeOf({ line, from, to }: Pick<Mark, 'line' | 'from' | 'to'>, { lines, session }: Around): Range {
  const text = (lines[line] ?? '').replace(/\r$/, '');
  const at = (units: number) => session.positions.inLine(text, line, Math.min(units, text.length));
  return { start: at(from), end: at(to) };
}

/** The lenses of a file: of each patch what it does to findings, and what can be done with it. */
export function lensesOf(uri: string, { series }: Reviewed, patches: readonly MarkedPatch[]): CodeLens[] {
  return patches.flatMap(({ n, line, summary }, i) => {
    const at = (title: string, command: string): CodeLens => ({
      range: { start: { line, character: 0 }, end: { line, character: 0 } },
      command: { title: label(title), command, arguments: [uri, n] },
    });
    const all = series.patches.length === 1 ? 'open the patch' : `open the series of ${series.patches.length}`;
    return [
      at(summary, 'opscope.openPatchSeries'),
      ...(i === 0 ? [at(all, 'opscope.openPatchSeries')] : []),
      at('copy as mail reply', 'opscope.copyMailReply'),
    ];
  });
}

/** What stands there while a file is reviewed for the first time. */
export function lensWhile(): CodeLens[] {
  const start = { line: 0, character: 0 };
  return [{ range: { start, end: start }, command: { title: 'reviewing', command: '' } }];
}
