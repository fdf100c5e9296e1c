/** Which lines a change adds, out of what `git diff --unified=0` says. */
import { comparable } from '../../base/line-diff.ts';
import { decode } from '../disk.ts';

/** The lines that each file has and had not, from 1. The text has a letter for each byte. */
export function addedLines(diff: string): Map<string, ReadonlySet<number>> {
  const found = new Map<string, Set<number>>();
  let current = new Set<number>();
  const lines = diff.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const file = /^\+\+\+ (?:"b\/(.*)"|b\/(.*?))\t?$/.exec(line);
    if (file) {
      current = new Set();
      found.set(decoded(file[1] === undefined ? (file[2] ?? '') : unquoted(file[1])), current);
    }
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!hunk) continue;
    const end = hunkEnd(lines, at + 1, Number(hunk[1] ?? 1) + Number(hunk[3] ?? 1));
    for (const each of added(lines.slice(at + 1, end), Number(hunk[2]))) current.add(each);
    at = end - 1;
  }
  return found;
}

/** Where a hunk of as many lines ends. Its lines may look like anything, and a word of git's may be among them. */
function hunkEnd(lines: readonly string[], from: number, count: number): number {
  let at = from;
  for (let left = count; left > 0 && at < lines.length; at++) if (/^[+-]/.test(lines[at] ?? '')) left--;
  return at;
}

function added(hunk: readonly string[], start: number): readonly number[] {
  const before = new Set(hunk.filter((line) => line.startsWith('-') && ODD.test(line)).map(converted));
  return hunk
    .filter((line) => line.startsWith('+'))
    .flatMap((line, i) => (before.size > 0 && before.has(converted(line)) ? [] : [start + i]));
}

/** What git may have written differently when it checked a file out: letters beyond ASCII, and the name of a blob. */
const ODD = /[\x80-\xff]|\$Id/;

/** A line as it reads, whatever its encoding. */
function converted(line: string): string {
  return comparable(decode(Buffer.from(line.slice(1), 'latin1')));
}

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** A name as it is, of one that git quotes as C would. */
function unquoted(name: string): string {
  return name.replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
    /^\d/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (ESCAPES[code] ?? code),
  );
}

function decoded(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString();
}
