/**
 * Text in Markdown that people paste into tickets, mails and pages: there are no formulas, mentions or elements made of it, whoever
 * shows the page.
 */
import { codeSpan } from '../base/markdown.ts';
import { visible } from '../base/visible.ts';

/** Signs that Markdown and HTML give a meaning to, and those that make a link of an address. */
const SIGNS = /[\\`*_[\]<>#|~&$@]|:(?=\/\/)|(?<=www)\./gi;

/** Text in one line. */
export function plain(text: string): string {
  return visible(text).replace(SIGNS, (sign) => (/[<>&@]/.test(sign) ? entity(sign) : `\\${sign}`));
}

function entity(sign: string): string {
  return `&#${sign.charCodeAt(0)};`;
}

/** Code in one line. */
export const code = codeSpan;
