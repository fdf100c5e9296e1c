/**
 * Kernel C is not plain C to a parser. This turns one region's text into C that tree-sitter understands, of the same
 * length, so that every offset still holds. What was overwritten is read back from the original text when lowering.
 */

import { ATTRIBUTE_CALLS, ATTRIBUTE_WORDS } from './attributes.ts';
import { isDigit } from './characters.ts';
import { emptyArgument, separate, separateWord } from './commas.ts';
import { MAX_DEPTH } from './depth.ts';
import { bareParameters, declarationHead, type MacroHeader, macroHeader, madeTypeHead } from './heads.ts';
import { blankLeading } from './leading.ts';
import { markerAt } from './markers.ts';
import { preprocess } from './preprocess.ts';
import type { Region } from './region.ts';
import { callArguments, closing, Sheet, solid, solidBefore, wordBefore } from './sheet.ts';
import { skipLiteral } from './skip.ts';
import { structGroups } from './struct-groups.ts';

/** Words that are followed by a parenthesis and are no call. */
const NO_CALL = new Set(
  (
    'if while for switch return sizeof typeof __typeof__ __typeof typeof_unqual __typeof_unqual__ __alignof__ __alignof ' +
    '_Alignof alignof _Generic _Static_assert static_assert else do goto case ' +
    'struct union enum int char short long void float double signed unsigned const volatile'
  ).split(' '),
);

/** Words that cannot start a statement, so that `MACRO(...)` before them is an operand. */
const OPERATOR_WORDS = new Set(['else', 'while']);

/** A type as an argument of a macro: `struct foo *`, `unsigned int`, `pte_t *`; up to the comma or parenthesis. */
const TYPE_ARGUMENT =
  /\s*([=!<>]=|[<>&|](?=\s*,)|(?:return\b[^,()]*|continue|break|goto\s+\w+)|(?:(?:const|volatile)\s+)*(?:(?:struct|union|enum)\s+\w+|(?:unsigned|signed|long|short|int|char|void|float|double)\b(?:\s+(?:unsigned|signed|long|short|int|char|void|float|double)\b)*|\w+(?=\s*\*+\s*(?:const\s*)?[,)]))(?:\s*\bconst\b)?[\s*]*(?:\bconst\b\s*)?)(?=[,)])/y;

const IDENTIFIER = /[A-Za-z_]\w*/y;

export interface Normalised {
  /** The text to parse; as long as the region's. */
  readonly text: string;
  readonly header: MacroHeader | null;
}

interface Context {
  readonly sheet: Sheet;
  /** Offsets of words behind a `do { }` that are macros for `while`. */
  readonly loops: Set<number>;
  /** Offsets of `.field =` among a macro's arguments, and where each ends. */
  readonly designators: Map<number, number>;
  /** Among the members of a type, or in an initialiser: not among statements. */
  readonly inType: boolean;
  readonly inObject: boolean;
}

/** Normalises a region. Takes the region's own text (not the file's) and what the splitter says of it. */
export function normalise(source: string, region: Pick<Region, 'kind' | 'name' | 'start' | 'brace'>): Normalised {
  const inFunction = region.kind === 'function';
  const plain = preprocess(source);
  const clean = inFunction ? plain : structGroups(plain);
  const brace = region.brace < 0 ? clean.length : region.brace - region.start;
  const header = inFunction ? macroHeader(clean, region.name, brace) : null;
  const context: Context = {
    sheet: new Sheet(clean),
    loops: new Set(),
    designators: new Map(),
    inType: !inFunction,
    inObject: region.kind === 'object',
  };
  let i = 0;
  if (header) {
    context.sheet.put(0, brace, 'void f(void)');
    i = brace;
  } else if (inFunction || region.kind === 'object') {
    i = declarationHead(clean, region, context.sheet);
    if (inFunction) bareParameters(clean, i, brace, context.sheet);
  } else if (region.kind === 'type' && region.brace >= 0) i = madeTypeHead(clean, brace, context.sheet);
  while (i < clean.length) i = step(clean, i, brace, context);
  return { text: context.sheet.text(), header };
}

/** Handles what stands at `i`; answers where to go on. */
function step(text: string, i: number, brace: number, context: Context): number {
  const c = text.charCodeAt(i);
  if (c === 34 || c === 39) return Math.max(i + 1, skipLiteral(text, i));
  if (c === 44 && i > brace) return emptyArgument(text, i, context.sheet) ?? typeArgument(text, i + 1, context.sheet);
  if (c === 46) return text.startsWith('...', i) ? range(text, i, context.sheet) : designator(i, context);
  if (c >= 48 && c <= 57) return number(text, i);
  if (c < 65 || c > 122) return i + 1;
  IDENTIFIER.lastIndex = i;
  const word = IDENTIFIER.exec(text)?.[0];
  return word ? onWord(text, i, word, i > brace, context) : i + 1;
}

/** The end of the number at `i`, suffixes included, so that `0x1f` has no identifier in it. */
function number(text: string, i: number): number {
  const pattern = /[\w.]+/y;
  pattern.lastIndex = i;
  return i + (pattern.exec(text)?.[0].length ?? 1);
}

/** `.field =` at the start of a macro's argument is blanked: only its value is an expression. */
function designator(i: number, { sheet, designators }: Context): number {
  const end = designators.get(i);
  if (end !== undefined) sheet.put(i, end);
  return end ?? i + 1;
}

/** How far from its dots a label of a range is looked for, both ways. */
const LONGEST_LABEL = 1000;

/** `case A ... B:` is `case A:` to the parser; elsewhere the dots stay. */
function range(text: string, i: number, sheet: Sheet): number {
  const before = text.slice(Math.max(0, i - LONGEST_LABEL), i);
  const start = Math.max(before.lastIndexOf('\n') + 1, before.lastIndexOf(':'));
  if (!/(?:^|[\s;{}:])case\b[^:]*$/.test(before.slice(start))) return i + 3;
  const colon = text.slice(i, i + LONGEST_LABEL).indexOf(':');
  if (colon < 0) return i + 3;
  sheet.put(i, i + colon);
  return i + colon;
}

/** Handles one word; answers where to go on. */
function onWord(text: string, i: number, word: string, inBody: boolean, context: Context): number {
  const end = i + word.length;
  const { sheet } = context;
  if (ATTRIBUTE_WORDS.has(word)) {
    sheet.put(i, end);
    return end;
  }
  const open = solid(text, end);
  if (word === 'do' && text[open] === '{') {
    context.loops.add(solid(text, closing(text, open) + 1));
    return end;
  }
  if (word === 'auto' && inBody) {
    sheet.put(i, end, 'long');
    return end;
  }
  const marker = markerAt(text, i, end);
  if (marker) sheet.put(marker.start, marker.end);
  else if (inBody && !context.inType && open > end) blankLeading(text, { start: i, end }, sheet);
  if (text[open] === '.' && inBody && context.inObject) separateWord(text, i, end, sheet);
  if (text[open] !== '(') return end;
  if (ATTRIBUTE_CALLS.has(word) || /^(?:__)?asm(?:__)?$/.test(word)) return blankCall(text, i, open, sheet);
  if (/^(?:(?:__)?typeof(?:_unqual)?(?:__)?|__unqual_scalar_typeof|(?:__|_)?[aA]lignof(?:__)?|offsetof)$/.test(word)) {
    const close = closing(text, open) + 1;
    sheet.name(i, close);
    return close;
  }
  return NO_CALL.has(word) ? end : call(text, i, open, word, inBody, context);
}

function blankCall(text: string, i: number, open: number, sheet: Sheet): number {
  const close = Math.min(closing(text, open) + 1, text.length);
  sheet.put(i, close);
  return close;
}

/** A call or a macro's use: member macros, loops of macros, types among the arguments. */
function call(text: string, i: number, open: number, word: string, inBody: boolean, context: Context): number {
  const { sheet, inType } = context;
  // Each call looks for its end, so calls in calls in calls would take their square.
  if (text[closing(text, open, MAX_DEPTH)] !== ')') {
    // Half-typed: ended here, the rest of the code can stand.
    sheet.put(open, open + 1, inType ? ',' : ';');
    return open + 1;
  }
  const first = text[solid(text, open + 1)];
  if (first === ',' && (inBody || inType)) {
    sheet.put(solid(text, open + 1), solid(text, open + 1) + 1);
    return solid(text, open + 1) + 1;
  }
  if (first === '.') noteDesignators(text, open, context.designators);
  if (first === '*' && inType && isAnnotation(text, i)) {
    sheet.put(i, i + word.length);
    return open + 1;
  }
  if (inBody) {
    const declared = declaringMacro(text, i, open, word, sheet, inType);
    if (declared >= 0) return declared;
    const close = closing(text, open);
    const closesDo = context.loops.has(i);
    if (!inType && isBareTest(text, i)) sheet.put(i, i + word.length);
    else if (closesDo || (!inType && opensBlock(text, i, close))) {
      sheet.put(i, i + word.length, word.length < 5 ? 'if' : 'while');
    } else if (!inType) {
      blankStatic(text, i, sheet);
    }
    if (context.inObject) separate(text, i, close, sheet);
  }
  return inBody || inType ? typeArgument(text, open + 1, sheet) : open + 1;
}

/** What stands in front of a type's name; behind a name of a type, a word in front of `(*` is an annotation. */
const BEFORE_TYPE =
  /^(?:struct|union|enum|const|volatile|static|extern|register|inline|typedef|return|sizeof|else|__extension__)$/;

/** Whether the word at `i`, in front of `(*name)(`, annotates a function: `int __print_attr (*print)(...)`. */
function isAnnotation(text: string, i: number): boolean {
  const end = solidBefore(text, i);
  const before = text[end - 1] === '*' ? '*' : wordBefore(text, end);
  return before !== '' && !isDigit(before.charCodeAt(0)) && !BEFORE_TYPE.test(before) && !ATTRIBUTE_WORDS.has(before);
}

/** How far back the name of a type is looked for. */
const LONGEST_TYPE = 80;

/** Notes `.field =` at the start of a macro's arguments. */
function noteDesignators(text: string, open: number, designators: Map<number, number>): void {
  for (const argument of callArguments(text, open)) {
    const head = /^\.[\w.[\]\s]*=(?!=)/.exec(argument.text);
    if (head) designators.set(argument.at, argument.at + head[0].length);
  }
}

/** `static MACRO(...)` as a statement is a call to the parser once `static` is gone. */
function blankStatic(text: string, i: number, sheet: Sheet): void {
  const before = /\bstatic\s+$/.exec(text.slice(Math.max(0, i - 12), i));
  if (before) sheet.put(i - before[0].length, i);
}

/** Overwrites a type that stands as an argument at `i`; answers where to go on. */
function typeArgument(text: string, i: number, sheet: Sheet): number {
  TYPE_ARGUMENT.lastIndex = i;
  const match = TYPE_ARGUMENT.exec(text);
  if (!match?.[1]) return i;
  const from = i + match[0].length - match[1].length;
  const to = from + match[1].trimEnd().length;
  sheet.name(from, to);
  return to;
}

/** Whether the macro at `i` brings the parentheses of the `if` in front of it: `if FAILED(f(x))`. */
function isBareTest(text: string, i: number): boolean {
  const end = solidBefore(text, i);
  return end < i && wordBefore(text, end) === 'if';
}

/** What only a statement begins with. */
const VOID_CAST = /^\(\s*void\s*\)\s*[\w(*]/;

/** Whether `MACRO(...)` at the start of a statement is followed by the statement that it repeats. */
function opensBlock(text: string, i: number, close: number): boolean {
  const before = text.slice(Math.max(0, i - 200), i).trimEnd();
  if (before !== '' && !/[;{})]$|[^?]:$|\b(?:else|do)$/.test(before)) return false;
  const next = solid(text, close + 1);
  const c = text[next] ?? '';
  if (c === '{') return true;
  if (c === '(') return VOID_CAST.test(text.slice(next, next + LONGEST_TYPE));
  if (!/[A-Za-z_*]/.test(c)) return false;
  IDENTIFIER.lastIndex = next;
  const word = IDENTIFIER.exec(text)?.[0] ?? '';
  return !OPERATOR_WORDS.has(word) && (c !== '*' || text.slice(close, next).includes('\n'));
}

/** Macros that declare, among a struct's members or a function's variables; the rest of a member macro is blanked. */
function declaringMacro(text: string, i: number, open: number, word: string, sheet: Sheet, inType: boolean): number {
  const before = text.slice(Math.max(0, i - 200), i).trimEnd();
  if (!/[;{}(,]$/.test(before)) return -1;
  const close = closing(text, open);
  const comma = text.indexOf(',', open);
  switch (word) {
    case 'DECLARE_BITMAP':
      sheet.put(i, open + 1, 'long');
      sheet.put(comma, close + 1);
      return close + 1;
    case 'DECLARE_FLEX_ARRAY':
    case '__DECLARE_FLEX_ARRAY':
      sheet.put(i, open + 1);
      sheet.put(comma, comma + 1);
      sheet.put(close, close + 1);
      return close + 1;
    default: {
      const semicolon = solid(text, close + 1);
      if (!inType || !/[;{}]$/.test(before) || text[semicolon] !== ';') return -1;
      sheet.put(i, semicolon + 1);
      return semicolon + 1;
    }
  }
}
