/**
 * Text of a tree as a person may be shown it: what is not seen, or changes how the rest is seen, in an escaped form. File names,
 * comments and strings can hold sequences that a terminal obeys, and characters that reorder or hide what stands around them.
 */

/**
 * Control characters, format characters (bidirectional overrides and characters of no width among them), separators of lines
 * and paragraphs, lone surrogates, and whatever else Unicode says is not to be seen.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}\p{NChar}]/gu;

/** What a text must have before it is looked through: almost none has. */
const MAY_BE_UNSEEN = /[^ -~]/;

/** Those that programmers know by a letter. */
const LETTERS: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text in one line, all of it to be seen: `a\x1b[31m`, `\u202e`. */
export function visible(text: string): string {
  return MAY_BE_UNSEEN.test(text) ? text.replace(UNSEEN, escapeOf) : text;
}

/** The same of a text that has lines and tabs of its own. */
export function visibleLines(text: string): string {
  return MAY_BE_UNSEEN.test(text)
    ? text.replace(UNSEEN, (each) => (/[\n\t]/.test(each) ? each : escapeOf(each)))
    : text;
}

function escapeOf(character: string): string {
  const letter = LETTERS[character];
  if (letter !== undefined) return letter;
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${hex(code, 2)}`;
  return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\u{${hex(code, 1)}}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

/**
 * The same for labels and messages of editors, in which VS Code looks for icons, `$(zap)`, and for links, which may run commands:
 * `[text](command:...)`. A blank keeps them from being either.
 */
export function label(text: string): string {
  return visible(text).replaceAll('$(', '$ (').replaceAll('](', '] (');
}

/** JSON with the same characters escaped as JSON has it: its value is the same, and nothing of it acts on a terminal. */
export function visibleJson(json: string): string {
  const plain = json.includes('##') ? json.replace(COMMAND_MARK, '\\u0023') : json;
  return BEYOND_ASCII.test(plain) ? plain.replace(UNSEEN, unitsOf) : plain;
}

/** Between its tokens JSON may have lines; whatever else is below a space is escaped by then. */
const BEYOND_ASCII = /[\x7f-\uffff]/;

function unitsOf(character: string): string {
  if (character === '\n') return character;
  return Array.from({ length: character.length }, (_, i) => `\\u${hex(character.charCodeAt(i), 4)}`).join('');
}

/**
 * The first letter of what CI jobs take for a command wherever it stands in a line of their log: `##[` of GitHub and Azure,
 * `##vso[` of Azure, `##teamcity[`.
 */
export const COMMAND_MARK = /#(?=#(?:vso|teamcity)?\[)/g;
