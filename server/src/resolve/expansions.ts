/** What macros that make declarations expand to, as files of their own. */
import { SourceFile } from '../index/file.ts';
import { ATTRIBUTE_CALLS } from '../syntax/attributes.ts';
import type { Lowerer } from '../syntax/lower.ts';
import { callArguments, closing } from '../syntax/sheet.ts';
import type { Macro, Macros } from './macros.ts';

/** How deep macros that make declarations may use each other. */
const MAX_MACROS = 4;

/**
 * The texts that a macro's use expands to: its own expansion, and those of the macros used in it. `chosen` is the definition that
 * counts where the file sees several.
 */
export function* expansions(
  lowerer: Lowerer,
  macros: Macros,
  file: SourceFile,
  use: string,
  depth: number,
  chosen: Macro | null = null,
): Iterable<SourceFile> {
  const head = /^\s*(?:(?:static|extern|const|__\w+)\s+)*(\w+)\s*\(/.exec(use);
  const macro = chosen?.name === head?.[1] ? chosen : head?.[1] && macros.find(head[1], file, chosen?.file);
  if (!macro || !head || depth > MAX_MACROS) return;
  const args = callArguments(use, head[0].length - 1).map((arg) => arg.text);
  const text = apart(named(macros, file, macros.apply(macro, args)));
  const made = new SourceFile(file.path, text.endsWith(';') || text.endsWith('}') ? text : `${text};`, lowerer);
  yield made;
  for (const region of made.regions) {
    if (region.kind !== 'invocation' && region.kind !== 'prototype') continue;
    yield* expansions(lowerer, macros, file, text.slice(region.start, region.end), depth + 1, chosen);
  }
}

/** Expands the macros that make the names of objects, or all in front of a value: `struct entry UNIQUE_ID(prefix) = {`. */
function named(macros: Macros, file: SourceFile, text: string): string {
  let result = '';
  let at = 0;
  for (const head of text.matchAll(NAMED)) {
    const [, struct, name = ''] = head;
    const start = head.index + head[0].lastIndexOf(name);
    if (start < at || ATTRIBUTE_CALLS.has(name)) continue;
    const end = closing(text, head.index + head[0].length - 1) + 1;
    const isHead = struct !== undefined || /^\s*=\s*\{/.test(text.slice(end, end + LONGEST_BETWEEN));
    if (!isHead || !macros.find(name, file)?.params) continue;
    result += text.slice(at, start) + macros.expandAll(text.slice(start, end), file);
    at = end;
  }
  return result + text.slice(at);
}

/** The first name in front of a parenthesis, where nothing but a type, or nothing at all, comes before it. */
const NAMED =
  /(?:^|;)\s*(?:(?:static|extern|const)\s+)*((?:struct|union)\s+\w+\s+(?:\*\s*const\s+)?)?([A-Za-z_]\w*)\s*\(/g;

/** How far behind a macro's use the value is looked for. */
const LONGEST_BETWEEN = 40;

/** Puts what follows the use of a macro on a line of its own, as people write it: an expansion is all on one. */
function apart(text: string): string {
  const use = /[A-Z_][A-Z0-9_]*[ \t]*\(/y;
  let result = '';
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '{') i = closing(text, i);
    use.lastIndex = i;
    if ((i > 0 && !/[\s;})]/.test(text[i - 1] ?? '')) || !use.test(text)) continue;
    i = closing(text, use.lastIndex - 1);
    result += `${text.slice(at, i + 1)}\n`;
    at = i + 1;
  }
  return result + text.slice(at);
}
