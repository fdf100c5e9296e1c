/** The symbols that a tree's Kconfig files define, with the architectures for which each definition counts. */
import { normalPath } from '../base/paths.ts';
import type { Arches, ArchMask } from './arches.ts';
import { both, type Conditional, type Expr, forEachSymbol } from './kconfig-expr.ts';
import { type BlockStatement, type ConfigStatement, parseKconfig, type Statement } from './kconfig-parse.ts';
import { folderOf, inFolder, type TreeReader } from './reader.ts';

/** One `config` entry, as sourced for some architectures. */
export interface Definition {
  readonly arches: ArchMask;
  readonly entry: ConfigStatement;
  /** Everything that the entry depends on, menus and `if`s around it included. */
  readonly dependsOn: Expr | null;
  /** When its prompts show, beyond `dependsOn`. */
  readonly visible: Expr | null;
}

/** A `select` or `imply`, filed under the symbol it raises. */
export interface Raise {
  readonly by: string;
  readonly definition: Definition;
  readonly condition: Expr | null;
}

export interface Symbols {
  readonly definitions: ReadonlyMap<string, readonly Definition[]>;
  readonly selects: ReadonlyMap<string, readonly Raise[]>;
  readonly implies: ReadonlyMap<string, readonly Raise[]>;
  /** Symbols whose own definition mentions a symbol, by the symbol mentioned. */
  readonly mentionedBy: ReadonlyMap<string, ReadonlySet<string>>;
}

interface Context {
  readonly arches: ArchMask;
  readonly dependsOn: Expr | null;
  readonly visible: Expr | null;
  readonly depth: number;
}

export function readSymbols(reader: TreeReader, arches: Arches): Symbols {
  const collector = new Collector(reader, arches);
  collector.file('Kconfig', { arches: arches.all, dependsOn: null, visible: null, depth: 0 });
  return collector;
}

const DEEPEST = 30;

class Collector implements Symbols {
  readonly definitions = new Map<string, Definition[]>();
  readonly selects = new Map<string, Raise[]>();
  readonly implies = new Map<string, Raise[]>();
  readonly mentionedBy = new Map<string, Set<string>>();
  readonly #reader: TreeReader;
  readonly #arches: Arches;
  readonly #parsed = new Map<string, readonly Statement[]>();

  constructor(reader: TreeReader, arches: Arches) {
    this.#reader = reader;
    this.#arches = arches;
  }

  file(path: string, context: Context): void {
    if (context.depth > DEEPEST || context.arches === 0) return;
    let statements = this.#parsed.get(path);
    if (statements === undefined) {
      statements = parseKconfig(this.#reader.read(path) ?? '');
      this.#parsed.set(path, statements);
    }
    this.#all(statements, path, context);
  }

  #all(statements: readonly Statement[], path: string, context: Context): void {
    for (const statement of statements) {
      if (statement.kind === 'config') this.#config(statement, context);
      else if (statement.kind === 'source') this.#source(statement.path, statement.relative, path, context);
      else this.#all(statement.body, path, inside(statement, context));
    }
  }

  #config(entry: ConfigStatement, context: Context): void {
    const definition: Definition = {
      arches: context.arches,
      entry,
      dependsOn: both(context.dependsOn, entry.dependsOn),
      visible: context.visible,
    };
    add(this.definitions, entry.name, definition);
    for (const { name, condition } of entry.selects) add(this.selects, name, { by: entry.name, definition, condition });
    for (const { name, condition } of entry.implies) add(this.implies, name, { by: entry.name, definition, condition });
    this.#mention(entry, definition);
  }

  #mention(entry: ConfigStatement, definition: Definition): void {
    const note = (name: string): void => {
      const users = this.mentionedBy.get(name);
      if (users === undefined) this.mentionedBy.set(name, new Set([entry.name]));
      else users.add(entry.name);
    };
    const conditionals: readonly Conditional[] = entry.defaults;
    for (const expr of [definition.dependsOn, definition.visible, ...entry.prompts]) forEachSymbol(expr, note);
    for (const { expr, condition } of conditionals) {
      forEachSymbol(expr, note);
      forEachSymbol(condition, note);
    }
  }

  /** Sources a file, once for each architecture where the path says which. */
  #source(path: string, relative: boolean, from: string, context: Context): void {
    const names = path.includes('$') ? this.#arches.names : [''];
    for (const name of names) {
      const arches = name === '' ? context.arches : context.arches & this.#arches.bit(name);
      const named = path
        .replace(/\$[({]?SRCARCH[)}]?/, name)
        .replace(/\$[({]?HEADER_ARCH[)}]?/, name === 'um' ? 'x86' : name);
      const target = normalPath(relative ? inFolder(folderOf(from), named) : named);
      if (target !== null) this.file(target, { ...context, arches, depth: context.depth + 1 });
    }
  }
}

function inside(block: BlockStatement, context: Context): Context {
  const dependsOn = both(context.dependsOn, block.dependsOn);
  return { ...context, dependsOn, visible: both(context.visible, block.visible) };
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
