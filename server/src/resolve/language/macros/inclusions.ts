/** Follows the directives of a unit to each of its inclusions of a header, with the macros that are in force there. */
import type { SourceFile } from '../../../index/file.ts';
import type { Snapshot } from '../../../index/snapshot.ts';
import { holds } from './condition.ts';
import { type Macro, readDefine } from './definition.ts';
import { type Directive, directivesOf } from './directives.ts';
import type { Environment } from './environment.ts';
import { Rendering } from './rendering.ts';

/** How deep includes are followed. */
const MAX_DEPTH = 6;

/** How the text of a header is made what it is at one of its inclusions. */
export interface Expander {
  /** Replaces the uses of macros between two offsets. */
  expand(rendering: Rendering, from: number, to: number): void;
}

/** An `#if` that is open. */
interface Open {
  /** Whether the branch is compiled, with those around it; null when it is not known. */
  isActive: boolean | null;
  /** Whether one of its branches was; null when it is not known. */
  wasActive: boolean | null;
  /** Whether its directives were left in the text. */
  isWritten: boolean;
}

/** One pass over a unit. */
export class Inclusions {
  readonly #snapshot: Snapshot;
  readonly #macros: Environment;
  readonly #header: SourceFile;
  readonly #expander: Expander;
  readonly #found: Rendering[] = [];

  /** `header` is looked for. */
  constructor(snapshot: Snapshot, macros: Environment, header: SourceFile, expander: Expander) {
    this.#snapshot = snapshot;
    this.#macros = macros;
    this.#header = header;
    this.#expander = expander;
  }

  /** The header's text at each inclusion, in the order in which a compiler of the unit comes to them. */
  of(unit: SourceFile): readonly Rendering[] {
    this.#read(unit, unit, null, 0);
    return this.#found;
  }

  #read(file: SourceFile, unit: SourceFile, rendering: Rendering | null, depth: number): void {
    const open: Open[] = [];
    let at = 0;
    for (const directive of directivesOf(this.#snapshot, file)) {
      if (rendering) this.#between(rendering, at, directive.start, isActive(open));
      at = directive.end;
      if (directive.word.startsWith('el') || /^(?:if|endif)/.test(directive.word))
        this.#conditional(directive, open, rendering);
      else if (isActive(open) === false) rendering?.blank(directive.start, directive.end);
      else this.#plain(directive, file, unit, isActive(open) === true, depth);
    }
    if (rendering) this.#between(rendering, at, file.text.length, isActive(open));
  }

  #between(rendering: Rendering, from: number, to: number, active: boolean | null): void {
    if (active === false) rendering.blank(from, to);
    else this.#expander.expand(rendering, from, to);
  }

  #plain(directive: Directive, file: SourceFile, unit: SourceFile, isSure: boolean, depth: number): void {
    const { word, rest } = directive;
    if (word === 'define') this.#macros.define(defined(directive, file), isSure);
    else if (word === 'undef' && isSure) this.#macros.undefine(/^\w+/.exec(rest)?.[0] ?? '');
    else if (word === 'include' && depth < MAX_DEPTH) this.#include(rest, file, unit, depth + 1);
  }

  #include(name: string, file: SourceFile, unit: SourceFile, depth: number): void {
    if (!/^["<]/.test(name)) return;
    const path = this.#snapshot.includes.resolve(name, file.path, unit.path);
    if (path === this.#header.path) {
      const rendering = new Rendering(this.#header.text);
      this.#read(this.#header, unit, rendering, depth);
      this.#found.push(rendering);
    } else if (path !== null && path !== file.path && !/(?:^|\/)include\//.test(path)) {
      const next = this.#snapshot.file(path);
      if (next) this.#read(next, unit, null, depth);
    }
  }

  /** A directive that says what is compiled; it is left out where the macros in force say that, too. */
  #conditional({ word, rest, start, end }: Directive, open: Open[], rendering: Rendering | null): void {
    if (word.startsWith('if')) {
      const around = isActive(open);
      const value = around === false ? false : holds(word, rest, this.#macros);
      open.push({
        isActive: both(around, value),
        wasActive: around === false ? true : value,
        isWritten: value === null,
      });
      if (value !== null) rendering?.blank(start, end);
      return;
    }
    const top = open.at(-1);
    if (!top) return;
    if (word === 'endif') open.pop();
    else this.#otherwise(top, word, rest, isActive(open.slice(0, -1)));
    if (!top.isWritten) rendering?.blank(start, end);
  }

  #otherwise(top: Open, word: string, rest: string, around: boolean | null): void {
    const value = word === 'else' ? true : holds(word, rest, this.#macros);
    const reached = top.wasActive === null ? null : !top.wasActive;
    top.isActive = both(around, both(reached, value));
    if (top.wasActive !== true)
      top.wasActive = value === true && top.wasActive === false ? true : either(top.wasActive, value);
  }
}

function both(one: boolean | null, other: boolean | null): boolean | null {
  if (one === false || other === false) return false;
  return one === null || other === null ? null : true;
}

function either(one: boolean | null, other: boolean | null): boolean | null {
  if (one === true || other === true) return true;
  return one === null || other === null ? null : false;
}

/** Whether what stands behind the directives is compiled. */
function isActive(open: readonly Open[]): boolean | null {
  return open.at(-1)?.isActive ?? (open.length === 0 ? true : null);
}

function defined({ rest, start, end }: Directive, file: SourceFile): Macro {
  const name = /^\w*/.exec(rest)?.[0] ?? '';
  return readDefine({ file, kind: 'define', name, region: { kind: 'define', name, start, end, brace: -1, tag: '' } });
}
