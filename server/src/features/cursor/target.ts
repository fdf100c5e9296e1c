/** What a question can be about, as far as ops tables are concerned. */

import type { MemberRef, StructDef } from '../../resolve/language/types.ts';
import type { OpsIndex, Resolver } from '../../resolve/ops/ops.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import type { QuerySettings } from '../query.ts';
import type { Fill } from './fills.ts';

/** The names that a question can be about. */
export type Target = { readonly at: number; readonly end: number } & (
  | { readonly k: 'field'; readonly ops: OpsIndex; readonly ref: MemberRef }
  | { readonly k: 'function'; readonly name: string; readonly fills: readonly Fill[] }
  | { readonly k: 'table'; readonly ops: OpsIndex; readonly table: OpsTable }
  | { readonly k: 'installer'; readonly ops: OpsIndex; readonly ref: MemberRef }
  | {
      readonly k: 'context';
      readonly resolver: Resolver;
      readonly settings: QuerySettings;
      readonly ref: MemberRef;
    }
  | { readonly k: 'struct'; readonly ops: OpsIndex; readonly struct: StructDef }
);
