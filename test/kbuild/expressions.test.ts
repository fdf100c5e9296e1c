/** Kconfig's expressions, at random, against the rules of kconfig-language.rst said in the plainest way. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findArches } from '../../server/src/kbuild/arches.ts';
import { Reserve } from '../../server/src/kbuild/bounds.ts';
import { readSymbols } from '../../server/src/kbuild/kconfig-symbols.ts';
import { SymbolValues } from '../../server/src/kbuild/kconfig-values.ts';
import { rounds } from '../harness/nightly.ts';
import { random } from '../robust/random.ts';
import { kernel, tristates } from './tree.ts';

/** The values n, m and y, as Kconfig orders them. */
type Value = 0 | 1 | 2;

/** An expression, as it is written and as it is worth. */
interface Written {
  readonly text: string;
  worth(symbols: readonly Value[]): number;
}

const NAMES = ['A', 'B', 'C'];
const VALUES: readonly Value[] = [0, 1, 2];
const MASKS = [1, 2, 4];

/** A random expression, of no more than so many levels. */
function written(next: () => number, depth: number): Written {
  const pick = Math.floor(next() * (depth === 0 ? 2 : 7));
  const inner = (): Written => written(next, depth - 1);
  if (pick === 0) return leaf(Math.floor(next() * NAMES.length));
  if (pick === 1) return constant(Math.floor(next() * 3));
  if (pick === 2) return negated(inner());
  if (pick === 3) return compared(leaf(Math.floor(next() * 3)), constant(Math.floor(next() * 3)), next() < 0.5);
  return joined(inner(), inner(), next() < 0.5);
}

const leaf = (at: number): Written => ({ text: NAMES[at] ?? '', worth: (symbols) => symbols[at] ?? 0 });
const constant = (value: number): Written => ({ text: 'nmy'[value] ?? '', worth: () => value });
const negated = ({ text, worth }: Written): Written => ({ text: `!(${text})`, worth: (symbols) => 2 - worth(symbols) });

const compared = (a: Written, b: Written, same: boolean): Written => ({
  text: `${a.text} ${same ? '=' : '!='} ${b.text}`,
  worth: (symbols) => ((a.worth(symbols) === b.worth(symbols)) === same ? 2 : 0),
});

const joined = (a: Written, b: Written, both: boolean): Written => ({
  text: `(${a.text}) ${both ? '&&' : '||'} (${b.text})`,
  worth: (symbols) => (both ? Math.min : Math.max)(a.worth(symbols), b.worth(symbols)),
});

/** Every way to set the symbols. */
const settings = VALUES.flatMap((a) => VALUES.flatMap((b) => VALUES.map((c) => [a, b, c] as const)));

/** What a prompted tristate can be set to under such a limit, with the others as they are set. */
function possible(text: string): readonly string[] {
  const kconfig = `${tristates(...NAMES)}config LAST\n\ttristate "L"\n\tdepends on ${text}\n`;
  const reader = kernel({ 'fs/Kconfig': kconfig });
  const arches = findArches(reader);
  const symbols = readSymbols(reader, arches, new Reserve(), ({ gaps }) => assert.deepEqual(gaps, []));
  const values = new SymbolValues(symbols, arches);
  return settings.map((setting) => {
    const assumed = new Map(NAMES.map((name, at) => [name, MASKS[setting[at] ?? 0] ?? 0]));
    const { n, m, y } = values.of('LAST', assumed);
    return `${n === 0 ? '' : 'n'}${m === 0 ? '' : 'm'}${y === 0 ? '' : 'y'}`;
  });
}

test('a tristate can be anything up to what its dependencies are worth', () => {
  for (let seed = 0; seed < rounds(5000, 500); seed++) {
    const { text, worth } = written(random(seed), 4);
    const expected = settings.map((setting) => 'nmy'.slice(0, worth(setting) + 1));
    assert.deepEqual(possible(text), expected, `seed ${seed}: ${text}`);
  }
});
