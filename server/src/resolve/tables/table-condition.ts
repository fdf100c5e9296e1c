/** What has to be configured for a table to be compiled. */
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import { objectOptions } from '../../kbuild/object-line.ts';
import { baseName, folderOf } from '../../kbuild/reader.ts';
import type { OpsTable } from './tables.ts';

/** The condition that a table stands under: its `#if`s', else the option that its file is built under; null for none. */
export function tableCondition(snapshot: Snapshot, { condition, file }: OpsTable): string | null {
  if (condition !== null) return condition;
  return snapshot.get(OPTIONS, folderOf(file.path)).get(baseName(file.path)) ?? null;
}

/** Once for a folder: it can have as many tables as its makefile has lines. */
const OPTIONS = query('options that the files of a folder are built under', (snapshot: Snapshot, folder: string) => {
  snapshot.pin();
  return objectOptions(snapshot.source, folder);
});
