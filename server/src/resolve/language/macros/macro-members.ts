/** Members that macros' uses among those of a struct declare: `HOOK(int, open, struct lamp *lamp);`, `COMMON_MEMBERS`. */
import { addTo } from '../../../base/add-to.ts';
import { SourceFile } from '../../../index/file.ts';
import type { Snapshot } from '../../../index/snapshot.ts';
import type { Member } from '../../../model/ir.ts';
import { closing, solid } from '../../../syntax/sheet.ts';
import type { Macros } from './macros.ts';

/** The members that macros make of the struct whose declaration begins at `at`, each placed at the use. */
export function membersByMacros(snapshot: Snapshot, macros: Macros, file: SourceFile, at: number): readonly Member[] {
  const open = file.text.indexOf('{', at);
  // A struct that a macro's use makes has no braces of its own.
  if (open < 0 || !/^[\w\s]*$/.test(file.text.slice(at, open))) return [];
  const body = own(file.text.slice(open, closing(file.text, open)));
  const found: Member[] = [];
  for (const { name, index } of usesIn(body)) {
    const end = endOfUse(body, index + name.length);
    const macro = end < 0 ? null : macros.find(name, file);
    if (!macro || (macro.params !== null) !== (body[end - 1] === ')')) continue;
    const start = open + index;
    const made = macros.expandAll(body.slice(index, end), file, macros.works.of(name, file, start));
    if (!made.includes(';') && body[solid(body, end)] !== ';') continue;
    const list = new SourceFile(file.path, `struct made { ${made}; };`, snapshot.lowerer);
    const region = list.regions[0];
    const members = region && list.lower(region).types.find((type) => type.tag === 'made')?.members;
    const placed = (members ?? []).map((member) => ({ ...member, at: start, end: start, nameAt: start }));
    addTo(found, placed);
  }
  return found;
}

/** What may be such uses: words behind the members before that have arguments or a semicolon behind them, or end their line. */
function* usesIn(body: string): Iterable<{ readonly name: string; readonly index: number }> {
  const word = /[A-Za-z_]\w*/y;
  for (let at = 0; at < body.length; at++) {
    if (body[at] !== ';' && body[at] !== '{') continue;
    word.lastIndex = solid(body, at + 1);
    const index = word.lastIndex;
    const name = word.exec(body)?.[0];
    if (name === undefined) continue;
    const next = solid(body, index + name.length);
    const isCall = body[next] === '(' && !/[*^]/.test(body.charAt(solid(body, next + 1)));
    const isLast = next === body.length || body.slice(index + name.length, next).includes('\n');
    if (isCall || body[next] === ';' || isLast) yield { name, index };
  }
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
