/** The names of a typedef, of which one may have several: `typedef struct lamp lamp_t, *lamp_p;`. */
import { closing, solid, solidBefore, wordBefore } from './sheet.ts';

/** The names that a typedef gives, in order. Takes its text, the semicolon included. */
export function typedefNames(text: string): readonly string[] {
  const names: string[] = [];
  const behind = text.lastIndexOf('}') + 1;
  let start = behind;
  for (let i = behind; i < text.length; i++) {
    const c = text[i];
    if (c === '(' || c === '[') i = closing(text, i);
    else if (c === ',' || c === ';') {
      const name = declared(text.slice(start, i));
      if (name !== '') names.push(name);
      start = i + 1;
    }
  }
  return names;
}

/** What a declarator is called: `(*name)(...)`, else the last word in front of a bracket or the end. */
function declared(text: string): string {
  const open = text.indexOf('(');
  const isPointer = open >= 0 && text[solid(text, open + 1)] === '*';
  const head = isPointer ? text.slice(open + 1, closing(text, open)) : text;
  const bracket = head.search(/[[(]/);
  return wordBefore(head, solidBefore(head, bracket < 0 ? head.length : bracket));
}
