/** Where patches and their hunks stand in the file that they were read from. */
import type { Hunk } from './hunks.ts';
import { withoutReturns } from './lines.ts';
import type { Patch } from './series.ts';

/** A file of patches, as somebody sees it. */
export class PatchFile {
  readonly lines: readonly string[];
  readonly #heads = new Map<string, number[]>();

  constructor(text: string) {
    this.lines = text.split('\n').map(withoutReturns);
    for (const [at, line] of this.lines.entries()) {
      if (!line.startsWith('@@ -')) continue;
      const known = this.#heads.get(line);
      if (known) known.push(at);
      else this.#heads.set(line, [at]);
    }
  }

  /** The line, from 0, that a patch is told by: its subject, or its first where it has none. */
  subject({ source }: Pick<Patch, 'source'>): number {
    for (let at = source.line; at < this.lines.length && this.lines[at] !== ''; at++)
      if (/^Subject:/i.test(this.lines[at] ?? '')) return at;
    return Math.min(source.line, this.lines.length - 1);
  }

  /**
   * Where the hunks of a patch are: for each the line of its head, and those of its own lines. One is missing whose lines do not stand
   * in the file as they are, such as in a mail that is encoded.
   */
  hunks({ source, files }: Pick<Patch, 'source' | 'files'>): ReadonlyMap<Hunk, HunkInFile> {
    const found = new Map<Hunk, HunkInFile>();
    let from = source.line;
    for (const hunk of files.flatMap(({ hunks }) => hunks)) {
      const place = this.#find(hunk, from);
      if (!place) continue;
      found.set(hunk, place);
      from = (place.lines.at(-1) ?? place.head) + 1;
    }
    return found;
  }

  #find(hunk: Hunk, from: number): HunkInFile | null {
    const heads = this.#heads.get(hunk.head) ?? [];
    for (const head of heads.filter((at) => at >= from).slice(0, MOST_TRIED)) {
      const lines = this.#body(hunk, head);
      if (lines) return { head, lines };
    }
    return null;
  }

  /** The lines that a hunk has behind a head; null where they are others. */
  #body(hunk: Hunk, head: number): readonly number[] | null {
    const found: number[] = [];
    let at = head + 1;
    for (const line of hunk.lines) {
      while (this.lines[at]?.startsWith('\\ ')) at++;
      // What mailers make of a line without anything in it.
      if (this.lines[at] !== line && !(line === ' ' && this.lines[at] === '')) return null;
      found.push(at++);
    }
    return found;
  }
}

/** How many heads of the same words are tried for one hunk: a hostile file has any number of them. */
const MOST_TRIED = 100;

/** Where a hunk stands, by lines from 0. */
export interface HunkInFile {
  readonly head: number;
  /** One for each of its lines. */
  readonly lines: readonly number[];
}
