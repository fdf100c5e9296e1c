/** What kbuild hands to every makefile: where it is, which architectures there are, what the .config says. */
import { type Arches, archValues, type Config } from './arches.ts';
import { ALWAYS, type Guard, M, whenArch, whenSymbol, Y } from './guard.ts';
import type { Line, TreeReader } from './reader.ts';
import type { Surroundings } from './scope.ts';
import type { Word } from './words.ts';

type Value = { readonly text: string; readonly guard: Guard };

/** `config` null: every symbol may have any value. */
export function createSurroundings(reader: TreeReader, arches: Arches, config: Config | null): Surroundings {
  const fixed = fixedValues(arches);
  const symbols = new Map<string, readonly Value[]>();
  const symbolValues = (symbol: string): readonly Value[] => {
    let values = symbols.get(symbol);
    if (values === undefined) {
      values = config === null ? eitherValue(symbol) : givenValue(config.get(symbol));
      symbols.set(symbol, values);
    }
    return values;
  };
  return {
    reader,
    provided(name: string, at: Line): readonly Word[] {
      const values = name.startsWith('CONFIG_') ? symbolValues(name.slice('CONFIG_'.length)) : fixed.get(name);
      return values?.map(({ text, guard }) => ({ text, guard, at })) ?? [];
    },
  };
}

function eitherValue(symbol: string): Value[] {
  return [
    { text: 'y', guard: whenSymbol(symbol, Y) },
    { text: 'm', guard: whenSymbol(symbol, M) },
  ];
}

function givenValue(value: 'y' | 'm' | 'n' | undefined): Value[] {
  return value === 'y' || value === 'm' ? [{ text: value, guard: ALWAYS }] : [];
}

function fixedValues(arches: Arches): ReadonlyMap<string, readonly Value[]> {
  const perArch = (valuesOf: (name: string) => readonly string[]): Value[] =>
    arches.names.flatMap((name) => valuesOf(name).map((text) => ({ text, guard: whenArch(arches.bit(name)) })));
  const always = (text: string): Value[] => [{ text, guard: ALWAYS }];
  return new Map<string, readonly Value[]>([
    ['SRCARCH', perArch((name) => [name])],
    ['ARCH', perArch(archValues)],
    // User-mode Linux is built for its host's processor; x86 is the one it has in the tree.
    ['SUBARCH', always('x86')],
    ['OS', always('Linux')],
    ['srctree', always('.')],
    ['srcroot', always('.')],
    ['objtree', always('.')],
    ['comma', always(',')],
    ['pound', always('#')],
  ]);
}
