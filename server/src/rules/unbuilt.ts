/** Files that nothing in a tree builds, as in a part of a kernel whose Makefiles are left out. */
import { pattern } from '../base/patterns.ts';
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
  return all.flatMap(({ file, status }) => (status === 'unbuilt' && !hasObject(source, file) ? [file] : []));
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

/** Whether a makefile beside a file names its object: then a configuration leaves it out. */
function hasObject(source: Pick<TreeSource, 'list' | 'read'>, path: string): boolean {
  const folder = folderOf(path);
  const object = pattern`(?<!\w)${path.slice(path.lastIndexOf('/') + 1).replace(/\.c$/, '')}\.o\b`;
  return source
    .list(folder)
    .some(
      (name) =>
        /^(?:Makefile|Kbuild)/.test(name) && object.test(source.read(folder === '' ? name : `${folder}/${name}`) ?? ''),
    );
}
