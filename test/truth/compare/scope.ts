import { eachRecord, type Fact, type TrueFile, type TrueFunction } from '../facts.ts';
import { holds as covers } from '../lines.ts';
import { holds, type Known } from './conditions.ts';

/** Which code a comparison is about, and what is known of it beside the facts compared. */
export class Scope {
  private readonly files = new Map<string, TrueFile>();
  private readonly macroUses = new Set<string>();
  private readonly functions = new Map<string, TrueFunction[]>();
  /** Compiled files of the scope in which clang found errors. */
  readonly faulty: string[] = [];
  units = 0;
  private readonly folders: readonly string[];
  private readonly only: readonly string[];

  private readonly known: Known;

  constructor(folders: readonly string[], only: readonly string[], known: Known = () => null) {
    this.folders = folders;
    this.only = only;
    this.known = known;
  }

  /** Reads what was compiled, and the names that help to say what kind of difference one is. */
  async read(path: string): Promise<void> {
    await eachRecord<Fact>(path, (fact) => this.add(fact));
  }

  /** Takes in one of those records. */
  add(fact: Fact): void {
    if (fact.kind === 'function') this.addFunction(fact);
    if (fact.kind === 'macro') this.macroUses.add(`${fact.file}:${fact.line}:${fact.name}`);
    if (fact.kind === 'file') this.files.set(fact.file, fact);
    if (fact.kind === 'unit' && this.covers(fact.file)) {
      this.units++;
      if (fact.errors) this.faulty.push(fact.file);
    }
  }

  /** Whether the comparison is about this file. */
  readonly covers = (file: string): boolean =>
    this.only.length > 0 ? this.only.includes(file) : this.folders.some((folder) => file.startsWith(`${folder}/`));

  /**
   * Whether an answer about this line can be judged: some compiled file contains it, no #if leaves it out there, and it
   * is not in a macro's definition, which is judged where the macro is used.
   */
  judges(file: string, line: number): boolean {
    const known = this.files.get(file);
    return known !== undefined && this.covers(file) && !covers(known.skipped, line) && !covers(known.defines, line);
  }

  /** Whether an answer is about another configuration than the one that was compiled, by its own condition. */
  excludes(file: string, condition: string | null | undefined): boolean {
    return condition != null && holds(condition, (name) => this.known(name, file)) === false;
  }

  /** Whether the source names a function-like macro on this line. */
  usesMacro(file: string, line: number, name: string): boolean {
    return this.macroUses.has(`${file}:${line}:${name}`);
  }

  /** Where a function with external linkage is defined, when it is in these folders and only once. */
  definition(name: string): TrueFunction | null {
    const all = (this.functions.get(name) ?? []).filter((one) => !one.static);
    return all.length === 1 ? (all[0] ?? null) : null;
  }

  private addFunction(fact: TrueFunction): void {
    const known = this.functions.get(fact.name);
    if (known === undefined) this.functions.set(fact.name, [fact]);
    else known.push(fact);
  }
}
