/** Facts as a base of tables: how it is laid out, and which rows a fact makes. docs/export.md has queries for it. */
import type { Place } from '../../model/answers.ts';
import type { Fact } from './fact.ts';
import { INDICES, TABLES } from './fact-tables.ts';

export type Value = string | number | null;

/** A base that is being written. */
export interface FactBase {
  run(sql: string): void;
  insert(table: string, values: readonly Value[]): void;
  close(): void;
}

type Row = readonly [table: string, values: readonly Value[]];

type Of<K extends Fact['fact']> = Extract<Fact, { readonly fact: K }>;

function metaRows(values: Readonly<Record<string, Value>>): readonly Row[] {
  return Object.entries(values).flatMap(([key, value]) => (key === 'fact' ? [] : [['meta', [key, value]]]));
}

/** Writes facts as they come. */
export class FactBaseWriter {
  readonly #base: FactBase;
  readonly #files = new Map<string, number>();

  constructor(base: FactBase) {
    this.#base = base;
    base.run(TABLES);
  }

  write(fact: Fact): void {
    for (const [table, values] of this.#rows(fact)) this.#base.insert(table, values);
  }

  #rows(fact: Fact): readonly Row[] {
    switch (fact.fact) {
      case 'tree':
        return metaRows({ ...fact, folders: fact.folders.join(), ops: fact.ops.join() });
      case 'struct':
        return [['structs', [fact.id, fact.name, fact.kind, ...this.#place(fact)]]];
      case 'field':
        return [['fields', [fact.structId, fact.name, fact.kind, fact.signature, ...this.#place(fact)]]];
      case 'table':
        return [['tables', this.#table(fact)]];
      case 'slot':
        return [['slots', this.#slot(fact)]];
      case 'site':
        return [['sites', this.#site(fact)]];
      case 'target':
        return [['targets', [fact.siteId, fact.function, ...this.#place(fact.defined)]]];
      case 'function':
        return [['functions', this.#function(fact)]];
      case 'call':
        return [['calls', this.#call(fact)]];
      case 'module':
        return [['modules', this.#module(fact)]];
      case 'finding':
        return this.#finding(fact);
      case 'note':
        return metaRows({ note: fact.text });
      case 'end':
        return metaRows({ without_function: fact.withoutFunction });
    }
  }

  #table({ id, structId, name, path, memoryType, condition, ...at }: Of<'table'>): readonly Value[] {
    return [id, structId, name, path, memoryType, ...this.#place(at), condition];
  }

  #slot({ tableId, field, function: name, value, condition, defined, ...at }: Of<'slot'>): readonly Value[] {
    return [tableId, field, name, value, ...this.#place(at), ...this.#place(defined), condition];
  }

  #site(site: Of<'site'>): readonly Value[] {
    const { id, kind, structId, field, guarded, checkedIn, condition, through, macro } = site;
    const checked = [checkedIn?.function ?? null, ...this.#place(checkedIn).slice(0, 2)];
    const what = [id, kind, structId, field, site.function, Number(guarded), ...checked, through, macro];
    return [...what, ...this.#place(site), condition];
  }

  #function(fact: Of<'function'>): readonly Value[] {
    const { name, startLine, startColumn, endLine, endColumn, condition } = fact;
    return [name, ...this.#place(fact), startLine, startColumn, endLine, endColumn, condition];
  }

  #call({ caller, callee, calleeFile, calleeLine, calleeColumn, condition, ...at }: Of<'call'>): readonly Value[] {
    return [caller, callee, ...this.#place(at), this.#file(calleeFile), calleeLine, condition, calleeColumn];
  }

  #module({ file, status, config, moduleOn, builtInOn, why, includedBy }: Of<'module'>): readonly Value[] {
    const line = why === null ? [null, null] : [this.#file(why.file), why.line];
    const by = includedBy === null ? null : this.#file(includedBy);
    return [this.#file(file), status, config, moduleOn.join(), builtInOn.join(), ...line, by];
  }

  #finding(finding: Of<'finding'>): readonly Row[] {
    const { id, rule, group = null, severity, message, evidence } = finding;
    const own = [id, rule, group, severity, message, finding.function, ...this.#place(finding)];
    const rows = evidence.map((each): Row => ['evidence', [id, each.message, this.#file(each.file), each.line]]);
    return [['findings', own], ...rows];
  }

  /** Looks through all for what queries ask by. */
  close(): void {
    this.#base.run(INDICES);
    this.#base.close();
  }

  #place(place: Place | null): readonly Value[] {
    return place === null ? [null, null, null] : [this.#file(place.file), place.line, place.column];
  }

  #file(path: string): number {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const id = this.#files.size + 1;
    this.#files.set(path, id);
    this.#base.insert('files', [id, path]);
    return id;
  }
}
