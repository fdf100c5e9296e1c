/** What tells that a file changed without reading it. */
import { statSync } from 'node:fs';

export interface Stamp {
  readonly mtimeMs: number;
  /** In bytes; -1 for a file that is not there. */
  readonly size: number;
}

/** The stamp of a file; of none that there is for one that is gone, or a link in a circle. */
export function stampOf(path: string): Stamp {
  try {
    return statSync(path);
  } catch {
    return { mtimeMs: 0, size: -1 };
  }
}
