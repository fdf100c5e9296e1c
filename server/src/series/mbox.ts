/**
 * Cuts a mailbox into its mails. The libraries that do so read streams of Node, or take every line that begins with `From ` for the
 * beginning of a mail; there is little to it.
 */

/** Bytes as a text with a letter for each. */
export function lettersOf(bytes: Uint8Array): string {
  let letters = '';
  for (const each of bytes) letters += String.fromCharCode(each);
  return letters;
}

/** The bytes of such a text. */
export function bytesOf(letters: string): Uint8Array {
  return Uint8Array.from({ length: letters.length }, (_, i) => letters.charCodeAt(i));
}

/** How long the line in front of a mail may be. */
const LONGEST_BEGIN = 1000;

/**
 * The length, with its end, of the line at a place in front of a mail: who sent it, or which commit it was made of, and a time with
 * its year at the end. 0 where there is none.
 */
function beginAt(letters: string, at: number): number {
  const head = letters.slice(at, at + LONGEST_BEGIN);
  const end = head.indexOf('\n');
  const line = head.slice(0, Math.max(0, end));
  const time = /^From \S/.test(line) ? line.search(/\d:\d\d/) : -1;
  return time >= 0 && /\d{4}/.test(line.slice(time + '0:00'.length)) ? end + 1 : 0;
}

/** Whether a text with a letter for each byte is a mailbox. */
export function isMailbox(letters: string): boolean {
  return beginAt(letters, 0) > 0;
}

/** A mail of a mailbox. */
export interface Letter {
  /** Without the line in front of it. What mboxrd puts in front of `From ` is taken away. */
  readonly text: string;
  /** The line that it begins at, from 0. */
  readonly line: number;
}

/** The mails of a mailbox, up to so many. */
export function splitMailbox(letters: string, most: number): readonly Letter[] {
  const mails: Letter[] = [];
  let line = 0;
  let start = -1;
  const take = (to: number): void => {
    const text = letters.slice(start, to);
    mails.push({ text: text.replace(/^>(>*From )/gm, '$1'), line });
    line += linesIn(text) + 1;
  };
  for (let at = 0; at >= 0 && at < letters.length && mails.length < most; at = nextBegin(letters, at + 1)) {
    const length = beginAt(letters, at);
    if (length === 0) continue;
    if (start >= 0) take(at);
    else line = linesIn(letters.slice(0, at)) + 1;
    start = at + length;
  }
  if (start >= 0 && mails.length < most) take(letters.length);
  return mails;
}

/** How many lines end in a text. */
function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** Where the next line is that may begin a mail: there is an empty one in front of it. */
function nextBegin(letters: string, from: number): number {
  const found = /\n\r?\nFrom /g;
  found.lastIndex = Math.max(0, from - 1);
  const match = found.exec(letters);
  return match ? match.index + match[0].length - 'From '.length : -1;
}
