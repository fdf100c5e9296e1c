/** The symbols of an index, as they are met, and where they are told of. */
import { codeSpan } from '../../base/markdown.ts';
import type { Place } from '../../model/answers.ts';
import type { Finding } from '../../model/findings.ts';

/** What a symbol stands for. */
export type ScipKind = 'file' | 'rule' | 'struct' | 'union' | 'field' | 'table' | 'function';

/** What is done with a symbol at a place. */
export type ScipRole = 'definition' | 'declaration' | 'read' | 'write' | 'reference';

/** From a line and column, from 1, to those behind the last character. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A symbol at a place. */
export interface ScipOccurrence {
  readonly symbol: string;
  readonly at: Place;
  /** What stands there, if it is written out. */
  readonly name: string;
  readonly role: ScipRole;
  /** In Markdown; empty where the symbol's own says all. */
  readonly documentation: string;
  /** What it takes, where that is not a word. */
  readonly span?: Span;
  /** All of what is defined. */
  readonly around?: Span;
  readonly findings?: readonly Finding[];
}

/** A symbol. */
export interface ScipSymbol {
  readonly symbol: string;
  readonly name: string;
  readonly kind: ScipKind;
  /** Where it is defined; of what the folders read do not have, where it is met first. */
  readonly file: string;
  /** The declaration. */
  readonly signature: string;
  /** In Markdown, a paragraph each. */
  readonly documentation: readonly string[];
  /** The hooks that a function fills. */
  readonly fills: ReadonlySet<string>;
}

/** What is known of a symbol from the start. */
export type Named = Pick<ScipSymbol, 'symbol' | 'name' | 'kind' | 'signature'>;

/** Most functions fill nothing, and nothing is said of them. */
const NO_TEXTS: readonly string[] = [];
const NO_HOOKS: ReadonlySet<string> = new Set();

/** Keeps symbols, and tells of places as they come. */
export class ScipStore {
  readonly tell: (occurrence: ScipOccurrence) => void;
  readonly #symbols = new Map<string, ScipSymbol>();

  constructor(tell: (occurrence: ScipOccurrence) => void) {
    this.tell = tell;
  }

  all(): Iterable<ScipSymbol> {
    return this.#symbols.values();
  }

  /** Has a symbol, whether it was there before or not. */
  know(of: Named, file: string): void {
    if (!this.#symbols.has(of.symbol))
      this.#symbols.set(of.symbol, { ...of, file, documentation: NO_TEXTS, fills: NO_HOOKS });
  }

  /** Of two definitions with one name, in branches of an `#if`, both are told. */
  define(of: Named, at: Place, around?: Span): void {
    this.know(of, at.file);
    const told = { symbol: of.symbol, at, name: of.name, role: 'definition', documentation: '' } as const;
    this.tell(around === undefined ? told : { ...told, around });
  }

  /** What nothing that was read defines is told of where it is declared. */
  declare(of: Named, at: Place): void {
    this.know(of, at.file);
    this.tell({ symbol: of.symbol, at, name: of.name, role: 'declaration', documentation: '' });
  }

  say(symbol: string, text: string): void {
    const known = this.#symbols.get(symbol);
    if (text === '' || known === undefined || known.documentation.includes(text)) return;
    this.#symbols.set(symbol, { ...known, documentation: [...known.documentation, text] });
  }

  fill(symbol: string, hook: string): void {
    const known = this.#symbols.get(symbol);
    if (known === undefined || known.fills.has(hook)) return;
    this.#symbols.set(symbol, { ...known, fills: new Set(known.fills).add(hook) });
  }
}

/** What documentation says of a condition. */
export function under(condition: string | null): string {
  return condition === null ? '' : `, under ${codeSpan(condition)}`;
}
