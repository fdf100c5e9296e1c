/**
 * The names of hooks and tables in a text, by the text alone: for a search by name among all of a tree, where reading each file by
 * its types would take minutes. What a macro writes is not seen, nor a hook whose pointer is a typedef.
 */
import { blankComments } from './skip.ts';

/** A name, and where it stands: 1-based, in UTF-16 code units. */
export interface NamePlace {
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

/** A struct with hooks. */
export interface HookStruct extends NamePlace {
  /** Another name that a typedef gives it; empty where there is none. */
  readonly alias: string;
  readonly hooks: readonly NamePlace[];
}

/** An initialised object, which is a table where its struct has hooks. */
export interface NamedObject extends NamePlace {
  /** The struct's name; empty for an array of functions. */
  readonly struct: string;
}

/** The names of one file. */
export interface HookNames {
  readonly structs: readonly HookStruct[];
  readonly objects: readonly NamedObject[];
}

/** Where a struct with members begins: at the start of a line, as all that is at the top level. */
const STRUCT = /^(?:typedef[ \t]+)?(?:struct|union)\b([^;(){}=\n]*)\n?\{/gm;

/** Behind the parenthesis: what makes a member a pointer to a function. */
const HOOK = /\s*(?:\w+\s+)?\*\s*(?:(?:const|volatile)\s+)?(\w+)\s*(?:\[[^\]()]*\]\s*)?\)\s*\(/y;

/** What an initialiser begins with; its declaration is what stands in front of it on the line. */
const INITIALISER = /=\s*\{/g;

/** An array of functions, `static int (*const steps[])(int)`. */
const FUNCTIONS = /\([ \t]*\*[ \t]*(?:const[ \t]+)?(\w+)[ \t]*\[/;

/** Words in front of a declared name that are no type. */
const STORAGE: ReadonlySet<string> = new Set(['static', 'const', 'extern', 'volatile', 'register', 'typedef']);

/** Types that are no struct. */
const PLAIN = /^(?:[su]\d+|__u\d+|char|short|int|long|unsigned|signed|bool|size_t|enum|u?int\d+_t)$/;

/** The names in a text. */
export function hookNames(text: string): HookNames {
  return {
    structs: text.includes('*') ? structsIn(text, new Places(text)) : [],
    objects: objectsIn(text, new Places(text)),
  };
}

function structsIn(text: string, at: Places): HookStruct[] {
  const found: HookStruct[] = [];
  for (const { 0: all, 1: head = '', index } of text.matchAll(STRUCT)) {
    const open = index + all.length;
    const close = text.indexOf('\n}', open);
    const body = text.slice(open, close < 0 ? text.length : close);
    if (!body.includes('*')) continue;
    const hooks = hooksIn(body);
    const tag = tagIn(head);
    const alias = all.startsWith('typedef') && close >= 0 ? aliasIn(text, close + 2) : '';
    if (hooks.length === 0 || (tag === '' && alias === '')) continue;
    const place = at.of(tag || alias, tag ? index + all.indexOf(tag) : index);
    const named = hooks.map(({ name, offset }) => at.of(name, open + offset));
    found.push({ ...place, alias: tag ? alias : '', hooks: named });
  }
  return found;
}

/** The last word that annotates nothing. */
function tagIn(head: string): string {
  return (head.match(/\w+/g) ?? []).findLast((word) => !word.startsWith('__')) ?? '';
}

function aliasIn(text: string, from: number): string {
  const end = text.indexOf(';', from);
  return tagIn(text.slice(from, end < 0 ? from : end));
}

/** The members that are pointers to functions; what is in the parameters of one is none. */
function hooksIn(members: string): { readonly name: string; readonly offset: number }[] {
  const text = blankComments(members);
  const found: { readonly name: string; readonly offset: number }[] = [];
  let depth = 0;
  for (const { 0: sign, index } of text.matchAll(/[()]/g)) {
    HOOK.lastIndex = index + 1;
    const hook = sign === '(' && depth === 0 ? HOOK.exec(text) : null;
    if (hook) found.push({ name: hook[1] ?? '', offset: text.indexOf(hook[1] ?? '', text.indexOf('*', index)) });
    depth = Math.max(0, depth + (sign === '(' ? 1 : -1));
  }
  return found;
}

function objectsIn(text: string, at: Places): NamedObject[] {
  const found: NamedObject[] = [];
  for (const { index } of text.matchAll(INITIALISER)) {
    const start = text.lastIndexOf('\n', index) + 1;
    // Only what is at the top level begins in the first column.
    if (!TOP_LEVEL.test(text.charAt(start))) continue;
    const object = objectIn(text.slice(start, index));
    if (object) found.push({ ...at.of(object.name, start + object.offset), struct: object.struct });
  }
  return found;
}

const TOP_LEVEL = /[A-Za-z_]/;

interface Declared {
  readonly name: string;
  readonly struct: string;
  readonly offset: number;
}

/** The name and the struct of what a declaration says; null where that is no struct, and no array of functions. */
function objectIn(head: string): Declared | null {
  const array = head.includes('*') ? FUNCTIONS.exec(head) : null;
  if (array) return { name: array[1] ?? '', struct: '', offset: head.indexOf(array[1] ?? '', head.indexOf('*')) };
  const plain = head.replace(/\([^()]*\)|\[[^[\]]*\]/g, (part) => ' '.repeat(part.length));
  const words = [...plain.matchAll(/\w+/g)].filter(([word]) => !STORAGE.has(word));
  const keyword = words.findIndex(([word]) => word === 'struct' || word === 'union');
  const [type, ...names] = words.slice(keyword + 1);
  const name = names.find(([word]) => !word.startsWith('__')) ?? names[0];
  if (!type || !name || plain.includes('*') || (keyword < 0 && PLAIN.test(type[0]))) return null;
  return { name: name[0], struct: type[0], offset: name.index };
}

/** Counts lines, of offsets that only grow. */
class Places {
  readonly #text: string;
  #line = 1;
  #start = 0;

  constructor(text: string) {
    this.#text = text;
  }

  of(name: string, offset: number): NamePlace {
    for (let end = this.#text.indexOf('\n', this.#start); end >= 0 && end < offset; ) {
      this.#line++;
      this.#start = end + 1;
      end = this.#text.indexOf('\n', this.#start);
    }
    return { name, line: this.#line, column: offset - this.#start + 1 };
  }
}
