/** The initialiser around an offset by its text alone, so that code that is half typed, and parsed as something else, has one too. */
import type { SourceFile } from '../../index/file.ts';
import type { StructDef, Types } from '../../resolve/language/types.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import type { Region } from '../../syntax/region.ts';
import { directiveEnd, skipLiteral } from '../../syntax/skip.ts';
import { Beginnings, type Begun } from './beginnings.ts';
import { fieldsByMacro } from './macro-slots.ts';

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
  /** Whether it is the body of a macro. */
  readonly isMacro: boolean;
}

/** A pair of braces that is open. */
interface Braces extends Begun {
  readonly slots: WrittenSlot[];
  /** What was read of the item around them, and how many parentheses of it are open. */
  readonly around: { readonly item: string; readonly nesting: number };
}

/** The initialiser in which the name of a slot is being typed at an offset; null anywhere else. */
export function initialiserAt(resolver: Resolver, file: SourceFile, offset: number): InitialiserAt | null {
  const region = file.regionAt(offset) ?? file.regionAt(offset - 1);
  if (!region || region.kind === 'type') return null;
  return new Reading(resolver, file, offset, region).read();
}

/** What is in front of a macro's body. */
const DEFINE = /^[ \t]*#[ \t]*define[ \t]+\w+(?:\([^()]*\))?/;

/** One pass over a region's text. */
class Reading {
  readonly #resolver: Resolver;
  readonly #types: Types;
  readonly #beginnings: Beginnings;
  readonly #file: SourceFile;
  readonly #offset: number;
  readonly #region: Region;
  #open: Braces[] = [];
  /** The item under way, without comments and directives, and how many parentheses are open in it. */
  #item = '';
  #nesting = 0;

  constructor(resolver: Resolver, file: SourceFile, offset: number, region: Region) {
    this.#resolver = resolver;
    this.#types = resolver.expressions.types;
    this.#beginnings = new Beginnings(resolver, file, region);
    this.#file = file;
    this.#offset = offset;
    this.#region = region;
  }

  get #isMacro(): boolean {
    return this.#region.kind === 'define';
  }

  /** Where code begins in the region. */
  get #start(): number {
    const { start, end } = this.#region;
    return this.#isMacro ? start + (DEFINE.exec(this.#file.text.slice(start, end))?.[0].length ?? 0) : start;
  }

  read(): InitialiserAt | null {
    const { text } = this.#file;
    const { end } = this.#region;
    let found: InitialiserAt | null = null;
    let depth = 0;
    for (let at = this.#start; at < end && (!found || this.#open.length >= depth); ) {
      if (!found && at === this.#offset) {
        found = this.#found();
        if (!found) return null;
        depth = this.#open.length;
        // The next slot may follow without a comma.
        this.#item = '';
        at += /^\w*/.exec(text.slice(at, end))?.[0].length ?? 0;
        continue;
      }
      // In the body of a macro `#` pastes, and a line goes on behind a backslash.
      const isDirective = text.charAt(at) === '#' && !this.#isMacro;
      const behind = isDirective ? directiveEnd(text, at) : skipLiteral(text, at);
      if (behind === at) this.#take(this.#isMacro && text.charAt(at) === '\\' ? ' ' : text.charAt(at), at);
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
    return { struct, name, slots, typed, isMacro: this.#isMacro };
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
    const braces = this.#open.at(-1);
    const made = field || !braces?.struct ? [] : fieldsByMacro(this.#resolver, this.#file, this.#item);
    for (const each of field ? [field] : made) braces?.slots.push({ field: each, value: field ? value : null, end });
    [this.#item, this.#nesting] = ['', 0];
  }

  /** What the brace begins that stands behind the item under way. */
  #initialised(): Begun {
    const begun = this.#beginnings.of(this.#item);
    if (begun) return begun;
    const outer = this.#open.at(-1);
    if (!outer?.struct) return { struct: null, dimensions: 0, name: '' };
    const { struct, name: whole } = outer;
    if (outer.dimensions > 0) return { struct, dimensions: outer.dimensions - 1, name: whole };
    const member = /^\s*\.\s*(\w+)\s*=\s*$/.exec(this.#item)?.[1];
    return { ...this.#member(struct, member ?? ''), name: whole };
  }

  #member(struct: StructDef, name: string): Omit<Begun, 'name'> {
    const ref = this.#types.member(struct, name);
    if (!ref) return { struct: null, dimensions: 0 };
    const typed = { type: ref.member.type, file: ref.owner.file };
    const isArray = this.#types.canonical(typed)?.type.k === 'array';
    const element = isArray ? this.#types.pointee(typed) : typed;
    return { struct: this.#types.structOf(element), dimensions: isArray ? 1 : 0 };
  }
}
