/** What kbuild hands to every makefile: where it is, which architectures there are, what the .config says. */
import { ARCH_CHOICE, type Arches, archValues, type Config } from './arches.ts';
import { ALWAYS, and, type Guard, M, N, whenArch, whenSymbol, Y } from './guard.ts';
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
  const always = (text: string): Value[] => [{ text, guard: ALWAYS }];
  return new Map<string, readonly Value[]>([
    ['SRCARCH', arches.names.map((text) => ({ text, guard: whenArch(arches.bit(text)) }))],
    ['ARCH', arches.names.flatMap((name) => archWords(name, whenArch(arches.bit(name))))],
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

/** The values of `$(ARCH)` for one folder of arch/; which of them it is, is nobody's to know. */
function archWords(name: string, guard: Guard): Value[] {
  const texts = archValues(name);
  const choices = [N, M, Y];
  return texts.map((text, index) => {
    const chosen = texts.length === 1 ? ALWAYS : whenSymbol(ARCH_CHOICE, choices[index] ?? N);
    return { text, guard: and(guard, chosen) };
  });
}
