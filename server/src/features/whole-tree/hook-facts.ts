/** What one file says of hooks, and of what else holds functions: what it calls, fills, checks and copies. */
import type { SourceFile } from '../../index/file.ts';
import type { Place } from '../../model/answers.ts';
import type { Expr } from '../../model/ir.ts';
import type { Expressions } from '../../resolve/language/expressions.ts';
import { functionsIn } from '../../resolve/tables/named-functions.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import type { Flow, Flows } from '../../resolve/uses/flows.ts';
import { holderKey, hookKey, ownFunction, structKey } from '../../resolve/uses/holders.ts';
import type { HookUses, MemberCall } from '../../resolve/uses/hook-uses.ts';
import type { Copied } from './site-rows.ts';

/** What one file says of the hooks of every struct: plain data, which threads hand over. */
export interface HookFacts {
  /** For each dispatch site of the file, in order. */
  readonly sites: readonly SiteFacts[];
  readonly fills: readonly FillFacts[];
  readonly checks: readonly CheckFacts[];
  readonly copies: readonly CopyFacts[];
  readonly handed: readonly HandedFacts[];
}

export interface SiteFacts {
  readonly hook: string;
  /** The tables that the call can name, `shmem_uffd_ops.alloc_folio(...)`; empty where it goes through a pointer. */
  readonly named: readonly string[];
  /** The one hook that a variable is a copy of, with the key of the struct; left out for all else. */
  readonly copyOf?: { readonly struct: string; readonly field: string };
}

/** A function in a slot of a table, or assigned at run time: then `table` is null. */
export interface FillFacts {
  readonly hook: string;
  readonly function: string;
  readonly table: string | null;
  /** The file of a static function; left out for one that all files mean by the name. */
  readonly of?: string;
  /** Where the function is defined, for an export; null where it is in another file. */
  readonly at?: Place | null;
}

export interface CheckFacts extends Place {
  readonly hook: string;
  readonly function: string;
}

/** `info->op = ops->copy`: what fills the one fills the other. */
interface CopyFacts {
  readonly hook: string;
  readonly into: string;
}

/** What a call through something that holds functions hands over: it gets to a parameter of each of them. */
interface HandedFacts {
  readonly hook: string;
  readonly index: number;
}

/** The facts of one file. */
export function hookFacts(
  expressions: Expressions,
  file: SourceFile,
  tables: readonly OpsTable[],
  calls: readonly MemberCall[],
  uses: HookUses,
  { flows, calls: held }: Flows,
  copied: Copied,
): HookFacts {
  const slots = tables.flatMap((table) =>
    table.slots.flatMap(({ field, value }) =>
      value.k === 'function'
        ? [{ hook: hookKey(table.struct, field), function: value.name, table: tableId(table) }]
        : [],
    ),
  );
  const assigned = uses.assignments.flatMap(({ struct, field, value, place }) =>
    functionsIn(expressions, value, place).map(({ name }) => ({
      hook: hookKey(struct, field),
      function: name,
      table: null,
    })),
  );
  return {
    sites: [
      ...calls.map((call) => ({ hook: hookKey(call.struct, call.field), named: tablesNamed(call) })),
      ...held.map(({ holder }) => heldFacts(holderKey(holder), copied)),
    ],
    fills: [...slots, ...assigned, ...flows.flatMap(filled)].map((fill) => ownFill(fill, file)),
    checks: uses.checks
      .toSorted((a, b) => a.at - b.at)
      .map(({ struct, field, inFunction, at }) => ({
        hook: hookKey(struct, field),
        function: inFunction,
        file: file.path,
        ...file.point(at),
      })),
    copies: [
      ...uses.copies.flatMap(({ struct, field, into }) =>
        into ? [{ hook: hookKey(struct, field), into: hookKey(into.struct, into.field) }] : [],
      ),
      ...flows.flatMap(({ from, into }) =>
        from.k === 'function' ? [] : [{ hook: holderKey(from), into: holderKey(into) }],
      ),
    ],
    handed: flows.flatMap(({ into }) =>
      into.k === 'argument' ? [{ hook: holderKey(into.of), index: into.index }] : [],
    ),
  };
}

function heldFacts(hook: string, copied: Copied): SiteFacts {
  const sole = copied.get(hook);
  return sole && sole.struct.array === undefined
    ? { hook, named: [], copyOf: { struct: structKey(sole.struct), field: sole.field } }
    : { hook, named: [] };
}

function ownFill(fill: FillFacts, file: SourceFile): FillFacts {
  const { file: own } = file.path.endsWith('.c') ? ownFunction(fill.function, file) : { file: null };
  return own ? { ...fill, of: own.path } : fill;
}

function filled({ from, into }: Flow): readonly FillFacts[] {
  return from.k === 'function' ? [{ hook: holderKey(into), function: from.name, table: null }] : [];
}

/** A table's name for all files; null for one that nothing can name. */
function tableId({ name, path, file, at, inFunction, isStatic }: OpsTable): string | null {
  if (name === '' || path !== '') return null;
  if (inFunction !== null) return `${file.path}@${at}`;
  return isStatic ? `${file.path}:${name}` : name;
}

/** The tables that a call's receiver can be: `&table` or `table`, local, the file's own, or a shared one. */
function tablesNamed({ receiver, place, file }: MemberCall): readonly string[] {
  const named: Expr = receiver.k === 'unary' && receiver.op === '&' ? receiver.arg : receiver;
  if (named.k !== 'id') return [];
  const local = place.scope?.local(named.name, named.at);
  return local ? [`${file.path}@${local.at}`] : [`${file.path}:${named.name}`, named.name];
}
