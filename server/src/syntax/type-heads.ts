/** What stands in front of the members of a type: its head, written out or made by a macro. */
import { closing, solidBefore, wordBefore } from './sheet.ts';
import { blankComments } from './skip.ts';

/** The head of a type without the arguments of what annotates it: of words that begin with two underscores. */
export function withoutAnnotated(head: string): string {
  let result = '';
  let at = 0;
  for (let open = head.indexOf('('); open >= 0; open = head.indexOf('(', at)) {
    const name = solidBefore(head, open);
    const behind = closing(head, open) + 1;
    result += head.slice(at, wordBefore(head, name).startsWith('__') ? name : behind);
    at = behind;
  }
  return result + head.slice(at);
}

/** The head of a type that a macro makes, `lock_struct(foo) {`: the macro's name has room for the keyword. */
const MADE_HEAD = /^\w{6,}\(\s*([A-Za-z_]\w*)\s*(?:,[^;{}]*)?\)\s*$/;

/** What is in statements, and not among members; a call there is of a macro, in capitals. */
const STATEMENT = /=|^\s*(?:return|if|for|while|do|else|switch|goto|case|break)\b|^\s*[a-z]\w*\s*\([^*]/;

/** A type and what it declares. */
const MEMBER = /^\s*\w+\b[\s*]+[\w(]/;

/** The name of the type whose head a macro makes; null where it is none. */
export function madeTypeName(head: string): string | null {
  return MADE_HEAD.exec(head)?.[1] ?? null;
}

/** Whether braces have members in them rather than statements. */
export function isMembers(text: string): boolean {
  const parts = blankComments(text.slice(1)).replace(DIRECTIVES, '').split(/[;{}]/);
  return parts.some((each) => MEMBER.test(each)) && !parts.some((each) => STATEMENT.test(each));
}

/** Lines of the preprocessor. */
const DIRECTIVES = /^[ \t]*#.*$/gm;
