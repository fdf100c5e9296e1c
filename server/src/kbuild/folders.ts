/** Walks the tree's makefiles from the top, as kbuild descends: which folder is reached when, and what it lists. */
import { normalPath } from '../base/paths.ts';
import type { Arches } from './arches.ts';
import { Account, accounted, cut, type Reserve, spend } from './bounds.ts';
import type { Cuts } from './cuts.ts';
import { variableWords } from './expand.ts';
import { ALWAYS, and, type Guard, NEVER, or, whenArch } from './guard.ts';
import { readFirstOf } from './interpret.ts';
import { inFolder, type Line, topOf } from './reader.ts';
import { fixedVariable, Scope, type Surroundings, type Variable } from './scope.ts';
import { madeFolders } from './sub-makes.ts';
import { under, type Word } from './words.ts';

/** A makefile's folder that some line descends into. */
export interface Descent {
  readonly from: string;
  /** `y` asks for what is built in too, `m` for modules only. */
  readonly kind: 'y' | 'm';
  readonly guard: Guard;
  readonly at: Line;
  /** Whether a rule's recipe has it made, and no list. */
  readonly isMade: boolean;
}

/** A folder with its makefile run. */
export interface Folder {
  readonly path: string;
  readonly scope: Scope;
  /** Whether only recipes have it made: what its own rules make is wanted then, whatever its lists say. */
  readonly isMade: boolean;
}

/** Folders deeper in the tree than this are left out: links may lead round in circles. Kernels have 7. */
const DEEPEST = 32;
/** Descents from folder to folder, on the way to one; kernels have 4. */
const MOST_DESCENTS = 200;
/** What following one of them costs, in steps. */
const A_DESCENT = 10;

const NOWHERE_LINE = { line: { text: '', places: [], breaks: [], tab: false }, offset: 0 };

/** The words of a variable of a folder's makefile. */
export function wordsOf(scope: Scope, name: string): readonly Word[] {
  return scope.variable(name) === undefined ? [] : variableWords(name, scope, NOWHERE_LINE);
}

/**
 * The folders of one tree, entered as questions need them. Each makefile is run once and shown to `visit`; its variables
 * are not kept, since all of a kernel's would hold a lot of memory.
 */
export class Folders {
  readonly #surroundings: Surroundings;
  readonly #reserve: Reserve;
  readonly #cuts: Cuts;
  readonly #exported: ReadonlyMap<string, Variable>;
  readonly #visit: (folder: Folder) => void;
  readonly #descents = new Map<string, Descent[]>();
  readonly #fromRoot: readonly (readonly [string, Descent])[];
  readonly #madeByArches: (readonly [string, Descent])[] = [];
  readonly #entered = new Set<string>(['']);
  readonly #reach = new Map<string, Guard>();
  readonly #asked = new Set<string>();
  #circle = false;

  constructor(
    surroundings: Surroundings,
    arches: Arches,
    { reserve, cuts }: { readonly reserve: Reserve; readonly cuts: Cuts },
    visit: (folder: Folder) => void,
  ) {
    this.#surroundings = surroundings;
    this.#reserve = reserve;
    this.#cuts = cuts;
    this.#exported = this.#archVariables(arches);
    this.#visit = visit;
    this.#fromRoot = [...this.#run('', false), ...this.#madeByArches];
  }

  /** Reads the makefiles of a folder of the root, and of everything below. */
  enter(top: string): void {
    if (this.#entered.has(top)) return;
    this.#entered.add(top);
    this.#reach.clear();
    const open: (readonly [string, Descent])[] = [];
    // What some recipe has made may be listed elsewhere: lists come first.
    const made: (readonly [string, Descent])[] = [];
    const add = (each: readonly [string, Descent]): void => void (each[1].isMade ? made : open).push(each);
    for (const each of this.#fromRoot) if (topOf(each[0]) === top) add(each);
    for (let next = open.pop() ?? made.pop(); next !== undefined; next = open.pop() ?? made.pop()) {
      const [target, descent] = next;
      const known = this.#descents.get(target);
      known?.push(descent);
      if (known !== undefined) continue;
      this.#descents.set(target, [descent]);
      for (const each of this.#run(target, descent.isMade)) add(each);
    }
  }

  /** When kbuild comes to the folder; with `builtIn`, only by ways on which what it builds goes into vmlinux. */
  reach(path: string, builtIn: boolean): Guard {
    if (path === '') return ALWAYS;
    const key = `${builtIn ? 'y' : 'm'} ${path}`;
    const known = this.#reach.get(key);
    if (known !== undefined) return known;
    spend(A_DESCENT);
    if (this.#asked.has(key)) {
      this.#circle = true;
      return NEVER;
    }
    if (this.#asked.size >= MOST_DESCENTS) {
      cut(`the way to ${path}`, `${MOST_DESCENTS} folders`, null);
      return ALWAYS;
    }
    this.#asked.add(key);
    try {
      const guard = this.#throughAny(path, builtIn);
      // What was found out in the middle of a circle holds for whoever asked, not for everyone.
      if (!this.#circle || this.#asked.size === 1) this.#reach.set(key, guard);
      return guard;
    } finally {
      this.#asked.delete(key);
      if (this.#asked.size === 0) this.#circle = false;
    }
  }

  #throughAny(path: string, builtIn: boolean): Guard {
    let guard: Guard = NEVER;
    const all = this.#descents.get(path) ?? [];
    const listed = all.filter(({ isMade }) => !isMade);
    for (const descent of listed.length > 0 ? listed : all) {
      if (builtIn && descent.kind === 'm') continue;
      guard = or(guard, and(this.reach(descent.from, builtIn), descent.guard));
    }
    return guard;
  }

  #run(path: string, isMade: boolean): readonly (readonly [string, Descent])[] {
    const folder = { path, isMade, scope: emptyFolder(path, this.#surroundings, this.#exported) };
    const descents: (readonly [string, Descent])[] = [];
    const steps = [
      () => runFolder(folder),
      () => this.#visit(folder),
      () => {
        for (const each of descentsOf(folder)) descents.push(each);
      },
    ];
    // Each on an account of its own: what a makefile said before it had to be left counts.
    let own = 0;
    for (const step of steps) own = this.#accounted(path, own, step);
    return descents;
  }

  /** Does a part of the work on a folder; returns what its texts allow for. */
  #accounted(path: string, own: number, work: () => void): number {
    const account = new Account(`the makefile of ${path === '' ? 'the tree' : path}`, this.#reserve, own);
    account.at = { file: inFolder(path, 'Makefile'), line: 1 };
    accounted(account, work);
    this.#cuts.inFolder(path, account);
    return account.own;
  }

  /**
   * What arch/ARCH/Makefile adds to the top level. The top-level Makefile hands `core-y`, `libs-y` and `drivers-y` to
   * Kbuild under other names; the rest is what the architecture exports.
   */
  #archVariables(arches: Arches): ReadonlyMap<string, Variable> {
    const result = new Map<string, Word[]>();
    for (const name of arches.names) {
      const here = whenArch(arches.bit(name));
      this.#accounted(`arch/${name}`, 0, () => {
        const scope = archScope(name, here, this.#surroundings);
        for (const each of madeFrom('', scope)) this.#madeByArches.push(each);
        for (const [as, words] of archWords(scope)) {
          const given = result.get(as) ?? [];
          for (const word of under(words, here)) given.push(word);
          result.set(as, given);
        }
      });
    }
    return new Map([...result].map(([name, words]) => [name, fixedVariable(words)]));
  }
}

const DESCENDING: readonly (readonly [string, 'y' | 'm'])[] = [
  ['obj-y', 'y'],
  ['obj-m', 'm'],
  ['subdir-y', 'm'],
  ['subdir-m', 'm'],
];

function* descentsOf({ path, scope }: Folder): Iterable<[string, Descent]> {
  for (const [name, kind] of DESCENDING) {
    for (const word of wordsOf(scope, name)) {
      if (!word.text.endsWith('/') && !name.startsWith('subdir')) continue;
      const target = normalPath(inFolder(path, word.text));
      if (target === null || target === path) continue;
      if (target.split('/', DEEPEST + 1).length > DEEPEST) cut('a folder', `${DEEPEST} within one another`, word.at);
      else yield [target, { from: path, kind, guard: word.guard, at: word.at, isMade: false }];
    }
  }
  yield* madeFrom(path, scope);
}

function* madeFrom(from: string, scope: Scope): Iterable<[string, Descent]> {
  for (const { path, guard, at } of madeFolders(scope))
    if (path !== from) yield [path, { from, kind: 'y', guard, at, isMade: true }];
}

const PRESET = [
  'obj-y',
  'obj-m',
  'lib-y',
  'lib-m',
  'always-y',
  'always-m',
  'extra-y',
  'targets',
  'subdir-y',
  'subdir-m',
];

function emptyFolder(path: string, surroundings: Surroundings, exported: ReadonlyMap<string, Variable>): Scope {
  const scope = new Scope(surroundings, exported);
  for (const name of PRESET) scope.define(name, []);
  const here = { text: path === '' ? '.' : path, guard: ALWAYS, at: { file: '', line: 0 } };
  scope.define('obj', [here]);
  scope.define('src', [here]);
  return scope;
}

function runFolder({ path, scope }: Folder): void {
  readFirstOf([inFolder(path, 'Kbuild'), inFolder(path, 'Makefile')], scope);
}

/** One architecture's makefile, run as the top level runs it. */
function archScope(name: string, here: Guard, surroundings: Surroundings): Scope {
  const scope = new Scope(surroundings);
  const libs = { text: 'lib/', guard: ALWAYS, at: { file: 'Makefile', line: 1 } };
  for (const each of ['core-y', 'drivers-y', 'drivers-m']) scope.define(each, []);
  scope.define('libs-y', [libs]);
  scope.guard = here;
  readFirstOf([`arch/${name}/Makefile`], scope);
  return scope;
}

/** What it hands to the top level. */
function* archWords(scope: Scope): Iterable<[string, readonly Word[]]> {
  yield ['ARCH_CORE', wordsOf(scope, 'core-y')];
  yield ['ARCH_LIB', wordsOf(scope, 'libs-y').filter((word) => word.text.endsWith('/'))];
  yield ['ARCH_DRIVERS', [...wordsOf(scope, 'drivers-y'), ...wordsOf(scope, 'drivers-m')]];
  for (const each of scope.exported) if (/^[A-Z][A-Z0-9_]*$/.test(each)) yield [each, wordsOf(scope, each)];
}
