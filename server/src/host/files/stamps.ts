/** What tells that a file changed without reading it. */

export interface Stamp {
  /** When the file's content, name or rights last changed, in ms: unlike the time of modification, nobody can set it back. */
  readonly ctimeMs: number;
  /** In bytes; -1 for a file that is not there. */
  readonly size: number;
}

/** The stamp of what is no file. */
export const GONE: Stamp = { ctimeMs: 0, size: -1 };
