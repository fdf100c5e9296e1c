import { setStrict } from '../../server/src/base/contain.ts';
import { INCLUDED_C, MEMBER_MACRO, type TreeSource } from '../../server/src/index/source.ts';
import { Gaps } from '../../server/src/model/gaps.ts';

// No bug hides behind a boundary in tests.
setStrict(true);

/** A kernel tree in memory. Paths are relative to its root; folders are those that files are in. */
export class MemoryTree implements TreeSource {
  readonly root = '/tree';
  readonly gaps = new Gaps();
  readonly #files: ReadonlyMap<string, string>;

  constructor(files: ReadonlyMap<string, string>) {
    this.#files = files;
  }

  read(path: string): string | null {
    return this.#files.get(path) ?? null;
  }

  known(): null {
    return null;
  }

  learn(): void {}

  exists(path: string): boolean {
    return this.#files.has(path);
  }

  list(folder: string): readonly string[] {
    const prefix = folder === '' ? '' : `${folder}/`;
    const inside = [...this.#files.keys()].filter((path) => path.startsWith(prefix));
    const names = inside.map((path) => {
      const [first = '', ...rest] = path.slice(prefix.length).split('/');
      return rest.length > 0 ? `${first}/` : first;
    });
    return [...new Set(names)].sort();
  }

  search(folders: readonly string[], words: readonly string[]): readonly string[] {
    return this.#sources(folders, (text) => words.length === 0 || hasWord(text, words));
  }

  searchHeads(folders: readonly string[], names: readonly string[]): ReadonlyMap<string, readonly string[]> {
    return new Map(names.map((name) => [name, this.search(folders, [name])]));
  }

  searchPattern(folders: readonly string[], pattern: RegExp, words: readonly string[]): readonly string[] {
    return this.#sources(
      folders,
      (text) =>
        text.search(pattern) >= 0 &&
        (words.length === 0 ||
          words.includes(MEMBER_MACRO) ||
          hasWord(text, words) ||
          INCLUDED_C.some((end) => words.includes(end) && text.includes(end))),
    );
  }

  among(paths: readonly string[], words: readonly string[], stems: readonly string[]): readonly string[] {
    return paths.filter((path) => {
      const text = this.read(path) ?? '';
      return stems.some((stem) => text.includes(stem)) && hasWord(text, words);
    });
  }

  #sources(folders: readonly string[], wanted: (text: string) => boolean): readonly string[] {
    const isRead = (path: string): boolean =>
      /\.[ch]$/.test(path) && (folders.length === 0 || folders.some((folder) => path.startsWith(`${folder}/`)));
    return [...this.#files].flatMap(([path, text]) => (isRead(path) && wanted(text) ? [path] : [])).sort();
  }
}

function hasWord(text: string, words: readonly string[]): boolean {
  return words.some((word) => new RegExp(`\\b${word}\\b`).test(text));
}
