/** Commas that kernel C leaves out, and those that stand for an argument without text: a parser wants a value on both sides. */
import { type Sheet, solid } from './sheet.ts';

/** How far back the start of an element, and ahead its designator, is looked for. */
const LONGEST = 80;

/** A comma with an empty argument behind it is blanked: to the parser there is none. Null behind a comma of another kind. */
export function emptyArgument(text: string, i: number, sheet: Sheet): number | null {
  const next = text[solid(text, i + 1)];
  if (next !== ',' && next !== ')') return null;
  sheet.put(i, i + 1);
  return i + 1;
}

/** Puts a comma between uses of macros that stand side by side in an initialiser: each brings the one behind its slots. */
export function separate(text: string, i: number, close: number, sheet: Sheet): void {
  const next = solid(text, close + 1);
  if (next === close + 1 || !/[{,)]\s*$/.test(text.slice(Math.max(0, i - LONGEST), i))) return;
  if (/^(?:[A-Za-z_]\w*\s*[(,}]|\.\w)/.test(text.slice(next, next + LONGEST))) sheet.put(close + 1, close + 2, ',');
}

/** Puts a comma between a macro without parameters and the designator behind it: `SLOTS_OF_ALL .open = a`. */
export function separateWord(text: string, i: number, end: number, sheet: Sheet): void {
  const isElement = /[{,]\s*$/.test(text.slice(Math.max(0, i - LONGEST), i));
  if (isElement && /^\s+\.[\w.[\]\s]+=(?!=)/.test(text.slice(end, end + LONGEST))) sheet.put(end, end + 1, ',');
}
