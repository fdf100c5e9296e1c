/** Headers that are a part of one `.c`. */
import { joinPath } from '../base/paths.ts';
import type { Lowerer } from '../syntax/lower.ts';
import { SourceFile } from './file.ts';
import { folderOf } from './includes.ts';
import type { TreeSource } from './source.ts';

/** What is asked of a snapshot. */
interface Texts {
  readonly source: TreeSource;
  readonly lowerer: Lowerer;
  note<T>(key: string, path: string, read: (text: string) => T): T | null;
}

/**
 * The `.c` beside a header that includes it, where the header is a part of one: it has code that is not inline, and may leave what
 * it uses to be declared by who includes it. Null for any other file.
 */
export function includerOf(snapshot: Texts, file: SourceFile): SourceFile | null {
  if (!file.path.endsWith('.h') || file.path.startsWith('include/') || !isPart(file)) return null;
  const folder = folderOf(file.path);
  const path = snapshot.source.list(folder).find((name) => {
    const includes = name.endsWith('.c')
      ? snapshot.note('quoted includes', beside(folder, name), quotedIncludes)
      : null;
    return includes?.some((each) => joinPath(folder, each) === file.path);
  });
  const text = path === undefined ? null : snapshot.source.read(beside(folder, path));
  return path === undefined || text === null ? null : new SourceFile(beside(folder, path), text, snapshot.lowerer);
}

function beside(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Whether a header has functions that are not inline, or objects. */
function isPart(file: SourceFile): boolean {
  return file.regions.some(({ kind, start, brace }) => {
    if (kind === 'function') return !/\binline\b/.test(file.text.slice(start, brace));
    return kind === 'object' && brace >= 0 && /=\s*$/.test(file.text.slice(start, brace));
  });
}

function quotedIncludes(text: string): readonly string[] {
  return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]+"([^"\n]+)"/gm)].map(([, name = '']) => name);
}
