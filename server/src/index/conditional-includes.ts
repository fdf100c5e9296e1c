/** Includes under an `#if`, and those among them that it chooses between. */
import { owned } from '../base/owned.ts';
import type { SourceFile } from './file.ts';

/** An include that stands under a condition. */
export interface ConditionalInclude {
  readonly name: string;
  readonly condition: string;
  /** The `#if` that chooses it, in a branch that others exclude; null where nothing stands against it. */
  readonly group: number | null;
}

/** An include that `#if` chooses. */
export interface ChosenInclude extends ConditionalInclude {
  readonly group: number;
}

/** Those of a file that are under a condition, in its order. */
export function readConditional(file: SourceFile): readonly ConditionalInclude[] {
  if (file.branches.length === 0) return NONE;
  return file.regions.flatMap(({ kind, name, start }): ConditionalInclude[] => {
    if (kind !== 'include') return [];
    const condition = file.condition(start);
    return condition ? [{ name: owned(name), condition: owned(condition), group: groupAt(file, start) }] : [];
  });
}

/** The `#if` that chooses what stands at a place. */
function groupAt({ branches }: SourceFile, at: number): number | null {
  const around = branches.findLast((branch) => branch.start <= at && at < branch.end);
  const isChoice = branches.some((branch) => branch.group === around?.group && branch.arm !== around.arm);
  return around && isChoice ? around.group : null;
}

export function isChosen(include: ConditionalInclude): include is ChosenInclude {
  return include.group !== null;
}

const NONE: readonly ConditionalInclude[] = [];
