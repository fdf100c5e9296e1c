/** Folders that a rule's recipe has made: `$(MAKE) $(build)=$(obj)/rm $@`, as the images have that are put around a kernel, or into it. */
import { normalPath } from '../base/paths.ts';
import { expand } from './expand.ts';
import type { Guard } from './guard.ts';
import { and } from './guard.ts';
import type { Line } from './reader.ts';
import { further, type Origin, placeOf, type Scope } from './scope.ts';

/** The folder of a sub-make in a line of a recipe. */
const BUILD = /\$\(build\)=([^\s;|&]+)/;

/** A sub-make as it is written: expanded only when the whole makefile was read, as make does. */
export interface SubMake {
  readonly folder: string;
  readonly guard: Guard;
  readonly origin: Origin;
}

/** The sub-make in a line of a recipe; null where there is none. */
export function subMakeIn(text: string, guard: Guard, origin: Origin): SubMake | null {
  const found = BUILD.exec(text);
  return found?.[1] ? { folder: found[1], guard, origin: further(origin, found.index) } : null;
}

/** A folder that a recipe has made. */
export interface MadeFolder {
  readonly path: string;
  readonly guard: Guard;
  readonly at: Line;
}

/** The folders that the recipes of a makefile have made. What only the making says, `$@`, is no folder here. */
export function* madeFolders(scope: Scope): Iterable<MadeFolder> {
  for (const { folder, guard, origin } of scope.subMakes) {
    if (folder.includes('$@') || folder.includes('$*')) continue;
    for (const word of expand(folder, scope, origin)) {
      const path = normalPath(word.text);
      if (path !== null && path !== '') yield { path, guard: and(guard, word.guard), at: placeOf(origin) };
    }
  }
}
