/** Which file of a tree each part of a diff is about, and what comes of it. */
import type { Refused } from '../model/review-answers.ts';
import type { Patched } from './apply-file.ts';
import type { FileChanges, Texts } from './changes.ts';
import type { FileDiff } from './diff.ts';
import { refusal } from './names.ts';

/** A file under way: where it will be, what it was, and where that was. */
export interface FileStep {
  readonly file: FileDiff;
  readonly path: string;
  readonly text: string;
  /** Where it was; null for a new one. */
  readonly before: string | null;
}

/** Symbolic links and submodules have modes of their own. */
const NO_FILE: Readonly<Record<string, string>> = { '120000': 'a symbolic link', '160000': 'a submodule' };

/** What a patch does, file by file. */
export class FilePlan {
  readonly refused: Refused[] = [];
  readonly notes: string[] = [];
  readonly #tree: Texts;
  readonly #texts = new Map<string, string | null>();
  readonly #before = new Map<string, string | null>();
  readonly #renamed = new Map<string, string>();
  readonly #lines = new Map<string, ReadonlySet<number> | null>();
  readonly #files = new Set<string>();
  #added = 0;
  #removed = 0;
  /** Files that the patch takes away: others may be put in their place. */
  readonly #leaving: ReadonlySet<string>;

  constructor(tree: Texts, files: readonly FileDiff[]) {
    this.#tree = tree;
    const leaving = files.filter(({ from, after }) => from === 'rename' || after === null);
    this.#leaving = new Set(leaving.flatMap(({ before }) => before?.[0] ?? []));
  }

  get changes(): FileChanges {
    return {
      texts: this.#texts,
      before: this.#before,
      renamed: this.#renamed,
      lines: this.#lines,
      size: { files: this.#files.size, added: this.#added, removed: this.#removed },
    };
  }

  /** What there is to change; null where nothing of the file is to be changed, or can be. */
  begin(file: FileDiff): FileStep | null {
    const said = file.after?.[0] ?? file.before?.[0] ?? 'a file without a name';
    const unfit =
      file.damage ?? [file.before?.[0], file.after?.[0]].flatMap((path) => (path ? (refusal(path) ?? []) : []))[0];
    if (unfit !== undefined) return this.#refuse(said, unfit);
    const before = file.before === null ? null : this.#find(file);
    if (file.before !== null && before === null) return this.#refuse(said, 'the tree has no such file');
    const path = this.#target(file, before);
    const refused = refusal(path) ?? this.#beyondLink(path);
    if (refused !== null) return this.#refuse(said, refused);
    if (before !== path && this.#isThere(path)) return this.#refuse(path, 'the tree has a file of the name already');
    if (before !== null && file.before && before !== file.before[0])
      this.notes.push(`${before} is named without a prefix (-p0), or with another`);
    return this.#opened(file, before, path);
  }

  #opened(file: FileDiff, before: string | null, path: string): FileStep | null {
    const what = NO_FILE[file.mode ?? ''];
    if (what !== undefined || file.isBinary) {
      this.notes.push(`${path} is ${what ?? 'binary'}: what the patch does to it is left out`);
      if (before !== null && file.after === null) this.#set(before, null);
      return null;
    }
    const text = before === null ? '' : this.#read(before);
    return text === null ? this.#refuse(path, 'it cannot be read') : { file, path, text, before };
  }

  /** Takes a file with its hunks in it. */
  end({ file, path, before }: FileStep, { text, added, hunks }: Patched): void {
    if (hunks.some(({ applied }) => applied === 'failed')) return;
    this.#count(file, path);
    if (file.after === null) {
      // A patch that is made without the text that goes (--irreversible-delete) has nothing to compare.
      if (text !== '' && file.hunks.length > 0)
        this.#refuse(path, 'the patch removes it, and does not have all of its lines');
      else this.#set(path, null);
      return;
    }
    if (file.from === 'rename' && before !== null) {
      this.#set(before, null);
      this.#renamed.set(path, before);
    }
    this.#set(path, text);
    if (before === null && file.from === null) this.#lines.set(path, null);
    else if (file.hunks.length > 0) this.#lines.set(path, new Set([...(this.#lines.get(path) ?? []), ...added]));
  }

  #count(file: FileDiff, path: string): void {
    this.#files.add(path);
    for (const { lines } of file.hunks) {
      for (const line of lines) {
        if (line[0] === '+') this.#added++;
        if (line[0] === '-') this.#removed++;
      }
    }
  }

  #set(path: string, text: string | null): void {
    if (!this.#before.has(path)) this.#before.set(path, this.#tree.read(path));
    this.#texts.set(path, text);
  }

  #read(path: string): string | null {
    const text = this.#texts.get(path);
    // What was moved away in this patch is still what others are copied from.
    return text ?? this.#tree.read(path);
  }

  #refuse(file: string, reason: string): null {
    this.refused.push({ file, reason });
    return null;
  }

  #isThere(path: string): boolean {
    const text = this.#texts.get(path);
    return text === undefined ? this.#tree.exists(path) && !this.#leaving.has(path) : text !== null;
  }

  /** Why a file is not written to that is behind a link: a folder is listed as one, and what leads to one is not. */
  #beyondLink(path: string): string | null {
    const parts = path.split('/');
    for (let at = 0; at < parts.length - 1; at++) {
      const names = this.#tree.list(parts.slice(0, at).join('/'));
      const name = parts[at] ?? '';
      if (names.includes(name) && !names.includes(`${name}/`)) return 'it is behind a symbolic link, or behind a file';
      if (!names.includes(`${name}/`)) return null;
    }
    return null;
  }

  /** The file that a part is about: of its names the first that there is. */
  #find({ before, after, from }: FileDiff): string | null {
    const names = [...(from === null ? (after ?? []) : []), ...(before ?? [])];
    return names.find((path) => refusal(path) === null && this.#exists(path)) ?? null;
  }

  #exists(path: string): boolean {
    const text = this.#texts.get(path);
    return text === undefined ? this.#tree.exists(path) : text !== null;
  }

  /** Where a file will be. That of a new one is told by whether the tree has its folder. */
  #target({ after, from }: FileDiff, before: string | null): string {
    const [first = '', second] = after ?? [];
    if (before !== null && from === null) return before;
    const top = (path: string): string => path.slice(0, path.indexOf('/') + 1);
    // What git puts in front is one letter, and no folder's name.
    if (second === undefined || /^[a-z]\//.test(second)) return first;
    const names = this.#tree.list('');
    if (!names.includes(top(first)) && names.includes(top(second))) return second;
    return first;
  }
}
