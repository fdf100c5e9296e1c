/**
 * Who is a module: for every C file, on which architectures it can be built as part of a module and on which it can be
 * built in, from Makefiles and Kconfig alone.
 */
import { ARCH_CHOICE, type Arches, type ArchMask, archOfConfig, type Config, findArches } from './arches.ts';
import { Folders } from './folders.ts';
import { and, type Guard, M, N, type Term } from './guard.ts';
import { Includers } from './included.ts';
import { readSymbols } from './kconfig-symbols.ts';
import { SymbolValues, where } from './kconfig-values.ts';
import { type Owner, OwnerFinder, type Owners } from './objects.ts';
import type { Line, TreeReader } from './reader.ts';
import { createSurroundings } from './surroundings.ts';

/**
 * - `module`: wherever it is built, it is part of a module;
 * - `built-in`: wherever it is built, it is part of the kernel proper (or of what is linked into it);
 * - `either`: it can be both: its config symbol is tristate, or it differs between architectures;
 * - `unbuilt`: nothing builds it.
 */
export type Status = 'module' | 'built-in' | 'either' | 'unbuilt';

export interface ModuleStatus {
  readonly file: string;
  readonly status: Status;
  /** The architectures on which it is, or can be, (part of) a module. */
  readonly moduleOn: readonly string[];
  /** The architectures on which it is, or can be, built in. An architecture in both lists leaves it to the .config. */
  readonly builtInOn: readonly string[];
  /** The config symbol that decides (`CONFIG_XFS_FS`); null when nothing is left to decide. */
  readonly config: string | null;
  /** The makefile line that decides. */
  readonly why: Line | null;
  /** The C file through which this one is built, when it is `#include`d by it. */
  readonly includedBy: string | null;
}

export interface KbuildOptions {
  /** The tree's .config; "can be" narrows to "is". */
  readonly config?: Config;
}

/**
 * Makefiles build what lies below the same folder of the root; these are the exceptions, in every kernel since 6.1. So a
 * question about mm/ need not read the makefiles of drivers/.
 */
const BUILT_FROM: ReadonlyMap<string, readonly string[]> = new Map([
  ['virt', ['arch']],
  ['lib', ['arch', 'drivers']],
  ['tools', ['drivers', 'kernel']],
]);

/** Kbuild's view of one tree, read once. Make a new one when a Makefile, a Kconfig or the .config has changed. */
export interface Kbuild {
  status(file: string): ModuleStatus;
}

/** The status of each of these C files. */
export function moduleStatus(
  reader: TreeReader,
  files: readonly string[],
  options: KbuildOptions = {},
): ModuleStatus[] {
  const kbuild = openKbuild(reader, options);
  return files.map((file) => kbuild.status(file));
}

export function openKbuild(reader: TreeReader, options: KbuildOptions = {}): Kbuild {
  return new Tree(reader, options.config ?? null);
}

/** One way to be built that some configuration allows. */
interface Way {
  readonly owner: Owner;
  readonly arches: ArchMask;
}

class Tree implements Kbuild {
  readonly #arches: Arches;
  readonly #owners: Owners;
  readonly #folders: Folders;
  readonly #includers: Includers;
  /** By guard, kind and folder: the parts of a composite share all three. */
  readonly #known = new WeakMap<Guard, Map<string, ArchMask>>();
  readonly #feasible: (guard: Guard) => ArchMask;

  constructor(reader: TreeReader, config: Config | null) {
    const arch = config === null ? null : archOfConfig(config);
    this.#arches = findArches(reader, arch === null ? undefined : [arch]);
    const surroundings = createSurroundings(reader, this.#arches, config);
    const finder = new OwnerFinder(reader);
    this.#folders = new Folders(surroundings, this.#arches, (folder) => finder.folder(folder));
    this.#owners = finder.owners;
    this.#includers = new Includers(reader);
    this.#feasible = feasibility(reader, this.#arches, config);
  }

  status(file: string): ModuleStatus {
    return this.#status(file, new Set());
  }

  #status(file: string, asked: Set<string>): ModuleStatus {
    asked.add(file);
    const owners = file.endsWith('.c') ? this.#ownersOf(file) : [];
    const modular = this.#ways(owners, true);
    const builtIn = this.#ways(owners, false);
    if (modular.length === 0 && builtIn.length === 0) return this.#included(file, asked);
    const decisive = best(modular, this.#arches) ?? best(builtIn, this.#arches);
    return {
      file,
      status: builtIn.length === 0 ? 'module' : modular.length === 0 ? 'built-in' : 'either',
      moduleOn: this.#arches.list(archesOf(modular)),
      builtInOn: this.#arches.list(archesOf(builtIn)),
      config: decisive === null ? null : decidingSymbol(decisive),
      why: decisive?.owner.at ?? null,
      includedBy: null,
    };
  }

  /** Reads the makefiles that can build a file, and says how they do. */
  #ownersOf(file: string): readonly Owner[] {
    const [top = ''] = file.split('/', 1);
    for (const each of [top, ...(BUILT_FROM.get(top) ?? [])]) this.#folders.enter(each);
    return this.#owners.get(file.slice(0, -2)) ?? [];
  }

  #ways(owners: readonly Owner[], modular: boolean): Way[] {
    const ways: Way[] = [];
    for (const owner of owners) {
      if ((owner.kind === 'm') !== modular) continue;
      const arches = this.#archesOf(owner);
      if (arches !== 0) ways.push({ owner, arches });
    }
    return ways;
  }

  #archesOf(owner: Owner): ArchMask {
    let known = this.#known.get(owner.guard);
    if (known === undefined) {
      known = new Map();
      this.#known.set(owner.guard, known);
    }
    const key = `${owner.kind} ${owner.folder}`;
    let arches = known.get(key);
    if (arches === undefined) {
      arches = this.#feasible(and(owner.guard, this.#folders.reach(owner.folder, owner.kind === 'y')));
      known.set(key, arches);
    }
    return arches;
  }

  #included(file: string, asked: Set<string>): ModuleStatus {
    for (const includer of file.endsWith('.c') ? this.#includers.of(file) : []) {
      if (asked.has(includer)) continue;
      const status = this.#status(includer, asked);
      if (status.status !== 'unbuilt') return { ...status, file, includedBy: includer };
    }
    return { file, status: 'unbuilt', moduleOn: [], builtInOn: [], config: null, why: null, includedBy: null };
  }
}

/** The architectures on which some configuration meets a guard. */
function feasibility(reader: TreeReader, arches: Arches, config: Config | null): (guard: Guard) => ArchMask {
  if (config !== null) return (guard) => arches.all & guard.reduce((mask, term) => mask | term.arches, 0);
  // Nothing that makefiles alone decide needs Kconfig.
  let values: SymbolValues | null = null;
  const known = new Map<string, ArchMask>();
  const term = ({ arches: on, symbols }: Term): ArchMask => {
    if (symbols.size === 0) return on & arches.all;
    values ??= new SymbolValues(readSymbols(reader, arches), arches);
    const key = `${on} ${[...symbols].join()}`;
    let mask = known.get(key);
    if (mask === undefined) {
      mask = on & arches.all;
      for (const [name, allowed] of symbols) {
        if (name !== ARCH_CHOICE) mask &= where(values.of(name, symbols), allowed);
      }
      known.set(key, mask);
    }
    return mask;
  };
  return (guard) => guard.reduce((mask, each) => mask | term(each), 0);
}

function archesOf(ways: readonly Way[]): ArchMask {
  return ways.reduce((mask, way) => mask | way.arches, 0);
}

/** The way to tell of: one on x86 where there is one, since that is what most readers have before them. */
function best(ways: readonly Way[], arches: Arches): Way | null {
  return ways.find((way) => (way.arches & arches.bit('x86')) !== 0) ?? ways[0] ?? null;
}

/** The symbol that makes a module of it; for what is built in, the one that must be set. */
function decidingSymbol({ owner }: Way): string | null {
  const [term] = owner.guard;
  const symbols = [...(term?.symbols ?? [])].filter(([name]) => name !== ARCH_CHOICE);
  const deciding = symbols.find(([, values]) => values === M) ?? symbols.find(([, values]) => (values & N) === 0);
  return deciding === undefined ? null : `CONFIG_${deciding[0]}`;
}
