/** The symbols that a tree's Kconfig files define, with the architectures for which each definition counts. */

import { normalPath } from '../base/paths.ts';
import type { Gap } from '../model/gaps.ts';
import type { Arches, ArchMask } from './arches.ts';
import { Account, accounted, comesTo, cut, cuts, lacks, type Reserve, reads, refuse, since, spend } from './bounds.ts';
import { both, type Conditional, type Expr, forEachSymbol } from './kconfig-expr.ts';
import { type BlockStatement, type ConfigStatement, parseKconfig, type Statement } from './kconfig-parse.ts';
import { folderOf, inFolder, isThere, type TreeReader, unread } from './reader.ts';

/** One `config` entry, as sourced for some architectures. */
export interface Definition {
  readonly file: string;
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
  /** What keeps definitions from being known; null where all were read. */
  readonly lost: Gap | null;
  /** Symbols whose own definition mentions a symbol, by the symbol mentioned. */
  readonly mentionedBy: ReadonlyMap<string, ReadonlySet<string>>;
}

interface Context {
  readonly arches: ArchMask;
  readonly dependsOn: Expr | null;
  readonly visible: Expr | null;
  readonly depth: number;
}

/** Reads the tree's Kconfig files; `told` hears what of them was cut. */
export function readSymbols(
  reader: TreeReader,
  arches: Arches,
  reserve: Reserve,
  told: (account: Account) => void,
): Symbols {
  const collector = new Collector(reader, arches);
  const account = new Account('the reading of Kconfig files', reserve);
  const isWhole = accounted(account, () => {
    collector.file('Kconfig', { arches: arches.all, dependsOn: null, visible: null, depth: 0 });
    return true;
  });
  if (isWhole === null) collector.lost = account.latest;
  told(account);
  return collector;
}

/** Files that source one another; kernels have 6. */
const DEEPEST = 30;

class Collector implements Symbols {
  readonly definitions = new Map<string, Definition[]>();
  readonly selects = new Map<string, Raise[]>();
  readonly implies = new Map<string, Raise[]>();
  readonly mentionedBy = new Map<string, Set<string>>();
  lost: Gap | null = null;
  readonly #reader: TreeReader;
  readonly #arches: Arches;
  readonly #parsed = new Map<string, readonly Statement[]>();
  /** The files that are being read, each sourced by the one before. */
  readonly #open = new Set<string>();
  readonly #circles = new Set<string>();

  constructor(reader: TreeReader, arches: Arches) {
    this.#reader = reader;
    this.#arches = arches;
  }

  file(path: string, context: Context): void {
    if (context.arches === 0) return;
    if (this.#open.has(path)) {
      // Kconfig refuses such trees. Nothing is lost: what the file says is there already, on less.
      if (!this.#circles.has(path)) refuse(`${path}, which sources itself,`, 'one reading');
      this.#circles.add(path);
    } else if (context.depth > DEEPEST) {
      this.#lose(() => cut(path, `${DEEPEST} files that source one another`));
    } else {
      this.#open.add(path);
      this.#all(this.#statements(path), path, context);
      this.#open.delete(path);
    }
  }

  #statements(path: string): readonly Statement[] {
    let statements = this.#parsed.get(path);
    if (statements !== undefined) return statements;
    const text = this.#reader.read(path);
    if (text === null && isThere(this.#reader, path)) {
      this.#lose(() => lacks(unread(path)));
    }
    reads(path, text ?? '');
    statements = parseKconfig(text ?? '', path);
    this.#parsed.set(path, statements);
    return statements;
  }

  /** Tells of something without which not all definitions are known. */
  #lose(tell: () => void): void {
    const start = cuts();
    tell();
    this.lost ??= since(start);
  }

  #all(statements: readonly Statement[], path: string, context: Context): void {
    for (const statement of statements) {
      spend(1);
      if ('line' in statement) comesTo({ file: path, line: statement.line });
      if (statement.kind === 'config') this.#config(statement, path, context);
      else if (statement.kind === 'source') this.#source(statement.path, statement.relative, path, context);
      else this.#all(statement.body, path, inside(statement, context));
    }
  }

  #config(entry: ConfigStatement, path: string, context: Context): void {
    const definition: Definition = {
      file: path,
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
    spend(names.length);
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
