/** Which files a file sees: its includes, found as the kernel's build finds them. */
import { joinPath } from '../base/paths.ts';
import type { Input } from './fact.ts';
import type { SourceFile } from './file.ts';
import { flags, isWay, standard, type Way } from './include-ways.ts';
import { Layers } from './layers.ts';
import { AN_ENTRY } from './memory.ts';

/** Opens files of the tree. */
export interface Files {
  exists(path: string): boolean;
  /** The text of a file that is no C, such as a Makefile; null when there is none. */
  read(path: string): string | null;
  file(path: string): SourceFile | null;
}

/** What has includes. */
export interface WithIncludes {
  readonly includes: Includes;
}

/** The folder of a path; empty for the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The architecture whose headers a file sees: its own under arch/, else x86, which every kernel tree has. */
function archOf(path: string): string {
  return /^arch\/([^/]+)\//.exec(path)?.[1] ?? 'x86';
}

function hasAny(files: Iterable<SourceFile>, paths: ReadonlySet<string>): boolean {
  for (const file of files) if (paths.has(file.path)) return true;
  return false;
}

/** The name of an include without its quotes or angles. */
function inner(include = ''): string {
  return include.slice(1, -1);
}

/** The files that a file sees, found as far as somebody asked. */
class Closure {
  readonly seen: Set<SourceFile>;
  /** That it was looked at. It says which closure that was without holding it. */
  readonly read: Input<WithIncludes>;
  /** Asked no more once all was found: later snapshots take the closure over, and hold nothing of the one that it was found in. */
  #direct: ((file: SourceFile) => readonly SourceFile[]) | null;
  /** Files whose includes are not in yet: a set is walked in the order of insertion, while it grows. */
  readonly #rest: Iterator<SourceFile>;

  constructor(file: SourceFile, direct: (file: SourceFile) => readonly SourceFile[]) {
    this.seen = new Set([file]);
    this.#rest = this.seen.values();
    this.#direct = direct;
    const read: Input<WithIncludes> = { isSame: ({ includes }) => includes.readOf(file) === read };
    this.read = read;
  }

  get isWhole(): boolean {
    return this.#direct === null;
  }

  all(): ReadonlySet<SourceFile> {
    this.find(() => false);
    return this.seen;
  }

  /** All files that one file includes are added together, so that the next call goes on behind it. */
  find(passes: (file: SourceFile) => boolean): SourceFile | null {
    while (this.#direct) {
      const { value, done } = this.#rest.next();
      if (done) this.#direct = null;
      else {
        const fresh = this.#direct(value).filter((each) => !this.seen.has(each));
        for (const each of fresh) this.seen.add(each);
        const found = fresh.find(passes);
        if (found) return found;
      }
    }
    return null;
  }
}

/** The files that files include directly. */
type Targets = Map<SourceFile, readonly SourceFile[]>;

/** The file that each include of a file leads to, none where that cannot be read; null where it is for the folder to say. */
type Placed = readonly (readonly SourceFile[] | null)[];

/** The map under a key, made when it is not there. */
function mapOf<V>(maps: Map<string, Map<SourceFile, V>>, key: string): Map<SourceFile, V> {
  const known = maps.get(key);
  if (known) return known;
  const made = new Map<SourceFile, V>();
  maps.set(key, made);
  return made;
}

/** Where an include was found in one of them. */
interface Found {
  readonly path: string | null;
}

/** Finds includes and the files they lead to; remembers both. */
export class Includes {
  readonly #files: Files;
  readonly #found: Layers<string, Found>;
  /** The keys of what was found, by the name of the file: those that one which comes or goes can change. */
  readonly #keys: Layers<string, readonly string[]>;
  readonly #closures = new Map<SourceFile, Closure>();
  readonly #flags = new Map<string, readonly string[]>();
  /** Direct includes of files whose includes are the same whoever includes them, by architecture. */
  readonly #shared = new Map<string, Targets>();
  /** As far as they are the same, for files of which some are not. */
  readonly #placed = new Map<string, Map<SourceFile, Placed>>();
  /** Those of other files, by the folder of the file that is compiled: its `-I` flags are those of its Makefiles. */
  readonly #ofFolder = new Map<string, Targets>();

  /** `previous` is what was found before the changed files changed; when includes lead elsewhere now, all starts over. */
  constructor(files: Files, previous?: Includes, changed: Iterable<string> = []) {
    this.#files = files;
    const stale = new Set(changed);
    if (!previous || this.#leadElsewhere(previous, stale)) {
      this.#found = new Layers();
      this.#keys = new Layers();
      return;
    }
    this.#found = previous.#found.fork();
    this.#keys = previous.#keys.fork();
    for (const [file, closure] of previous.#closures) {
      if (!closure.isWhole || hasAny(closure.seen, stale)) continue;
      this.#closures.set(file, closure);
    }
  }

  /** Whether an include that was found leads elsewhere, as files came and went or a Makefile's flags changed. */
  #leadElsewhere(previous: Includes, changed: ReadonlySet<string>): boolean {
    return [...changed].some((path) => {
      const name = nameOf(path);
      if (name === 'Makefile' || name === 'Kbuild') return true;
      return (previous.#keys.get(name) ?? []).some((key) => {
        const [way = '', where = '', include = ''] = key.split('|');
        const now = this.#first(isWay(way) ? this.#candidates(way, where, include) : []);
        return now !== previous.#found.get(key)?.path;
      });
    });
  }

  /** That all that a file sees was looked at, or as much of it as had been found. */
  read(file: SourceFile): Input<WithIncludes> {
    return this.#of(file).read;
  }

  /** What was read last of what a file sees; null where nobody asked. */
  readOf(file: SourceFile): Input<WithIncludes> | null {
    return this.#closures.get(file)?.read ?? null;
  }

  /** Every file that `file` sees, itself first, in the order of inclusion. */
  closure(file: SourceFile): ReadonlySet<SourceFile> {
    return this.#of(file).all();
  }

  /** The files that `file` sees, as far as they were found yet. */
  found(file: SourceFile): ReadonlySet<SourceFile> {
    return this.#of(file).seen;
  }

  /** Goes on finding files that `file` sees until one passes; null when none of the rest does. */
  find(file: SourceFile, passes: (file: SourceFile) => boolean): SourceFile | null {
    return this.#of(file).find(passes);
  }

  #of(file: SourceFile): Closure {
    const known = this.#closures.get(file);
    if (known) return known;
    const closure = new Closure(file, this.#directFrom(file.path));
    this.#closures.set(file, closure);
    return closure;
  }

  /** What the closures take, by an estimate. */
  get bytes(): number {
    let bytes = 0;
    for (const { seen } of this.#closures.values()) bytes += seen.size * AN_ENTRY;
    return bytes;
  }

  /** Forgets a closure that nobody will ask for again. */
  drop(file: SourceFile): void {
    this.#closures.delete(file);
  }

  /** What files include directly when a file is compiled: looked up once for all files of its folder. */
  #directFrom(root: string): (file: SourceFile) => readonly SourceFile[] {
    const everywhere = mapOf(this.#shared, archOf(root));
    const here = mapOf(this.#ofFolder, folderOf(root));
    return (file) => everywhere.get(file) ?? here.get(file) ?? this.#direct(file, root, everywhere, here);
  }

  #direct(file: SourceFile, root: string, everywhere: Targets, here: Targets): readonly SourceFile[] {
    const names = file.includes();
    const placed = this.#placedOf(file, root);
    const targets = placed.flatMap(
      (each, i) => each ?? this.#open(this.#find('folder', folderOf(root), inner(names[i]))),
    );
    // A file that is not kept is met once.
    if (file.path !== root) (placed.includes(null) ? here : everywhere).set(file, targets);
    return targets;
  }

  /** What a file includes, as far as it does not depend on who is compiled, by architecture; null for what does. */
  #placedOf(file: SourceFile, root: string): Placed {
    const arch = archOf(root);
    const known = mapOf(this.#placed, arch);
    const placed =
      known.get(file) ??
      file.includes().map((include) => {
        const path = this.#fixed(include, file.path, arch);
        return path === null ? null : this.#open(path);
      });
    if (file.path !== root) known.set(file, placed);
    return placed;
  }

  #open(path: string | null): readonly SourceFile[] {
    const file = path === null ? null : this.#files.file(path);
    return file ? [file] : [];
  }

  /** The path of an include as written in `from`, when compiling `root`; null when the tree has no such file. */
  resolve(include: string, from: string, root: string): string | null {
    return this.#fixed(include, from, archOf(root)) ?? this.#find('folder', folderOf(root), inner(include));
  }

  /** The path of an include that is found without asking who is compiled; null for any other. */
  #fixed(include: string, from: string, arch: string): string | null {
    const name = inner(include);
    const beside = include.startsWith('"') ? this.#find('beside', folderOf(from), name) : null;
    return beside ?? this.#find('standard', arch, name);
  }

  /** Where an include leads in one of the ways that are tried in turn: most are found without asking who is compiled. */
  #find(way: Way, where: string, name: string): string | null {
    const key = `${way}|${where}|${name}`;
    const known = this.#found.get(key);
    if (known) return known.path;
    const path = this.#first(this.#candidates(way, where, name));
    this.#found.set(key, { path });
    const last = nameOf(name);
    this.#keys.set(last, [...(this.#keys.get(last) ?? []), key]);
    return path;
  }

  /** The folders that the `-I` flags of a folder's Makefile, and of those above it, name. */
  #flagged(folder: string): readonly string[] {
    const known = this.#flags.get(folder);
    if (known) return known;
    const found = ['Makefile', 'Kbuild'].flatMap((name) =>
      flags(this.#files.read(folder === '' ? name : `${folder}/${name}`) ?? '', folder),
    );
    const all = folder === '' ? found : [...found, ...this.#flagged(folderOf(folder))];
    this.#flags.set(folder, all);
    return all;
  }

  #first(candidates: Iterable<string | null>): string | null {
    for (const path of candidates) if (path !== null && this.#files.exists(path)) return path;
    return null;
  }

  #candidates(way: Way, where: string, name: string): Iterable<string | null> {
    switch (way) {
      case 'beside':
        return [joinPath(where, name)];
      case 'standard':
        return standard(where, name);
      case 'folder':
        return this.#inFolders(where, name);
    }
  }

  /** Where the flags of a folder that is compiled lead, null for a place outside of the tree. */
  *#inFolders(root: string, name: string): Iterable<string | null> {
    for (const folder of this.#flagged(root)) yield joinPath(folder, name);
    // Flags that are made up elsewhere mostly name the file's own folder, or an `include` beside one of its ancestors.
    for (let folder = root; ; folder = folderOf(folder)) {
      yield joinPath(folder, name);
      yield joinPath(folder, `include/${name}`);
      if (folder === '') break;
    }
  }
}
