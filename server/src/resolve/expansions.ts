/** What macros that make declarations expand to, as files of their own. */
import { SourceFile } from '../index/file.ts';
import type { Lowerer } from '../syntax/lower.ts';
import { callArguments, closing } from '../syntax/sheet.ts';
import type { Macros } from './macros.ts';

/** How deep macros that make declarations may use each other. */
const MAX_MACROS = 4;

/** The texts that a macro's use expands to: its own expansion, and those of the macros used in it. */
export function* expansions(
  lowerer: Lowerer,
  macros: Macros,
  file: SourceFile,
  use: string,
  depth: number,
): Iterable<SourceFile> {
  const head = /^\s*(?:(?:static|extern|const)\s+)*(\w+)\s*\(/.exec(use);
  const macro = head?.[1] && macros.find(head[1], file);
  if (!macro || !head || depth > MAX_MACROS) return;
  const args = callArguments(use, head[0].length - 1).map((arg) => arg.text);
  const text = apart(macros.apply(macro, args));
  const made = new SourceFile(file.path, text.endsWith(';') || text.endsWith('}') ? text : `${text};`, lowerer);
  yield made;
  for (const region of made.regions) {
    if (region.kind !== 'invocation' && region.kind !== 'prototype') continue;
    yield* expansions(lowerer, macros, file, text.slice(region.start, region.end), depth + 1);
  }
}

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
