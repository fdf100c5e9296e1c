/** The make functions that occur in kbuild files, over words with conditions. What asks the machine says nothing. */
import { normalPath } from '../base/paths.ts';
import { cut, spend } from './bounds.ts';
import { globTest } from './glob.ts';
import { ALWAYS, and, type Guard, isAlways, NEVER, not, or } from './guard.ts';
import { baseName, folderOf, inFolder } from './reader.ts';
import { matchStem, splitArguments, substitute } from './scan.ts';
import { further, type Origin, placeOf, type Scope } from './scope.ts';
import {
  type Alternative,
  alternatives,
  MOST_ALTERNATIVES,
  plainText,
  under,
  type Word,
  whenAny,
  writtenAt,
} from './words.ts';

type Expand = (text: string, scope: Scope, origin: Origin) => readonly Word[];
/** Expansion is handed in, since it calls the functions. */
export interface Expander {
  readonly expand: Expand;
  /** The words of a variable that is called by its name. */
  readonly called: Expand;
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
      spend(word.text.length);
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
      spend(a.text.length + b.text.length);
      return guard.length === 0 ? [] : [{ text: a.text + b.text, guard, at: at(a, b).at }];
    }),
  );
}

function filter([patterns = [], words = []]: readonly (readonly Word[])[], keep: boolean): readonly Word[] {
  const wild = patterns.some(({ text }) => text.includes('%'));
  const exact = new Map<string, Word[]>();
  for (const each of patterns) {
    const known = exact.get(each.text);
    if (known === undefined) exact.set(each.text, [each]);
    else known.push(each);
  }
  // Lists of names are long, patterns are few.
  const matching = (text: string): Guard => {
    spend(wild ? patterns.length : 1);
    return whenAny(
      wild ? patterns.filter((pattern) => matchStem(pattern.text, text) !== null) : (exact.get(text) ?? []),
    );
  };
  return words.flatMap((word) => {
    return under([word], keep ? matching(word.text) : not(matching(word.text)));
  });
}

const foreach: MakeFunction = (text, scope, origin, by) => {
  const [name = '', list = '', body = ''] = splitArguments(text, 3);
  const [names = [], words = []] = expandAll([name, list], scope, origin, by);
  const inside = further(origin, name.length + list.length + 2);
  const variable = plainText(names);
  return words.flatMap((word) =>
    scope.within([[variable, [{ ...word, guard: ALWAYS }]]], word.guard, () =>
      under(by.expand(body, scope, inside), word.guard),
    ),
  );
};

const call: MakeFunction = (text, scope, origin, by) => {
  const [name = [], ...args] = expandAll(splitArguments(text), scope, origin, by);
  const locals = args.map((words, index) => [String(index + 1), words] as const);
  const words = scope.within(locals, ALWAYS, () => by.called(plainText(name), scope, origin));
  return writtenAt(placeOf(origin), words);
};

const choose: MakeFunction = (text, scope, origin, by) => {
  const [condition = [], yes = [], no = []] = expandAll(splitArguments(text, 3), scope, origin, by);
  const holds = whenAny(condition);
  return [...under(yes, holds), ...under(no, not(holds))];
};

/** The first argument that has words, each guarded by the absence of those before. */
const firstOf = plain(Number.POSITIVE_INFINITY, (args) => {
  let before: Guard = NEVER;
  return args.flatMap((words) => {
    const result = under(words, not(before));
    before = isAlways(before) ? before : or(before, whenAny(words));
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
  patterns.flatMap((pattern) => {
    const folder = folderOf(pattern.text.replace(/\/$/, ''));
    const name = baseName(pattern.text.replace(/\/$/, ''));
    const matches = globTest(name);
    const inside = normalPath(folder);
    const entries = (inside === null ? [] : scope.surroundings.reader.list(inside)).map((entry) =>
      entry.replace(/\/$/, ''),
    );
    spend(entries.length * name.length);
    return entries.filter(matches).map((entry) => ({ ...pattern, text: inFolder(folder, entry) }));
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
  ['subst', plain(3, ([from = [], to = [], words = []]) => replaceAll(words, replaceText, from, to))],
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

/** `$(subst)` on one word. */
function replaceText(from: string, to: string, text: string): string {
  const pieces = text.split(from);
  spend((pieces.length - 1) * to.length);
  return pieces.join(to);
}

/** The texts that an argument can have; none, and told, where there are too many. */
function texts(words: readonly Word[]): readonly Alternative[] {
  const found = alternatives(words);
  if (found === null) cut('what is replaced', `${MOST_ALTERNATIVES} texts`);
  return found ?? [];
}

/** Changes every word's text, for every text that the arguments can have. */
function replaceAll(
  words: readonly Word[],
  change: (from: string, to: string, text: string) => string,
  from: readonly Word[],
  to: readonly Word[],
): readonly Word[] {
  const pairs = texts(from).flatMap((a) => texts(to).map((b) => ({ a, b })));
  return pairs.flatMap(({ a, b }) => {
    if (a.text === '') return under(words, a.guard);
    const changed = words.map((word) => {
      spend(word.text.length);
      return { ...word, text: change(a.text, b.text, word.text) };
    });
    return under(changed, and(a.guard, b.guard)).filter((word) => word.text !== '');
  });
}
