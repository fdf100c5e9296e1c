/** Marker archives: a kernel tree in one text, with the expected answers in comments (test/markers/README.md). */
import { Lines } from '../../../server/src/base/lines.ts';

/** An argument of a marker: a quoted text, or a word. */
export interface Argument {
  readonly text: string;
  readonly quoted: boolean;
}

/** One expected answer. */
export interface Marker {
  readonly name: string;
  readonly args: readonly Argument[];
  /** The marker as it is written. */
  readonly source: string;
  readonly file: string;
  /** 1-based number of the line that the marker is about. */
  readonly line: number;
  /** Its line in the archive. */
  readonly archiveLine: number;
}

/** What an archive holds. The files have their marker comments blanked. */
export interface Archive {
  readonly files: ReadonlyMap<string, string>;
  readonly settings: Readonly<Record<string, readonly string[]>>;
  readonly markers: readonly Marker[];
}

/** Reads an archive. Throws for a marker comment that is not well-formed, and for an archive without a marker. */
export function parseArchive(text: string): Archive {
  const files = new Map<string, string>();
  const markers: Marker[] = [];
  let settings: Archive['settings'] = {};
  const lines = new Lines(text);
  const heads = [...text.matchAll(/^-- (\S+) --\n/gm)];
  heads.forEach((head, index) => {
    const path = head[1] ?? '';
    const start = head.index + head[0].length;
    const body = text.slice(start, heads[index + 1]?.index ?? text.length);
    if (path === 'settings.json') settings = JSON.parse(body);
    else if (/\.[ch]$/.test(path)) {
      const read = readMarkers(path, body, lines.point(start).line);
      files.set(path, read.text);
      markers.push(...read.markers);
    } else files.set(path, body);
  });
  if (markers.length === 0) throw new Error('an archive without a marker');
  return { files, settings, markers };
}

/** The markers of one file, which begins at a line of the archive, and its text without them. */
function readMarkers(file: string, body: string, firstLine: number): { text: string; markers: Marker[] } {
  const comment = /\/\/@.*$|\/\*@.*?\*\//gm;
  const text = body.replace(comment, (found) => found.replace(/[^\n]/g, ' '));
  const blanked = text.split('\n');
  const lines = new Lines(body);
  const markers = [...body.matchAll(comment)].flatMap((match) => {
    const own = lines.point(match.index).line;
    const about = blanked.findIndex((line, index) => index >= own - 1 && line.trim() !== '');
    const inside = match[0].replace(/^\/[/*]|\*\/$/g, '');
    return parseMarkers(inside, `${file}:${own}`).map((marker) => ({
      ...marker,
      file,
      line: about + 1,
      archiveLine: firstLine + own - 1,
    }));
  });
  return { text, markers };
}

type Parsed = Pick<Marker, 'name' | 'args' | 'source'>;

const ARGUMENT = /"((?:[^"\\]|\\["\\])*)"|[^,()" ]+/y;

/** `@name(argument, argument) @name`; throws for anything else. */
export function parseMarkers(text: string, where: string): readonly Parsed[] {
  const found: Parsed[] = [];
  let at = 0;
  const skip = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at += match[0].length;
    return match ? match[0] : null;
  };
  const argument = (): Argument => {
    const source = skip(ARGUMENT);
    if (source === null) throw new Error(`${where}: no argument at "${text.slice(at)}"`);
    const quoted = source.startsWith('"');
    return { quoted, text: quoted ? source.slice(1, -1).replace(/\\(["\\])/g, '$1') : source };
  };
  while (skip(/ */y) !== null && at < text.length) {
    const start = at;
    const name = skip(/@\w+/y);
    if (name === null) throw new Error(`${where}: no marker at "${text.slice(at)}"`);
    const args: Argument[] = [];
    if (skip(/\( */y) !== null && skip(/\)/y) === null) {
      do args.push(argument());
      while (skip(/ *, */y) !== null);
      if (skip(/ *\)/y) === null) throw new Error(`${where}: no ")" at "${text.slice(at)}"`);
    }
    found.push({ name: name.slice(1), args, source: text.slice(start, at) });
  }
  return found;
}
