/** The part of a declaration in front of its body or value: attribute macros that no table knows, and macro-made heads. */
import { ATTRIBUTE_CALLS, ATTRIBUTE_WORDS } from './attributes.ts';
import type { Region } from './region.ts';
import { callArguments, closing, type Sheet, solid } from './sheet.ts';
import { madeTypeName } from './type-heads.ts';

/** A macro-made function's header, e.g. of SYSCALL_DEFINE2(name, int, a, long, b). */
export interface MacroHeader {
  readonly macro: string;
  readonly args: readonly { readonly text: string; readonly at: number }[];
}

/** The header of a function that a macro makes: the region starts with the macro's name and arguments. */
export function macroHeader(text: string, name: string, brace: number): MacroHeader | null {
  const head = /^(?:(?:static|inline|asmlinkage|notrace|noinstr|__(?!\w+_t\b|[a-z]+\d+\b)\w+)\s+)*(\w+)\s*\(/.exec(
    text.slice(0, brace),
  );
  if (!head || head[1] !== name) return null;
  return { macro: name, args: callArguments(text, head[0].length - 1) };
}

const STORAGE = new Set('static extern inline const volatile register typedef auto _Noreturn __extension__'.split(' '));
const PRIMITIVE = new Set('void char short int long float double signed unsigned _Bool'.split(' '));
const TAGS = new Set(['struct', 'union', 'enum']);

interface HeadWord {
  readonly text: string;
  readonly at: number;
}

/**
 * Blanks what stands in the head of a function or object and is neither its type nor its name: `static FOO_ATTR bool f(`,
 * `struct foo bar FOO_SECTION =`. Answers the offset behind the head.
 */
export function declarationHead(text: string, region: Pick<Region, 'kind' | 'name'>, sheet: Sheet): number {
  const made = region.kind === 'object' ? perMacro(text, sheet) : -1;
  if (made >= 0) return made;
  const { words, end, tagged } = headWords(text, sheet);
  const isFunction = region.kind === 'function';
  const name = isFunction ? words.findIndex((word) => word.text === region.name) : -1;
  const before = isFunction ? words.slice(0, Math.max(0, name)) : words;
  const keep = new Set(keptWords(before, isFunction, tagged));
  for (const word of before) {
    if (!keep.has(word)) sheet.put(word.at, word.at + word.text.length);
  }
  return end;
}

/** Of plain words in a head, those that are the type (where no keyword gives it) and, for an object, the name. */
function keptWords(words: readonly HeadWord[], isFunction: boolean, typed: number): readonly HeadWord[] {
  if (isFunction) return typed >= 0 ? [] : words.slice(-1);
  if (typed >= 0) return words.filter((word) => word.at > typed).slice(0, 1);
  return words.slice(0, 2);
}

/** The plain words of a head up to the first bracket, `=`, `;` or comma; and where a keyword gives the type, or -1. */
function headWords(text: string, sheet: Sheet): { words: HeadWord[]; end: number; tagged: number } {
  const words: HeadWord[] = [];
  let tagged = -1;
  let i = 0;
  const pattern = /\w+/y;
  while (i < text.length) {
    i = solid(text, i);
    pattern.lastIndex = i;
    const word = pattern.exec(text)?.[0];
    if (!word) {
      if (text[i] !== '*') break;
      i++;
      continue;
    }
    const end = i + word.length;
    const open = solid(text, end);
    if (text[open] === '(' && (ATTRIBUTE_CALLS.has(word) || /^(?:__)?typeof/.test(word))) {
      const close = closing(text, open) + 1;
      if (ATTRIBUTE_CALLS.has(word)) sheet.put(i, close);
      else {
        sheet.name(i, close);
        tagged = i;
      }
      i = close;
      continue;
    }
    if (TAGS.has(word)) {
      pattern.lastIndex = open;
      const tag = pattern.exec(text)?.[0] ?? '';
      if (ATTRIBUTE_WORDS.has(tag) || tag === '') return { words: [], end: i, tagged: i };
      tagged = open;
      i = open + tag.length;
      continue;
    }
    if (PRIMITIVE.has(word)) tagged = i;
    else if (ATTRIBUTE_WORDS.has(word)) sheet.put(i, end);
    else if (!STORAGE.has(word)) words.push({ text: word, at: i });
    i = end;
  }
  return { words, end: i, tagged };
}

/** `int (fn)(int)` among parameters is `int fn(int)`: the parser takes the name for a type that is handed over. */
export function bareParameters(text: string, from: number, brace: number, sheet: Sheet): void {
  for (const { 0: found, 1: name = '', index } of text.slice(from, brace).matchAll(BARE_PARAMETER)) {
    const open = from + index + found.length - name.length - 2;
    sheet.put(open, open + 1);
    sheet.put(open + name.length + 1, open + name.length + 2);
  }
}

/** A name in parentheses behind a type, in front of parameters. */
const BARE_PARAMETER = /[\w*]\s+\((\w+)\)(?=\s?\()/g;

/** `lock_struct(foo) {` opens a struct whose head a macro makes. Answers the offset behind the head; 0 where it is a plain one. */
export function madeTypeHead(text: string, brace: number, sheet: Sheet): number {
  const name = madeTypeName(text.slice(0, brace));
  if (name === null) return 0;
  const at = text.indexOf(name, text.indexOf('('));
  sheet.put(0, at, 'struct ');
  sheet.put(at + name.length, brace);
  return brace;
}

/** `static DEFINE_PER_CPU(struct foo, name) = ...` declares `struct foo name`. Answers the offset behind, or -1. */
function perMacro(text: string, sheet: Sheet): number {
  const head = /^\s*(?:(?:static|extern|const)\s+)*([A-Z_][A-Z0-9_]*)\s*\(/.exec(text);
  if (!head?.[1]) return -1;
  const open = head[0].length - 1;
  const close = closing(text, open);
  const [type, name] = callArguments(text, open);
  if (!type || !name || !/^\w+$/.test(name.text) || !/^[=;]/.test(text.slice(solid(text, close + 1)))) return -1;
  sheet.put(head[0].length - head[0].trimStart().length + head[0].trim().indexOf(head[1]), open + 1);
  sheet.put(type.at + type.text.length, name.at);
  sheet.put(name.at + name.text.length, close + 1);
  return close + 1;
}
