/** Who includes a header, by the name of the include: found without looking at all files that were read. */

/** The name of an include without its folders: `<asm/page.h>` and `"page.h"` have the same. */
function nameOf(include: string): string {
  return include.slice(Math.max(include.lastIndexOf('/') + 1, 1), -1);
}

/**
 * Paths of files that have, or had, an include, by its name. It may say too much, and hangs on no state: who asks looks at what
 * the file is now, and whether it is seen.
 */
export class Includers {
  readonly #paths = new Map<string, Set<string>>();

  /** Adds a file that was read, with the includes that count, as they are written. */
  add(path: string, includes: Iterable<string>): void {
    for (const include of includes) {
      const name = nameOf(include);
      const known = this.#paths.get(name);
      if (known) known.add(path);
      else this.#paths.set(name, new Set([path]));
    }
  }

  /** The files that may include the header with a path. */
  of(header: string): Iterable<string> {
    return this.#paths.get(header.slice(header.lastIndexOf('/') + 1)) ?? [];
  }
}
