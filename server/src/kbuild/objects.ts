/** Which objects each folder's makefile builds: listed, as parts of composites, or through explicit rules. */
import { normalPath } from '../base/paths.ts';
import { spend } from './bounds.ts';
import { type Folder, wordsOf } from './folders.ts';
import { and, type Guard, not } from './guard.ts';
import { inFolder, type Line, type TreeReader } from './reader.ts';
import { findRules, type RuleBook } from './rules.ts';
import type { Scope } from './scope.ts';
import { type Word, whenAny } from './words.ts';

/** One way in which an object comes to be built. */
export interface Owner {
  /** The folder whose makefile says so. */
  readonly folder: string;
  /** `m`: with -DMODULE. `lib` is built in wherever the folder is reached. */
  readonly kind: 'y' | 'm' | 'lib';
  readonly guard: Guard;
  /** The line that lists the object, or the composite it is part of. */
  readonly at: Line;
}

/** The ways of every object, by its path without `.o`. */
export type Owners = ReadonlyMap<string, readonly Owner[]>;

const LISTS: readonly (readonly [string, Owner['kind']])[] = [
  ['obj-y', 'y'],
  ['obj-m', 'm'],
  ['lib-y', 'lib'],
  ['lib-m', 'lib'],
  ['extra-y', 'lib'],
  ['always-y', 'lib'],
];

/** Collects the ways of every object, folder by folder. */
export class OwnerFinder {
  readonly owners = new Map<string, Owner[]>();
  readonly #reader: TreeReader;
  readonly #entries = new Map<string, ReadonlySet<string>>();

  constructor(reader: TreeReader) {
    this.#reader = reader;
  }

  folder(folder: Folder): void {
    const rules = findRules(folder);
    const composites = new Set(compositesOf(folder.scope));
    for (const [list, kind] of LISTS) {
      for (const word of wordsOf(folder.scope, list)) {
        if (!word.text.endsWith('.o')) continue;
        const stem = word.text.slice(0, -2);
        if (composites.has(stem)) this.#composite(folder, word, kind, rules);
        else this.#add(folder, stem, { folder: folder.path, kind, guard: word.guard, at: word.at }, rules);
      }
    }
    if (folder.isMade) this.#images(folder, rules);
  }

  /** What the rules of a folder make that a recipe has made: it goes into an image that is of no module. */
  #images({ path }: Folder, rules: RuleBook): void {
    for (const { path: source, guard, at } of rules.allSources((name) => this.#has(name)))
      this.#file(source, { folder: path, kind: 'lib', guard, at });
  }

  #composite(folder: Folder, word: Word, kind: Owner['kind'], rules: RuleBook): void {
    const stem = word.text.slice(0, -2);
    const parts = wordsOf(folder.scope, `${stem}-objs`).concat(wordsOf(folder.scope, `${stem}-y`));
    const modular = wordsOf(folder.scope, `${stem}-m`);
    // Parts that are not for this kernel still make foo.o a composite.
    const none = not(whenAny([...parts, ...modular, ...wordsOf(folder.scope, `${stem}-`)]));
    const owner = { folder: folder.path, kind, at: word.at };
    spend(parts.length + modular.length);
    for (const part of kind === 'm' ? parts.concat(modular) : parts) {
      if (!part.text.endsWith('.o')) continue;
      this.#add(folder, part.text.slice(0, -2), { ...owner, guard: and(word.guard, part.guard) }, rules);
    }
    const alone = and(word.guard, none);
    if (alone.length > 0) this.#add(folder, stem, { ...owner, guard: alone }, rules);
  }

  #add(folder: Folder, stem: string, owner: Owner, rules: RuleBook): void {
    const path = normalPath(inFolder(folder.path, stem));
    if (path === null || owner.guard.length === 0) return;
    this.#file(path, owner);
    if (!rules.isEmpty && !this.#hasSource(path)) {
      for (const source of rules.sourcesOf(`${path}.o`, (name) => this.#has(name))) {
        this.#file(source.path, { ...owner, guard: and(owner.guard, source.guard) });
      }
    }
  }

  #file(path: string, owner: Owner): void {
    const list = this.owners.get(path);
    if (list === undefined) this.owners.set(path, [owner]);
    else if (owner.guard.length > 0) list.push(owner);
  }

  /** Whether all that an object is made of is a file of its name. Assembler may take in other files that rules make. */
  #hasSource(path: string): boolean {
    return this.#has(`${path}.c`) || this.#has(`${path}.rs`);
  }

  #has(path: string): boolean {
    const slash = path.lastIndexOf('/');
    const folder = slash < 0 ? '' : path.slice(0, slash);
    let entries = this.#entries.get(folder);
    if (entries === undefined) {
      entries = new Set(this.#reader.list(folder));
      this.#entries.set(folder, entries);
    }
    return entries.has(path.slice(slash + 1));
  }
}

/** The names that are made of parts: `foo` for `foo-y`, `foo-objs`, `foo-m` and `foo-`. */
function* compositesOf(scope: Scope): Iterable<string> {
  for (const name of scope.names()) {
    const dash = name.lastIndexOf('-');
    const suffix = name.slice(dash + 1);
    if (suffix === 'y' || suffix === 'objs' || suffix === 'm' || suffix === '') yield name.slice(0, dash);
  }
}
