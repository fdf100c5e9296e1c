/** Includes that `#if` chooses between. */
import type { SourceFile } from './file.ts';

/** An include that `#if` chooses: in a branch that others exclude. */
export interface ChosenInclude {
  readonly name: string;
  readonly group: number;
  readonly condition: string;
}

/** Those of a file, in its order. */
export function readChosen(file: SourceFile): readonly ChosenInclude[] {
  if (file.branches.length === 0) return NONE;
  return file.regions.flatMap(({ kind, name, start }): ChosenInclude[] => {
    if (kind !== 'include') return [];
    const around = file.branches.findLast((branch) => branch.start <= start && start < branch.end);
    const condition = around && file.condition(start);
    const isChoice = file.branches.some((branch) => branch.group === around?.group && branch.arm !== around.arm);
    return around && condition && isChoice ? [{ name, group: around.group, condition }] : [];
  });
}

const NONE: readonly ChosenInclude[] = [];
