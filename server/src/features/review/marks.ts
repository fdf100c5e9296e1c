/** What a review says of the lines of a file with patches in it. */
import type { Finding, Severity } from '../../model/findings.ts';
import type { ReviewAnswer, ReviewedPatch } from '../../model/review-answers.ts';
import type { Hunk } from '../../series/hunks.ts';
import { type HunkInFile, PatchFile } from '../../series/in-file.ts';
import type { Patch, Series } from '../../series/series.ts';
import { spotOf } from './quotes.ts';
import { numberIn, summaryText } from './words.ts';

/** Something that is said of a place in the file. */
export interface Mark {
  /** From 0; columns count UTF-16 code units, the last excluded. */
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly severity: Severity;
  readonly message: string;
  /** Null for what is wrong with the patch itself. */
  readonly finding: Finding | null;
  /** What bears it out, where it stands in the file. */
  readonly evidence: readonly { readonly line: number; readonly message: string }[];
}

/** A patch in the file. */
export interface MarkedPatch {
  readonly n: number;
  /** What it does to findings, in a few words. */
  readonly summary: string;
  /** The line that it is told by, from 0. */
  readonly line: number;
  readonly marks: readonly Mark[];
}

/** The patches that are in a file, with what is to be said of each. */
export function markedPatches(
  name: string,
  text: string,
  answer: ReviewAnswer,
  series: Series,
): readonly MarkedPatch[] {
  const file = new PatchFile(text);
  const failed = answer.patches.find(({ applied }) => applied === 'failed');
  return series.patches.flatMap((own) => {
    if (own.source.name !== name) return [];
    const patch = answer.patches.find(({ n }) => n === own.n);
    if (patch) return [new Marker(file, own, patch, answer).marked()];
    const summary = failed ? `not looked at, as ${numberIn(answer, failed.n)} does not apply` : 'not looked at';
    return [{ n: own.n, summary, line: file.subject(own), marks: [] }];
  });
}

/** Marks one patch. */
class Marker {
  readonly #file: PatchFile;
  readonly #own: Patch;
  readonly #patch: ReviewedPatch;
  readonly #answer: ReviewAnswer;
  readonly #hunks: ReadonlyMap<Hunk, HunkInFile>;

  constructor(file: PatchFile, own: Patch, patch: ReviewedPatch, answer: ReviewAnswer) {
    this.#file = file;
    this.#own = own;
    this.#patch = patch;
    this.#answer = answer;
    this.#hunks = file.hunks(own);
  }

  marked(): MarkedPatch {
    const { introduced, settledBy } = this.#patch;
    const marks = [
      ...this.#failures(),
      ...introduced.map((each) => this.#finding(each, each.severity, each.message)),
      ...settledBy.flatMap(({ n, findings }) =>
        findings.map((each) => {
          const by = numberIn(this.#answer, n);
          return this.#finding(each, 'hint', `${each.message.replace(/\.$/, '')} (settled by ${by})`);
        }),
      ),
    ];
    const { n } = this.#own;
    return { n, summary: summaryText(this.#answer, this.#patch), line: this.#file.subject(this.#own), marks };
  }

  #failures(): readonly Mark[] {
    const { refused, hunks } = this.#patch;
    const missing = this.#answer.notes.filter((each) => /^patch \d+\/\d+ (?:is missing|has no diff)/.test(each));
    const beside = missing.length === 0 ? '' : ` (${missing.join(', ')})`;
    const said = (line: number, what: string): Mark =>
      this.#line(line, { severity: 'error', message: `${what}${beside}`, finding: null, evidence: [] });
    return [
      ...refused.map(({ file, reason }) => said(this.#headOf(file), `${file} does not apply: ${reason}`)),
      ...hunks.flatMap(({ file, n, reason }) =>
        reason === null ? [] : [said(this.#headOf(file, n), `This does not apply to ${file}: ${reason}`)],
      ),
    ];
  }

  /** The head of a hunk; of the file's first where none is named, and the subject where the file has no such lines. */
  #headOf(file: string, n = 1): number {
    const own = this.#own.files.find(({ after, before }) => after?.includes(file) || before?.includes(file));
    const hunk = own?.hunks.find((each) => each.n === n);
    return (hunk && this.#hunks.get(hunk)?.head) ?? this.#file.subject(this.#own);
  }

  #finding(finding: Finding, severity: Severity, message: string): Mark {
    const spot = spotOf(finding, this.#patch, this.#own.files);
    const rest = { severity, finding, evidence: this.#evidence(finding) };
    const line = spot ? this.#hunks.get(spot.hunk)?.lines[spot.at] : undefined;
    if (!spot || line === undefined) {
      const { file, line: at } = finding;
      return this.#line(this.#file.subject(this.#own), { ...rest, message: `${file}:${at}: ${message}` });
    }
    // Where what bears it out is in the patch, and it itself is not, its own place is told.
    if (!spot.isOwn) return this.#line(line, { ...rest, message: `${finding.file}:${finding.line}: ${message}` });
    const width = this.#file.lines[line]?.length ?? 0;
    const to = finding.endLine === finding.line ? Math.min(finding.endColumn, width) : width;
    // In front of each line is the sign of the diff.
    return { ...rest, message, line, from: Math.min(finding.column, width), to };
  }

  /** What bears a finding out, as far as it stands in the file; the rest is told by where it is in the tree. */
  #evidence({ evidence }: Finding): Mark['evidence'] {
    return evidence.map((each) => {
      const at = { ...each, column: 1, endColumn: 1, endLine: each.line, evidence: [] };
      const spot = spotOf(at, this.#patch, this.#own.files);
      const line = spot ? this.#hunks.get(spot.hunk)?.lines[spot.at] : undefined;
      return line === undefined
        ? { line: this.#file.subject(this.#own), message: `${each.file}:${each.line}: ${each.message}` }
        : { line, message: each.message };
    });
  }

  /** A whole line, without the blanks around it. */
  #line(line: number, rest: Omit<Mark, 'line' | 'from' | 'to'>): Mark {
    const text = this.#file.lines[line] ?? '';
    const from = text.length - text.trimStart().length;
    return { ...rest, line, from: Math.min(from, text.trimEnd().length), to: text.trimEnd().length };
  }
}
