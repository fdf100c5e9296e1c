/**
 * Names that macros' uses declare at the top level, `DECLARE_STATIC_CALL(name, ...)`, and those of lists of uses that are
 * included with the macro defined just before: `#define OP(f) DECLARE_STATIC_CALL(my_##f, ...)`, `#include "ops.h"`.
 */

import { wordAt } from '../../../base/words.ts';
import { seenBeside } from '../../../index/beside.ts';
import { SourceFile } from '../../../index/file.ts';
import { query } from '../../../index/query.ts';
import type { Snapshot } from '../../../index/snapshot.ts';
import type { Expr, Variable } from '../../../model/ir.ts';
import type { Region } from '../../../syntax/region.ts';
import { callArguments } from '../../../syntax/sheet.ts';
import type { Typed } from '../types.ts';
import { apply } from './apply.ts';
import type { MacroWork } from './budget.ts';
import { type Macro, readDefine } from './definition.ts';
import { Macros } from './macros.ts';

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

/** The type that a macro's use in what a file sees gives a pasted name; null when none declares it. */
export function madeName(snapshot: Snapshot, name: string, from: SourceFile): Typed | null {
  const made = snapshot.get(MADE_NAME, name, from);
  return made && { type: made.variable.type, file: made.file };
}

/** The type that a macro's use in a file gives a name that it is handed, `static DEFINE_PER_CPU(struct s, name);`; null when none declares it. */
export function handedName(snapshot: Snapshot, name: string, file: SourceFile): Typed | null {
  const made = snapshot.by(file).get(HANDED_NAME, name, file);
  return made && { type: made.variable.type, file: made.file };
}

/** What a constant that a file sees begins with, `static const bool name = false`, written out or made by a macro; null for no such name. */
export function constantNamed(snapshot: Snapshot, name: string, from: SourceFile): Expr | null {
  const symbol = snapshot.lookup(name, ['object'], from);
  const written = symbol?.file.lower(symbol.region).variables.find((each) => each.name === name);
  const found = written ?? snapshot.get(MADE_NAME, name, from)?.variable;
  return found?.type.k === 'name' && found.type.const === true ? found.init : null;
}

/** A macro's use that defines a function: the file, and the offset of the use. */
export interface MakingUse {
  readonly file: SourceFile;
  readonly at: number;
}

/** The use of a macro that defines a function of a name, in a file or a header beside it; null where none does. */
export function madeFunction(snapshot: Snapshot, name: string, from: SourceFile): MakingUse | null {
  return snapshot.get(MADE_FUNCTION, name, from);
}

const MADE_FUNCTION = query(
  'function that a macro defines',
  (snapshot: Snapshot, name: string, from: SourceFile): MakingUse | null => {
    for (const file of seenBeside(snapshot, from)) {
      const uses = snapshot.by(file).get(USES, file);
      for (const part of uses.size > 0 ? parts(name) : []) {
        const found = (uses.get(part) ?? []).find((use) => defines(name, snapshot.by(use.file).get(EXPANDED, use)));
        if (found?.at != null) return { file: found.file, at: found.at };
      }
    }
    return null;
  },
  (): MakingUse | null => null,
);

function defines(name: string, made: SourceFile): boolean {
  return made.symbols(name).some(({ kind }) => kind === 'function');
}

/**
 * The use of a macro that declares a function whose head it is handed, `EXTERNAL(int f(void))`, in what a file sees: where it
 * has a body only in some configurations, and elsewhere none. Null where no use has the head.
 */
export function declaredFunction(snapshot: Snapshot, name: string, from: SourceFile): MakingUse | null {
  return snapshot.get(DECLARED_FUNCTION, name, from);
}

const DECLARED_FUNCTION = query(
  'function that a macro declares',
  (snapshot: Snapshot, name: string, from: SourceFile): MakingUse | null => {
    for (const file of snapshot.closure(from)) {
      for (const use of snapshot.by(file).get(USES, file).get(name) ?? []) {
        const at = use.at === null ? null : headIn(use.file, use.at, name);
        if (at === null) continue;
        const made = snapshot.by(use.file).get(EXPANDED, use).symbols(name);
        if (made.some(({ kind }) => kind === 'prototype' || kind === 'function')) return { file: use.file, at };
      }
    }
    return null;
  },
  (): MakingUse | null => null,
);

/** Where a use that begins at an offset has a function's head, a type and a name in front of a parenthesis; null for none. */
function headIn(file: SourceFile, start: number, name: string): number | null {
  const { end = start } = file.regions.find((region) => region.start === start) ?? {};
  for (let at = wordAt(file.text, name, start, end); at >= 0; at = wordAt(file.text, name, at + name.length, end)) {
    const [before, behind] = [file.text.slice(start, at).trimEnd(), file.text.slice(at + name.length, end).trimStart()];
    if (/[\w*]$/.test(before) && behind.startsWith('(')) return at;
  }
  return null;
}

/** A variable that a macro's use declares, and the file whose code that is. */
interface Made {
  readonly variable: Variable;
  readonly file: SourceFile;
}

const MADE_NAME = query(
  'name that a macro declares',
  (snapshot: Snapshot, name: string, from: SourceFile): Made | null => {
    for (const file of snapshot.closure(from)) {
      const uses = snapshot.by(file).get(USES, file);
      if (uses.size === 0) continue;
      for (const part of parts(name)) {
        for (const use of uses.get(part) ?? []) {
          const made = declared(name, use, snapshot.by(use.file).get(EXPANDED, use));
          if (made) return made;
        }
      }
    }
    return null;
  },
  // A name that is asked for while it is looked for declares itself nowhere.
  (): Made | null => null,
);

const HANDED_NAME = query(
  'name that a macro is handed and declares',
  (snapshot: Snapshot, name: string, file: SourceFile): Made | null => {
    for (const use of snapshot.get(USES, file).get(name) ?? []) {
      const made = declared(name, use, snapshot.get(EXPANDED, use));
      if (made) return made;
    }
    return null;
  },
  (): Made | null => null,
);

/** What a use, expanded, declares by a name. */
function declared(name: string, use: Use, made: SourceFile): Made | null {
  for (const region of made.regions) {
    if (region.kind !== 'object' && region.kind !== 'prototype') continue;
    const variable = made.lower(region).variables.find((each) => each.name === name);
    if (variable) return { variable, file: use.file };
  }
  return null;
}

const EXPANDED = query('expanded use', (snapshot: Snapshot, { file, name, at, text }: Use): SourceFile => {
  const macros = new Macros(snapshot);
  const work = macros.works.of(name, file, at);
  const expanded = macros.expandAll(text(work), file, work);
  return new SourceFile(file.path, `${expanded};`, snapshot.lowerer);
});

const USES = query('uses of macros', (snapshot: Snapshot, file: SourceFile): Uses => {
  const all = new Map<string, Use[]>();
  const defines = new Map<string, Macro>();
  for (const region of file.regions) {
    if (region.kind === 'define')
      defines.set(region.name, readDefine({ file, kind: 'define', name: region.name, region }));
    else if (region.kind === 'include' && defines.size > 0) addList(snapshot, region.name, file, defines, all);
    else if (region.kind === 'invocation' || isBareUse(file, region)) {
      const text = textOf(file, region);
      add(all, text, { file, name: region.name, at: region.start, text: () => text });
    } else if (region.kind === 'function' && file.text.startsWith(`${region.name}(`, region.start)) {
      // The head of a function that a macro makes: `SHOW_OF(lamp) { ... }`.
      const text = `${file.text.slice(region.start, region.brace)} { }`;
      add(all, text, { file, name: region.name, at: region.start, text: () => text });
    }
  }
  return all.size > 0 ? all : NONE;
});

/** Whether a region is the use of a macro behind nothing but how it is stored: `static DEFINE_PER_CPU(struct s, name);`. */
function isBareUse({ text }: SourceFile, { kind, name, start, end }: Region): boolean {
  if (kind !== 'prototype') return false;
  const head = /^(?:(?:static|extern)\s+)+(\w+)\s*\(/.exec(text.slice(start, Math.min(end, start + LONGEST_HEAD)));
  return head !== null && head[1] === name;
}

/** As much of a use is looked at for what stands before its parenthesis. */
const LONGEST_HEAD = 200;

/** Adds the uses in an included list of macros that the including file has just defined. */
function addList(
  snapshot: Snapshot,
  include: string,
  file: SourceFile,
  defines: ReadonlyMap<string, Macro>,
  all: Map<string, Use[]>,
): void {
  const path = snapshot.includes.resolve(include, file.path, file.path);
  const list = path === null ? null : snapshot.file(path);
  for (const region of list?.regions ?? []) {
    const macro = region.kind === 'invocation' ? inForce(region.name, defines) : null;
    if (!macro || !list) continue;
    const text = textOf(list, region);
    const args = callArguments(text, text.indexOf('(')).map((arg) => arg.text);
    add(all, text, { file, name: macro.name, at: null, text: (work) => apply(macro, args, work) });
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

/** What a name can have been pasted from: its ends, its beginnings, and the words in between. */
export function* parts(name: string): Iterable<string> {
  for (let at = 0; at < name.length; at++) yield name.slice(at);
  for (let end = name.length - 1; end > 0; end--) yield name.slice(0, end);
  const words = name.split('_');
  for (let at = 1; at < words.length - 1; at++)
    for (let end = words.length - 1; end > at; end--) yield words.slice(at, end).join('_');
}
