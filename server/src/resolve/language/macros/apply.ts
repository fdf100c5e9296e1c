/** One step of the expansion of a macro. */
import { solid, solidBefore } from '../../../syntax/sheet.ts';
import type { MacroWork } from './budget.ts';
import type { Macro } from './definition.ts';

/**
 * One step of expansion: the body with the arguments in place, `#` and `##` done. `expanded` are the arguments for parameters
 * that stand beside no `##`. Where the use is cut, the text is too: what is left of it says no more than what it began with.
 */
export function apply(
  macro: Macro,
  args: readonly string[],
  work: MacroWork,
  expanded: readonly string[] = args,
): string {
  const raw = valuesOf(macro, args);
  const values = expanded === args ? raw : valuesOf(macro, expanded);
  let left = work.left - macro.body.length;
  const replaced = macro.body
    .replace(/,\s*##\s*__VA_ARGS__/g, raw.get('__VA_ARGS__') ? ', __VA_ARGS__' : '')
    .replace(/(?<!#)#\s*(\w+)/g, (whole, name: string) => (raw.has(name) ? '""' : whole))
    .replace(/\b[A-Za-z_]\w*\b|(?<!\\)"(?:\\.|[^"\\])*"/g, (word, at: number, body: string) => {
      if (!raw.has(word)) return word;
      const pasted = isPasted(body, at, at + word.length);
      const value = (pasted ? raw : values).get(word) || (pasted ? NOTHING : '');
      left -= value.length;
      return left < 0 ? '' : value;
    });
  const text = joined(replaced);
  // What was left out counts, so that the cut is told.
  return work.spend(left < 0 ? work.left : text.length) ? text : '';
}

/** What stands for an argument without text beside `##`: what is on the other side of it stays a word of its own. */
const NOTHING = '\u0001';

/** The arguments by the names of the parameters. */
function valuesOf(macro: Macro, args: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  macro.params?.forEach((param, index) => {
    const isRest = macro.variadic && index === (macro.params?.length ?? 0) - 1;
    values.set(param, isRest ? args.slice(index).join(', ') : (args[index] ?? ''));
  });
  return values;
}

/** Whether a word of a body stands beside `##`. */
function isPasted(body: string, at: number, end: number): boolean {
  return body.startsWith('##', solidBefore(body, at) - 2) || body.startsWith('##', solid(body, end));
}

/** A text with the words on both sides of each `##` put together. */
export function joined(text: string): string {
  const parts = text.split('##');
  const last = parts.length - 1;
  const whole = parts.map((part, i) => trimmedAt(part, i > 0, i < last)).join('');
  return last > 0 ? whole.replaceAll(NOTHING, '') : whole;
}

function trimmedAt(text: string, start: boolean, end: boolean): string {
  const behind = start ? text.trimStart() : text;
  return end ? behind.trimEnd() : behind;
}
