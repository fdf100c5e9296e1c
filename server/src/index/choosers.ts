/** Which files have includes that `#if` chooses between: few do, and nearly no header is one of several. */
import type { SourceFile } from './file.ts';

/** The name of an include without its folders: `<asm/page.h>` and `"page.h"` have the same. */
function nameOf(include: string): string {
  return include.slice(Math.max(include.lastIndexOf('/') + 1, 1), -1);
}

/**
 * Paths of files that have, or had, such an include, by its name. It may say too much, and hangs on no state: who asks looks at what
 * the file is now, and whether it is seen.
 */
export class Choosers {
  readonly #paths = new Map<string, Set<string>>();

  /** Adds a file that was read. */
  add(file: SourceFile): void {
    for (const { name } of file.chosenIncludes()) {
      const known = this.#paths.get(nameOf(name)) ?? new Set();
      this.#paths.set(nameOf(name), known.add(file.path));
    }
  }

  /** The files that may choose the header with a path. */
  of(header: string): Iterable<string> {
    return this.#paths.get(header.slice(header.lastIndexOf('/') + 1)) ?? [];
  }
}
