/**
 * Reads a diff: the files it is about, and their hunks. Libraries for that were looked at: jsdiff's `parsePatch` refuses the whole diff
 * for one line that a mailer broke, and takes the signature of `git format-patch` for such a line; parse-diff and gitdiff-parser
 * do not count the lines of a hunk, so they notice no damage. Here a hunk is counted, and damage is told by hunk.
 */
import { type Hunk, readHunk } from './hunks.ts';
import { LineReader } from './lines.ts';
import { candidates, nameIn, namesInHead, unquoted } from './names.ts';

/** What a diff says of one file. */
export interface FileDiff {
  /** The paths that the file may have had, the likelier first; null for a new file. */
  readonly before: readonly string[] | null;
  /** The same for where it is afterwards; null for one that is removed. */
  readonly after: readonly string[] | null;
  /** Whether it gets its name by being moved or copied; its paths are certain then. */
  readonly from: 'rename' | 'copy' | null;
  /** The mode that it is said to have, such as `100644`; null where none is said. */
  readonly mode: string | null;
  readonly isBinary: boolean;
  readonly hunks: readonly Hunk[];
  /** What is wrong with its head, in words; null for nothing. */
  readonly damage: string | null;
}

/** What the lines in front of the hunks say. */
interface Head {
  before: readonly string[] | null;
  after: readonly string[] | null;
  from: FileDiff['from'];
  mode: string | null;
  isBinary: boolean;
  damage: string | null;
}

/** The files of a diff, in its order. What stands around them, such as a message and a signature, is passed over. */
export function readDiff(text: string): readonly FileDiff[] {
  const reader = new LineReader(text);
  const files: FileDiff[] = [];
  while (!reader.isDone) {
    const head = readHead(reader);
    if (head) files.push({ ...head, hunks: readHunks(reader) });
    else reader.next();
  }
  return files;
}

/** Whether a text has a diff in it. */
export function hasDiff(text: string): boolean {
  return readDiff(text).length > 0;
}

function readHead(reader: LineReader): Head | null {
  if (/^diff --(?:cc|combined) /.test(reader.peek())) return combined(reader);
  if (/^diff --git /.test(reader.peek())) return gitHead(reader);
  if (!isNamed(reader)) return null;
  return named(reader, emptyHead());
}

function emptyHead(): Head {
  return { before: null, after: null, from: null, mode: null, isBinary: false, damage: null };
}

/** Whether the names of a file and its first hunk are next. */
function isNamed(reader: LineReader): boolean {
  return /^--- ./.test(reader.peek()) && /^\+\+\+ ./.test(reader.peek(1)) && /^@@ -/.test(reader.peek(2));
}

/** Whether another file, or its first lines, are next. */
function isFile(reader: LineReader): boolean {
  return /^diff --(?:git|cc|combined) /.test(reader.peek()) || isNamed(reader);
}

/** Takes the names of a file. */
function named(reader: LineReader, head: Head): Head {
  const before = nameIn(reader.next());
  const after = nameIn(reader.next());
  if (head.from === null) {
    head.before = before === null ? null : candidates(before);
    head.after = after === null ? null : candidates(after);
  }
  if (before === null && after === null) head.damage = 'it names no file';
  return head;
}

/** What a merge was made of cannot be applied. */
function combined(reader: LineReader): Head {
  const path = unquoted(reader.next().replace(/^diff --\w+ /, ''));
  return { ...emptyHead(), before: [path], after: [path], damage: 'it is the combined diff of a merge' };
}

function gitHead(reader: LineReader): Head {
  const head = emptyHead();
  const names = namesInHead(reader.next());
  if (names) {
    head.before = candidates(names[0]);
    head.after = candidates(names[1]);
  }
  while (!reader.isDone && takeExtended(reader.peek(), head)) reader.next();
  if (/^--- ./.test(reader.peek()) && /^\+\+\+ ./.test(reader.peek(1))) return named(reader, head);
  if (head.before === null && head.after === null) head.damage = 'its head names no file';
  return head;
}

/** Takes a line between `diff --git` and the names; answers whether it was one. */
function takeExtended(line: string, head: Head): boolean {
  const [, key = '', value = ''] =
    /^(old mode|new mode|new file mode|deleted file mode|rename from|rename to|copy from|copy to) (.*)$/.exec(line) ??
    [];
  if (key.startsWith('rename') || key.startsWith('copy')) {
    head.from = key.startsWith('copy') ? 'copy' : 'rename';
    if (key.endsWith('from')) head.before = [unquoted(value)];
    else head.after = [unquoted(value)];
  } else if (key === 'new file mode') head.before = null;
  else if (key === 'deleted file mode') head.after = null;
  if (key.endsWith('mode')) head.mode = value;
  const mode = /^index [0-9a-f]+\.\.[0-9a-f]+ (\d+)$/.exec(line)?.[1];
  if (mode !== undefined) head.mode = mode;
  const isBinary = /^(?:Binary files .* differ|GIT binary patch)$/.test(line);
  head.isBinary ||= isBinary;
  return key !== '' || isBinary || /^(?:index|similarity index|dissimilarity index) /.test(line);
}

function readHunks(reader: LineReader): readonly Hunk[] {
  const hunks: Hunk[] = [];
  while (!reader.isDone && !isFile(reader)) {
    if (/^@@ -/.test(reader.peek())) hunks.push(readHunk(reader, hunks.length + 1));
    else reader.next();
  }
  return hunks;
}
