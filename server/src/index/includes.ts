/** Which files a file sees: its includes, found as the kernel's build finds them. */
import type { SourceFile } from './file.ts';

/** Opens files of the tree. */
export interface Files {
  exists(path: string): boolean;
  /** The text of a file that is no C, such as a Makefile; null when there is none. */
  read(path: string): string | null;
  /** Whether the file was read before. */
  known(path: string): boolean;
  file(path: string): SourceFile | null;
}

/** Joins and tidies a path: `mm/../include/x.h` is `include/x.h`. */
export function joinPath(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** The folder of a path; empty for the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** The architecture whose headers a file sees: its own under arch/, else x86, which every kernel tree has. */
function archOf(path: string): string {
  return /^arch\/([^/]+)\//.exec(path)?.[1] ?? 'x86';
}

function hasPath(files: ReadonlySet<SourceFile>, path: string): boolean {
  for (const file of files) if (file.path === path) return true;
  return false;
}

/** The folders of `-I $(src)/x`, `-I$(srctree)/x` and `-I$(srctree)/$(src)/x` in a Makefile. */
function flags(makefile: string, folder: string): string[] {
  return [...makefile.matchAll(/-I[ \t]*((?:\$\(\w+\))?(?:\/?\$\(\w+\))?)([\w./-]*)/g)].map(
    ([, base = '', path = '']) => (/\((?:src|obj)\)/.test(base) ? joinPath(folder, path) : joinPath('', path)),
  );
}

/** Whether an include was found in a place that does not depend on the file that is compiled. */
function isStandard(path: string, from: string): boolean {
  return /^(?:include|arch\/[^/]+\/include)\//.test(path) || folderOf(path) === folderOf(from);
}

/** Finds includes and the files they lead to; remembers both. */
export class Includes {
  readonly #files: Files;
  readonly #found: Map<string, string | null>;
  readonly #closures = new Map<SourceFile, ReadonlySet<SourceFile>>();
  readonly #flags = new Map<string, readonly string[]>();
  /** Direct includes of files whose includes are the same whoever includes them, by architecture. */
  readonly #shared = new Map<string, Map<SourceFile, readonly SourceFile[]>>();

  /** `previous` is what was found before the changed files changed; a file that is new to the tree starts over. */
  constructor(files: Files, previous?: Includes, changed: Iterable<string> = []) {
    this.#files = files;
    const stale = new Set(changed);
    const isNew = previous && [...stale].some((path) => !previous.#files.known(path));
    this.#found = previous && !isNew ? previous.#found : new Map();
    if (!previous || isNew) return;
    for (const [file, closure] of previous.#closures) {
      if (![...stale].some((path) => hasPath(closure, path))) this.#closures.set(file, closure);
    }
  }

  /** Every file that `file` sees, itself first, in the order of inclusion. */
  closure(file: SourceFile): ReadonlySet<SourceFile> {
    const known = this.#closures.get(file);
    if (known) return known;
    const seen = new Set<SourceFile>([file]);
    // A set is walked in the order of insertion, while it grows.
    for (const each of seen) for (const target of this.#direct(each, file)) seen.add(target);
    this.#closures.set(file, seen);
    return seen;
  }

  /** Forgets a closure that nobody will ask for again. */
  drop(file: SourceFile): void {
    this.#closures.delete(file);
  }

  #direct(file: SourceFile, root: SourceFile): readonly SourceFile[] {
    const arch = archOf(root.path);
    const shared = this.#shared.get(arch) ?? new Map<SourceFile, readonly SourceFile[]>();
    this.#shared.set(arch, shared);
    const known = shared.get(file);
    if (known) return known;
    const targets: SourceFile[] = [];
    let same = true;
    for (const name of file.includes()) {
      const path = this.resolve(name, file.path, root.path);
      const target = path === null ? null : this.#files.file(path);
      if (target) targets.push(target);
      same &&= path !== null && isStandard(path, file.path);
    }
    if (same) shared.set(file, targets);
    return targets;
  }

  /** The path of an include as written in `from`, when compiling `root`; null when the tree has no such file. */
  resolve(include: string, from: string, root: string): string | null {
    const quoted = include.startsWith('"');
    const name = include.slice(1, -1);
    const key = `${quoted ? folderOf(from) : ''}|${folderOf(root)}|${name}`;
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const path = this.#candidates(name, quoted, from, root).find((each) => this.#files.exists(each)) ?? null;
    this.#found.set(key, path);
    return path;
  }

  /** The folders that the `-I` flags of a folder's Makefile, and of those above it, name. */
  #flagged(folder: string): readonly string[] {
    const known = this.#flags.get(folder);
    if (known) return known;
    const found = ['Makefile', 'Kbuild'].flatMap((name) =>
      flags(this.#files.read(joinPath(folder, name)) ?? '', folder),
    );
    const all = folder === '' ? found : [...found, ...this.#flagged(folderOf(folder))];
    this.#flags.set(folder, all);
    return all;
  }

  #candidates(name: string, quoted: boolean, from: string, root: string): string[] {
    const arch = archOf(root);
    const folders = [
      ...(quoted ? [folderOf(from)] : []),
      `arch/${arch}/include`,
      'include',
      `arch/${arch}/include/uapi`,
      'include/uapi',
      `arch/${arch}/include/generated`,
      'include/generated',
    ];
    const paths = folders.map((folder) => joinPath(folder, name));
    if (name.startsWith('asm/'))
      paths.push(`include/asm-generic/${name.slice(4)}`, `include/uapi/asm-generic/${name.slice(4)}`);
    for (const folder of this.#flagged(folderOf(root))) paths.push(joinPath(folder, name));
    // Flags that are made up elsewhere mostly name the file's own folder, or an `include` beside one of its ancestors.
    for (let folder = folderOf(root); ; folder = folderOf(folder)) {
      paths.push(joinPath(folder, name), joinPath(folder, `include/${name}`));
      if (folder === '') break;
    }
    return paths;
  }
}
