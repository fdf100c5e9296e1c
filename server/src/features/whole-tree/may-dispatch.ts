/** Says by text which functions can dispatch through a hook, or fill one, whatever its struct. */
import type { SourceFile } from '../../index/file.ts';
import type { Expressions } from '../../resolve/language/expressions.ts';
import { type FunctionNames, namesOf } from '../../resolve/language/function-names.ts';
import { joined } from '../../resolve/language/macros/apply.ts';
import type { Macro } from '../../resolve/language/macros/definition.ts';
import type { Macros } from '../../resolve/language/macros/macros.ts';
import type { Trampolines } from '../../resolve/uses/trampolines.ts';

/** Says by text where a function may be assigned to a hook. */
export class AssignedFunctions {
  readonly #expressions: Expressions;
  readonly #file: SourceFile;
  readonly #names: FunctionNames;

  constructor(expressions: Expressions, file: SourceFile) {
    this.#expressions = expressions;
    this.#file = file;
    this.#names = namesOf(expressions.snapshot);
  }

  in(text: string): boolean {
    const values = text.matchAll(/(?:->|\.)\s*\w+\s*=(?:[^;=?]*\?)?\s*(?:&\s*)?([A-Za-z_]\w*)\s*[;:]/g);
    return [...values].some(([, name = '']) => this.#isFunction(name));
  }

  #isFunction(name: string): boolean {
    if (this.#file.path.endsWith('.c')) return this.#names.isFunction(this.#expressions, name, this.#file);
    return this.#file.symbols(name).some(({ kind }) => kind === 'function' || kind === 'prototype');
  }
}

/** Which macros have a call through a member in their body, or use one that has. */
export class MacroDispatch {
  readonly #macros: Macros;
  readonly #trampolines: Trampolines;
  readonly #known = new Map<string, boolean>();

  constructor(macros: Macros, trampolines: Trampolines) {
    this.#macros = macros;
    this.#trampolines = trampolines;
  }

  /** Macros use each other, some in circles: when none of those that one leads to calls a member, none of them leads to one that does. */
  has(name: string, file: SourceFile): boolean {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const seen = new Set([name]);
    for (const calls of this.#reached(seen, file)) {
      if (!calls) continue;
      this.#known.set(name, true);
      return true;
    }
    for (const each of seen) this.#known.set(each, false);
    return false;
  }

  /** Of a macro and all that it leads to, whether each calls a member itself; `seen` grows on the way. */
  *#reached(seen: Set<string>, file: SourceFile): Iterable<boolean> {
    for (const name of seen) {
      const known = this.#known.get(name);
      const macro = known === undefined ? this.#macros.find(name, file) : null;
      yield known ?? (macro !== null && this.#calls(macro, file));
      if (macro?.params != null) for (const each of usedIn(macro.body)) seen.add(each);
    }
  }

  /** Whether a text uses such a macro. */
  usedIn(text: string, file: SourceFile): boolean {
    return usedIn(text).some((name) => this.has(name, file));
  }

  #calls(macro: Macro, file: SourceFile): boolean {
    if (macro.params === null) return false;
    return callsMember(joined(macro.body)) || this.#trampolines.calledInBody(macro, file);
  }

  /** Whether a text can call through a hook: by the member's name, a trampoline's, or in a macro. */
  mayDispatch(text: string, file: SourceFile): boolean {
    return (
      callsMember(text) ||
      this.#trampolines.calledIn(text, file) ||
      this.usedIn(text, file) ||
      this.#handsMember(text, file)
    );
  }

  /** Whether a text hands a member to a macro that calls it. */
  #handsMember(text: string, file: SourceFile): boolean {
    const uses = text.matchAll(/\b([A-Za-z_]\w+)\s*\((?:[^();]*,)?[^();,]*(?:->|\.)\s*\w+\s*,/g);
    return [...uses].some(([, name = '']) => {
      const macro = this.#macros.find(name, file);
      return macro !== null && this.#macros.called(macro).size > 0;
    });
  }
}

/** The macros that a text may use. */
function usedIn(text: string): readonly string[] {
  return Array.from(text.matchAll(/\b([A-Za-z_]\w+)\s*\(/g), ([, name = '']) => name);
}

/** A call of an element of an array. */
const ELEMENT_CALL = /\w\s*\[(?:[^[\]]|\[[^[\]]*\])*\][)\s]*\(/;

/** Whether a text can call through a member, or an element of an array. */
function callsMember(text: string): boolean {
  if (ELEMENT_CALL.test(text)) return true;
  return /(?:->|\.)\s*\w+(?:\s*\[[^[\]]*\])?[)\s]*\(/.test(text);
}
