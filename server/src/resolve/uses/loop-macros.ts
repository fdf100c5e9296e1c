/** Macros in the form of a loop whose body always runs: `scoped_guard(mutex, &lock) { ... }`. What the body finds out is known behind it. */
import type { Expr, Stmt } from '../../model/ir.ts';
import { type Expressions, isNull } from '../language/expressions.ts';
import type { MacroUses } from '../language/macros/substitution.ts';
import type { Place } from '../language/place.ts';
import { LOOP_WORDS, type Loop } from '../language/scope.ts';

/** What stands for the body in the text that is looked at; no name of the kernel's. */
const BODY = 'opscope_body';

/** Whether a loop is a macro's use that runs its body at least once, whatever the values. */
export function alwaysRuns(loop: Loop, place: Place, { macros, uses }: Expressions): boolean {
  // Whether the body of a loop of C runs, only values say.
  if (LOOP_WORDS.has(loop.keyword)) return false;
  const macro = macros.find(loop.keyword, place.file, place.chosen);
  if (!macro?.params) return false;
  const head = place.text.slice(loop.at, loop.body?.at ?? loop.end).trim();
  const work = place.work ?? macros.works.of(macro.name, place.file, null);
  const made = uses.parse(`({ ${macros.expandAll(head, place.file, work)} ${BODY}(); })`);
  const truth = new Truth(uses, place);
  return made.k === 'block' && made.body.some((each) => runs(each, truth));
}

/** Whether the body is run on the way through a statement. */
function runs(stmt: Stmt, truth: Truth): boolean {
  switch (stmt.k) {
    case 'expr':
      return stmt.expr.k === 'call' && stmt.expr.fn.k === 'id' && stmt.expr.fn.name === BODY;
    case 'block':
      return stmt.body.some((each) => runs(each, truth));
    case 'loop':
      return stmt.body !== null && runs(stmt.body, truth) && (stmt.keyword === 'do' || truth.begins(stmt));
    case 'if': {
      const test = truth.of(stmt.test);
      if (test === null) return runs(stmt.yes, truth) && stmt.no !== null && runs(stmt.no, truth);
      return test ? runs(stmt.yes, truth) : stmt.no !== null && runs(stmt.no, truth);
    }
    default:
      return false;
  }
}

/** What tests come to whatever the values: numbers, and names that stand for one. */
class Truth {
  readonly #uses: MacroUses;
  readonly #place: Place;

  constructor(uses: MacroUses, place: Place) {
    this.#uses = uses;
    this.#place = place;
  }

  /** Whether a loop of C is entered. Of a `for` the condition comes first; what comes first where there is none is no constant. */
  begins({ head }: Loop): boolean {
    const [test] = head;
    return test === undefined || this.of(test) === true;
  }

  /** Whether a test is true; null where values decide. */
  of(test: Expr): boolean | null {
    switch (test.k) {
      case 'number':
        return !/^0[xX]?0*[uUlL]*$/.test(test.text);
      case 'cast':
        return this.of(test.arg);
      case 'unary': {
        const arg = test.op === '!' ? this.of(test.arg) : null;
        return arg === null ? null : !arg;
      }
      case 'binary':
        return this.#binary(test);
      case 'id': {
        if (test.name === 'true' || test.name === 'false') return test.name === 'true';
        if (isNull(test)) return false;
        const value = this.#uses.constant(test.name, this.#place.file);
        return value && this.of(value);
      }
      default:
        return null;
    }
  }

  #binary({ op, left, right }: Extract<Expr, { k: 'binary' }>): boolean | null {
    if (op !== '&&' && op !== '||') return null;
    const decides = op === '||';
    const [first, second] = [this.of(left), this.of(right)];
    if (first === decides || second === decides) return decides;
    return first === null || second === null ? null : !decides;
  }
}
