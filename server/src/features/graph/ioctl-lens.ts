/** Lenses on the cases of ioctls: which hooks and memory types each reaches. */
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { ReachedIoctl } from '../../model/graph-answers.ts';
import type { Ioctl } from '../../resolve/graph/ioctls.ts';
import { type Entry, Reach } from '../../resolve/graph/reach.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { type Spot, spot } from '../places.ts';
import { reachedIoctl } from './ioctl-reach.ts';

/** Where the lens of an ioctl stands. What it says takes running the ioctl, and is asked for when it is seen. */
export interface IoctlLens {
  readonly name: string;
  readonly at: Spot;
}

/** The cases of a file that lead to the hooks, or might; a file that handles no ioctl is not looked into. */
export function ioctlsIn(
  resolver: Resolver,
  ops: readonly string[],
  file: SourceFile,
): readonly { readonly entry: Entry; readonly ioctl: Ioctl }[] {
  if (!file.path.endsWith('.c') || !resolver.snapshot.get(NAMES_IOCTLS, file)) return [];
  return Reach.of(resolver, ops).entries.flatMap((entry) =>
    entry.ioctls.filter(({ body }) => body.file === file).map((ioctl) => ({ entry, ioctl })),
  );
}

/** A fact, since it is asked for each of thousands of callers in one file. */
const NAMES_IOCTLS = query('whether a file may handle ioctls', (_: Snapshot, file: SourceFile): boolean =>
  file.text.includes('ioctl'),
);

/** The lenses of a file, one for each `case`. */
export function ioctlLenses(resolver: Resolver, ops: readonly string[], file: SourceFile): readonly IoctlLens[] {
  return ioctlsIn(resolver, ops, file)
    .filter(({ ioctl }) => /\bcase\s+$/.test(file.text.slice(Math.max(0, ioctl.at - 16), ioctl.at)))
    .map(({ ioctl: { name, at } }) => ({ name, at: spot(file, at, name.length) }));
}

/** What the lens of an ioctl says; null when the file has no such case any more. */
export function ioctlLensTitle(
  resolver: Resolver,
  ops: readonly string[],
  file: SourceFile,
  name: string,
): string | null {
  const found = ioctlsIn(resolver, ops, file).find(({ ioctl }) => ioctl.name === name);
  if (!found) return null;
  return title(reachedIoctl(Reach.of(resolver, ops), found.entry, found.ioctl));
}

function title({ hooks, backends }: ReachedIoctl): string {
  const direct = backends.map(({ function: name, memoryType }) => `${name}(): ${memoryType}`);
  const reached = [...hooks.map((hook) => `${hook.field}: ${hook.memoryTypes.join(', ')}`), ...direct];
  return reached.length > 0 ? reached.join(' · ') : 'reaches no hook';
}
