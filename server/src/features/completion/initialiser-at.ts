/** The initialiser around an offset by its text alone, so that code that is half typed, and parsed as something else, has one too. */
import type { SourceFile } from '../../index/file.ts';
import type { StructDef, Types } from '../../resolve/language/types.ts';
import { directiveEnd, skipLiteral } from '../../syntax/skip.ts';

/** A slot as it is written: `.field = value`. */
export interface WrittenSlot {
  readonly field: string;
  /** The name that is its value; null where that is more than a name. */
  readonly value: string | null;
  /** Behind its value. */
  readonly end: number;
}

/** An initialiser of a struct, with an offset in the name of one of its slots. */
export interface InitialiserAt {
  readonly struct: StructDef;
  /** The object's name; empty for a compound literal. */
  readonly name: string;
  /** What else is set in it, in front of the offset and behind. */
  readonly slots: readonly WrittenSlot[];
  /** The part of the slot's name in front of the offset. */
  readonly typed: string;
}

/** What a pair of braces initialises: nothing that is known, a struct, or an array of them in so many dimensions. */
interface Braces {
  readonly struct: StructDef | null;
  readonly dimensions: number;
  readonly name: string;
  readonly slots: WrittenSlot[];
  /** What was read of the item around them, and how many parentheses of it are open. */
  readonly around: { readonly item: string; readonly nesting: number };
}

const DECLARED =
  /\b(?:struct|union)\s+(\w+)\s+(?:__\w+\s+)*(\w+)\s*((?:\[[^\]]*\]\s*)*)(?:\s\w+\s?(?:\((?:[^()=]|\([^()=]*\))*\)\s?)?)*=\s*$/;
const LITERAL = /\(\s*(?:const\s+)?(?:struct|union)\s+(\w+)\s*((?:\[[^\]]*\]\s*)*)\)\s*$/;

/** The initialiser in which the name of a slot is being typed at an offset; null anywhere else. */
export function initialiserAt(types: Types, file: SourceFile, offset: number): InitialiserAt | null {
  const region = file.regionAt(offset) ?? file.regionAt(offset - 1);
  if (!region || region.kind === 'define' || region.kind === 'type') return null;
  return new Reading(types, file, offset).read(region.start, region.end);
}

/** One pass over a region's text. */
class Reading {
  readonly #types: Types;
  readonly #file: SourceFile;
  readonly #offset: number;
  #open: Braces[] = [];
  /** The item under way, without comments and directives, and how many parentheses are open in it. */
  #item = '';
  #nesting = 0;

  constructor(types: Types, file: SourceFile, offset: number) {
    this.#types = types;
    this.#file = file;
    this.#offset = offset;
  }

  read(start: number, end: number): InitialiserAt | null {
    const { text } = this.#file;
    let found: InitialiserAt | null = null;
    let depth = 0;
    for (let at = start; at < end && (!found || this.#open.length >= depth); ) {
      if (!found && at === this.#offset) {
        found = this.#found();
        if (!found) return null;
        depth = this.#open.length;
        // The next slot may follow without a comma.
        this.#item = '';
        at += /^\w*/.exec(text.slice(at, end))?.[0].length ?? 0;
        continue;
      }
      const behind = text.charAt(at) === '#' ? directiveEnd(text, at) : skipLiteral(text, at);
      if (behind === at) this.#take(text.charAt(at), at);
      if (!found && at < this.#offset && this.#offset < behind) return null;
      at = Math.max(behind, at + 1);
    }
    return found;
  }

  #found(): InitialiserAt | null {
    const braces = this.#open.at(-1);
    const typed = /^\s*\.\s*(\w*)$/.exec(this.#item)?.[1];
    if (!braces?.struct || braces.dimensions > 0 || this.#nesting > 0 || typed === undefined) return null;
    const { struct, name, slots } = braces;
    return { struct, name, slots, typed };
  }

  #take(letter: string, at: number): void {
    if (letter === '{') this.#begin();
    else if (letter === '}') this.#end(at);
    else if (letter === ';' || (letter === ',' && this.#nesting === 0)) this.#finish(at);
    else {
      if ('(['.includes(letter)) this.#nesting++;
      if (')]'.includes(letter)) this.#nesting = Math.max(0, this.#nesting - 1);
      // One blank for many, so that patterns have one way to match.
      const isBlank = /\s/.test(letter);
      if (!isBlank || !this.#item.endsWith(' ')) this.#item += isBlank ? ' ' : letter;
    }
  }

  #begin(): void {
    const around = { item: this.#item, nesting: this.#nesting };
    this.#open.push({ ...this.#initialised(), slots: [], around });
    [this.#item, this.#nesting] = ['', 0];
  }

  #end(at: number): void {
    this.#finish(at);
    const closed = this.#open.pop();
    this.#item = closed && closed.around.item.trim() !== '' ? `${closed.around.item}{}` : '';
    this.#nesting = closed?.around.nesting ?? 0;
  }

  #finish(end: number): void {
    const [head = '', field] = /^ ?\. ?(\w+)/.exec(this.#item) ?? [];
    const value = /^ ?= ?(?:& ?)?(\w+) ?$/.exec(this.#item.slice(head.length))?.[1] ?? null;
    if (field) this.#open.at(-1)?.slots.push({ field, value, end });
    [this.#item, this.#nesting] = ['', 0];
  }

  /** What the brace begins that stands behind the item under way. */
  #initialised(): Pick<Braces, 'struct' | 'dimensions' | 'name'> {
    const [, tag, name, dimensions] = DECLARED.exec(this.#item) ?? [];
    if (tag) return { struct: this.#struct(tag), dimensions: count(dimensions), name: name ?? '' };
    const literal = LITERAL.exec(this.#item);
    if (literal?.[1]) return { struct: this.#struct(literal[1]), dimensions: count(literal[2]), name: '' };
    const outer = this.#open.at(-1);
    if (!outer?.struct) return { struct: null, dimensions: 0, name: '' };
    const { struct, name: whole } = outer;
    if (outer.dimensions > 0) return { struct, dimensions: outer.dimensions - 1, name: whole };
    const member = /^\s*\.\s*(\w+)\s*=\s*$/.exec(this.#item)?.[1];
    return { ...this.#member(struct, member ?? ''), name: whole };
  }

  #member(struct: StructDef, name: string): Pick<Braces, 'struct' | 'dimensions'> {
    const ref = this.#types.member(struct, name);
    if (!ref) return { struct: null, dimensions: 0 };
    const typed = { type: ref.member.type, file: ref.owner.file };
    const isArray = this.#types.canonical(typed)?.type.k === 'array';
    const element = isArray ? this.#types.pointee(typed) : typed;
    return { struct: this.#types.structOf(element), dimensions: isArray ? 1 : 0 };
  }

  #struct(tag: string): StructDef | null {
    return this.#types.structByTag(tag, this.#file);
  }
}

function count(dimensions: string | undefined): number {
  return dimensions?.match(/\[/g)?.length ?? 0;
}
