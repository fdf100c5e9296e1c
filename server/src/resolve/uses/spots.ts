/** Which object an expression names, as far as code tells: the members on the way to it, and the variable that the way begins at. */
import { pattern } from '../../base/patterns.ts';
import type { Expr } from '../../model/ir.ts';
import type { Region } from '../../syntax/region.ts';
import type { Expressions } from '../language/expressions.ts';
import type { Place } from '../language/place.ts';
import type { StructDef } from '../language/types.ts';
import { objectsIn } from '../tables/objects.ts';
import type { TextFilter } from '../tables/placed.ts';
import { value } from './callee.ts';
import { localAt, localHolder, type PlacedLocal } from './holders.ts';

/** A member on the way to an object. */
export interface Step {
  readonly struct: StructDef;
  readonly member: string;
  /** Whether the function itself writes it, rather than a macro that it uses. */
  readonly written: boolean;
}

/** What a way begins at. */
export type Root =
  /** What a parameter points to, by its number. */
  | { readonly k: 'param'; readonly index: number }
  /** A variable of the function, or what it points to. */
  | { readonly k: 'local'; readonly key: string }
  /** A variable of a file, static or for all. */
  | { readonly k: 'global'; readonly name: string; readonly file: string | null }
  /** What a pointer leads to that is read from somewhere. */
  | { readonly k: 'pointer' };

/** An object: `&wb->dwork` is the member `dwork` of what `wb` points to. */
export interface Spot {
  readonly root: Root;
  /** Members from where the last pointer leads; each holds the next. */
  readonly steps: readonly Step[];
  /** Whether a pointer that is kept somewhere leads to it, and not `&`. */
  readonly loaded?: true;
}

const POINTER: Root = { k: 'pointer' };

/** So many variables are followed, each set to what the next leads to. */
const MAX_ALIASES = 4;

/** Reads off expressions which objects they mean. */
export class Spots {
  readonly #expressions: Expressions;
  #aliases = 0;

  constructor(expressions: Expressions) {
    this.#expressions = expressions;
  }

  /** The object that a pointer leads to; null where nothing can be told of it. `use` is the text of the macro's use that an expansion is of. */
  pointed(expr: Expr, place: Place, use: string | null): Spot | null {
    const read = value(expr, this.#expressions);
    switch (read.k) {
      case 'id':
        return this.#named(read, place);
      case 'unary':
        return read.op === '&' ? this.object(read.arg, place, use) : null;
      case 'member':
        return this.#isArray(read, place) ? this.object(read, place, use) : this.#loaded(read, place, use);
      case 'binary':
        return this.pointed(read.left, place, use);
      case 'comma':
      case 'assign':
        return this.pointed(read.right, place, use);
      default:
        return null;
    }
  }

  /** The object that an expression is. */
  object(expr: Expr, place: Place, use: string | null): Spot | null {
    const read = value(expr, this.#expressions);
    switch (read.k) {
      case 'id':
        return this.#named(read, place);
      case 'unary':
        return read.op === '*' ? this.pointed(read.arg, place, use) : null;
      case 'index':
        return this.#isArray(read.of, place) ? this.object(read.of, place, use) : this.pointed(read.of, place, use);
      case 'member': {
        const step = this.#step(read, place, use);
        const loads = read.arrow && value(read.of, this.#expressions).k === 'member' && !this.#isArray(read.of, place);
        const before = loads ? null : this.#before(read, place, use);
        return step && { root: before?.root ?? POINTER, steps: [...(before?.steps ?? []), step] };
      }
      default:
        return null;
    }
  }

  #before({ of, arrow }: Extract<Expr, { k: 'member' }>, place: Place, use: string | null): Spot | null {
    return arrow ? this.pointed(of, place, use) : this.object(of, place, use);
  }

  /** What a pointer leads to that a member holds: the member says which. */
  #loaded(read: Extract<Expr, { k: 'member' }>, place: Place, use: string | null): Spot | null {
    const step = this.#step(read, place, use);
    return step && { root: POINTER, steps: [step], loaded: true };
  }

  #step({ of, name }: Extract<Expr, { k: 'member' }>, place: Place, use: string | null): Step | null {
    const struct = this.#expressions.structBehind(of, place);
    if (!struct) return null;
    return { struct, member: name, written: use === null || pattern`(?:->|\.)\s*${name}\b`.test(use) };
  }

  #named({ name, at }: Extract<Expr, { k: 'id' }>, place: Place): Spot | null {
    const found = localAt(name, at, place);
    if (found) return this.#local(found);
    const { file } = place;
    const own = file.symbols(name).find(({ kind }) => kind === 'object');
    const symbol = own ?? this.#expressions.snapshot.lookup(name, ['object'], file);
    if (!symbol) return this.#made(name, place);
    const text = symbol.file.text.slice(symbol.region.start, symbol.region.end);
    const isOwn = symbol.file.path.endsWith('.c') && /^\s*static\b/.test(text);
    const typed = this.#expressions.declared(name, symbol.file, file);
    const loaded = typed?.type.k === 'pointer' ? { loaded: true as const } : {};
    return { root: { k: 'global', name, file: isOwn ? symbol.file.path : null }, steps: [], ...loaded };
  }

  /** A variable that a macro declares: `DEFINE_PER_CPU(struct job, name)`. */
  #made(name: string, place: Place): Spot | null {
    const { file } = place;
    const isMacro = ({ kind, start, end }: Region): boolean =>
      (kind === 'invocation' || kind === 'prototype') && file.text.slice(start, end).includes(name);
    if (!file.regions.some(isMacro)) return null;
    return this.structMade(name, place) && { root: { k: 'global', name, file: file.path }, steps: [] };
  }

  /** The struct that a variable is which a macro of the file declares: one that makes an object, or is given a type and the name. */
  structMade(name: string, { file }: Place): StructDef | null {
    const given = pattern`\(\s*struct\s+(\w+)\s*,\s*${name}\s*[,)]`;
    for (const { kind, start, end } of file.regions) {
      if (kind !== 'invocation' && kind !== 'prototype') continue;
      const [, tag] = given.exec(file.text.slice(start, end)) ?? [];
      if (tag !== undefined) return this.#expressions.types.structByTag(tag, file);
    }
    const named = pattern`\b${name}\b`;
    const wanted: TextFilter = (text, kind) => kind !== 'function' && kind !== 'object' && named.test(text);
    for (const { object } of objectsIn(this.#expressions.snapshot, this.#expressions, file, wanted))
      if (object.name === name) return this.#expressions.types.structOf(object.type);
    return null;
  }

  #local(found: PlacedLocal): Spot {
    const holder = localHolder(found);
    const { local, place } = found;
    const loaded = local.type.k === 'pointer' ? { loaded: true as const } : {};
    if (holder.k === 'param') return { root: { k: 'param', index: holder.index }, steps: [], ...loaded };
    const key = `${local.name}@${holder.k === 'local' ? holder.at : 0}`;
    const own: Spot = { root: { k: 'local', key }, steps: [], ...loaded };
    if (!local.init || this.#aliases >= MAX_ALIASES || local.type.k !== 'pointer') return own;
    this.#aliases++;
    try {
      const alias = this.pointed(local.init, place, place.outer ? '' : null);
      // What it was read from is no part of what it leads to.
      return alias && (alias.root.k !== 'pointer' || alias.steps.length > 0) ? alias : own;
    } finally {
      this.#aliases--;
    }
  }

  #isArray(expr: Expr, place: Place): boolean {
    const { types } = this.#expressions;
    const typed = this.#expressions.typeOf(expr, place);
    return typed !== null && types.canonical(typed)?.type.k === 'array';
  }
}

/** A step's name for all files. */
export function stepKey({ struct, member }: Step): string {
  return `${struct.file.path}:${struct.at}.${member}`;
}

/** Members as they are written behind the object. */
export function stepsText(steps: readonly Step[]): string {
  return steps.map(({ member }) => member).join('.');
}
