/** Files that nothing in a tree builds, as in a part of a kernel whose Makefiles are left out. */
import { folderOf } from '../index/includes.ts';
import type { TreeSource } from '../index/source.ts';
import type { ModuleStatus } from '../kbuild/status.ts';

/** How many such files are named. */
const NAMED = 5;

/** Those files of which nobody knows whether they can be modules: nothing builds them, and no makefile beside them names their object. */
export function notBuiltHere(
  source: Pick<TreeSource, 'list' | 'read'>,
  all: readonly ModuleStatus[],
): readonly string[] {
  const folders = new Map<string, ReadonlySet<string>>();
  return all.flatMap(({ file, status }) => {
    if (status !== 'unbuilt') return [];
    const folder = folderOf(file);
    const objects = folders.get(folder) ?? objectsNamed(source, folder);
    folders.set(folder, objects);
    // One that is named and not built is left out by a configuration.
    return objects.has(file.slice(file.lastIndexOf('/') + 1).replace(/\.c$/, '')) ? [] : [file];
  });
}

/** That so, in words; `so` says what follows of it, about `them`. */
export function notBuiltText(files: readonly string[], so: (them: string) => string): readonly string[] {
  if (files.length === 0) return [];
  const more = files.length > NAMED ? ` and ${files.length - NAMED} more` : '';
  const [they, them] = files.length === 1 ? ['it', 'it'] : ['they', 'them'];
  return [
    `No Makefile of this tree builds ${files.slice(0, NAMED).join(', ')}${more}: whether ${they} can be part of a module is not known, and ${so(them)}.`,
  ];
}

/** The objects that the makefiles of a folder name, without their ending. */
function objectsNamed(source: Pick<TreeSource, 'list' | 'read'>, folder: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const name of source.list(folder)) {
    if (!/^(?:Makefile|Kbuild)/.test(name)) continue;
    const text = source.read(folder === '' ? name : `${folder}/${name}`) ?? '';
    for (const word of text.split(BETWEEN)) if (word.endsWith('.o')) names.add(word.slice(0, -2));
  }
  return names;
}

/** What stands between the names of files in a makefile. */
const BETWEEN = /[\s/()$:=\\]+/;
