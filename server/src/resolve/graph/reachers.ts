/** Which functions can lead to a dispatch: found backwards from the sites, by text, so that little has to be parsed. */
import { addTo } from '../../base/add-to.ts';
import { patternWith } from '../../base/patterns.ts';
import type { SourceFile } from '../../index/file.ts';
import type { Region } from '../../syntax/region.ts';
import type { Resolver } from '../ops/ops.ts';

/** A function by its region, or a macro that leads to one. */
export interface Reacher {
  readonly name: string;
  readonly file: SourceFile;
  readonly region: Region;
  readonly isStatic: boolean;
}

/** An object at the top level that names a function. */
export interface Pointer {
  readonly file: SourceFile;
  readonly region: Region;
}

/** How many functions are followed backwards. */
const MAX_REACHERS = 3000;

/** How many levels of callers are followed. */
const MAX_LEVELS = 40;

const MANY = `${MAX_REACHERS.toLocaleString('en')} functions and macros`;
const DEEP = `${MAX_LEVELS} levels of callers`;

const SLOT = /\.\s*(?:unlocked_ioctl|compat_ioctl)\s*=\s*&?(\w+)/g;

/** The functions that lead to some places in functions. */
export class Reachers {
  readonly #resolver: Resolver;
  readonly #found = new Map<string, Reacher>();
  readonly #entries = new Map<string, Reacher>();
  readonly #callers = new Map<Reacher, Set<Reacher>>();
  readonly #pointers = new Map<Reacher, Pointer[]>();
  /** `about` is what the places call, for a reader. */
  constructor(resolver: Resolver, seeds: Iterable<{ readonly file: SourceFile; readonly at: number }>, about: string) {
    this.#resolver = resolver;
    let level: Reacher[] = [];
    for (const { file, at } of seeds) {
      const region = file.regionAt(at);
      const seed = region && reacher(file, region);
      if (seed && this.#add(seed)) level.push(seed);
    }
    for (let depth = 0; level.length > 0; depth++) {
      const bound = this.#found.size > MAX_REACHERS ? MANY : depth > MAX_LEVELS ? DEEP : null;
      if (bound === null) level = this.#level(level);
      else {
        const what = `the search for what leads to the calls of ${about}`;
        resolver.snapshot.gaps.add({ k: 'cut', what, file: null, line: null, bound });
        break;
      }
    }
  }

  has(name: string, file: SourceFile): boolean {
    return this.#found.has(key(name, file));
  }

  /** Whether a name is a macro whose body leads on. */
  isMacro(name: string, file: SourceFile): boolean {
    return (this.#found.get(key(name, file)) ?? this.global(name))?.region.kind === 'define';
  }

  /** The function that other files mean by a name; null when it is none of these. */
  global(name: string): Reacher | null {
    return this.#found.get(`|${name}`) ?? null;
  }

  /** Those that are ioctl handlers in a table of file_operations. */
  entries(): readonly Reacher[] {
    return [...this.#entries.values()];
  }

  /** Every one. */
  all(): Iterable<Reacher> {
    return this.#found.values();
  }

  /** The one of the name of the function that an offset is in; null where there is none. */
  around(file: SourceFile, at: number): Reacher | null {
    const region = file.regionAt(at);
    return region?.kind === 'function' ? (this.#found.get(key(region.name, file)) ?? null) : null;
  }

  /** Those whose bodies name one, whether they call it or pass it on. */
  callersOf(each: Reacher): Iterable<Reacher> {
    return this.#callers.get(each) ?? [];
  }

  /** The objects that name one, such as tables with it in a slot: through those, anybody may call it. */
  pointersTo(each: Reacher): readonly Pointer[] {
    return this.#pointers.get(each) ?? [];
  }

  #add(each: Reacher): boolean {
    const own = key(each.name, each.file);
    if (this.#found.has(own)) return false;
    this.#found.set(own, each);
    // A macro of a function's name stands in front of it, and leads nowhere else.
    const hides = each.region.kind === 'define' && this.#found.has(`|${each.name}`);
    if (isGlobal(each) && !hides) this.#found.set(`|${each.name}`, each);
    return true;
  }

  /** The functions that name one of the given ones, and are not known yet. */
  #level(level: readonly Reacher[]): Reacher[] {
    const fresh: Reacher[] = [];
    const shared = level.filter(isGlobal);
    const files = new Map<SourceFile, Set<string>>();
    const look = (file: SourceFile, name: string): void => {
      files.set(file, (files.get(file) ?? new Set()).add(name));
    };
    for (const each of level) look(each.file, each.name);
    const names = shared.map((each) => each.name);
    const word = names.length > 0 ? patternWith('g')`\b${names}\b` : null;
    for (const path of word ? this.#resolver.snapshot.search(names) : []) {
      const file = this.#resolver.snapshot.file(path);
      for (const match of file && word ? file.text.matchAll(word) : []) if (file) look(file, match[0]);
    }
    for (const [file, wanted] of files) addTo(fresh, this.#namers(file, [...wanted]));
    return fresh;
  }

  #namers(file: SourceFile, names: readonly string[]): Reacher[] {
    const words = patternWith('g')`\b${names}\b`;
    const fresh: Reacher[] = [];
    for (const region of file.regions) {
      if (region.kind !== 'function' && region.kind !== 'object' && region.kind !== 'define') continue;
      const text = file.text.slice(region.start, region.end);
      if (region.kind === 'object') {
        const named = this.#named(file, text, words);
        for (const each of named) this.#pointers.set(each, [...this.pointersTo(each), { file, region }]);
        if (named.length > 0) this.#slots(file, text, names);
        continue;
      }
      const named = this.#named(file, text.slice(Math.max(0, region.brace - region.start)), words);
      const caller = named.length > 0 ? reacher(file, region) : null;
      if (!caller) continue;
      if (this.#add(caller)) fresh.push(caller);
      const known = this.#found.get(key(caller.name, file)) ?? caller;
      for (const each of named) this.#callers.set(each, (this.#callers.get(each) ?? new Set()).add(known));
    }
    return fresh;
  }

  /** Which of the known functions a text of a file names. */
  #named(file: SourceFile, text: string, words: RegExp): readonly Reacher[] {
    const names = new Set([...text.matchAll(words)].map(([name]) => name));
    return [...names].flatMap((name) => this.#found.get(key(name, file)) ?? this.global(name) ?? []);
  }

  /** Notes the ioctl handlers in a table. */
  #slots(file: SourceFile, text: string, names: readonly string[]): void {
    for (const match of text.matchAll(SLOT)) {
      const name = match[1] ?? '';
      const found = names.includes(name) ? (this.#found.get(key(name, file)) ?? this.global(name)) : null;
      if (found) this.#entries.set(key(found.name, found.file), found);
    }
  }
}

/** The function or macro that a region is; null for any other region. */
export function reacher(file: SourceFile, region: Region): Reacher | null {
  if (region.name === '') return null;
  if (region.kind === 'define') return { name: region.name, file, region, isStatic: true };
  if (region.kind !== 'function') return null;
  const head = file.text.slice(region.start, region.brace < 0 ? region.end : region.brace);
  return { name: region.name, file, region, isStatic: /\bstatic\b/.test(head) };
}

/** Whether other files can call a function by its name. */
function isGlobal(each: Reacher): boolean {
  return !each.isStatic || each.file.path.endsWith('.h');
}

function key(name: string, file: SourceFile): string {
  return `${file.path}|${name}`;
}

/** The functions in the ioctl slots of a file's tables, by name. */
export function ioctlSlots(file: SourceFile): readonly string[] {
  const found = new Set<string>();
  for (const region of file.regions) {
    if (region.kind !== 'object') continue;
    for (const match of file.text.slice(region.start, region.end).matchAll(SLOT)) if (match[1]) found.add(match[1]);
  }
  return [...found];
}
