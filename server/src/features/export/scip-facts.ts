/** Facts as what SCIP knows: occurrences of symbols, and what there is to say of each symbol. */
import type { Place } from '../../model/answers.ts';
import type { Fact } from './fact.ts';
import { ScipSymbols } from './scip-symbols.ts';

/** What a symbol stands for. */
export type ScipKind = 'struct' | 'union' | 'field' | 'table' | 'function';

/** What is done with a symbol at a place. */
export type ScipRole = 'definition' | 'read' | 'write';

/** A symbol at a place. */
export interface ScipOccurrence {
  readonly symbol: string;
  readonly at: Place;
  /** What stands there, if it is written out. */
  readonly name: string;
  readonly role: ScipRole;
  /** In Markdown; empty where the symbol's own says all. */
  readonly documentation: string;
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
  readonly documentation: string[];
  /** The hooks that a function fills. */
  readonly fills: Set<string>;
}

type Named = Pick<ScipSymbol, 'symbol' | 'name' | 'kind' | 'signature'>;

type Of<K extends Fact['fact']> = Extract<Fact, { readonly fact: K }>;

/** Takes facts, in their order, and keeps the symbols; occurrences are told as they come, those of one file and role in a row. */
export class ScipFacts {
  readonly symbols = new Map<string, ScipSymbol>();
  readonly #names: ScipSymbols;
  readonly #tell: (occurrence: ScipOccurrence) => void;
  /** By the numbers of structs; those of tables and sites as long as what belongs to them comes. */
  readonly #structs = new Map<number, string>();
  #table: Of<'table'> | null = null;
  #site: Of<'site'> | null = null;

  constructor(kernel: string, tell: (occurrence: ScipOccurrence) => void) {
    this.#names = new ScipSymbols(kernel);
    this.#tell = tell;
  }

  add(fact: Fact): void {
    if (fact.fact === 'struct') this.#struct(fact);
    else if (fact.fact === 'field') this.#field(fact);
    else if (fact.fact === 'table') this.#ops(fact);
    else if (fact.fact === 'slot') this.#slot(fact);
    else if (fact.fact === 'site') this.#call(fact);
    else if (fact.fact === 'target') this.#target(fact);
  }

  #struct(fact: Of<'struct'>): void {
    const symbol = this.#names.struct(fact);
    this.#structs.set(fact.id, symbol);
    this.#define({ symbol, name: fact.name, kind: fact.kind, signature: `${fact.kind} ${fact.name}`.trimEnd() }, fact);
  }

  #field({ structId, name, kind, signature, doc, ...at }: Of<'field'>): void {
    const struct = this.#structs.get(structId);
    if (struct === undefined) return;
    const symbol = this.#names.field(struct, name);
    this.#define({ symbol, name, kind: 'field', signature }, at);
    this.#say(symbol, doc);
    this.#say(symbol, kind === 'hook' ? 'A hook.' : '');
  }

  /** The symbol of a member that a place is about; null where it is none of a struct. */
  #hook(structId: number | null, field: string, at: Place): string | null {
    const struct = structId === null ? undefined : this.#structs.get(structId);
    if (struct === undefined) return null;
    const symbol = this.#names.field(struct, field);
    if (!this.symbols.has(symbol)) this.#know({ symbol, name: field, kind: 'field', signature: '' }, at.file);
    return symbol;
  }

  #ops(fact: Of<'table'>): void {
    this.#table = fact;
    const symbol = this.#names.table(fact);
    const { name, path, struct, memoryType, condition } = fact;
    const signature = struct === null ? `${name}${path}` : `struct ${struct} ${name}${path}`;
    this.#define({ symbol, name: `${name}${path}`, kind: 'table', signature }, fact);
    this.#say(symbol, `Memory type ${memoryType}${under(condition)}.`);
  }

  #slot({ field, function: name, value, condition, defined, ...at }: Of<'slot'>): void {
    const table = this.#table;
    const hook = table && this.#hook(table.structId, field, at);
    if (!table || hook === null) return;
    const what = `\`${table.name}${table.path}\` (${table.memoryType})`;
    const holds = `${what} holds \`${name ?? value ?? ''}\`${under(condition ?? table.condition)}.`;
    this.#tell({ symbol: hook, at, name: field, role: 'write', documentation: holds });
    if (name === null) return;
    const symbol = this.#function(name, defined, at);
    this.#fill(symbol, hook);
    this.#say(symbol, `Fills \`${table.struct}.${field}\` of ${what}${under(condition ?? table.condition)}.`);
  }

  #call(fact: Of<'site'>): void {
    this.#site = fact;
    const { structId, struct, field, guarded, checkedIn, condition } = fact;
    const hook = this.#hook(structId, field, fact);
    if (hook === null) return;
    const checked = checkedIn === null ? 'unguarded' : `checked in \`${checkedIn.function}()\``;
    const guard = guarded ? 'guarded' : checked;
    const documentation = `A call of \`${struct}.${field}\`, ${guard}${under(condition)}.`;
    this.#tell({ symbol: hook, at: fact, name: field, role: 'read', documentation });
  }

  /** A function that fills a hook at run time fills it, too. */
  #target({ function: name, defined }: Of<'target'>): void {
    const site = this.#site;
    const hook = site && this.#hook(site.structId, site.field, site);
    if (site && hook !== null) this.#fill(this.#function(name, defined, site), hook);
  }

  #fill(symbol: string, hook: string): void {
    this.symbols.get(symbol)?.fills.add(hook);
  }

  #function(name: string, defined: Place | null, from: Place): string {
    const symbol = this.#names.function(name, defined);
    const of = { symbol, name, kind: 'function', signature: '' } as const;
    if (!this.symbols.has(symbol)) {
      if (defined) this.#define(of, defined);
      else this.#know(of, from.file);
    }
    return symbol;
  }

  /** Of two definitions with one name, in branches of an `#if`, both are told. */
  #define(of: Named, at: Place): void {
    if (!this.symbols.has(of.symbol)) this.#know(of, at.file);
    this.#tell({ symbol: of.symbol, at, name: of.name, role: 'definition', documentation: '' });
  }

  #know(of: Named, file: string): void {
    this.symbols.set(of.symbol, { ...of, file, documentation: [], fills: new Set() });
  }

  #say(symbol: string, text: string): void {
    const said = this.symbols.get(symbol)?.documentation;
    if (text !== '' && said && !said.includes(text)) said.push(text);
  }
}

function under(condition: string | null): string {
  return condition === null ? '' : `, under \`${condition}\``;
}
