/** Reads one Kconfig file into statements. What it does not know it leaves out. */
import { comesTo, cut, cuts, since, spend } from './bounds.ts';
import {
  both,
  type Conditional,
  type Expr,
  joined,
  parseConditional,
  parseExpr,
  parsePromptCondition,
  quoteEnd,
} from './kconfig-expr.ts';

export interface ConfigStatement {
  readonly kind: 'config';
  readonly name: string;
  readonly line: number;
  type: 'bool' | 'tristate' | 'other' | null;
  /** The conditions of its prompts; empty when it has none. */
  readonly prompts: (Expr | null)[];
  dependsOn: Expr | null;
  readonly defaults: Conditional[];
  readonly selects: { readonly name: string; readonly condition: Expr | null }[];
  readonly implies: { readonly name: string; readonly condition: Expr | null }[];
}

export interface BlockStatement {
  readonly kind: 'menu' | 'choice' | 'if';
  dependsOn: Expr | null;
  /** `visible if` of a menu, and the condition of a choice's prompt. */
  visible: Expr | null;
  readonly body: Statement[];
}

export interface SourceStatement {
  readonly kind: 'source';
  /** May hold `$(SRCARCH)` and the like. */
  readonly path: string;
  readonly relative: boolean;
  readonly line: number;
}

export type Statement = ConfigStatement | BlockStatement | SourceStatement;

/** Blocks within one another; kernels have 5. What is deeper may depend on anything. */
const DEEPEST = 100;

export function parseKconfig(text: string, file: string): Statement[] {
  const parser = new KconfigParser();
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = i + 1;
    const content = wholeLine(lines, i);
    i += content.further;
    spend(1 + content.text.length);
    const word = /^\s*([a-z_-]+)\s*/.exec(content.text);
    if (word === null) continue;
    comesTo({ file, line });
    const rest = content.text.slice(word[0].length);
    if ((word[1] === 'help' || word[1] === '---help---') && rest === '') i = endOfHelp(lines, i + 1) - 1;
    else parser.line(word[1] ?? '', rest, line);
  }
  return parser.top;
}

/** A line, with those that continue it. */
function wholeLine(lines: readonly string[], start: number): { readonly text: string; readonly further: number } {
  let last = (lines[start] ?? '').trimEnd();
  if (!last.endsWith('\\')) return { text: last, further: 0 };
  const before: string[] = [];
  let at = start;
  while (last.endsWith('\\') && at + 1 < lines.length) {
    before.push(last.slice(0, -1));
    last = (lines[++at] ?? '').trim();
  }
  return { text: [...before, last].join(' '), further: at - start };
}

/** The index of the first line behind a help text: the first that is indented less than the text's first line. */
function endOfHelp(lines: readonly string[], start: number): number {
  let indent = -1;
  for (let i = start; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (line.trim() === '') continue;
    const width = indentOf(line);
    if (indent < 0) indent = width;
    if (width < indent || indent === 0) return i;
  }
  return lines.length;
}

function indentOf(line: string): number {
  let width = 0;
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (code === 9) width = (width & ~7) + 8;
    else if (code === 32) width++;
    else break;
  }
  return width;
}

class KconfigParser {
  readonly top: Statement[] = [];
  readonly #open: BlockStatement[] = [];
  /** What attributes belong to. */
  #entry: ConfigStatement | BlockStatement | null = null;
  /** How many blocks are open beyond the bound. */
  #beyond = 0;
  /** What stands for the conditions of those. */
  #outside: Expr | null = null;
  #line = 0;

  line(word: string, rest: string, line: number): void {
    this.#line = line;
    switch (word) {
      case 'config':
      case 'menuconfig':
        this.#config(/^\w+/.exec(rest)?.[0] ?? '');
        return;
      case 'menu':
      case 'choice':
        this.#block({ kind: word, dependsOn: null, visible: null, body: [] });
        return;
      case 'if':
        this.#block({ kind: 'if', dependsOn: parseExpr(withoutComment(rest)), visible: null, body: [] });
        return;
      case 'endmenu':
      case 'endchoice':
      case 'endif':
        if (this.#beyond > 0) this.#beyond--;
        else this.#open.pop();
        this.#entry = null;
        return;
      case 'comment':
      case 'mainmenu':
        this.#entry = null;
        return;
      case 'source':
      case 'osource':
      case 'rsource':
      case 'orsource':
        this.#source(rest, word.includes('rsource'));
        return;
      default:
        if (this.#entry !== null) attribute(this.#entry, word, withoutComment(rest));
    }
  }

  #config(name: string): void {
    const empty = { prompts: [], defaults: [], selects: [], implies: [] };
    const entry: ConfigStatement = {
      kind: 'config',
      name,
      line: this.#line,
      type: null,
      dependsOn: this.#beyond > 0 ? this.#outside : null,
      ...empty,
    };
    this.#body().push(entry);
    this.#entry = entry;
  }

  #block(block: BlockStatement): void {
    this.#entry = null;
    if (this.#open.length >= DEEPEST) {
      if (this.#beyond++ === 0) {
        const start = cuts();
        cut('a menu, choice or if', `${DEEPEST} within one another`);
        this.#outside = { kind: 'cut', gap: since(start) };
      }
      return;
    }
    this.#body().push(block);
    this.#open.push(block);
    this.#entry = block.kind === 'if' ? null : block;
  }

  #source(rest: string, relative: boolean): void {
    const path = /^"([^"]*)"|^'([^']*)'|^(\S+)/.exec(rest);
    this.#body().push({ kind: 'source', path: path?.[1] ?? path?.[2] ?? path?.[3] ?? '', relative, line: this.#line });
    this.#entry = null;
  }

  #body(): Statement[] {
    return this.#open.at(-1)?.body ?? this.top;
  }
}

function attribute(entry: ConfigStatement | BlockStatement, word: string, rest: string): void {
  if (word === 'depends') {
    const { expr, condition } = parseConditional(rest.replace(/^on\s+/, ''));
    entry.dependsOn = both(
      entry.dependsOn,
      condition === null ? expr : joined('or', { kind: 'not', of: condition }, expr),
    );
  } else if (entry.kind !== 'config') {
    if (word === 'visible') entry.visible = both(entry.visible, parseExpr(rest.replace(/^if\s+/, '')));
    if (word === 'prompt') entry.visible = both(entry.visible, parsePromptCondition(rest));
  } else {
    configAttribute(entry, word, rest);
  }
}

function configAttribute(entry: ConfigStatement, word: string, rest: string): void {
  switch (word) {
    case 'bool':
    case 'tristate':
      entry.type = word;
      if (rest !== '') entry.prompts.push(parsePromptCondition(rest));
      return;
    case 'int':
    case 'hex':
    case 'string':
      entry.type = 'other';
      return;
    case 'prompt':
      entry.prompts.push(parsePromptCondition(rest));
      return;
    case 'def_bool':
    case 'def_tristate':
      entry.type = word === 'def_bool' ? 'bool' : 'tristate';
      entry.defaults.push(parseConditional(rest));
      return;
    case 'default':
      entry.defaults.push(parseConditional(rest));
      return;
    case 'select':
    case 'imply': {
      const { expr, condition } = parseConditional(rest);
      const list = word === 'select' ? entry.selects : entry.implies;
      if (expr.kind === 'symbol') list.push({ name: expr.name, condition });
      return;
    }
  }
}

/** Kconfig comments start at a `#` outside quotes. */
function withoutComment(text: string): string {
  if (!text.includes('#')) return text;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (letter === '#') return text.slice(0, i).trimEnd();
    // A quote that nothing ends is a letter like any other.
    if (letter === '"' || letter === "'") i = Math.max(i, quoteEnd(text, i));
  }
  return text.trimEnd();
}
