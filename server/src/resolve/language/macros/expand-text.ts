/** A text with its macros expanded to the end. */
import { callArguments, closing } from '../../../syntax/sheet.ts';
import { apply } from './apply.ts';
import type { MacroWork } from './budget.ts';
import type { Macro } from './definition.ts';

/** How deep macros may use each other in a text that is expanded to the end. */
const MAX_HIDDEN = 24;
const HIDDEN = `${MAX_HIDDEN} macros in each other`;

/** A text with every macro in it expanded that is found under its name, as a preprocessor would. */
export function expandText(
  text: string,
  find: (name: string) => Macro | null,
  work: MacroWork,
  hidden: readonly string[] = [],
): string {
  const words = /(?<!\\)"(?:\\.|[^"\\])*"|\b[A-Za-z_]\w*\b/g;
  let result = '';
  let at = 0;
  for (let word = words.exec(text); word; word = words.exec(text)) {
    const name = word[0];
    const macro = hidden.includes(name) ? null : find(name);
    const open = macro?.params ? opening(text, words.lastIndex) : -1;
    if (!macro || (macro.params && open < 0)) continue;
    if (hidden.length > MAX_HIDDEN) {
      work.tell(HIDDEN);
      continue;
    }
    const args = macro.params ? callArguments(text, open).map((arg) => arg.text) : [];
    const expanded = args.map((arg) => expandText(arg, find, work, hidden));
    const applied = apply(macro, args, work, expanded);
    result += text.slice(at, word.index) + expandText(applied, find, work, [...hidden, name]);
    at = macro.params ? closing(text, open) + 1 : words.lastIndex;
    words.lastIndex = at;
  }
  return result + text.slice(at);
}

/** The offset of the parenthesis that follows; -1 when something else does. */
export function opening(text: string, from: number): number {
  const match = /^\s*\(/.exec(text.slice(from, from + 40));
  return match ? from + match[0].length - 1 : -1;
}
