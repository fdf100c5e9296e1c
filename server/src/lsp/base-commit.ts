/** Which lines differ from the commit that work is compared with: of the texts in the editor, saved or not. */
import { comparable, touchedLines } from '../base/line-diff.ts';
import type { Overlay } from '../index/source.ts';
import type { Finding } from '../model/findings.ts';
import type { LspHost } from './host.ts';

/** Whether a finding stands on a line that differs, or is borne out by one: in its own file, or anywhere. */
export type Touched = (finding: Finding, where: 'file' | 'anywhere') => boolean;

const EVERYTHING: Touched = () => true;

type Revisions = Pick<LspHost, 'baseCommit' | 'textIn'>;

/** The files of one tree as they were. */
export class BaseCommit {
  readonly #host: Revisions;
  readonly #root: string;
  /** By commit and path. */
  readonly #texts = new Map<string, Promise<string | null>>();
  #revision = '';
  #commit: Promise<string | null> | null = null;
  #problem: string | null = null;

  constructor(host: Revisions, root: string) {
    this.#host = host;
    this.#root = root;
  }

  /** Why there is nothing to compare with, in git's words; null when there is. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Looks the commit up again: HEAD may have moved. */
  async refresh(revision: string): Promise<void> {
    const before = await this.#commit;
    this.#revision = revision;
    this.#commit = this.#find();
    if ((await this.#commit) !== before) this.#texts.clear();
  }

  /** The commit; of a revision that there is not, the one that would be taken without it. */
  async #find(): Promise<string | null> {
    try {
      const found = await this.#host.baseCommit(this.#root, this.#revision);
      this.#problem = null;
      return found;
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
      if (this.#revision === '') return null;
      return this.#host.baseCommit(this.#root, '').catch(() => null);
    }
  }

  /** The commit that files are compared with; null when there is none. */
  async commit(): Promise<string | null> {
    this.#commit ??= this.#find();
    return this.#commit;
  }

  /** Whether one of the texts is not what its file was. */
  async differs(texts: Overlay): Promise<boolean> {
    const commit = await this.commit();
    if (commit === null) return true;
    for (const [path, text] of texts) if (unixEnds(await this.#textIn(commit, path)) !== unixEnds(text)) return true;
    return false;
  }

  /** Which of the findings stand on lines that differ; `renamed` has where files were that have moved. */
  async touched(
    findings: readonly Finding[],
    read: (path: string) => string | null,
    renamed: ReadonlyMap<string, string>,
  ): Promise<Touched> {
    const commit = await this.commit();
    if (commit === null) return EVERYTHING;
    const paths = new Set(findings.flatMap((each) => [each.file, ...each.evidence.map(({ file }) => file)]));
    const lines = new Map<string, ReadonlySet<number> | 'all'>();
    for (const path of paths) lines.set(path, await this.#touched(commit, renamed.get(path) ?? path, read(path)));
    const isTouched = (file: string, from: number, to: number): boolean => {
      const touched = lines.get(file);
      if (touched === undefined || touched === 'all') return touched === 'all';
      for (let line = from; line <= to; line++) if (touched.has(line)) return true;
      return false;
    };
    return ({ file, line, endLine, evidence }, where) =>
      isTouched(file, line, endLine) ||
      evidence.some(
        (each) => (where === 'anywhere' || each.file === file) && isTouched(each.file, each.line, each.line),
      );
  }

  async #touched(commit: string, path: string, text: string | null): Promise<ReadonlySet<number> | 'all'> {
    const before = await this.#textIn(commit, path);
    return before === null || text === null ? 'all' : touchedLines(comparable(before), comparable(text));
  }

  #textIn(commit: string, path: string): Promise<string | null> {
    // Whoever asked about another commit may still be at it.
    const key = `${commit}:${path}`;
    const known = this.#texts.get(key) ?? this.#host.textIn(this.#root, commit, path);
    this.#texts.set(key, known);
    return known;
  }
}

/** A text with the line ends that git keeps it with, whichever it was checked out with. */
function unixEnds(text: string | null): string | null {
  return text?.replaceAll('\r\n', '\n') ?? null;
}
