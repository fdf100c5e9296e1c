/** Walks the tree's makefiles from the top, as kbuild descends: which folder is reached when, and what it lists. */
import { normalPath } from '../base/paths.ts';
import type { Arches } from './arches.ts';
import { variableWords } from './expand.ts';
import { ALWAYS, and, type Guard, NEVER, or, whenArch } from './guard.ts';
import { readMakefile } from './interpret.ts';
import { inFolder, type Line } from './reader.ts';
import { fixedVariable, Scope, type Surroundings, type Variable } from './scope.ts';
import { under, type Word } from './words.ts';

/** A makefile's folder that some line descends into. */
export interface Descent {
  readonly from: string;
  /** `y` asks for what is built in too, `m` for modules only. */
  readonly kind: 'y' | 'm';
  readonly guard: Guard;
  readonly at: Line;
}

/** A folder with its makefile run. */
export interface Folder {
  readonly path: string;
  readonly scope: Scope;
}

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
  readonly #exported: ReadonlyMap<string, Variable>;
  readonly #visit: (folder: Folder) => void;
  readonly #descents = new Map<string, Descent[]>();
  readonly #fromRoot: readonly (readonly [string, Descent])[];
  readonly #entered = new Set<string>(['']);
  readonly #reach = new Map<string, Guard>();
  readonly #asked = new Set<string>();
  #circle = false;

  constructor(surroundings: Surroundings, arches: Arches, visit: (folder: Folder) => void) {
    this.#surroundings = surroundings;
    this.#exported = archVariables(surroundings, arches);
    this.#visit = visit;
    this.#fromRoot = this.#run('');
  }

  /** Reads the makefiles of a folder of the root, and of everything below. */
  enter(top: string): void {
    if (this.#entered.has(top)) return;
    this.#entered.add(top);
    this.#reach.clear();
    const open = this.#fromRoot.filter(([target]) => topOf(target) === top);
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [target, descent] = next;
      const known = this.#descents.get(target);
      known?.push(descent);
      if (known !== undefined) continue;
      this.#descents.set(target, [descent]);
      open.push(...this.#run(target));
    }
  }

  /** When kbuild comes to the folder; with `builtIn`, only by ways on which what it builds goes into vmlinux. */
  reach(path: string, builtIn: boolean): Guard {
    if (path === '') return ALWAYS;
    const key = `${builtIn ? 'y' : 'm'} ${path}`;
    const known = this.#reach.get(key);
    if (known !== undefined) return known;
    if (this.#asked.has(key)) {
      this.#circle = true;
      return NEVER;
    }
    this.#asked.add(key);
    let guard: Guard = NEVER;
    for (const descent of this.#descents.get(path) ?? []) {
      if (builtIn && descent.kind === 'm') continue;
      guard = or(guard, and(this.reach(descent.from, builtIn), descent.guard));
    }
    this.#asked.delete(key);
    if (this.#asked.size === 0) this.#circle = false;
    // What was found out in the middle of a circle holds for whoever asked, not for everyone.
    if (!this.#circle) this.#reach.set(key, guard);
    return guard;
  }

  #run(path: string): (readonly [string, Descent])[] {
    const folder = { path, scope: runFolder(path, this.#surroundings, this.#exported) };
    this.#visit(folder);
    return [...descentsOf(folder)];
  }
}

function topOf(path: string): string {
  return path.split('/', 1)[0] ?? '';
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
      if (target !== null && target !== path) yield [target, { from: path, kind, guard: word.guard, at: word.at }];
    }
  }
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

function runFolder(path: string, surroundings: Surroundings, exported: ReadonlyMap<string, Variable>): Scope {
  const scope = new Scope(surroundings, exported);
  for (const name of PRESET) scope.define(name, []);
  const here = { text: path === '' ? '.' : path, guard: ALWAYS, at: { file: '', line: 0 } };
  scope.define('obj', [here]);
  scope.define('src', [here]);
  if (!readMakefile(inFolder(path, 'Kbuild'), scope)) readMakefile(inFolder(path, 'Makefile'), scope);
  return scope;
}

/**
 * What arch/ARCH/Makefile adds to the top level. The top-level Makefile hands `core-y`, `libs-y` and `drivers-y` to
 * Kbuild under other names; the rest is what the architecture exports.
 */
function archVariables(surroundings: Surroundings, arches: Arches): ReadonlyMap<string, Variable> {
  const result = new Map<string, Word[]>();
  for (const name of arches.names) {
    const scope = new Scope(surroundings);
    const here = whenArch(arches.bit(name));
    const libs = { text: 'lib/', guard: ALWAYS, at: { file: 'Makefile', line: 1 } };
    for (const each of ['core-y', 'drivers-y', 'drivers-m']) scope.define(each, []);
    scope.define('libs-y', [libs]);
    scope.guard = here;
    readMakefile(`arch/${name}/Makefile`, scope);
    const give = (as: string, words: readonly Word[]): void => {
      const given = result.get(as) ?? [];
      given.push(...under(words, here));
      result.set(as, given);
    };
    give('ARCH_CORE', wordsOf(scope, 'core-y'));
    give(
      'ARCH_LIB',
      wordsOf(scope, 'libs-y').filter((word) => word.text.endsWith('/')),
    );
    give('ARCH_DRIVERS', [...wordsOf(scope, 'drivers-y'), ...wordsOf(scope, 'drivers-m')]);
    for (const each of scope.exported) if (/^[A-Z][A-Z0-9_]*$/.test(each)) give(each, wordsOf(scope, each));
  }
  return new Map([...result].map(([name, words]) => [name, fixedVariable(words)]));
}
