/** Macros, read from the tree and expanded as text where an expression or a table is made by one. */
import { pattern, patternWith } from '../../../base/patterns.ts';
import type { FileSymbol, SourceFile } from '../../../index/file.ts';
import { query } from '../../../index/query.ts';
import type { Snapshot } from '../../../index/snapshot.ts';
import { both, ruleOut } from '../../../syntax/conditionals.ts';
import { callArguments } from '../../../syntax/sheet.ts';
import { headersOf } from '../header-choices.ts';
import { BUILD, likelihood } from '../likelihood.ts';
import { apply } from './apply.ts';
import { type MacroWork, MacroWorks } from './budget.ts';
import { isStub, type Macro, readDefine } from './definition.ts';
import { expandText } from './expand-text.ts';

/** One of the definitions of a macro that `#if` chooses from. */
export interface Choice {
  readonly macro: Macro;
  /** Under which it is chosen; null when there is no choice. */
  readonly condition: string | null;
}

/** The condition that a macro's definition stands under in its file. */
function conditionOf({ file, at }: Macro): string | null {
  return file.condition(at);
}

/** What the text of a macro, with those of the macros it uses, has in it. */
interface Values {
  readonly assigns: boolean;
  readonly braces: boolean;
}

const NEITHER: Values = { assigns: false, braces: false };

/** Finds and expands macros as a file sees them. */
export class Macros {
  readonly #snapshot: Snapshot;
  readonly works: MacroWorks;

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.works = new MacroWorks(snapshot.gaps);
  }

  /** The macro that a name is in a file; null when it is none. The definition in a header that was chosen comes first. */
  find(name: string, file: SourceFile, chosen?: SourceFile): Macro | null {
    const own = chosen?.symbols(name).find((each) => each.kind === 'define');
    const symbol = own ?? this.#snapshot.lookup(name, ['define'], file);
    return symbol && this.#full(symbol, file);
  }

  /**
   * The definitions of a macro that `#if` chooses from, in one header or by including another one, as far as their use can declare
   * something with a value: the one that `find` answers first. Those that the macros which the file sees rule out are no choice.
   */
  choices(name: string, file: SourceFile, args: readonly string[] = []): readonly Choice[] {
    const symbol = this.#snapshot.lookup(name, ['define'], file);
    if (!symbol) return [];
    const first = this.#full(symbol, file);
    const beside = this.#possible(symbol, file).filter((each) => each.body !== first.body);
    const own = [first, ...beside].filter((each) => this.#declares(each, file, args));
    if (own.length === 0) return [];
    const headers = headersOf(this.#snapshot, symbol.file, file);
    if (beside.length === 0 && headers.length === 0) return [{ macro: first, condition: null }];
    const others = headers.flatMap((header): Choice[] => {
      const other = header.file.symbols(name).find((each) => header.file !== symbol.file && each.kind === 'define');
      const macro = other && this.#of(other);
      return macro && this.#declares(macro, file, args) ? [{ macro, condition: header.condition }] : [];
    });
    if (others.length === 0 && own.length === 1 && own[0] === first) return [{ macro: first, condition: null }];
    const included = headers.find((each) => each.file === symbol.file)?.condition ?? null;
    return [...own.map((macro) => ({ macro, condition: both(included, conditionOf(macro)) })), ...others];
  }

  /** Whether a use can declare something with a value: by the macro's own text, or by that of a macro which it is given to call. */
  #declares(macro: Macro, file: SourceFile, args: readonly string[]): boolean {
    const { assigns, braces } = this.#snapshot.get(VALUES, macro, file);
    if (assigns && braces) return true;
    const given = [...(args.length > 0 ? this.called(macro) : NO_PARAMETER)].map((index) => args[index] ?? '');
    return given.some((name) => {
      const inner = /^\w+$/.test(name) && name !== macro.name ? this.find(name, file) : null;
      return inner !== null && this.#declares(inner, file, []);
    });
  }

  /** Whether a macro's use, given as text, can make something in braces: where not, it need not be expanded to tell. */
  mayMakeBody(use: string, file: SourceFile): boolean {
    if (use.includes('{')) return true;
    const words = use.replace(/"(?:\\.|[^"\\])*"/g, '""').match(/\b[A-Za-z_]\w*/g);
    // An argument may be the macro that makes it. To know that a name is none, all that the file includes has to be read.
    return [...new Set(words)].some((name) => {
      const macro = definesFunction(file, name) ? null : this.find(name, file);
      return macro !== null && this.#snapshot.get(MAY_MAKE_BODY, macro, file);
    });
  }

  /**
   * Of several definitions that are possible the first that an ordinary configuration has, of those that do something where some
   * configurations make it do nothing.
   */
  #full(symbol: FileSymbol, file: SourceFile): Macro {
    const possible = this.#possible(symbol, file);
    if (possible.length === 1) return possible[0] ?? this.#of(symbol);
    const doing = possible.filter((each) => !isStub(each));
    let best: Macro | null = null;
    let rank = Number.NEGATIVE_INFINITY;
    for (const each of doing.length > 0 ? doing : possible) {
      const own = likelihood(conditionOf(each), BUILD);
      if (own > rank) [best, rank] = [each, own];
    }
    return best ?? this.#of(symbol);
  }

  /** The definitions of a name beside one another, but for those under a macro that the file has, or has not, defined. */
  #possible(symbol: FileSymbol, file: SourceFile): readonly Macro[] {
    const all = symbol.file.symbols(symbol.name).filter((each) => each.kind === 'define');
    if (all.length === 1) return [this.#of(symbol)];
    const possible = all.filter((each) => this.#holds(conditionOf(this.#of(each)), file));
    return (possible.length > 0 ? possible : all).map((each) => this.#of(each));
  }

  /**
   * Whether a condition can hold: only one that is a single macro, defined or not, is looked into, and none that the build or the
   * architecture sets. What a file sets for the header that it includes next is defined in the file itself.
   */
  #holds(condition: string | null, file: SourceFile): boolean {
    const [, not = '', name = ''] = /^(!?)(?!CONFIG_|HAVE_|ARCH_|MODULE$|_)([A-Z]\w*)$/.exec(condition ?? '') ?? [];
    return name === '' || file.symbols(name).some((symbol) => symbol.kind === 'define') === (not === '');
  }

  #of(symbol: FileSymbol): Macro {
    return this.#snapshot.get(MACRO, symbol);
  }

  /**
   * The parameters, by number, that a macro calls: itself, as a variable that it sets to the parameter, or in a macro beside it
   * that it hands the parameter to. `#define CALL(f, f1, ...) ({ typeof(f) fn = (f); fn == f1 ? f1(__VA_ARGS__) : fn(__VA_ARGS__); })`.
   */
  called(macro: Macro): ReadonlySet<number> {
    return this.#snapshot.get(CALLED, macro);
  }

  /** Those of them that it does nothing with but call or paste: what they are given goes nowhere. */
  onlyCalled(macro: Macro): ReadonlySet<number> {
    return this.#snapshot.get(ONLY_CALLED, macro);
  }

  /** The macro that a name is in the file of another, if that defines it itself. */
  beside(name: string, { file }: Macro): Macro | null {
    const symbol = file.symbols(name).find((each) => each.kind === 'define');
    return symbol ? this.#of(symbol) : null;
  }

  /** A use of a macro expanded by one step; an argument that is handed on to a `##` is expanded before, as C has it. */
  applied(macro: Macro, args: readonly string[], file: SourceFile, work: MacroWork): string {
    const pasted = this.#snapshot.get(HANDED_TO_PASTE, macro);
    if (pasted.size === 0) return apply(macro, args, work);
    const expanded = args.map((arg, index) => (pasted.has(index) ? this.#pastable(arg, file, work) : arg));
    return apply(macro, args, work, expanded);
  }

  /** What an argument that is pasted is a name of: no macro that stands in for a variable where that is configured out. */
  #pastable(arg: string, file: SourceFile, work: MacroWork): string {
    const isVariable = ({ file: own, at, params, name }: Macro): boolean =>
      params === null &&
      own === file &&
      file.symbols(name).some(({ kind, region }) => {
        return kind !== 'define' && ruleOut(file.condition(region.start), file.condition(at));
      });
    const find = (name: string): Macro | null => {
      const macro = this.find(name, file);
      return macro && isVariable(macro) ? null : macro;
    };
    return expandText(arg, find, work);
  }

  /** A text with every macro in it expanded, as a file's preprocessor would. */
  expandAll(text: string, file: SourceFile, work: MacroWork, hidden: readonly string[] = []): string {
    return expandText(text, (name) => this.find(name, file), work, hidden);
  }
}

/** Whether a name is that of a function which the file defines, as in `EXPORT_SYMBOL(name)`. */
function definesFunction(file: SourceFile, name: string): boolean {
  const symbols = file.symbols(name);
  return symbols.some(({ kind }) => kind === 'function') && symbols.every(({ kind }) => kind !== 'define');
}

const MACRO = query('macro', (_: Snapshot, symbol: FileSymbol) => readDefine(symbol));

const VALUES = query(
  'what a macro has in it',
  (snapshot: Snapshot, macro: Macro, file: SourceFile): Values => {
    const macros = new Macros(snapshot);
    // Of a name that is pasted and then called, `PASTE(OPS_, COUNT(...))(...)`, only the use says what it makes.
    if (/^\w+\s*\(.*\)\s*\(.*\)$/.test(macro.body)) return { assigns: true, braces: true };
    let values: Values = { assigns: /(?<![=!<>])=(?!=)/.test(macro.body), braces: macro.body.includes('{') };
    for (const [name] of macro.body.matchAll(/[A-Za-z_]\w*/g)) {
      if (values.assigns && values.braces) break;
      const inner = macro.params?.includes(name) ? null : macros.find(name, file);
      const more = inner ? snapshot.get(VALUES, inner, file) : NEITHER;
      values = { assigns: values.assigns || more.assigns, braces: values.braces || more.braces };
    }
    return values;
  },
  // A macro that uses itself, directly or not, is not expanded again.
  (): Values => NEITHER,
);

const MAY_MAKE_BODY = query(
  'whether a macro can make a body',
  (snapshot: Snapshot, macro: Macro, file: SourceFile): boolean => {
    const macros = new Macros(snapshot);
    // Which macro a pasted name or a parameter is, only the use says.
    if (/\{|##\w*\(/.test(macro.body.replaceAll(' ', '')) || macros.called(macro).size > 0) return true;
    return [...new Set(macro.body.match(/[A-Za-z_]\w*/g))].some((name) => {
      const inner = macro.params?.includes(name) ? null : macros.find(name, file);
      return inner !== null && snapshot.get(MAY_MAKE_BODY, inner, file);
    });
  },
  () => false,
);

const CALLED = query(
  'parameters that a macro calls',
  (snapshot: Snapshot, macro: Macro): ReadonlySet<number> => {
    const macros = new Macros(snapshot);
    const params = [...(macro.params ?? []).entries()];
    const called = params.filter(([, param]) =>
      [param, ...copiesOf(param, macro.body)].some((name) => calls(macros, macro, name)),
    );
    return new Set(called.map(([index]) => index));
  },
  () => NO_PARAMETER,
);

const ONLY_CALLED = query('parameters that a macro only calls', (_: Snapshot, macro: Macro): ReadonlySet<number> => {
  const isOnlyCalled = (param: string): boolean =>
    /^\w+$/.test(param) && !pattern`(?<!# ?)\b${param}\b(?!\s*(?:\(|##))`.test(macro.body);
  const params = [...(macro.params ?? []).entries()];
  return new Set(params.flatMap(([index, param]) => (isOnlyCalled(param) ? [index] : [])));
});

/** Whether a macro calls a name, itself or in a macro beside it that it hands the name to. */
function calls(macros: Macros, macro: Macro, name: string): boolean {
  const { body } = macro;
  if (callOf(name).test(body)) return true;
  return [...body.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)].some(({ 0: use, 1: inner = '', index }) => {
    const other = macros.beside(inner, macro);
    const called = other ? macros.called(other) : NO_PARAMETER;
    if (called.size === 0) return false;
    const args = callArguments(body, index + use.length - 1);
    return [...called].some((at) => args[at]?.text.trim() === name);
  });
}

/**
 * The parameters, by number, that a macro does nothing with but hand them to one beside it that pastes them:
 * `#define PASTE(a, b) PASTE_(a, b)`, `#define PASTE_(a, b) a##b`.
 */
const HANDED_TO_PASTE = query('parameters handed to ##', (snapshot: Snapshot, macro: Macro): ReadonlySet<number> => {
  const found = new Set<number>();
  const name = macro.params && /^(\w+)\s*\([^()]*\)$/.exec(macro.body)?.[1];
  const inner = name ? new Macros(snapshot).beside(name, macro) : null;
  if (!inner?.params || !inner.body.includes('##')) return found;
  for (const [at, arg] of callArguments(macro.body, macro.body.indexOf('(')).entries()) {
    const handed = macro.params?.indexOf(arg.text.trim()) ?? -1;
    if (handed >= 0 && pastes(inner, inner.params[at] ?? '')) found.add(handed);
  }
  return found;
});

const NO_PARAMETER: ReadonlySet<number> = new Set();

/** A call of a name: `f(`, `(f)(`, `(*f)(`; not that of a member, not a declaration of a pointer, and no cast. */
function callOf(name: string): RegExp {
  return pattern`(?=[\w(])(?<![\w.>#]\s*)(?:${name}|\(\s*(?:\*\s*)?${name}\s*\))\s*\((?!\s*\*)`;
}

/** The variables of a macro's body that are set to a parameter. */
function copiesOf(param: string, body: string): readonly string[] {
  const sets = body.matchAll(patternWith('g')`\b(\w+)\s*=\s*(?:\(\s*)?${param}\s*(?:\)\s*)?;`);
  return [...sets].map(([, name = '']) => name);
}

/** Whether a macro pastes one of its parameters. */
function pastes(macro: Macro, param: string): boolean {
  return pattern`##\s*${param}\b|\b${param}\s*##`.test(macro.body);
}
