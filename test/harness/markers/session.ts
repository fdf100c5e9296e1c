/** A tree of a marker archive, opened as the language server opens one, and how markers name what is in it. */

import type { Target } from '../../../server/src/features/cursor/target.ts';
import { targetAt } from '../../../server/src/features/cursor/target-at.ts';
import { reach } from '../../../server/src/features/graph/ioctl-reach.ts';
import type { Spot } from '../../../server/src/features/places.ts';
import { DEFAULT_CONTEXT_STRUCTS, type QuerySettings } from '../../../server/src/features/query.ts';
import { dispatchSites } from '../../../server/src/features/tables/dispatch-sites.ts';
import { matrixTable } from '../../../server/src/features/tables/matrix.ts';
import type { SourceFile } from '../../../server/src/index/file.ts';
import { LIKELY_FOLDERS } from '../../../server/src/index/folders.ts';
import { Snapshot } from '../../../server/src/index/snapshot.ts';
import type { DispatchSite, MatrixTable } from '../../../server/src/model/answers.ts';
import type { ReachedIoctl } from '../../../server/src/model/graph-answers.ts';
import { type OpsIndex, Resolver } from '../../../server/src/resolve/ops/ops.ts';
import type { OpsTable } from '../../../server/src/resolve/tables/tables.ts';
import type { Lowerer } from '../../../server/src/syntax/lower.ts';
import { MemoryTree } from '../memory-tree.ts';
import type { Archive, Marker } from './archive.ts';

/** A table as the resolver knows it and as the matrix shows it. */
export interface KnownTable {
  readonly table: OpsTable;
  readonly row: MatrixTable;
}

/** One archive's tree, open. */
export class Session {
  readonly resolver: Resolver;
  readonly settings: QuerySettings;
  readonly tables: readonly KnownTable[];
  readonly dispatches: readonly DispatchSite[];

  constructor(archive: Archive, lowerer: Lowerer) {
    const { ops = ['vm_uffd_ops'], contextStructs = DEFAULT_CONTEXT_STRUCTS } = archive.settings;
    this.settings = { ops, contextStructs };
    const tree = new MemoryTree(archive.files);
    this.resolver = Resolver.of(Snapshot.of(tree, { folders: LIKELY_FOLDERS }, lowerer));
    const indexes = ops.map((name): OpsIndex => this.resolver.ops(name));
    this.tables = indexes.flatMap((index) =>
      index.tables().map((table) => ({ table, row: matrixTable(index, table) })),
    );
    this.dispatches = indexes.flatMap((index) => dispatchSites(index));
  }

  /** The ioctls of the tree, with what they reach. */
  ioctls(): readonly ReachedIoctl[] {
    return reach(this.resolver, this.settings.ops, { root: '/tree', version: '' }).ioctls;
  }

  /** The file that a marker is in. */
  file(marker: Marker): SourceFile {
    const file = this.resolver.snapshot.file(marker.file);
    if (!file) throw new Error(`${marker.file} cannot be read`);
    return file;
  }

  /** What the cursor of a marker is on: its first argument says where in the line. */
  target(marker: Marker): Target | null {
    const file = this.file(marker);
    const start = file.offset({ line: marker.line, column: 1 });
    const line = file.text.slice(start, file.offset({ line: marker.line + 1, column: 1 }));
    const [text = ''] = marker.args.map((each) => each.text);
    const column = line.indexOf(text.replace('$0', ''));
    if (column < 0) throw new Error(`"${text}" is not in the line`);
    return targetAt(this.resolver, this.settings, file, start + column + Math.max(0, text.indexOf('$0')));
  }

  /** The tables that a name means: by name or memory type, with `FILE:` in front where two files have the same. */
  named(name: string): readonly KnownTable[] {
    return this.tables.filter(({ row }) => [row.name, `${row.file}:${row.name}`, row.memoryType].includes(name));
  }

  /** The name that stands at a spot, and whether a function or an object of that name is defined there. */
  at(spot: Spot): { readonly name: string; readonly isDefinition: boolean } {
    const file = this.resolver.snapshot.file(spot.file);
    if (!file) throw new Error(`${spot.file} cannot be read`);
    const offset = file.offset(spot);
    const name = file.text.slice(offset, offset + spot.endColumn - spot.column);
    const kind = file.regionAt(offset)?.kind;
    const head = file.text.slice(offset).split(/[{;]/, 1)[0] ?? '';
    return { name, isDefinition: kind === 'function' || (kind === 'object' && head.includes('=')) };
  }
}
