/**
 * Cuts a mailbox into its mails. The libraries that do so read streams of Node, or take every line that begins with `From ` for the
 * beginning of a mail; there is little to it.
 */

/** Bytes as a text with a letter for each. */
export function lettersOf(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return parts.join('');
}

/** The bytes of such a text. */
export function bytesOf(letters: string): Uint8Array {
  return Uint8Array.from({ length: letters.length }, (_, i) => letters.charCodeAt(i));
}

/** The line in front of a mail: who sent it, or which commit it was made of, and a time with its year at the end. */
const BEGIN = /^From \S[^\n]*\d:\d\d[^\n]*\d{4}[^\n]*\n/;

/** Whether a text with a letter for each byte is a mailbox. */
export function isMailbox(letters: string): boolean {
  return BEGIN.test(letters.slice(0, 1000));
}

/** The mails of a mailbox, without the lines in front of them, up to so many. What mboxrd puts in front of `From ` is taken away. */
export function splitMailbox(letters: string, most: number): readonly string[] {
  const mails: string[] = [];
  let start = -1;
  for (let at = 0; at >= 0 && at < letters.length && mails.length < most; at = nextBegin(letters, at + 1)) {
    const line = BEGIN.exec(letters.slice(at, at + 1000))?.[0];
    if (line === undefined) continue;
    if (start >= 0) mails.push(letters.slice(start, at));
    start = at + line.length;
  }
  if (start >= 0 && mails.length < most) mails.push(letters.slice(start));
  return mails.map((mail) => mail.replace(/^>(>*From )/gm, '$1'));
}

/** Where the next line is that may begin a mail: there is an empty one in front of it. */
function nextBegin(letters: string, from: number): number {
  const found = /\n\r?\nFrom /g;
  found.lastIndex = Math.max(0, from - 1);
  const match = found.exec(letters);
  return match ? match.index + match[0].length - 'From '.length : -1;
}
