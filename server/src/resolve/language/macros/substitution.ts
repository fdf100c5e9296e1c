/** What uses of macros stand for, as expressions and as parts of initialisers. */
import type { SourceFile } from '../../../index/file.ts';
import type { Snapshot } from '../../../index/snapshot.ts';
import { type Costs, losing } from '../../../model/gaps.ts';
import type { Expr, InitItem, Stmt, TypeExpr } from '../../../model/ir.ts';
import { callArguments, closing, solid, solidBefore, wordBefore } from '../../../syntax/sheet.ts';
import { depthOf, type Place, writtenAt } from '../place.ts';
import { Scope } from '../scope.ts';
import { apply } from './apply.ts';
import type { MacroWork } from './budget.ts';
import { constantNamed } from './declared-names.ts';
import type { Macro } from './definition.ts';
import type { Macros } from './macros.ts';
import { isPainted, MAX_NESTED, tellDeep } from './nesting.ts';

/** What a macro's body begins with that is no expression: a statement, or the declaration of a variable with its value. */
const STATEMENT = /^\s*(?:(?:do|if|for|while|switch|\{)(?!\w)|(?:static|const|struct|union)\b[^;()]*=)/;

/** Expands the uses of macros in one snapshot. */
export class MacroUses {
  readonly #snapshot: Snapshot;
  readonly macros: Macros;

  constructor(snapshot: Snapshot, macros: Macros) {
    this.#snapshot = snapshot;
    this.macros = macros;
  }

  /** The expression that a macro's use at `at` expands to by one step; null when it is no macro, or no expression. */
  expand(name: string, args: readonly Expr[] | null, at: number, place: Place): { expr: Expr; place: Place } | null {
    const macro = this.#meant(name, args !== null, place);
    if (!macro || macro.body === '') return null;
    if (depthOf(place) > MAX_NESTED) return tellDeep(this.#snapshot.gaps, name, at, place);
    const values = argumentsOf(macro, args, at, place);
    const work = this.#work(name, at, place);
    const body = this.macros.applied(macro, values, place.file, work);
    if (work.left === 0) return null;
    const text = STATEMENT.test(body) ? `({ ${body}; })` : body;
    const costs = (): Costs => ({ what: `what the macro ${name} makes`, ...writtenAt(place, at) });
    const expr = losing(this.#snapshot.gaps, costs, () => this.#snapshot.lowerer.expansion(text), null);
    if (!expr) return null;
    return {
      expr,
      place: { ...place, scope: expansionScope(expr, place.file), text, outer: { place, at, macro }, work },
    };
  }

  /** The macro that a use with arguments, or without, means: one may be another name for it, `#define SMALL_INIT INIT`. */
  #meant(name: string, isCall: boolean, { file, chosen }: Place): Macro | null {
    let macro = this.macros.find(name, file, chosen);
    for (let i = 0; i < MAX_NESTED && macro?.params === null && isCall && /^\w+$/.test(macro.body); i++)
      macro = this.macros.find(macro.body, file, chosen);
    return macro && (macro.params !== null) === isCall ? macro : null;
  }

  /** What a use may cost: what is left of the outermost one's, where it stands in an expansion. */
  #work(name: string, at: number, place: Place): MacroWork {
    return place.work ?? this.macros.works.of(name, place.file, place.text === place.file.text ? at : null);
  }

  /**
   * The text that a macro's use in an initialiser stands for, when that is slots (`.a = b`), elements (`[I] = x`), a braced
   * value, or several values; macros that only stand for another such macro's use are followed. Null for anything else.
   */
  initialiserText(
    name: string,
    args: readonly Expr[] | null,
    at: number,
    place: Place,
  ): { text: string; macro: Macro; work: MacroWork } | null {
    const macro = this.#meant(name, args !== null, place);
    if (!macro) return null;
    if (depthOf(place) > MAX_NESTED) return tellDeep(this.#snapshot.gaps, name, at, place);
    const work = this.#work(name, at, place);
    const values = argumentsOf(macro, args, at, place);
    let made = { text: this.macros.applied(macro, values, place.file, work), macro };
    const around = [macro];
    while (around.length <= MAX_NESTED) {
      const { text } = made;
      if (work.left > 0 && text.trim() === '') return { ...made, text: '', work };
      if (/^\s*(?:[.[{]|\(+\s*(?:const\s+)?(?:struct|union)\s+\w+\s*\)\s*\{|\(+\s*\w+_t\s*\)\s*\{)/.test(text))
        return { ...made, text: separated(text), work };
      if (isSeveral(text)) return { ...made, text: separated(text), work };
      const next = this.#onlyUse(text, place, work);
      if (next === null || isPainted(next.macro.name, around)) return null;
      around.push(next.macro);
      made = next;
    }
    return tellDeep(this.#snapshot.gaps, made.macro.name, at, place);
  }

  /** The expansion of a text that begins with a macro's use. */
  #onlyUse(text: string, { file, chosen }: Place, work: MacroWork): { text: string; macro: Macro } | null {
    const head = /^\s*([A-Za-z_]\w*)\s*(\(?)/.exec(text);
    const macro = head?.[1] ? this.macros.find(head[1], file, chosen) : null;
    if (!head || !macro || (macro.params === null) !== (head[2] === '')) return null;
    if (macro.params === null) return { text: apply(macro, [], work) + text.slice(head[0].length), macro };
    const open = head[0].length - 1;
    const rest = text.slice(closing(text, open) + 1);
    const args = callArguments(text, open).map((arg) => arg.text);
    return { text: this.macros.applied(macro, args, file, work) + rest, macro };
  }

  /** What a constant that a file sees begins with; null for any other name. */
  constant(name: string, file: SourceFile): Expr | null {
    return constantNamed(this.#snapshot, name, file);
  }

  /** An expression given as text. */
  parse(text: string): Expr {
    return this.#lowered(text) ?? { k: 'other', kids: [], at: 0, end: text.length };
  }

  /** A text as an expression whose offsets count from `at`; null, and told, where it is too deep. */
  #lowered(text: string, at = 0): Expr | null {
    const costs = (): Costs => ({ what: 'what a macro makes of an initialiser', file: null, line: null });
    return losing(this.#snapshot.gaps, costs, () => this.#snapshot.lowerer.expression(text, at), null);
  }

  /** The items of an initialiser given as text without its braces; offsets count from `at`, or with what is put in front: `(T){`. */
  initialiser(text: string, at = LITERAL.length): readonly InitItem[] {
    const expr = this.#lowered(`${LITERAL}${text}}`, at - LITERAL.length);
    return expr?.k === 'literal' && expr.init.k === 'init' ? expr.init.items : [];
  }
}

/**
 * The arguments of a use as they are written. An empty one is no expression, so the text is asked where there are fewer than the
 * macro has parameters.
 */
function argumentsOf(macro: Macro, args: readonly Expr[] | null, at: number, { text }: Place): readonly string[] {
  const given = (args ?? []).map((arg) => text.slice(arg.at, arg.end));
  const count = (macro.params?.length ?? 0) - (macro.variadic ? 1 : 0);
  if (given.length >= count || !text.startsWith(macro.name, at)) return given;
  const open = solid(text, at + macro.name.length);
  return text[open] === '(' ? callArguments(text, open).map((arg) => arg.text) : given;
}

/** What makes a compound literal of an initialiser's text. */
const LITERAL = '(T){';

/** Whether a text is more than one value of an initialiser: it has a comma that nothing encloses. */
function isSeveral(text: string): boolean {
  return text.includes(',') && callArguments(`(${text})`, 0).length > 1;
}

/** A macro without parameters as an element, and a designator behind it: `SLOTS_OF_ALL .open = a`. */
const WORD_AND_SLOT = /((?:^|[{,])\s*[A-Za-z_]\w*)\s(?=\s*\.[\w.[\]\s]+=(?!=))/g;

/** Puts a comma behind uses of macros that bring the one behind their slots, where another use or a designator follows. */
export function separated(text: string): string {
  let opened: ReadonlyMap<number, number> | null = null;
  return text
    .replace(WORD_AND_SLOT, '$1,')
    .replace(/\)(\s)(?=\s*(?:[A-Za-z_]\w*\s*(?:[(,]|$)|\.\w+\s*=))/g, (whole, _space, at: number) => {
      opened ??= openings(text);
      return isUseBehindAnother(text, opened.get(at) ?? 0) ? '),' : whole;
    });
}

/** Whether the name in front of the parenthesis at `open` begins an element, or follows a macro's use. */
function isUseBehindAnother(text: string, open: number): boolean {
  const end = solidBefore(text, open);
  const name = wordBefore(text, end);
  const before = text.charAt(solidBefore(text, end - name.length) - 1);
  return /^[A-Za-z_]/.test(name) && /[{,)]/.test(before);
}

/** The offsets of the parentheses that others close, by theirs. */
function openings(text: string): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const open: number[] = [];
  for (const { 0: parenthesis, index } of text.matchAll(/[()]/g)) {
    if (parenthesis === '(') open.push(index);
    else found.set(index, open.pop() ?? 0);
  }
  return found;
}

/** The variables that a statement expression in an expansion declares. */
function expansionScope(expr: Expr, file: SourceFile): Scope {
  const { at, end } = expr;
  const body: Stmt[] = [{ at, end, k: 'expr', expr }];
  return new Scope({ at, end, name: '', nameAt: at, returns: UNKNOWN, params: [], static: true, body }, file);
}

const UNKNOWN: TypeExpr = { k: 'unknown' };
