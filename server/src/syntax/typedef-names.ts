/** The names of a typedef, of which one may have several: `typedef struct lamp lamp_t, *lamp_p;`. */
import { closing } from './sheet.ts';

/** What a declarator is called: `(*name)(...)`, else its last word in front of `[` or the end. */
const DECLARATOR = /\(\s*\*[\s*]*(?:const\s+)?(\w+)\s*[)[]|(\w+)\s*(?:\[[^\]]*\]\s*|\([^()]*\)\s*)*$/;

/** The names that a typedef gives, in order. Takes its text, the semicolon included. */
export function typedefNames(text: string): readonly string[] {
  const names: string[] = [];
  const behind = text.lastIndexOf('}') + 1;
  let start = behind;
  for (let i = behind; i < text.length; i++) {
    const c = text[i];
    if (c === '(' || c === '[') i = closing(text, i);
    else if (c === ',' || c === ';') {
      const [, pointer, plain] = DECLARATOR.exec(text.slice(start, i)) ?? [];
      const name = pointer ?? plain;
      if (name !== undefined) names.push(name);
      start = i + 1;
    }
  }
  return names;
}
