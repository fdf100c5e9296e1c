/** What the names in questions stand for. What the tree has nothing of is told, with what may be meant. */
import * as z from 'zod';
import { didYouMean } from '../base/nearest.ts';
import { type OpenTree, UsageError } from '../cli/io.ts';
import { DEFAULT_OPS, namesIn } from '../cli/options.ts';
import { functionsNamed } from '../features/cursor/named.ts';
import { namesakes } from '../features/graph/graph.ts';
import type { CallKey } from '../features/hierarchy/items.ts';
import { ioctlNames, namesIn as namesThere, noStruct, whatMayBeMeant } from '../features/names-there-are.ts';
import { opsNames } from '../features/ops-names.ts';
import { DEFAULT_CONTEXT_STRUCTS, type QuerySettings } from '../features/query.ts';
import { type OpsIndex, Resolver } from '../resolve/ops/ops.ts';

const LONGEST = 300;

/** A name of the kernel's. */
export const NAME = z.string().trim().min(1).max(LONGEST);

export const OPS = {
  ops: NAME.optional().describe(
    `The ops struct, such as file_operations, or a pattern such as *_operations; ${DEFAULT_OPS.join(', ')} when left out.`,
  ),
};

/** Everything that answers are about. */
export interface Asked {
  readonly resolver: Resolver;
  readonly settings: QuerySettings;
}

/** What is asked about: the structs that a list names, which must be there. */
export function asked(tree: OpenTree, ops: string | undefined): Asked {
  const resolver = Resolver.of(tree.snapshot);
  return { resolver, settings: { ops: structs(resolver, ops), contextStructs: DEFAULT_CONTEXT_STRUCTS } };
}

function structs(resolver: Resolver, written: string | undefined): readonly string[] {
  if (written === undefined) return DEFAULT_OPS;
  const wanted = namesIn([written]).map((each) => each.replace(/^struct\s+/, ''));
  const odd = wanted.find((each) => !/^[\w*?]+$/.test(each) || each === 'all' || each === 'auto');
  if (odd !== undefined) throw new UsageError(`ops ${odd}: name a struct, or a pattern such as *_operations`);
  const names = opsNames(resolver, wanted);
  if (names.length === 0) throw new UsageError(`no ops struct matches ${written}`);
  for (const name of names) if (resolver.structNamed(name) === null) throw new UsageError(noStruct(resolver, name));
  return names;
}

/** The one struct that is asked about. */
export function oneStruct(tree: OpenTree, ops: string | undefined): OpsIndex {
  const { resolver, settings } = asked(tree, ops);
  const [name, ...more] = settings.ops;
  if (name === undefined || more.length > 0)
    throw new UsageError(`ops ${ops}: name one struct; these match: ${settings.ops.join(', ')}`);
  return resolver.ops(name);
}

/** A hook: `STRUCT.FIELD`, or the field of a struct that is asked about. Null where no such field is meant. */
export function hookNamed({ resolver, settings }: Asked, symbol: string): { ops: OpsIndex; field: string } | null {
  const [struct = '', field] = symbol.split('.');
  if (field === undefined) {
    const ops = settings.ops.map((each) => resolver.ops(each)).find((each) => each.hookNames().includes(symbol));
    return ops ? { ops, field: symbol } : null;
  }
  if (resolver.structNamed(struct) === null) throw new UsageError(noStruct(resolver, struct));
  const ops = resolver.ops(struct);
  const hooks = ops.hookNames();
  if (!hooks.includes(field)) throw new UsageError(`struct ${struct} has no hook ${field}${didYouMean(field, hooks)}`);
  return { ops, field };
}

/** What a symbol is in the call hierarchy: a function, a hook, or an ioctl. Throws a UsageError where it is none, or several. */
export function callKeys(about: Asked, symbol: string): readonly CallKey[] {
  const { resolver, settings } = about;
  const functions = functionKeys(about, symbol);
  if (functions.length > 0) return functions;
  const hook = symbol.includes(':') ? null : hookNamed(about, symbol);
  if (hook) return [{ k: 'hook', ops: hook.ops.name, field: hook.field }];
  const ioctls = ioctlNames(resolver, settings.ops);
  if (ioctls.includes(symbol)) return [{ k: 'ioctl', name: symbol }];
  throw new UsageError(`no function, hook or ioctl ${symbol}${whatMayBeMeant(resolver, settings.ops, symbol)}`);
}

function functionKeys({ resolver }: Asked, symbol: string): readonly CallKey[] {
  if (symbol.includes('.') && !symbol.includes(':')) return [];
  const several = namesakes(resolver, { k: 'from', name: symbol });
  if (several.length > 0) {
    const names = several.map((each) => `${each.file}:${each.function}`);
    throw new UsageError(`${names.length} functions are called ${symbol}; name one of ${names.join(', ')}`);
  }
  return functionsNamed(resolver, symbol).map(({ name, file, fn }) => {
    return { k: 'function', name, file: file.path, line: file.point(fn.nameAt).line, way: null };
  });
}

/** Hooks, tables and the functions in them. */
export function namesOf({ resolver, settings }: Asked): readonly string[] {
  return namesThere(resolver, settings.ops);
}
