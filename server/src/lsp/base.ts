/** Which lines differ from the commit that work is compared with: of the texts in the editor, saved or not. */
import { touchedLines } from '../base/line-diff.ts';
import type { LspHost } from '../index/host.ts';
import type { Finding } from '../model/findings.ts';

/** Whether a finding is there because of the change. */
export type Introduced = (finding: Finding) => boolean;

const EVERYTHING: Introduced = () => true;

/** The files of one tree as they were. */
export class Base {
  readonly #host: LspHost;
  readonly #root: string;
  readonly #texts = new Map<string, Promise<string | null>>();
  #revision = '';
  #commit: Promise<string | null> | null = null;
  #problem: string | null = null;

  constructor(host: LspHost, root: string) {
    this.#host = host;
    this.#root = root;
  }

  /** Why there is nothing to compare with, in git's words; null when there is. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Looks the commit up again: HEAD may have moved. Whether it is another one now. */
  async refresh(revision: string): Promise<boolean> {
    const before = await this.#commit;
    this.#revision = revision;
    this.#commit = this.#find();
    const now = await this.#commit;
    if (now !== before) this.#texts.clear();
    return now !== before;
  }

  async #find(): Promise<string | null> {
    try {
      const found = await this.#host.baseCommit(this.#root, this.#revision);
      this.#problem = null;
      return found;
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
      return null;
    }
  }

  /** Which of the findings a change introduced: by their own lines, or by a line that bears them out. */
  async introduced(findings: readonly Finding[], read: (path: string) => string | null): Promise<Introduced> {
    this.#commit ??= this.#find();
    const commit = await this.#commit;
    if (commit === null) return EVERYTHING;
    const paths = new Set(findings.flatMap((each) => [each.file, ...each.evidence.map(({ file }) => file)]));
    const lines = new Map<string, ReadonlySet<number> | 'all'>();
    for (const path of paths) lines.set(path, await this.#touched(commit, path, read(path)));
    const isTouched = (file: string, from: number, to: number): boolean => {
      const touched = lines.get(file);
      if (touched === undefined || touched === 'all') return touched === 'all';
      for (let line = from; line <= to; line++) if (touched.has(line)) return true;
      return false;
    };
    return ({ file, line, endLine, evidence }) =>
      isTouched(file, line, endLine) || evidence.some((each) => isTouched(each.file, each.line, each.line));
  }

  async #touched(commit: string, path: string, text: string | null): Promise<ReadonlySet<number> | 'all'> {
    const known = this.#texts.get(path) ?? this.#host.textIn(this.#root, commit, path);
    this.#texts.set(path, known);
    const before = await known;
    return before === null || text === null ? 'all' : touchedLines(before, text);
  }
}
