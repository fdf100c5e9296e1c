/** Which answers are not known for certain, because a makefile was not read to its end. */
import { type Gaps, gapText } from '../model/gaps.ts';
import type { Account } from './bounds.ts';
import { folderOf, type Line, topOf } from './reader.ts';

/** What keeps an answer from being known: a sentence, and the place that it is about. */
export interface Cut extends Line {
  readonly message: string;
}

/**
 * Makefiles build what lies below the same folder of the root; these are the exceptions, in every kernel since 6.1. So a
 * question about mm/ need not read the makefiles of drivers/.
 */
const BUILT_FROM: ReadonlyMap<string, readonly string[]> = new Map([
  ['virt', ['arch']],
  ['lib', ['arch', 'drivers']],
  ['tools', ['drivers', 'kernel']],
]);

/** The folders of the root whose makefiles can build what is in one of them. */
export function builtFrom(top: string): readonly string[] {
  return [top, ...(BUILT_FROM.get(top) ?? [])];
}

/** Collects what was cut, and says whom it concerns. */
export class Cuts {
  readonly #gaps: Gaps;
  readonly #folders = new Map<string, Cut>();

  constructor(gaps: Gaps) {
    this.#gaps = gaps;
  }

  /** Whether no makefile was cut. */
  get isEmpty(): boolean {
    return this.#folders.size === 0;
  }

  /** What was cut of the makefile of a folder. */
  inFolder(folder: string, account: Account): void {
    const cut = this.told(account, folder);
    if (cut !== null && !this.#folders.has(folder)) this.#folders.set(folder, cut);
  }

  /** Tells what a piece of work went without, and what of it keeps answers from being known; null for nothing. */
  told({ gaps, refused }: Pick<Account, 'gaps' | 'refused'>, folder: string): Cut | null {
    for (const gap of gaps) if (gap.k !== 'unread') this.#gaps.add(gap);
    for (const gap of refused) this.#gaps.add(gap);
    const [first] = gaps;
    if (first === undefined) return null;
    const place = first.k === 'unread' ? { file: first.path, line: 1 } : first;
    const makefile = folder === '' ? 'Kbuild' : `${folder}/Makefile`;
    return { message: gapText(first), file: place.file ?? makefile, line: place.line ?? 1 };
  }

  /**
   * What keeps a file's status from being known: of a makefile in its folder or above, in those `from` which it is built, or of
   * one elsewhere that may build it. Where nothing builds the file, that is any makefile that could.
   */
  concerning(file: string, from: readonly string[]): Cut | null {
    if (this.isEmpty) return null;
    for (const folder of [folderOf(file), ...from]) {
      const cut = this.#above(folder);
      if (cut !== null) return cut;
    }
    const [own = '', ...others] = builtFrom(topOf(file));
    for (const [folder, cut] of this.#folders) {
      const top = topOf(folder);
      if (others.includes(top) || (from.length === 0 && top === own)) return cut;
    }
    return null;
  }

  #above(start: string): Cut | null {
    for (let folder = start; ; folder = folderOf(folder)) {
      const cut = this.#folders.get(folder);
      if (cut !== undefined || folder === '') return cut ?? null;
    }
  }
}
