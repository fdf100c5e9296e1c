/** A repository with commits made at random, of which git makes patches. */
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { git } from '../harness/git.ts';

/** Names that are awkward in a diff. */
const NAMES = [
  'mm/a.c',
  'mm/deep/er/b.c',
  'include/linux/c.h',
  'a name with blanks.c',
  'mm/b and c b/d.c',
  'mm/umläut.c',
  'mm/quo"te.c',
  'b/e.c',
];

const WORDS = ['int x;', '', '\treturn 0;', '}', '-- ', '--', '- a', '+++ b/c', '@@ -1 +1 @@', 'From me', '/* é */'];

/** Texts and moves of files, at random, always the same ones for the same numbers. */
export class History {
  readonly files = new Map<string, string>();
  readonly #root: string;
  readonly #next: () => number;

  constructor(root: string, next: () => number) {
    this.#root = root;
    this.#next = next;
    git(root, 'init', '--quiet', '--initial-branch=master');
    git(root, 'config', 'core.autocrlf', 'false');
    for (const name of NAMES.slice(0, 5)) this.#write(name, this.#lines(80).join(''));
    this.#commit('base');
  }

  /** Commits some changes. */
  step(title: string): void {
    for (let left = 1 + this.#below(3); left > 0; left--) this.#change();
    this.#commit(title);
  }

  #commit(title: string): void {
    git(this.#root, 'add', '--all');
    git(this.#root, 'commit', '--quiet', '--allow-empty', '-m', title);
  }

  #change(): void {
    const names = [...this.files.keys()].sort();
    const name = names[this.#below(names.length)] ?? '';
    const free = NAMES.filter((each) => !this.files.has(each));
    const other = free[this.#below(free.length)];
    const kind = this.#below(12);
    if (kind === 0 && other !== undefined) this.#move(name, other);
    else if (kind === 1 && other !== undefined) this.#write(other, this.#lines(10).join(''));
    else if (kind === 2 && names.length > 3) this.#remove(name);
    else if (kind === 3) chmodSync(join(this.#root, name), 0o755);
    else this.#write(name, this.#edited(this.files.get(name) ?? ''));
  }

  #edited(text: string): string {
    const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
    for (let left = 1 + this.#below(3); left > 0; left--) {
      const at = this.#below(lines.length + 1);
      lines.splice(at, this.#below(4), ...this.#lines(this.#below(4)));
    }
    const end = this.#below(6);
    const result = lines.map((line) => (line.endsWith('\n') ? line : `${line}\n`)).join('');
    return end === 0 ? result.replace(/\n$/, '') : result;
  }

  #lines(count: number): string[] {
    return Array.from({ length: count }, () => {
      const word = WORDS[this.#below(WORDS.length)] ?? '';
      return this.#below(3) === 0 ? `${word}\n` : `${word} ${this.#below(1000)}\n`;
    });
  }

  #below(count: number): number {
    return Math.floor(this.#next() * count);
  }

  #move(from: string, to: string): void {
    mkdirSync(dirname(join(this.#root, to)), { recursive: true });
    renameSync(join(this.#root, from), join(this.#root, to));
    this.files.set(to, this.files.get(from) ?? '');
    this.files.delete(from);
  }

  #remove(name: string): void {
    rmSync(join(this.#root, name));
    this.files.delete(name);
  }

  #write(name: string, text: string): void {
    mkdirSync(dirname(join(this.#root, name)), { recursive: true });
    writeFileSync(join(this.#root, name), text);
    this.files.set(name, text);
  }
}

/** What git has of a commit's files. */
export function filesOf(root: string, commit: string): Map<string, string> {
  const names = git(root, 'ls-tree', '-r', '-z', '--name-only', commit).split('\0').filter(Boolean);
  return new Map(names.map((name) => [name, git(root, 'show', `${commit}:${name}`)]));
}

/** The bytes of a file, named. */
export function bytesIn(path: string): { readonly name: string; readonly bytes: Uint8Array } {
  return { name: path, bytes: readFileSync(path) };
}
