/** Facts as what SCIP knows: occurrences of symbols, and what there is to say of each symbol. */
import { codeSpan, markdownLines, markdownText } from '../../base/markdown.ts';
import type { Place } from '../../model/answers.ts';
import { within } from '../../syntax/conditionals.ts';
import type { Fact } from './fact.ts';
import { ScipFiles } from './scip-files.ts';
import { ScipFunctions } from './scip-functions.ts';
import { type ScipOccurrence, ScipStore, type ScipSymbol, under } from './scip-store.ts';
import { ScipSymbols } from './scip-symbols.ts';

type Of<K extends Fact['fact']> = Extract<Fact, { readonly fact: K }>;

/** Takes facts, in their order, and keeps the symbols; occurrences are told as they come, those of one file and role in a row. */
export class ScipFacts {
  readonly #names: ScipSymbols;
  readonly #store: ScipStore;
  readonly #files: ScipFiles;
  readonly #functions: ScipFunctions;
  /** By the numbers of structs; those of tables and sites as long as what belongs to them comes. */
  readonly #structs = new Map<number, string>();
  #table: Of<'table'> | null = null;
  #site: Of<'site'> | null = null;

  /** `isDeclared` says whether a function is only declared at a place. */
  constructor(kernel: string, tell: (occurrence: ScipOccurrence) => void, isDeclared: (at: Place) => boolean) {
    this.#names = new ScipSymbols(kernel);
    this.#store = new ScipStore(tell);
    this.#files = new ScipFiles(this.#names, this.#store);
    this.#functions = new ScipFunctions(this.#names, this.#store, isDeclared);
  }

  add(fact: Fact): void {
    if (fact.fact === 'finding') this.#files.finding(fact);
    else this.#files.flush();
    if (fact.fact === 'module') this.#files.module(fact);
    else if (fact.fact === 'struct') this.#struct(fact);
    else if (fact.fact === 'field') this.#field(fact);
    else if (fact.fact === 'table') this.#ops(fact);
    else if (fact.fact === 'slot') this.#slot(fact);
    else if (fact.fact === 'function') this.#functions.define(fact);
    else if (fact.fact === 'call') this.#functions.call(fact);
    else if (fact.fact === 'site') this.#call(fact);
    else if (fact.fact === 'target') this.#target(fact);
  }

  /** All symbols, when all facts are there. */
  finish(): Iterable<ScipSymbol> {
    this.#files.flush();
    this.#functions.finish();
    return this.#store.all();
  }

  #struct(fact: Of<'struct'>): void {
    const symbol = this.#names.struct(fact);
    this.#structs.set(fact.id, symbol);
    this.#store.define(
      { symbol, name: fact.name, kind: fact.kind, signature: `${fact.kind} ${fact.name}`.trimEnd() },
      fact,
    );
  }

  #field({ structId, name, kind, signature, doc, ...at }: Of<'field'>): void {
    const struct = this.#structs.get(structId);
    if (struct === undefined) return;
    const symbol = this.#names.field(struct, name);
    this.#store.define({ symbol, name, kind: 'field', signature }, at);
    this.#store.say(symbol, markdownLines(doc));
    this.#store.say(symbol, kind === 'hook' ? 'A hook.' : '');
  }

  /** The symbol of a member that a place is about; null where it is none of a struct. */
  #hook(structId: number | null, field: string, at: Place): string | null {
    const struct = structId === null ? undefined : this.#structs.get(structId);
    if (struct === undefined) return null;
    const symbol = this.#names.field(struct, field);
    this.#store.know({ symbol, name: field, kind: 'field', signature: '' }, at.file);
    return symbol;
  }

  #ops(fact: Of<'table'>): void {
    this.#table = fact;
    const symbol = this.#names.table(fact);
    const { name, path, struct, memoryType, condition } = fact;
    const signature = struct === null ? `${name}${path}` : `struct ${struct} ${name}${path}`;
    this.#store.define({ symbol, name: `${name}${path}`, kind: 'table', signature }, fact);
    this.#store.say(symbol, `Memory type ${markdownText(memoryType)}${under(condition)}.`);
    this.#store.say(symbol, this.#files.built(fact.file));
  }

  #slot({ field, function: name, value, condition, defined, ...at }: Of<'slot'>): void {
    const table = this.#table;
    const hook = table && this.#hook(table.structId, field, at);
    if (!table || hook === null) return;
    const what = `${codeSpan(`${table.name}${table.path}`)} (${markdownText(table.memoryType)})`;
    const when = under(within(table.condition, condition));
    const holds = `${what} holds ${codeSpan(name ?? value ?? '')}${when}.`;
    this.#store.tell({ symbol: hook, at, name: field, role: 'write', documentation: holds });
    if (name === null) return;
    const symbol = this.#functions.met(name, defined, at);
    this.#store.fill(symbol, hook);
    this.#store.say(symbol, `Fills ${codeSpan(`${table.struct}.${field}`)} of ${what}${when}.`);
    this.#store.say(symbol, this.#files.built(defined?.file ?? ''));
  }

  #call(fact: Of<'site'>): void {
    this.#site = fact;
    const { structId, copyOf, struct, field, through, guarded, checkedIn, condition } = fact;
    const hook = copyOf ? this.#hook(copyOf.structId, copyOf.field, fact) : this.#hook(structId, field, fact);
    if (hook === null) return;
    // The title of a copy's hook has the struct in it.
    const [what, name] = copyOf
      ? [`${codeSpan(field)}, by its copy ${codeSpan(through ?? '')}`, through ?? '']
      : [codeSpan(`${struct}.${field}`), field];
    const checked = checkedIn === null ? 'unguarded' : `checked in ${codeSpan(`${checkedIn.function}()`)}`;
    const guard = guarded ? 'guarded' : checked;
    const documentation = `A call of ${what}, ${guard}${under(condition)}.`;
    this.#store.tell({ symbol: hook, at: fact, name, role: 'read', documentation });
  }

  /** A function that fills a hook at run time fills it, too. */
  #target({ function: name, defined }: Of<'target'>): void {
    const site = this.#site;
    const hook = site && this.#hook(site.structId, site.field, site);
    if (site && hook !== null) this.#store.fill(this.#functions.met(name, defined, site), hook);
  }
}
