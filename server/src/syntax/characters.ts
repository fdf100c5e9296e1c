/** Code units that the lexical passes tell apart: comparing numbers is several times faster than comparing letters. */
export const TAB = 9;
export const NEWLINE = 10;
export const FORM_FEED = 12;
export const RETURN = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const HASH = 35;
export const APOSTROPHE = 39;
export const OPEN = 40;
export const CLOSE = 41;
export const STAR = 42;
export const SLASH = 47;
export const SEMICOLON = 59;
export const EQUALS = 61;
export const BRACKET = 91;
export const BACKSLASH = 92;
export const UNBRACKET = 93;
export const BRACE = 123;
export const UNBRACE = 125;

/** Whether a code unit can stand in an identifier. */
export function isWord(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || isDigit(c);
}

/** Whether a code unit is a digit, which no identifier begins with. */
export function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}
