/** Passes over a tree, file by file. */
import { type Costs, losing } from '../model/gaps.ts';
import { SourceFile } from './file.ts';
import { partsOf, unitOf } from './parts.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Looks at a file, and at the parts of it that have names of another kind, as the compiler of it would, in a pass over a tree: a `.c` that was not read before is let go of again, with the
 * facts about it, so that the pass does not hold all of the tree. Headers stay.
 */
export function visit(snapshot: Snapshot, path: string, look: (file: SourceFile, seen: Snapshot) => void): void {
  const isKept = snapshot.known(path) || !path.endsWith('.c');
  const text = isKept ? null : snapshot.source.read(path);
  const costs = (): Costs => ({ what: 'the file', file: path, line: null });
  const read = (): SourceFile | null => (text === null ? null : new SourceFile(path, text, snapshot.lowerer));
  const file = isKept ? snapshot.file(path) : losing(snapshot.gaps, costs, read, null);
  if (!file) return;
  const unit = unitOf(snapshot, file);
  const seen = snapshot.seenBy((unit === null ? null : snapshot.file(unit)) ?? file);
  losing(snapshot.gaps, costs, () => look(file, seen), undefined);
  for (const part of partsOf(snapshot, file)) losing(snapshot.gaps, costs, () => look(part, seen), undefined);
  if (isKept) return;
  snapshot.includes.drop(file);
  for (const gap of file.gaps) snapshot.gaps.add(gap);
}
