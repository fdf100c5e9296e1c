/**
 * Calls of a function that was declared with the type of a hook, `extern typeof(*ops->hook) trampoline`, and stands for whatever
 * the hook holds: what `static_call(name)(...)` comes down to.
 */
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { Expr } from '../../model/ir.ts';
import { Expressions } from '../language/expressions.ts';
import type { Macro } from '../language/macros/definition.ts';
import { Macros } from '../language/macros/macros.ts';
import { type Place, placeIn } from '../language/place.ts';

type MemberExpr = Extract<Expr, { k: 'member' }>;

/** A member, and where the names in it are looked up. */
export interface PlacedMember {
  readonly member: MemberExpr;
  readonly place: Place;
}

/** The hook whose type the callee was declared with; null when the callee is none that macros declare. */
export function trampoline(callee: Expr, place: Place, expressions: Expressions): PlacedMember | null {
  switch (callee.k) {
    case 'unary':
      return trampoline(callee.arg, place, expressions);
    case 'cast':
      return trampoline(castTo(callee) ?? callee.arg, place, expressions);
    case 'block': {
      const last = callee.body.at(-1);
      return last?.k === 'expr' ? trampoline(last.expr, place, expressions) : null;
    }
    case 'call': {
      if (callee.fn.k !== 'id') return null;
      const expanded = expressions.uses.expand(callee.fn.name, callee.args, callee.at, place);
      return expanded && trampoline(expanded.expr, expanded.place, expressions);
    }
    case 'id':
      return declaredAs(callee.name, place, expressions);
    default:
      return null;
  }
}

/** What a cast's type is taken from: `(typeof(trampoline) *)key.func`. */
function castTo({ type }: Extract<Expr, { k: 'cast' }>): Expr | null {
  const to = type.k === 'pointer' ? type.to : type;
  return to.k === 'typeof' ? to.of : null;
}

function declaredAs(name: string, place: Place, expressions: Expressions): PlacedMember | null {
  const made = expressions.madeName(name, place);
  if (made?.type.k !== 'typeof') return null;
  let of: Expr = made.type.of;
  while (of.k === 'unary' || of.k === 'cast') of = of.arg;
  return of.k === 'member' ? { member: of, place: placeIn(made.file, null) } : null;
}

/** A macro's use that is called, `static_call(name)(`; keywords with a parenthesis behind them are none. */
const CALLED_USE =
  /\b(?!(?:if|while|for|switch|return|sizeof|typeof|__typeof__)\b)([A-Za-z_]\w+)\s*\(\s*(\w+)\s*\)\s*\(/g;

/** Says by text where trampolines can be called, so that only such functions are parsed. */
export class Trampolines {
  readonly #snapshot: Snapshot;
  readonly #macros: Macros;

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.#macros = new Macros(snapshot);
  }

  /** Whether a text calls one; an argument that is one of `params` may be anything. */
  calledIn(text: string, file: SourceFile, params: readonly string[] = []): boolean {
    return [...text.matchAll(CALLED_USE)].some(([, name = '', arg = '']) => {
      const macro = this.#macros.find(name, file);
      return macro?.params != null && (params.includes(arg) || this.#snapshot.get(NAMES_TRAMPOLINE, macro, arg, file));
    });
  }

  /** Whether a macro's body calls one. */
  calledInBody(macro: Macro, file: SourceFile): boolean {
    return this.#snapshot.get(CALLS_TRAMPOLINE, macro, file);
  }
}

const CALLS_TRAMPOLINE = query('macro that calls a trampoline', (snapshot: Snapshot, macro: Macro, file: SourceFile) =>
  new Trampolines(snapshot).calledIn(macro.body, file, macro.params ?? []),
);

const NAMES_TRAMPOLINE = query(
  'macro that names a trampoline',
  (snapshot: Snapshot, macro: Macro, arg: string, file: SourceFile): boolean => {
    const expressions = new Expressions(snapshot);
    const text = `${macro.name}(${arg})`;
    return trampoline(expressions.uses.parse(text), { file, scope: null, text, outer: null }, expressions) !== null;
  },
  () => false,
);
