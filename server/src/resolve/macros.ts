/** Macros, read from the tree and expanded as text where an expression or a table is made by one. */
import type { FileSymbol, SourceFile } from '../index/file.ts';
import type { Snapshot } from '../index/snapshot.ts';

/** A macro's definition. */
export interface Macro {
  readonly name: string;
  /** Names of the parameters; null for a macro without a parameter list. */
  readonly params: readonly string[] | null;
  readonly variadic: boolean;
  readonly body: string;
  readonly file: SourceFile;
  readonly at: number;
}

/** Parses a `#define`. */
function readDefine(symbol: FileSymbol): Macro {
  const raw = symbol.file.text.slice(symbol.region.start, symbol.region.end);
  const text = raw
    .replace(/\\\r?\n/g, ' ')
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/\/\/.*$/, '');
  const head = /^#\s*define\s+(\w+)(\(([^)]*)\))?\s*/.exec(text);
  const names = head?.[3]?.split(',').map((each) => each.trim());
  const params = head?.[2] === undefined ? null : (names ?? []).filter((each) => each !== '');
  const last = params?.at(-1) ?? '';
  const variadic = last.endsWith('...');
  const named = variadic
    ? [...(params ?? []).slice(0, -1), last === '...' ? '__VA_ARGS__' : last.slice(0, -3).trim()]
    : params;
  return {
    name: symbol.name,
    params: named,
    variadic,
    body: text.slice(head?.[0].length ?? 0).trim(),
    file: symbol.file,
    at: symbol.region.start,
  };
}

/** What the text of a macro, with those of the macros it uses, has in it. */
interface Values {
  readonly assigns: boolean;
  readonly braces: boolean;
}

const NEITHER: Values = { assigns: false, braces: false };

/** Finds and expands macros as a file sees them. */
export class Macros {
  readonly #snapshot: Snapshot;
  readonly #read = new Map<FileSymbol, Macro>();
  readonly #values = new Map<Macro, Values>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  /** The macro that a name is in a file; null when it is none. */
  find(name: string, file: SourceFile): Macro | null {
    const symbol = this.#snapshot.lookup(name, ['define'], file);
    if (!symbol) return null;
    const known = this.#read.get(symbol);
    if (known) return known;
    const macro = readDefine(symbol);
    this.#read.set(symbol, macro);
    return macro;
  }

  /** Whether a use of a macro can declare something with a value in braces: it, or a macro that it uses, writes `=` and `{`. */
  makesValues(name: string, file: SourceFile): boolean {
    const macro = this.find(name, file);
    const { assigns, braces } = macro ? this.#valuesOf(macro, file) : NEITHER;
    return assigns && braces;
  }

  #valuesOf(macro: Macro, file: SourceFile): Values {
    const known = this.#values.get(macro);
    if (known) return known;
    // A macro that uses itself, directly or not, is not expanded again.
    this.#values.set(macro, NEITHER);
    let values: Values = { assigns: /(?<![=!<>])=(?!=)/.test(macro.body), braces: macro.body.includes('{') };
    for (const [name] of macro.body.matchAll(/[A-Za-z_]\w*/g)) {
      if (values.assigns && values.braces) break;
      const inner = macro.params?.includes(name) ? null : this.find(name, file);
      const more = inner ? this.#valuesOf(inner, file) : NEITHER;
      values = { assigns: values.assigns || more.assigns, braces: values.braces || more.braces };
    }
    this.#values.set(macro, values);
    return values;
  }

  /** One step of expansion: the body with the arguments in place, `#` and `##` done. */
  apply(macro: Macro, args: readonly string[]): string {
    const values = new Map<string, string>();
    macro.params?.forEach((param, index) => {
      const isRest = macro.variadic && index === (macro.params?.length ?? 0) - 1;
      values.set(param, isRest ? args.slice(index).join(', ') : (args[index] ?? ''));
    });
    return macro.body
      .replace(/,\s*##\s*__VA_ARGS__/g, values.get('__VA_ARGS__') ? ', __VA_ARGS__' : '')
      .replace(/(?<!#)#\s*(\w+)/g, (whole, name: string) => (values.has(name) ? '""' : whole))
      .replace(/\b[A-Za-z_]\w*\b|"(?:\\.|[^"\\])*"/g, (word) => values.get(word) ?? word)
      .replace(/\s*##\s*/g, '');
  }
}
