/** The macros in force at a place, as far as the files that lead there say. */
import type { Macro } from './definition.ts';

/** Macros by name, while files are read from start to end. */
export class Environment {
  readonly #macros = new Map<string, Macro>();
  /** Names that are not defined where they are not met: others may be, in files that are not looked at. */
  readonly #decided: ReadonlySet<string>;

  constructor(decided: ReadonlySet<string>) {
    this.#decided = decided;
  }

  /** Takes a definition; one that may not be compiled leaves what there is. */
  define(macro: Macro, isSure: boolean): void {
    if (isSure || !this.#macros.has(macro.name)) this.#macros.set(macro.name, macro);
  }

  undefine(name: string): void {
    this.#macros.delete(name);
  }

  find(name: string): Macro | null {
    return this.#macros.get(name) ?? null;
  }

  /** Whether a name is defined; null when that is not known. */
  isDefined(name: string): boolean | null {
    if (this.#macros.has(name)) return true;
    return this.#decided.has(name) ? false : null;
  }
}
