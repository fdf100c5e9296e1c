/** One hunk of a diff. It says itself how many lines it has, so what was lost or broken on its way is noticed. */
import type { LineReader } from './lines.ts';

/** A piece of a file, before and after. */
export interface Hunk {
  /** Which of the file's it is, from 1. */
  readonly n: number;
  /** What stands between and behind the `@@`. */
  readonly head: string;
  /** The first line that it is about, from 1, before and after; the one in front of it where there is none. */
  readonly oldStart: number;
  readonly newStart: number;
  /** Its lines, each with a blank, `+` or `-` in front. */
  readonly lines: readonly string[];
  /** Whether its last line ends the file without a line end, before and after. */
  readonly oldIsOpen: boolean;
  readonly newIsOpen: boolean;
  /** What is wrong with it, in words; null for nothing. */
  readonly damage: string | null;
}

const HEAD = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/** More lines than any file has. */
const MOST_LINES = 10_000_000;

/** Reads the hunk whose head is next. */
export function readHunk(reader: LineReader, n: number): Hunk {
  const head = reader.next();
  const [, oldStart = '0', oldCount = '1', newStart = '0', newCount = '1'] = HEAD.exec(head) ?? [];
  const counts = { old: Number(oldCount), new: Number(newCount) };
  const isRead = HEAD.test(head) && Math.max(Number(oldStart), Number(newStart), counts.old, counts.new) < MOST_LINES;
  const body = isRead ? readBody(reader, counts) : { ...NOTHING, damage: 'its head cannot be read' };
  return { n, head, oldStart: Number(oldStart), newStart: Number(newStart), ...body };
}

type Body = Pick<Hunk, 'lines' | 'oldIsOpen' | 'newIsOpen' | 'damage'>;

const NOTHING: Body = { lines: [], oldIsOpen: false, newIsOpen: false, damage: null };

function readBody(reader: LineReader, left: { old: number; new: number }): Body {
  const lines: string[] = [];
  const open = { old: false, new: false };
  let damage: string | null = null;
  while (left.old > 0 || left.new > 0) {
    if (takeOpen(reader, lines, open)) continue;
    // Mailers take the blank away that stands for a line without anything in it.
    const line = reader.peek() === '' && !reader.isDone ? ' ' : reader.peek();
    damage = wrongWith(reader, line, left);
    if (damage !== null) break;
    reader.next();
    if (line[0] !== '+') left.old--;
    if (line[0] !== '-') left.new--;
    lines.push(line);
  }
  while (damage === null && takeOpen(reader, lines, open));
  damage ??= tooMany(reader);
  return { lines, oldIsOpen: open.old, newIsOpen: open.new, damage };
}

/** Takes `\ No newline at end of file`, in whatever language. */
function takeOpen(reader: LineReader, lines: readonly string[], open: { old: boolean; new: boolean }): boolean {
  const last = lines.at(-1);
  if (!reader.peek().startsWith('\\ ') || last === undefined) return false;
  reader.next();
  if (last[0] !== '+') open.old = true;
  if (last[0] !== '-') open.new = true;
  return true;
}

function wrongWith(
  reader: LineReader,
  line: string,
  left: { readonly old: number; readonly new: number },
): string | null {
  const missing = `${Math.max(left.old, left.new)} ${Math.max(left.old, left.new) === 1 ? 'line' : 'lines'}`;
  if (reader.isDone) return `it ends ${missing} too early`;
  if (!/^[ +-]/.test(line)) return `${missing} before its end comes "${line.slice(0, 60)}", which is none of a diff`;
  if ((line[0] !== '+' && left.old === 0) || (line[0] !== '-' && left.new === 0))
    return `it has other lines than its head counts, from "${line.slice(0, 60)}" on`;
  return null;
}

/** What ends a mail that git made, less the version behind it. */
const SIGNATURE = /^-- ?$/;

function tooMany(reader: LineReader): string | null {
  const line = reader.peek();
  const isMore = /^[+-]/.test(line) && !SIGNATURE.test(line) && !/^--- ./.test(line);
  return isMore ? `it has more lines than its head counts, from "${line.slice(0, 60)}" on` : null;
}
