/** The make functions that occur in kbuild files, over words with conditions. What asks the machine says nothing. */
import { normalPath } from '../base/paths.ts';
import { pattern, withSigns } from '../base/patterns.ts';
import { ALWAYS, and, not } from './guard.ts';
import { baseName, folderOf, inFolder } from './reader.ts';
import { matchStem, splitArguments, substitute } from './scan.ts';
import { further, type Origin, placeOf, type Scope } from './scope.ts';
import { alternatives, plainText, under, type Word, whenAny, writtenAt } from './words.ts';

type Expand = (text: string, scope: Scope, origin: Origin) => readonly Word[];
/** Expansion is handed in, since it calls the functions. */
export interface Expander {
  readonly expand: Expand;
  readonly variableWords: Expand;
}
type MakeFunction = (text: string, scope: Scope, origin: Origin, by: Expander) => readonly Word[];

/** A function whose arguments are all expanded first. */
function plain(most: number, run: (args: readonly (readonly Word[])[], scope: Scope) => readonly Word[]): MakeFunction {
  return (text, scope, origin, by) => run(expandAll(splitArguments(text, most), scope, origin, by), scope);
}

/** A function of one argument that changes each word's text, or drops it. */
function eachWord(change: (text: string) => string | null): MakeFunction {
  return plain(1, ([words = []]) =>
    words.flatMap((word) => {
      const text = change(word.text);
      return text === null ? [] : [{ ...word, text }];
    }),
  );
}

function expandAll(args: readonly string[], scope: Scope, origin: Origin, by: Expander): (readonly Word[])[] {
  let offset = 0;
  return args.map((arg) => {
    const words = by.expand(arg, scope, further(origin, offset));
    offset += arg.length + 1;
    return words;
  });
}

/** Every pair, joined. */
function join(first: readonly Word[], second: readonly Word[], at: (a: Word, b: Word) => Word): Word[] {
  return second.flatMap((b) =>
    first.flatMap((a) => {
      const guard = and(a.guard, b.guard);
      return guard.length === 0 ? [] : [{ text: a.text + b.text, guard, at: at(a, b).at }];
    }),
  );
}

function filter([patterns = [], words = []]: readonly (readonly Word[])[], keep: boolean): readonly Word[] {
  return words.flatMap((word) => {
    const matching = whenAny(patterns.filter((pattern) => matchStem(pattern.text, word.text) !== null));
    return under([word], keep ? matching : not(matching));
  });
}

const foreach: MakeFunction = (text, scope, origin, by) => {
  const [name = '', list = '', body = ''] = splitArguments(text, 3);
  const [names = [], words = []] = expandAll([name, list], scope, origin, by);
  const inside = further(origin, name.length + list.length + 2);
  return words.flatMap((word) =>
    scope.within([[plainText(names), [{ ...word, guard: ALWAYS }]]], word.guard, () =>
      under(by.expand(body, scope, inside), word.guard),
    ),
  );
};

const call: MakeFunction = (text, scope, origin, by) => {
  const [name = [], ...args] = expandAll(splitArguments(text), scope, origin, by);
  const locals = args.map((words, index) => [String(index + 1), words] as const);
  const words = scope.within(locals, ALWAYS, () => by.variableWords(plainText(name), scope, origin));
  return writtenAt(placeOf(origin), words);
};

const choose: MakeFunction = (text, scope, origin, by) => {
  const [condition = [], yes = [], no = []] = expandAll(splitArguments(text, 3), scope, origin, by);
  const holds = whenAny(condition);
  return [...under(yes, holds), ...under(no, not(holds))];
};

/** The first argument that has words, each guarded by the absence of those before. */
const firstOf = plain(Number.POSITIVE_INFINITY, (args) => {
  let before: readonly Word[] = [];
  return args.flatMap((words) => {
    const result = under(words, not(whenAny(before)));
    before = [...before, ...words];
    return result;
  });
});

const allOf = plain(Number.POSITIVE_INFINITY, (args) =>
  under(
    args.at(-1) ?? [],
    args.reduce((guard, words) => and(guard, whenAny(words)), ALWAYS),
  ),
);

const wildcard = plain(1, ([patterns = []], scope) =>
  patterns.flatMap((each) => {
    const folder = folderOf(each.text.replace(/\/$/, ''));
    const name = baseName(each.text.replace(/\/$/, ''));
    const glob = pattern`^${withSigns(name, /[*?]/g, (sign) => (sign === '*' ? /.*/ : /./))}/?$`;
    const inside = normalPath(folder);
    const found = inside === null ? [] : scope.surroundings.reader.list(inside).filter((entry) => glob.test(entry));
    return found.map((entry) => ({ ...each, text: inFolder(folder, entry.replace(/\/$/, '')) }));
  }),
);

const evaluate: MakeFunction = (text, scope, origin) => {
  scope.evaluate(text, origin);
  return [];
};

const nothing: MakeFunction = () => [];

export const FUNCTIONS: ReadonlyMap<string, MakeFunction> = new Map([
  ['addprefix', plain(2, ([prefix = [], words = []]) => join(prefix, words, (_, word) => word))],
  ['addsuffix', plain(2, ([suffix = [], words = []]) => join(words, suffix, (word) => word))],
  ['patsubst', plain(3, ([from = [], to = [], words = []]) => replaceAll(words, substitute, from, to))],
  [
    'subst',
    plain(3, ([from = [], to = [], words = []]) => replaceAll(words, (a, b, text) => text.replaceAll(a, b), from, to)),
  ],
  ['filter', plain(2, (args) => filter(args, true))],
  ['filter-out', plain(2, (args) => filter(args, false))],
  [
    'findstring',
    plain(2, ([text = [], words = []]) =>
      under(text, whenAny(words.filter((word) => word.text.includes(plainText(text))))),
    ),
  ],
  ['foreach', foreach],
  ['call', call],
  ['if', choose],
  ['or', firstOf],
  ['and', allOf],
  ['sort', plain(1, ([words = []]) => words)],
  ['strip', plain(1, ([words = []]) => words)],
  ['abspath', eachWord((text) => text)],
  ['realpath', eachWord((text) => text)],
  ['notdir', eachWord((text) => baseName(text))],
  ['dir', eachWord((text) => (text.includes('/') ? `${folderOf(text)}/` : './'))],
  ['basename', eachWord((text) => text.replace(/\.[^./]*$/, ''))],
  ['suffix', eachWord((text) => /\.[^./]*$/.exec(text)?.[0] ?? null)],
  ['firstword', plain(1, ([words = []]) => words.slice(0, 1))],
  ['lastword', plain(1, ([words = []]) => words.slice(-1))],
  ['word', plain(2, ([index = [], words = []]) => words.slice(Number(plainText(index)) - 1, Number(plainText(index))))],
  ['wildcard', wildcard],
  ['eval', evaluate],
  ...['shell', 'info', 'warning', 'error', 'origin', 'flavor', 'value', 'words', 'wordlist', 'join'].map(
    (name) => [name, nothing] as const,
  ),
]);

/** Changes every word's text, for every text that the arguments can have. */
function replaceAll(
  words: readonly Word[],
  change: (from: string, to: string, text: string) => string,
  from: readonly Word[],
  to: readonly Word[],
): readonly Word[] {
  const pairs = (alternatives(from) ?? []).flatMap((a) => (alternatives(to) ?? []).map((b) => ({ a, b })));
  return pairs.flatMap(({ a, b }) => {
    if (a.text === '') return under(words, a.guard);
    const changed = words.map((word) => ({ ...word, text: change(a.text, b.text, word.text) }));
    return under(changed, and(a.guard, b.guard)).filter((word) => word.text !== '');
  });
}
