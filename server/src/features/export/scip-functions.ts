/** Functions and direct calls as SCIP knows them: where a function is defined, from where to where, and where it is named. */
import { codeSpan } from '../../base/markdown.ts';
import type { Place } from '../../model/answers.ts';
import type { CallFact, FunctionFact } from './fact.ts';
import type { Named, ScipStore } from './scip-store.ts';
import type { ScipSymbols } from './scip-symbols.ts';

/** A function may be called, or fill a hook, before the file that defines it comes. */
export class ScipFunctions {
  readonly #names: ScipSymbols;
  readonly #store: ScipStore;
  readonly #defined = new Set<string>();
  /** Those that no file has defined so far. */
  readonly #open = new Map<string, { readonly of: Named; readonly at: Place }>();

  /** Whether a function is only declared at a place. */
  readonly #isDeclared: (at: Place) => boolean;

  constructor(names: ScipSymbols, store: ScipStore, isDeclared: (at: Place) => boolean) {
    this.#names = names;
    this.#store = store;
    this.#isDeclared = isDeclared;
  }

  /** The symbol of a function that is met at a place, and is defined or declared at another; null where nothing does. */
  met(name: string, defined: Place | null, at: Place): string {
    const of = this.#named(name, defined);
    this.#store.know(of, (defined ?? at).file);
    if (defined !== null && !this.#defined.has(of.symbol)) this.#open.set(of.symbol, { of, at: defined });
    return of.symbol;
  }

  define(fact: FunctionFact): void {
    const of = this.#named(fact.name, fact);
    const { startLine: line, startColumn: column, endLine, endColumn, condition } = fact;
    this.#store.define(of, fact, { line, column, endLine, endColumn });
    if (condition !== null) this.#store.say(of.symbol, `Defined under ${codeSpan(condition)}.`);
    this.#defined.add(of.symbol);
    this.#open.delete(of.symbol);
  }

  call({ callee: name, calleeFile: file, calleeLine: line, calleeColumn: column, ...at }: CallFact): void {
    const symbol = this.met(name, { file, line, column }, at);
    this.#store.tell({ symbol, at, name, role: 'reference', documentation: '' });
  }

  /** Tells where those are that only others name: they are declared there, or defined in a file that was not asked about. */
  finish(): void {
    // File by file, since each is read for it.
    const open = [...this.#open.values()].sort((a, b) => (a.at.file < b.at.file ? -1 : a.at.file > b.at.file ? 1 : 0));
    for (const { of, at } of open) {
      if (this.#isDeclared(at)) this.#store.declare(of, at);
      else this.#store.define(of, at);
    }
    this.#open.clear();
  }

  #named(name: string, defined: Place | null): Named {
    return { symbol: this.#names.function(name, defined), name, kind: 'function', signature: '' };
  }
}
