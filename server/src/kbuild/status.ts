/**
 * Who is a module: for every C file, on which architectures it can be built as part of a module and on which it can be
 * built in, from Makefiles and Kconfig alone.
 */
import { type Gap, Gaps, gapText } from '../model/gaps.ts';
import { ARCH_CHOICE, type Arches, type ArchMask, archOfConfig, type Config, findArches } from './arches.ts';
import { Account, accounted, cuts, type Kept, keep, Reserve, spend, taken } from './bounds.ts';
import { builtFrom, type Cut, Cuts } from './cuts.ts';
import { Folders } from './folders.ts';
import { and, type Guard, M, N, type Term } from './guard.ts';
import { Includers } from './included.ts';
import { readSymbols, type Symbols } from './kconfig-symbols.ts';
import { SymbolValues } from './kconfig-values.ts';
import { type Owner, OwnerFinder, type Owners } from './objects.ts';
import { folderOf, type Line, type TreeReader, topOf } from './reader.ts';
import { createSurroundings } from './surroundings.ts';
import { where } from './ternary.ts';

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
  /** There only where what says it was cut: the status is `either` then, on every architecture, and not known for certain. */
  readonly cut?: Cut;
}

export interface KbuildOptions {
  /** The tree's .config; "can be" narrows to "is". */
  readonly config?: Config;
  /** Is told what answers go without. */
  readonly gaps?: Gaps;
  /** Finds the C files of the whole tree that include others. Without it they are looked for nearby alone. */
  readonly including?: () => readonly string[];
}

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
  return new Tree(reader, options.config ?? null, options.gaps ?? new Gaps(), options.including ?? NONE);
}

const NONE = (): readonly string[] => [];

/** One way to be built that some configuration allows. */
interface Way {
  readonly owner: Owner;
  readonly arches: ArchMask;
}

/** The ways of one file. */
interface Ways {
  readonly modular: readonly Way[];
  readonly builtIn: readonly Way[];
  /** The folders whose makefiles say so. */
  readonly from: readonly string[];
}

const NO_WAYS: Ways = { modular: [], builtIn: [], from: [] };

/** Steps that the answer about a file may take without drawing any. A kernel's take 50, and the first of them 100,000. */
const STEPS_A_FILE = 20_000;

/** Files that are asked about on the way to one that is built; kernels have 3. */
const MOST_INCLUDERS = 50;

class Tree implements Kbuild {
  readonly #arches: Arches;
  readonly #owners: Owners;
  readonly #folders: Folders;
  readonly #includers: Includers;
  readonly #reserve = new Reserve();
  readonly #cuts: Cuts;
  /** By guard, kind and folder: the parts of a composite share all three. */
  readonly #known = new WeakMap<Guard, Map<string, Kept<ArchMask>>>();
  readonly #feasible: (guard: Guard) => ArchMask;

  constructor(reader: TreeReader, config: Config | null, gaps: Gaps, including: () => readonly string[]) {
    const arch = config === null ? null : archOfConfig(config);
    this.#cuts = new Cuts(gaps);
    this.#arches = findArches(reader, arch === null ? undefined : [arch]);
    const surroundings = createSurroundings(reader, this.#arches, config);
    const finder = new OwnerFinder(reader);
    const bounds = { reserve: this.#reserve, cuts: this.#cuts };
    this.#folders = new Folders(surroundings, this.#arches, bounds, (folder) => finder.folder(folder));
    this.#owners = finder.owners;
    this.#includers = new Includers(reader, including);
    const symbols = () => readSymbols(reader, this.#arches, this.#reserve, (found) => this.#cuts.told(found, ''));
    this.#feasible = feasibility(symbols, this.#arches, config);
  }

  status(file: string): ModuleStatus {
    return this.#status(file, new Set());
  }

  #status(file: string, asked: Set<string>): ModuleStatus {
    asked.add(file);
    if (!file.endsWith('.c')) return unbuilt(file);
    const account = new Account(`the status of ${file}`, this.#reserve, STEPS_A_FILE);
    const ways = accounted(account, () => this.#waysOf(file)) ?? NO_WAYS;
    const own = this.#cuts.told(account, folderOf(file));
    const isFound = ways.modular.length > 0 || ways.builtIn.length > 0;
    if (isFound || own !== null) {
      const cut = own ?? this.#cuts.concerning(file, ways.from);
      return cut === null ? this.#certain(file, ways) : this.#uncertain(file, ways, cut);
    }
    const included = this.#included(file, asked);
    if (included !== null) return included;
    const cut = this.#cuts.concerning(file, []);
    return cut === null ? unbuilt(file) : this.#uncertain(file, ways, cut);
  }

  #certain(file: string, { modular, builtIn }: Ways): ModuleStatus {
    return {
      file,
      status: builtIn.length === 0 ? 'module' : modular.length === 0 ? 'built-in' : 'either',
      moduleOn: this.#arches.list(archesOf(modular)),
      builtInOn: this.#arches.list(archesOf(builtIn)),
      ...this.#decided({ modular, builtIn }),
      includedBy: null,
    };
  }

  /** What was cut may say anything. */
  #uncertain(file: string, ways: Ways, cut: Cut): ModuleStatus {
    const everywhere = this.#arches.names;
    const { config, why } = this.#decided(ways);
    const place = { file: cut.file, line: cut.line };
    return {
      file,
      status: 'either',
      moduleOn: everywhere,
      builtInOn: everywhere,
      config,
      why: why ?? place,
      includedBy: null,
      cut,
    };
  }

  #decided({ modular, builtIn }: Omit<Ways, 'from'>): Pick<ModuleStatus, 'config' | 'why'> {
    const decisive = best(modular, this.#arches) ?? best(builtIn, this.#arches);
    return { config: decisive === null ? null : decidingSymbol(decisive), why: decisive?.owner.at ?? null };
  }

  #waysOf(file: string): Ways {
    const owners = this.#ownersOf(file);
    const from = this.#cuts.isEmpty ? [] : owners.map(({ folder }) => folder);
    return { modular: this.#ways(owners, true), builtIn: this.#ways(owners, false), from };
  }

  /** Reads the makefiles that can build a file, and says how they do. */
  #ownersOf(file: string): readonly Owner[] {
    for (const each of builtFrom(topOf(file))) this.#folders.enter(each);
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
    const arches = known.get(key);
    if (arches !== undefined) return taken(arches);
    const start = cuts();
    const result = this.#feasible(and(owner.guard, this.#folders.reach(owner.folder, owner.kind === 'y')));
    known.set(key, keep(result, start));
    return result;
  }

  /** The status of a file that another includes; null where nothing that is built does. */
  #included(file: string, asked: Set<string>): ModuleStatus | null {
    const found: ModuleStatus[] = [];
    for (const includer of this.#includers.of(file)) {
      if (asked.has(includer)) continue;
      if (asked.size >= MOST_INCLUDERS) return this.#uncertain(file, NO_WAYS, this.#tooMany(file));
      const status = this.#status(includer, asked);
      if (status.status !== 'unbuilt') found.push({ ...status, file, includedBy: includer });
    }
    return this.#together(found);
  }

  /** What a file is that is built as a part of several: told by one on x86 where there is one. */
  #together(all: readonly ModuleStatus[]): ModuleStatus | null {
    const [first, ...others] = [...all.filter(isOnX86), ...all];
    if (!first || first.cut || others.every((each) => isSame(each, first))) return first ?? null;
    const on = (names: (each: ModuleStatus) => readonly string[]): readonly string[] =>
      this.#arches.names.filter((name) => all.some((each) => names(each).includes(name)));
    const status = all.every((each) => each.status === first.status) ? first.status : 'either';
    return { ...first, status, moduleOn: on((each) => each.moduleOn), builtInOn: on((each) => each.builtInOn) };
  }

  #tooMany(file: string): Cut {
    const what = 'the search for what includes it';
    const gap: Gap = { k: 'cut', what, bound: `${MOST_INCLUDERS} files`, file, line: 1 };
    return this.#cuts.told({ gaps: [gap], refused: [] }, folderOf(file)) ?? { message: gapText(gap), file, line: 1 };
  }
}

function isOnX86({ moduleOn, builtInOn }: ModuleStatus): boolean {
  return moduleOn.includes('x86') || builtInOn.includes('x86');
}

function isSame(a: ModuleStatus, b: ModuleStatus): boolean {
  return a.status === b.status && `${a.moduleOn} ${a.builtInOn}` === `${b.moduleOn} ${b.builtInOn}`;
}

function unbuilt(file: string): ModuleStatus {
  return { file, status: 'unbuilt', moduleOn: [], builtInOn: [], config: null, why: null, includedBy: null };
}

/** The architectures on which some configuration meets a guard. */
function feasibility(symbols: () => Symbols, arches: Arches, config: Config | null): (guard: Guard) => ArchMask {
  if (config !== null) return (guard) => arches.all & guard.reduce((mask, term) => mask | term.arches, 0);
  // Nothing that makefiles alone decide needs Kconfig.
  let values: SymbolValues | null = null;
  const known = new Map<string, Kept<ArchMask>>();
  const term = ({ arches: on, symbols: held }: Term): ArchMask => {
    if (held.size === 0) return on & arches.all;
    values ??= new SymbolValues(symbols(), arches);
    const by = values;
    spend(held.size);
    const key = `${on} ${[...held].join()}`;
    const before = known.get(key);
    if (before !== undefined) return taken(before);
    const start = cuts();
    let mask = on & arches.all;
    for (const [name, allowed] of held) if (name !== ARCH_CHOICE) mask &= where(by.of(name, held), allowed);
    known.set(key, keep(mask, start));
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
