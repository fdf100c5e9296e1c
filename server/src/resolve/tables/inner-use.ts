/** Where something that macros make is written, when the use that it comes from is an argument of another macro's use. */
import { wordAt } from '../../base/words.ts';
import { callArguments, closing, solidBefore, wordBefore } from '../../syntax/sheet.ts';

/** What a use begins with, storage classes in front included. */
const HEAD = /(?:(?:static|extern|const|__\w+)\s+)*[A-Za-z_]\w*\s*\(/y;

/** Uses of macros by where they begin; one is asked for many times in a row. */
export class OuterUses {
  #last: { readonly text: string; readonly at: number; readonly use: OuterUse } | null = null;

  at(text: string, at: number): OuterUse {
    if (this.#last?.at !== at || this.#last.text !== text) this.#last = { text, at, use: new OuterUse(text, at) };
    return this.#last.use;
  }
}

/** A macro's use with arguments, in a text of its own. */
class OuterUse {
  readonly #text: string;
  readonly #at: number;
  /** Its own parenthesis. */
  readonly #open: number;

  /** The use that begins at an offset of a file's text. */
  constructor(text: string, at: number) {
    HEAD.lastIndex = at;
    const head = HEAD.exec(text)?.[0] ?? '';
    this.#at = at;
    this.#open = head.length - 1;
    this.#text = head === '' ? '' : text.slice(at, closing(text, at + this.#open));
  }

  /**
   * Where the use begins, in the file, of the macro in whose arguments a name stands: the innermost one that has the other name in them,
   * too, else the innermost. That of the outer one where the name stands in several, or in none.
   */
  handed(name: string, beside: string): number {
    const found = [...this.#around(name)].flatMap((uses) => uses.find((use) => use.names(beside)) ?? uses[0] ?? []);
    const named = found.filter((use) => use.names(beside));
    const meant = named.length > 0 ? named : found;
    const [only, another] = meant.filter((use) => !meant.some((each) => each.isIn(use)));
    return this.#at + (only && !another ? only.at : 0);
  }

  /** For each place where a name stands, the uses around it, the innermost first. */
  *#around(name: string): Iterable<readonly Inner[]> {
    for (let at = wordAt(this.#text, name); at >= 0; at = wordAt(this.#text, name, at + 1)) yield this.#usesAround(at);
  }

  #usesAround(at: number): readonly Inner[] {
    const uses: Inner[] = [];
    let depth = 0;
    for (let i = at - 1; i >= this.#open; i--) {
      const c = this.#text[i];
      if (c === ')') depth++;
      if (c !== '(' || depth-- > 0) continue;
      depth = 0;
      const end = solidBefore(this.#text, i);
      const word = wordBefore(this.#text, end);
      if (/^[A-Za-z_]/.test(word)) uses.push(new Inner(this.#text, i > this.#open ? end - word.length : 0, i));
    }
    return uses;
  }
}

/** A use among the arguments of another. */
class Inner {
  readonly #text: string;
  readonly #open: number;
  readonly at: number;

  constructor(text: string, at: number, open: number) {
    this.#text = text;
    this.#open = open;
    this.at = at;
  }

  /** Whether it is one of the arguments of another, or in one. */
  isIn(other: Inner): boolean {
    return other.at < this.at && this.at < closing(this.#text, other.#open);
  }

  /** Whether a name is one of its arguments, or in one. */
  names(word: string): boolean {
    return callArguments(this.#text, this.#open).some((arg) => wordAt(arg.text, word) >= 0);
  }
}
