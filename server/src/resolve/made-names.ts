/**
 * Names that macros' uses declare at the top level, `DECLARE_STATIC_CALL(name, ...)`, and those of lists of uses that are
 * included with the macro defined just before: `#define OP(f) DECLARE_STATIC_CALL(my_##f, ...)`, `#include "ops.h"`.
 */
import { SourceFile } from '../index/file.ts';
import type { Snapshot } from '../index/snapshot.ts';
import type { Region } from '../syntax/region.ts';
import { callArguments } from '../syntax/sheet.ts';
import type { MacroWork } from './macro-work.ts';
import { type Macro, type Macros, readDefine } from './macros.ts';
import type { Typed } from './types.ts';

/** A use of a macro at the top level. */
interface Use {
  /** The file whose code it is: of a list of uses, the one that includes the list. */
  readonly file: SourceFile;
  /** The macro's name. */
  readonly name: string;
  /** The offset of the use, where it stands in the file itself. */
  readonly at: number | null;
  /** The use, expanded by one step where only the place of the use tells which macro it is of. */
  readonly text: (work: MacroWork) => string;
}

/** The uses in one file, and in the lists that it includes, by the words in their arguments. */
type Uses = ReadonlyMap<string, readonly Use[]>;

const NONE: Uses = new Map();

/** Finds what macros declare, in one snapshot. */
export class MadeNames {
  readonly #snapshot: Snapshot;
  readonly #macros: Macros;
  readonly #uses = new WeakMap<SourceFile, Uses>();
  readonly #found = new WeakMap<SourceFile, Map<string, Typed | null>>();
  readonly #read = new WeakMap<Use, SourceFile>();

  constructor(snapshot: Snapshot, macros: Macros) {
    this.#snapshot = snapshot;
    this.#macros = macros;
  }

  /** The type that a macro's use in what a file sees gives a pasted name; null when none declares it. */
  typeOf(name: string, from: SourceFile): Typed | null {
    const found = this.#found.get(from) ?? new Map<string, Typed | null>();
    this.#found.set(from, found);
    const known = found.get(name);
    if (known !== undefined) return known;
    // A name that is asked for while it is looked for declares itself nowhere.
    found.set(name, null);
    const typed = this.#find(name, from);
    found.set(name, typed);
    return typed;
  }

  #find(name: string, from: SourceFile): Typed | null {
    for (const file of this.#snapshot.includes.closure(from)) {
      const uses = this.#usesIn(file);
      if (uses.size === 0) continue;
      for (const part of parts(name)) {
        for (const use of uses.get(part) ?? []) {
          const typed = this.#declared(name, use);
          if (typed) return typed;
        }
      }
    }
    return null;
  }

  /** The type that a use gives a name. */
  #declared(name: string, use: Use): Typed | null {
    const made = this.#expanded(use);
    for (const region of made.regions) {
      if (region.kind !== 'object' && region.kind !== 'prototype') continue;
      const variable = made.lower(region).variables.find((each) => each.name === name);
      if (variable) return { type: variable.type, file: use.file };
    }
    return null;
  }

  #expanded(use: Use): SourceFile {
    const known = this.#read.get(use);
    if (known) return known;
    const work = this.#macros.works.of(use.name, use.file, use.at);
    const text = this.#macros.expandAll(use.text(work), use.file, work);
    const made = new SourceFile(use.file.path, `${text};`, this.#snapshot.lowerer);
    this.#read.set(use, made);
    return made;
  }

  #usesIn(file: SourceFile): Uses {
    const known = this.#uses.get(file);
    if (known) return known;
    const all = new Map<string, Use[]>();
    const defines = new Map<string, Macro>();
    for (const region of file.regions) {
      if (region.kind === 'define')
        defines.set(region.name, readDefine({ file, kind: 'define', name: region.name, region }));
      else if (region.kind === 'include' && defines.size > 0) this.#list(region.name, file, defines, all);
      else if (region.kind === 'invocation') {
        const text = file.text.slice(region.start, region.end);
        add(all, text, { file, name: region.name, at: region.start, text: () => text });
      }
    }
    const uses = all.size > 0 ? all : NONE;
    this.#uses.set(file, uses);
    return uses;
  }

  /** The uses in an included list of macros that the including file has just defined. */
  #list(include: string, file: SourceFile, defines: ReadonlyMap<string, Macro>, all: Map<string, Use[]>): void {
    const path = this.#snapshot.includes.resolve(include, file.path, file.path);
    const list = path === null ? null : this.#snapshot.file(path);
    for (const region of list?.regions ?? []) {
      const macro = region.kind === 'invocation' ? inForce(region.name, defines) : null;
      if (!macro || !list) continue;
      const text = (work: MacroWork) => this.#applied(macro, list, region, work);
      add(all, textOf(list, region), { file, name: macro.name, at: null, text });
    }
  }

  #applied(macro: Macro, list: SourceFile, region: Region, work: MacroWork): string {
    const text = textOf(list, region);
    const args = callArguments(text, text.indexOf('(')).map((arg) => arg.text);
    return this.#macros.apply(macro, args, work);
  }
}

function textOf(file: SourceFile, region: Region): string {
  return file.text.slice(region.start, region.end);
}

/** The macro behind a name at an include, other names for it (`#define OP_OPTIONAL OP`) followed. */
function inForce(name: string, defines: ReadonlyMap<string, Macro>): Macro | null {
  let macro = defines.get(name);
  for (let step = 0; macro && macro.params === null && step < defines.size; step++) macro = defines.get(macro.body);
  return macro?.params ? macro : null;
}

function add(all: Map<string, Use[]>, text: string, use: Use): void {
  const words = text.slice(text.indexOf('(') + 1).match(/[A-Za-z_]\w*/g);
  for (const word of new Set(words)) {
    const same = all.get(word);
    if (same) same.push(use);
    else all.set(word, [use]);
  }
}

/** What a name can have been pasted from: its ends, and its beginnings. */
function* parts(name: string): Iterable<string> {
  for (let at = 0; at < name.length; at++) yield name.slice(at);
  for (let end = name.length - 1; end > 0; end--) yield name.slice(0, end);
}
