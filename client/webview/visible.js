/**
 * Text of a tree as a person may be shown it, as server/src/base/visible.ts has it for everything else: what is not seen, or changes
 * how the rest is seen, in an escaped form.
 */

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}\p{NChar}]/gu;

/** @type {Readonly<Record<string, string>>} */
const LETTERS = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A text in one line, all of it to be seen.
 *
 * @param {string} text
 * @returns {string}
 */
export function visible(text) {
  return text.replace(UNSEEN, escapeOf);
}

/**
 * The same of a text that has lines and tabs of its own.
 *
 * @param {string} text
 * @returns {string}
 */
export function visibleLines(text) {
  return text.replace(UNSEEN, (each) => (/[\n\t]/.test(each) ? each : escapeOf(each)));
}

/**
 * @param {string} character
 * @returns {string}
 */
function escapeOf(character) {
  const letter = LETTERS[character];
  if (letter !== undefined) return letter;
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
}
