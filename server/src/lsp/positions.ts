/** Positions between the protocol and the index, in the encoding that was agreed on. */
import type { Position, Range } from 'vscode-languageserver';
import type { Spot } from '../features/places.ts';
import type { SourceFile } from '../index/file.ts';

/** What `character` counts. */
export type Encoding = 'utf-8' | 'utf-16';

/** Converts positions of one session. */
export class Positions {
  readonly encoding: Encoding;

  constructor(encoding: Encoding) {
    this.encoding = encoding;
  }

  /** The offset in a file of a position. */
  offset(file: SourceFile, position: Position): number {
    const start = file.offset({ line: position.line + 1, column: 1 });
    const end = file.offset({ line: position.line + 2, column: 1 });
    const line = file.text.slice(start, end).replace(/\r?\n$/, '');
    return start + Math.min(this.#units(line, position.character), line.length);
  }

  /** How many UTF-16 code units `character` is in a line. */
  #units(line: string, character: number): number {
    if (this.encoding === 'utf-16') return character;
    let bytes = 0;
    let units = 0;
    for (const letter of line) {
      if (bytes >= character) break;
      bytes += utf8Length(letter);
      units += letter.length;
    }
    return units;
  }

  /** The position of a 1-based line and column in a file; without the file, the column is taken to be ASCII. */
  position(file: SourceFile | null, line: number, column: number): Position {
    if (this.encoding === 'utf-16' || !file) return { line: line - 1, character: column - 1 };
    const start = file.offset({ line, column: 1 });
    return { line: line - 1, character: utf8Length(file.text.slice(start, start + column - 1)) };
  }

  /** The position of a 0-based line whose text is known, so many UTF-16 code units into it. */
  inLine(text: string, line: number, units: number): Position {
    return { line, character: this.encoding === 'utf-16' ? units : utf8Length(text.slice(0, units)) };
  }

  range(file: SourceFile | null, at: Spot): Range {
    return { start: this.position(file, at.line, at.column), end: this.position(file, at.line, at.endColumn) };
  }
}

/** How many bytes a text has in UTF-8; a lone surrogate counts as the replacement character. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
