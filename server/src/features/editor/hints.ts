/** Inlay hints at dispatch sites: the memory types that a call can reach. */
import type { SourceFile } from '../../index/file.ts';
import type { OpsIndex, Resolver } from '../../resolve/ops/ops.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import type { MemberCall } from '../../resolve/uses/hook-uses.ts';
import { definedOps, type QuerySettings } from '../query.ts';
import { targets } from '../tables/dispatch-sites.ts';
import { namedCallsIn } from '../whole-tree/uses-of-any.ts';
import { behindCall } from './call-end.ts';

/** A hint behind a call through a hook. */
export interface Hint {
  readonly line: number;
  readonly column: number;
  readonly label: string;
  /** The functions behind the label. */
  readonly tooltip: string;
}

const MAX_NAMES = 4;

/** Which calls of a file are wanted. */
export interface HintsWanted {
  /** Whether calls through hooks of other structs than the configured ones count. */
  readonly anyOps: boolean;
  /** The first line and the last. To know what a hook reaches takes reading all tables of its struct: only what is seen is asked. */
  readonly lines: readonly [first: number, last: number];
}

/** The hints of a file, by line. */
export function dispatchHints(
  resolver: Resolver,
  settings: QuerySettings,
  file: SourceFile,
  { anyOps, lines: [first, last] }: HintsWanted,
): readonly Hint[] {
  const found: Hint[] = [];
  const isWanted = (call: MemberCall): boolean => {
    const { line } = file.point(call.end);
    return line >= first && line <= last;
  };
  for (const ops of definedOps(resolver, settings.ops)) {
    for (const call of ops.uses().calls) if (call.file === file && isWanted(call)) found.push(hint(ops, call, file));
  }
  const others = anyOps ? namedCallsIn(resolver, file).filter(isWanted) : [];
  for (const call of others) {
    if (!settings.ops.includes(call.struct.name)) found.push(hint(resolver.ops(call.struct.name), call, file));
  }
  return found.sort((a, b) => a.line - b.line || a.column - b.column);
}

function hint(ops: OpsIndex, call: MemberCall, file: SourceFile): Hint {
  const functions = new Set(targets(ops, call));
  const types = new Set(
    ops.tables().flatMap((table) => {
      const reached = table.slots.some((slot) => slot.value.k === 'function' && functions.has(slot.value.name));
      return reached ? [memoryType(table, ops.name)] : [];
    }),
  );
  return {
    ...file.point(behindCall(file.text, call.end)),
    label: `→ ${listed([...types])}`,
    tooltip: tooltip([...functions]),
  };
}

/** A few memory types by name, many by their count. */
function listed(names: readonly string[]): string {
  if (names.length > MAX_NAMES) return `${names.length} memory types`;
  return names.length === 0 ? 'nobody' : names.join(', ');
}

/** Functions in a tooltip: a hook that hundreds fill would cover the screen. */
const MAX_FUNCTIONS = 30;

function tooltip(functions: readonly string[]): string {
  const more = functions.length - MAX_FUNCTIONS;
  return [...functions.slice(0, MAX_FUNCTIONS), ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}
