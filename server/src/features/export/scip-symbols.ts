/** What SCIP calls things: a name for all indices, by the file that something is defined in. */
import type { Place } from '../../model/answers.ts';

/** Names in one kernel. */
export class ScipSymbols {
  readonly #head: string;

  /** `kernel` is its version; empty where that is not known. */
  constructor(kernel: string) {
    this.#head = `opscope . linux ${kernel === '' ? '.' : kernel.replaceAll(' ', '  ')} `;
  }

  /** A file, as what is in it begins. */
  file(path: string): string {
    return `${this.#head}${escaped(path)}/`;
  }

  /** A rule, or one of its groups of names. */
  rule(id: string, group: string | null): string {
    return `${this.#head}rules/${group === null ? '' : `${escaped(id)}/`}${escaped(group ?? id)}:`;
  }

  /** A struct or union; one without a name by its place. */
  struct({ name, file, line }: { readonly name: string } & Place): string {
    return `${this.#head}${escaped(file)}/${escaped(name === '' ? `<anonymous>:${line}` : name)}#`;
  }

  /** A member, of the symbol of its struct. */
  field(struct: string, name: string): string {
    return `${struct}${escaped(name)}.`;
  }

  /** An initialised object; a compound literal by its place. */
  table({ name, path, file, line }: { readonly name: string; readonly path: string } & Place): string {
    return `${this.#head}${escaped(file)}/${escaped(`${name === '' ? `<literal>:${line}` : name}${path}`)}.`;
  }

  /** A function where it is defined; one that the folders read do not have by its name alone. */
  function(name: string, defined: Place | null): string {
    return `${this.#head}${defined === null ? '' : `${escaped(defined.file)}/`}${escaped(name)}().`;
  }
}

/** A name with other characters than SCIP's simple ones stands between backticks. */
function escaped(name: string): string {
  return /^[\w+$-]+$/.test(name) ? name : `\`${name.replaceAll('`', '``')}\``;
}
