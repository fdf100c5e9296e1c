/** Members that macros' uses among those of a struct declare: `HOOK(int, open, struct lamp *lamp);`, `COMMON_MEMBERS`. */
import { SourceFile } from '../../../index/file.ts';
import type { Snapshot } from '../../../index/snapshot.ts';
import type { Member } from '../../../model/ir.ts';
import { closing, solid } from '../../../syntax/sheet.ts';
import type { Macros } from './macros.ts';

/** What may be such a use: a word behind the members before, with arguments, with a semicolon, or the last on its line. */
const USE = /(?<=[;{}]\s*)\b([A-Za-z_]\w*)(?=\s*\(|\s*;|[ \t]*\n|\s*$)/g;

/** The members that macros make of the struct whose declaration begins at `at`, each placed at the use. */
export function membersByMacros(snapshot: Snapshot, macros: Macros, file: SourceFile, at: number): readonly Member[] {
  const open = file.text.indexOf('{', at);
  // A struct that a macro's use makes has no braces of its own.
  if (open < 0 || !/^[\w\s]*$/.test(file.text.slice(at, open))) return [];
  const body = own(file.text.slice(open, closing(file.text, open)));
  const found: Member[] = [];
  for (const { 1: name = '', index } of body.matchAll(USE)) {
    const end = endOfUse(body, index + name.length);
    const macro = end < 0 ? null : macros.find(name, file);
    if (!macro || (macro.params !== null) !== (body[end - 1] === ')')) continue;
    const start = open + index;
    const text = macros.expandAll(body.slice(index, end), file, macros.works.of(name, file, start));
    if (!text.includes(';') && body[solid(body, end)] !== ';') continue;
    const made = new SourceFile(file.path, `struct made { ${text}; };`, snapshot.lowerer);
    const region = made.regions[0];
    const members = region && made.lower(region).types.find((type) => type.tag === 'made')?.members;
    found.push(...(members ?? []).map((member) => ({ ...member, at: start, end: start, nameAt: start })));
  }
  return found;
}

/** A struct's text with what stands in the braces of inner ones blanked, and comments and directives. */
function own(text: string): string {
  const blank = (part: string): string => part.replace(/[^\n]/g, ' ');
  let plain = text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|^[ \t]*#(?:\\\r?\n|[^\n])*/gm, blank);
  for (let open = plain.indexOf('{', 1); open >= 0; open = plain.indexOf('{', open + 1)) {
    const close = closing(plain, open);
    plain = plain.slice(0, open + 1) + blank(plain.slice(open + 1, close)) + plain.slice(close);
  }
  return plain;
}

/** Where a use ends whose name ends at `end`; -1 for one with arguments that nothing closes. */
function endOfUse(text: string, end: number): number {
  const open = solid(text, end);
  if (text[open] !== '(') return end;
  const close = closing(text, open);
  return close < text.length ? close + 1 : -1;
}
