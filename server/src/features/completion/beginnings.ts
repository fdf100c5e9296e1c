/** What is written in front of the brace of an initialiser: the struct, the name and the dimensions of what begins there. */
import type { SourceFile } from '../../index/file.ts';
import { expansions } from '../../resolve/language/macros/expansions.ts';
import type { StructDef } from '../../resolve/language/types.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import type { Region } from '../../syntax/region.ts';

/** What a pair of braces initialises: nothing that is known, a struct, or an array of them in so many dimensions. */
export interface Begun {
  readonly struct: StructDef | null;
  readonly dimensions: number;
  /** The object's name; empty for a compound literal. */
  readonly name: string;
}

const DECLARED =
  /\b(?:struct|union)\s+(\w+)\s+(?:__\w+\s+)*([\w#]+)\s*((?:\[[^\]]*\]\s*)*)(?:\s\w+\s?(?:\((?:[^()=]|\([^()=]*\))*\)\s?)?)*=\s*$/;
const LITERAL =
  /(?<!\b(?:if|for|while|switch) ?)\(\s*(?:const\s+)?((?:struct|union)\s+)?(\w+)\s*((?:\[[^\]]*\]\s*)*)\)\s*$/;

/** A word, or a dimension. */
const PARTS = /[A-Za-z_][\w#]*|\[[^[\]]*\]/g;

/** Words between a type and the name. */
const QUALIFIER = /^(?:const|volatile|__\w+)$/;

/** No declaration has more words in front of its initialiser. */
const MAX_WORDS = 24;

/** Reads them in one region of a file. */
export class Beginnings {
  readonly #resolver: Resolver;
  readonly #file: SourceFile;
  readonly #region: Region;

  constructor(resolver: Resolver, file: SourceFile, region: Region) {
    this.#resolver = resolver;
    this.#file = file;
    this.#region = region;
  }

  /** What a brace begins behind a text that has one blank for many; null where the text says nothing of that. */
  of(text: string): Begun | null {
    const [, tag, name = '', dimensions] = DECLARED.exec(text) ?? [];
    if (tag) return { struct: this.#byTag(tag), dimensions: count(dimensions), name };
    const [, kind, type, several] = LITERAL.exec(text) ?? [];
    if (type) {
      const struct = kind ? this.#byTag(type) : this.#byTypedef(type);
      return { struct, dimensions: count(several), name: '' };
    }
    return /=\s*$/.test(text) ? (this.#typedefed(text) ?? this.#made(text)) : null;
  }

  /** `static const lamp_t desk = {`. */
  #typedefed(text: string): Begun | null {
    const parts = text.match(PARTS) ?? [];
    if (parts.length > MAX_WORDS) return null;
    for (const [i, word] of parts.entries()) {
      const struct = this.#byTypedef(word);
      if (!struct) continue;
      const [name = '', ...rest] = parts.slice(i + 1).filter((part) => !QUALIFIER.test(part));
      return { struct, dimensions: rest.filter((part) => part.startsWith('[')).length, name };
    }
    return null;
  }

  /** `static DEFINE_LAMP(desk) = {`: what the macro declares last. */
  #made(text: string): Begun | null {
    const { expressions, snapshot } = this.#resolver;
    const use = text.replace(/=\s*$/, '').trim();
    if (!use.endsWith(')')) return null;
    for (const made of expansions(snapshot.lowerer, expressions.macros, this.#file, use, this.#region.start))
      for (const inner of [...made.regions].reverse()) {
        const variable = inner.kind === 'object' ? made.lower(inner).variables.at(-1) : undefined;
        const struct = variable && expressions.types.structOf({ type: variable.type, file: this.#file });
        if (struct) return { struct, dimensions: 0, name: variable.name };
      }
    return null;
  }

  #byTag(tag: string): StructDef | null {
    return this.#resolver.expressions.types.structByTag(tag, this.#file);
  }

  #byTypedef(name: string): StructDef | null {
    return this.#resolver.expressions.types.structOf({ type: { k: 'name', name }, file: this.#file });
  }
}

function count(dimensions: string | undefined): number {
  return dimensions?.match(/\[/g)?.length ?? 0;
}
