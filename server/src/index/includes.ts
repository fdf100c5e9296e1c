/** Which files a file sees: its includes, found as the kernel's build finds them. */
import { joinPath } from '../base/paths.ts';
import { Closure, Numbered, type Seen, type Targets } from './closure.ts';
import type { Input } from './fact.ts';
import type { SourceFile } from './file.ts';
import { flags, isWay, standard, type Way } from './include-ways.ts';
import { Layers } from './layers.ts';

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

/** The name of an include without its quotes or angles. */
function inner(include = ''): string {
  return include.slice(1, -1);
}

/** The files that files include directly, all by number. */
type Direct = Map<number, readonly number[]>;

/** The file that each include of a file leads to, none where that cannot be read; null where it is for the folder to say. */
type Placed = readonly (readonly number[] | null)[];

/** The map under a key, made when it is not there. */
function mapOf<K, V>(maps: Map<string, Map<K, V>>, key: string): Map<K, V> {
  const known = maps.get(key);
  if (known) return known;
  const made = new Map<K, V>();
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
  readonly #numbered: Numbered;
  readonly #flags = new Map<string, readonly string[]>();
  /** Direct includes of files whose includes are the same whoever includes them, by architecture. */
  readonly #shared = new Map<string, Direct>();
  /** As far as they are the same, for files of which some are not. */
  readonly #placed = new Map<string, Map<SourceFile, Placed>>();
  /** Those of other files, by the folder of the file that is compiled: its `-I` flags are those of its Makefiles. */
  readonly #ofFolder = new Map<string, Direct>();

  /** `previous` is what was found before the changed files changed; when includes lead elsewhere now, all starts over. */
  constructor(files: Files, previous?: Includes, changed: Iterable<string> = []) {
    this.#files = files;
    const stale = new Set(changed);
    if (!previous || this.#leadElsewhere(previous, stale)) {
      this.#found = new Layers();
      this.#keys = new Layers();
      this.#numbered = new Numbered();
      return;
    }
    this.#found = previous.#found.fork();
    this.#keys = previous.#keys.fork();
    this.#numbered = previous.#numbered.without(stale);
    const numbers = previous.#numbered.numbersOf(stale);
    for (const [file, closure] of previous.#closures) {
      if (!closure.isWhole || stale.has(file.path) || closure.hasAny(numbers)) continue;
      this.#closures.set(file, closure.movedTo(this.#numbered));
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
  closure(file: SourceFile): Seen {
    return this.#of(file).all();
  }

  /** The files that `file` sees, as far as they were found yet. */
  found(file: SourceFile): Seen {
    return this.#of(file);
  }

  /** Goes on finding files that `file` sees until one passes; null when none of the rest does. */
  find(file: SourceFile, passes: (file: SourceFile) => boolean): SourceFile | null {
    return this.#of(file).find(passes);
  }

  #of(file: SourceFile): Closure {
    const known = this.#closures.get(file);
    if (known) return known;
    const closure = new Closure(file, this.#numbered, this.#targetsFrom(file));
    this.#closures.set(file, closure);
    return closure;
  }

  /** What the closures take, by an estimate. */
  get bytes(): number {
    let bytes = 0;
    for (const closure of this.#closures.values()) bytes += closure.bytes;
    return bytes;
  }

  /** Forgets a closure that nobody will ask for again. */
  drop(file: SourceFile): void {
    this.#closures.delete(file);
  }

  /** What files include directly when a file is compiled: looked up once for all files of its folder. */
  #targetsFrom(root: SourceFile): Targets {
    const everywhere = mapOf(this.#shared, archOf(root.path));
    const here = mapOf(this.#ofFolder, folderOf(root.path));
    const of = (number: number): readonly number[] =>
      everywhere.get(number) ?? here.get(number) ?? this.#kept(number, root.path, everywhere, here);
    return {
      of,
      ofRoot: () => {
        const number = this.#numbered.numberOf(root);
        return number === null ? this.#direct(root, root.path).numbers : of(number);
      },
    };
  }

  #kept(number: number, root: string, everywhere: Direct, here: Direct): readonly number[] {
    const file = this.#numbered.at(number);
    if (!file) return [];
    const { numbers, isShared } = this.#direct(file, root);
    (isShared ? everywhere : here).set(number, numbers);
    return numbers;
  }

  /** What a file includes directly, and whether it does so whoever is compiled. */
  #direct(file: SourceFile, root: string): { readonly numbers: readonly number[]; readonly isShared: boolean } {
    const names = file.includes();
    const placed = this.#placedOf(file, root);
    const numbers = placed.flatMap(
      (each, i) => each ?? this.#open(this.#find('folder', folderOf(root), inner(names[i]))),
    );
    return { numbers, isShared: !placed.includes(null) };
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

  /** The number of a file; none where it cannot be read. */
  #open(path: string | null): readonly number[] {
    const file = path === null ? null : this.#files.file(path);
    return file ? [this.#numbered.enter(file)] : [];
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
