/** The first implementations of a hook: those in the file that is looked at and in its folder, found without a search of the tree. */
import { pattern } from '../../base/patterns.ts';
import type { SourceFile } from '../../index/file.ts';
import { folderOf } from '../../index/includes.ts';
import { slotsIn } from '../../resolve/graph/any-ops.ts';
import { membersIn } from '../../resolve/ops/mentions.ts';
import type { Implementation, OpsIndex, Resolver } from '../../resolve/ops/ops.ts';
import { wordAt } from '../cursor/cursor.ts';
import { hooksOf } from '../cursor/fills.ts';
import type { Target } from '../cursor/target.ts';
import { type Spot, sorted } from '../places.ts';
import { functionSpot } from './locations.ts';

/** A hook by its names. */
interface Hook {
  readonly struct: string;
  readonly field: string;
}

/** Where functions are that fill the hook at an offset; none where there is no hook there, or nobody near fills it. */
export function nearImplementations(resolver: Resolver, file: SourceFile, offset: number): readonly Spot[] {
  const hook = hookAt(resolver, file, offset);
  if (!hook) return [];
  const word = pattern`\b${hook.struct}\b`;
  const found = [file, ...filesBeside(resolver, file, hook.struct)].flatMap((each) =>
    slotsIn(resolver, each, (text) => word.test(text)).filter(
      ({ table, field }) => field === hook.field && table.struct.name === hook.struct,
    ),
  );
  return certain(
    resolver,
    found.map((each) => ({ function: each.function, file: each.table.file, at: each.functionAt })),
  );
}

/** The implementations in what of a tree was read that stay the same when more is: of each the definition is beside its slot. */
export function certainImplementations(target: Target): readonly Spot[] {
  if (target.k === 'field') return certainOf(target.ops, target.ref.member.name ?? '');
  return target.k === 'function'
    ? sorted(hooksOf(target.fills).flatMap(({ ops, field }) => certainOf(ops, field)))
    : [];
}

function certainOf(ops: OpsIndex, field: string): readonly Spot[] {
  return certain(ops.resolver, ops.implementations(field));
}

function certain(
  resolver: Resolver,
  found: readonly Pick<Implementation, 'function' | 'file' | 'at'>[],
): readonly Spot[] {
  const isBeside = (each: Pick<Implementation, 'function' | 'file'>): boolean =>
    each.file.symbols(each.function).some(({ kind }) => kind === 'function');
  return sorted(found.filter(isBeside).map((each) => functionSpot(resolver, each)));
}

/** The hook that a designator or an expression names. */
function hookAt(resolver: Resolver, file: SourceFile, offset: number): Hook | null {
  const word = wordAt(file.text, offset);
  const region = word && file.regionAt(word.at);
  if (!word || !region) return null;
  if (region.kind === 'object') {
    const text = file.text.slice(region.start, region.end);
    const slot = slotsIn(resolver, file, (each) => each === text).find(({ at }) => at === word.at);
    return slot ? { struct: slot.table.struct.name, field: slot.field } : null;
  }
  const [mention] = membersIn(resolver.expressions, file, word.at, word.at + word.text.length);
  return mention ? { struct: mention.struct.name, field: word.text } : null;
}

/** The other C files of a file's folder that name a struct. */
function filesBeside({ snapshot }: Resolver, file: SourceFile, struct: string): readonly SourceFile[] {
  const folder = folderOf(file.path);
  const inside = snapshot.list(folder).filter((name) => /\.[ch]$/.test(name));
  const paths = inside.map((name) => (folder === '' ? name : `${folder}/${name}`)).filter((path) => path !== file.path);
  return snapshot.source.among(paths, [struct], [struct]).flatMap((path) => snapshot.file(path) ?? []);
}
