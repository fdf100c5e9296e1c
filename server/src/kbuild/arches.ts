import { baseName, type TreeReader } from './reader.ts';

/** A set of architectures: bit i stands for the i-th name. */
export type ArchMask = number;

/** The architectures of one tree, as bits, so that one evaluation answers for all of them. */
export interface Arches {
  readonly names: readonly string[];
  readonly all: ArchMask;
  /** The bit of an architecture; 0 when the tree has none of that name. */
  bit(name: string): ArchMask;
  /** The names in a set, in alphabetical order. */
  list(mask: ArchMask): readonly string[];
}

/** What `make ARCH=` accepts beside the folder's own name; such values choose 32 or 64 bits within one folder. */
const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  x86: ['x86', 'i386', 'x86_64'],
  sparc: ['sparc', 'sparc32', 'sparc64'],
  parisc: ['parisc', 'parisc64'],
};

/** The values, three at most, that `$(ARCH)` can have for a folder of arch/. */
export function archValues(name: string): readonly string[] {
  return VARIANTS[name] ?? [name];
}

/** A name among config symbols for the choice between those values, which no Kconfig file can define. */
export const ARCH_CHOICE = '$ARCH';

/** The architectures that a tree has: the folders of arch/ with a Kconfig, or only those named. */
export function findArches(reader: TreeReader, only?: readonly string[]): Arches {
  const names = reader
    .list('arch')
    .filter((entry) => entry.endsWith('/'))
    .map((entry) => baseName(entry.slice(0, -1)))
    .filter((name) => (only?.includes(name) ?? true) && reader.list(`arch/${name}`).includes('Kconfig'))
    .sort()
    .slice(0, 31);
  const lists = new Map<ArchMask, readonly string[]>();
  const bits = new Map(names.map((name, index) => [name, 1 << index]));
  return {
    names,
    all: names.length === 31 ? 0x7fffffff : (1 << names.length) - 1,
    bit: (name) => bits.get(name) ?? 0,
    list: (mask) => {
      const known = lists.get(mask) ?? names.filter((_, index) => (mask & (1 << index)) !== 0);
      lists.set(mask, known);
      return known;
    },
  };
}

/** The symbol that only one architecture sets, by which a .config shows whose it is; um is asked before its host. */
const MARKS: readonly (readonly [string, string])[] = [
  ['UML', 'um'],
  ['X86', 'x86'],
  ['ARM64', 'arm64'],
  ['ARM', 'arm'],
  ['RISCV', 'riscv'],
  ['S390', 's390'],
  ['LOONGARCH', 'loongarch'],
  ['MIPS', 'mips'],
  ['PPC', 'powerpc'],
  ['SPARC', 'sparc'],
  ['PARISC', 'parisc'],
  ['ALPHA', 'alpha'],
  ['ARC', 'arc'],
  ['CSKY', 'csky'],
  ['HEXAGON', 'hexagon'],
  ['IA64', 'ia64'],
  ['M68K', 'm68k'],
  ['MICROBLAZE', 'microblaze'],
  ['NIOS2', 'nios2'],
  ['OPENRISC', 'openrisc'],
  ['SUPERH', 'sh'],
  ['XTENSA', 'xtensa'],
];

/** The architecture that a .config is for, or null when it does not say. */
export function archOfConfig(config: Config): string | null {
  return MARKS.find(([symbol]) => config.get(symbol) === 'y')?.[1] ?? null;
}

/** A .config: values by symbol, without the `CONFIG_` in front. What is not in it is not set. */
export type Config = ReadonlyMap<string, 'y' | 'm' | 'n'>;

/** Reads the text of a .config; values that are neither y, m nor n (numbers, strings) are left out. */
export function parseConfig(text: string): Config {
  const config = new Map<string, 'y' | 'm' | 'n'>();
  for (const [, symbol, value] of text.matchAll(/^CONFIG_(\w+)=([ymn])\r?$/gm)) {
    if (symbol !== undefined && (value === 'y' || value === 'm' || value === 'n')) config.set(symbol, value);
  }
  return config;
}
