/** What macros that make declarations expand to, as files of their own. */
import { SourceFile } from '../../../index/file.ts';
import { ATTRIBUTE_CALLS } from '../../../syntax/attributes.ts';
import type { Lowerer } from '../../../syntax/lower.ts';
import { callArguments, closing } from '../../../syntax/sheet.ts';
import { DECLARED_LETTERS, type MacroWork } from './budget.ts';
import type { Macro } from './definition.ts';
import type { Macros } from './macros.ts';
import { isPainted, MAX_NESTED, NESTED } from './nesting.ts';

/**
 * The texts that a macro's use expands to: its own expansion, and those of the macros used in it. `chosen` is the definition that
 * counts where the file sees several, and `at` the offset of the use, where it is known.
 */
export function* expansions(
  lowerer: Lowerer,
  macros: Macros,
  file: SourceFile,
  use: string,
  at: number | null,
  chosen: Macro | null = null,
): Iterable<SourceFile> {
  let work: MacroWork | null = null;
  const spending = (macro: Macro): MacroWork => (work ??= macros.works.of(macro.name, file, at, DECLARED_LETTERS));
  yield* nested({ lowerer, macros, file, at, chosen, spending }, use, []);
}

/** One use under way. */
interface Nest {
  readonly lowerer: Lowerer;
  readonly macros: Macros;
  readonly file: SourceFile;
  readonly at: number | null;
  readonly chosen: Macro | null;
  readonly spending: (macro: Macro) => MacroWork;
}

/** `around` are the macros that the use stands in. */
function* nested(nest: Nest, use: string, around: readonly Macro[]): Iterable<SourceFile> {
  const { lowerer, macros, file, chosen } = nest;
  const head = /^\s*(?:(?:static|extern|const|__\w+)\s+)*(\w+)\s*\(/.exec(use);
  const macro = chosen?.name === head?.[1] ? chosen : head?.[1] && macros.find(head[1], file, chosen?.file);
  if (!macro || !head || isPainted(macro.name, around)) return;
  if (around.length > MAX_NESTED) return tellDeep(nest, macro.name);
  const open = head[0].length - 1;
  const args = callArguments(use, open).map((arg) => arg.text);
  const work = nest.spending(macro);
  // A macro that is pasted first, `PASTE(OPS_, COUNT(...))(...)`, has its arguments behind.
  const [behind = ''] = /^\s*\(.*/s.exec(use.slice(closing(use, open) + 1)) ?? [];
  const text = apart(named(macros, file, macros.applied(macro, args, file, work) + behind, work));
  const made = new SourceFile(file.path, text.endsWith(';') || text.endsWith('}') ? text : `${text};`, lowerer);
  yield made;
  // The file that is made is nobody's: what it lost is told where it was made.
  for (const gap of made.gaps) if (gap.k === 'lost') macros.works.gaps.add({ ...gap, line: null });
  for (const region of made.regions) {
    if (region.kind !== 'invocation' && region.kind !== 'prototype') continue;
    yield* nested(nest, text.slice(region.start, region.end), [...around, macro]);
  }
}

function tellDeep({ macros, file, at }: Nest, name: string): void {
  const line = at === null ? null : file.point(at).line;
  macros.works.gaps.add({ k: 'cut', what: `the expansion of ${name}`, file: file.path, line, bound: NESTED });
}

/** Expands the macros that make the names of objects, or all in front of a value: `struct entry UNIQUE_ID(prefix) = {`. */
function named(macros: Macros, file: SourceFile, text: string, work: MacroWork): string {
  let result = '';
  let at = 0;
  for (const head of text.matchAll(NAMED)) {
    const [, struct, name = ''] = head;
    const start = head.index + head[0].lastIndexOf(name);
    if (start < at || ATTRIBUTE_CALLS.has(name)) continue;
    const end = closing(text, head.index + head[0].length - 1) + 1;
    if (end > text.length) break;
    const isHead = struct !== undefined || /^\s*=\s*\{/.test(text.slice(end, end + LONGEST_BETWEEN));
    if (!isHead || !macros.find(name, file)?.params) continue;
    result += text.slice(at, start) + macros.expandAll(text.slice(start, end), file, work);
    at = end;
  }
  return result + text.slice(at);
}

/** The first name in front of a parenthesis, where nothing but a type, or nothing at all, comes before it. */
const NAMED =
  /(?:^|;)\s*(?:(?:static|extern|const)\s+)*((?:struct|union)\s+\w+\s+(?:\*\s*const\s+)?)?([A-Za-z_]\w*)\s*\(/g;

/** How far behind a macro's use the value is looked for. */
const LONGEST_BETWEEN = 40;

/** What begins with a storage class: in front of it a use ends, whatever its name looks like. */
const STORED = /\s*(?:static|extern)\b/y;

/** Puts what follows the use of a macro on a line of its own, as people write it: an expansion is all on one. */
function apart(text: string): string {
  const use = /([A-Za-z_]\w*)[ \t]*\(/y;
  let result = '';
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '{') i = closing(text, i);
    use.lastIndex = i;
    const head = i > 0 && !/[\s;})]/.test(text[i - 1] ?? '') ? null : use.exec(text);
    if (!head) continue;
    i = closing(text, use.lastIndex - 1);
    STORED.lastIndex = i + 1;
    if (/[a-z]/.test(head[1] ?? '') && !STORED.test(text)) continue;
    result += `${text.slice(at, i + 1)}\n`;
    at = i + 1;
  }
  return result + text.slice(at);
}
