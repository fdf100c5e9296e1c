/** What tells that a file changed without reading it. */
import { statSync } from 'node:fs';

export interface Stamp {
  /** When the file's content, name or rights last changed, in ms: unlike the time of modification, nobody can set it back. */
  readonly ctimeMs: number;
  /** In bytes; -1 for a file that is not there. */
  readonly size: number;
}

/** The stamp of a file; of none that there is for one that is gone, or a link in a circle. */
export function stampOf(path: string): Stamp {
  try {
    return statSync(path);
  } catch {
    return { ctimeMs: 0, size: -1 };
  }
}
