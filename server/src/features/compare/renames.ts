/** Hooks that go by another name on another side: told by the functions that fill them, else by place and signature. */
import type { Matrix, MatrixField } from '../../model/answers.ts';

/** The new names, each with the old one. */
export function renames(before: Matrix, now: Matrix): ReadonlyMap<string, string> {
  const names = (matrix: Matrix): ReadonlySet<string> => new Set(matrix.fields.map(({ name }) => name));
  const [old, fresh] = [names(before), names(now)];
  const left = before.fields.filter(({ name }) => !fresh.has(name));
  const found = new Map<string, string>();
  for (const [at, field] of now.fields.entries()) {
    if (old.has(field.name)) continue;
    const same = left.findIndex((each) => isSame(before, each, now, field, at));
    if (same < 0) continue;
    found.set(field.name, left[same]?.name ?? '');
    left.splice(same, 1);
  }
  return found;
}

function isSame(before: Matrix, old: MatrixField, now: Matrix, field: MatrixField, at: number): boolean {
  if (old.kind !== field.kind) return false;
  const [was, is] = [fillers(before, old.name), fillers(now, field.name)];
  if ([...is].some((each) => was.has(each))) return true;
  const unnamed = ({ name, signature }: MatrixField): string => signature.replace(name, '').replace(/\s+/g, '');
  return before.fields[at]?.name === old.name && unnamed(old) === unnamed(field);
}

/** Who fills a hook, for which memory type. */
function fillers({ tables }: Matrix, field: string): ReadonlySet<string> {
  return new Set(
    tables.flatMap(({ memoryType, hooks }) => {
      const slot = hooks[field];
      return slot && 'function' in slot ? [`${memoryType} ${slot.function}`] : [];
    }),
  );
}
