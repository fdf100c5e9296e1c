/** What a hover says: of a hook the function in this slot, the callers, and a few of those that fill it elsewhere. */
import type { SourceFile } from '../../index/file.ts';
import type { OpsIndex } from '../../resolve/ops/ops.ts';
import type { MemberCall } from '../../resolve/uses/hook-uses.ts';
import type { Target } from '../cursor/target.ts';
import { all, andMore, code, enumerated, named, type Part, type Prose, say, strong } from '../prose.ts';
import type { QuerySettings } from '../query.ts';
import { type Filling, fillingsOf, memoryTypesOf, sharedFolders } from './fillings.ts';
import { callsOf, callText, copyTexts, filledText, listed, NEVER_CALLED } from './hook-points.ts';
import { type Explanation, explainTarget, fieldHead } from './hover.ts';
import { ioctlsReaching } from './ioctls-reaching.ts';
import { unsetIn, unsetPoint } from './unset.ts';

/** Lines about one thing, before the rest is counted. */
const FEW = 6;

/** Names in a line, before the rest is counted. */
const MOST_NAMES = 4;

/** Points of what is no hook. */
const MOST = 12;

/** What is known of a target, in as few lines as a hover has; `explainTarget` says all. */
export function briefly(target: Target, from: SourceFile, settings: QuerySettings): Explanation {
  if (target.k === 'field' && isHook(target.ops, target.ref.member.name)) {
    const looked = { from, at: target.at, settings };
    return {
      ...fieldHead(target.ops, target.ref),
      points: hookPoints(target.ops, target.ref.member.name ?? '', looked),
    };
  }
  const whole = explainTarget(target);
  const rest = whole.points.length - MOST;
  if (rest <= 1) return whole;
  return { ...whole, points: [...whole.points.slice(0, MOST), [all('implementations', `and ${rest} more`)]] };
}

/** Where somebody looks at a hook. */
interface Looked {
  readonly from: SourceFile;
  readonly at: number;
  readonly settings: QuerySettings;
}

function isHook(ops: OpsIndex, name: string | null): boolean {
  return name !== null && ops.hookNames().includes(name);
}

function hookPoints(ops: OpsIndex, field: string, looked: Looked): Prose[] {
  const fillings = fillingsOf(ops, field, looked.from);
  const unset = unsetIn(ops, field);
  const own = ownFilling(fillings, looked);
  const ioctls = ioctlsReaching(ops, field, looked.settings);
  return [
    ...own.flatMap((filling) => oneByOne(ops, field, filling)),
    ...callPoints(ops, field, looked.from, unset.length > 0),
    ...(ioctls.length > 0 ? [say`reached by ${listed(ioctls)}`] : []),
    ...filledPoints(ops, field, fillings, own),
    ...unsetPoint(ops, unset, unset.length > FEW * 2 ? MOST_NAMES : unset.length),
  ];
}

/** The function of the slot that is looked at, as if it were in that alone. */
function ownFilling(fillings: readonly Filling[], { from, at }: Looked): readonly Filling[] {
  return fillings.flatMap((filling) => {
    const here = filling.all.filter(({ file, table, at: nameAt }) => {
      const slot = file === from ? table?.slots.find((each) => each.at === at) : undefined;
      return slot?.value.k === 'function' && slot.value.at === nameAt;
    });
    return here.length > 0 ? [{ ...filling, all: here }] : [];
  });
}

/** The calls, those that are near first. */
function callPoints(ops: OpsIndex, field: string, { path }: SourceFile, canBeUnset: boolean): Prose[] {
  const nearness = (call: MemberCall): number =>
    call.file.path === path ? Infinity : sharedFolders(call.file.path, path);
  const calls = [...callsOf(ops, field)].sort((a, b) => nearness(b) - nearness(a) || 0);
  const points = calls.slice(0, FEW).map((each) => callText(ops, each, canBeUnset));
  if (calls.length > FEW) points.push([all('calls', andMore(calls.length - FEW, 'call'))]);
  const said = [...points, ...copyTexts(ops, field)];
  return said.length === 0 ? [NEVER_CALLED] : said;
}

/** Who fills a hook besides the slot that is looked at: table by table where they are few, else function by function. */
function filledPoints(ops: OpsIndex, field: string, fillings: readonly Filling[], own: readonly Filling[]): Prose[] {
  const said = new Set(own.flatMap(({ all: each }) => each));
  const others = fillings.flatMap((filling) => {
    const left = filling.all.filter((each) => !said.has(each));
    return left.length > 0 ? [{ ...filling, all: left }] : [];
  });
  const count = others.reduce((sum, each) => sum + each.all.length, 0);
  if (count <= FEW) return others.flatMap((filling) => oneByOne(ops, field, filling));
  const points = others.slice(0, FEW).map((filling) => together(ops, field, filling));
  const rest = others.length - FEW;
  const total = `all ${fillings.length} functions that fill it`;
  return [
    ...points,
    rest > 0 ? say`and ${rest} more: ${all('implementations', total)}` : [all('implementations', total)],
  ];
}

function oneByOne(ops: OpsIndex, field: string, filling: Filling): readonly Prose[] {
  const name = nameOf(ops, filling);
  return filling.all.map((each) => filledText(ops, field, each, name));
}

/** A function with the memory types that share it. */
function together(ops: OpsIndex, field: string, filling: Filling): Prose {
  const [first] = filling.all;
  const name = nameOf(ops, filling);
  if (first && filling.all.length === 1) return filledText(ops, field, first, name);
  const types = memoryTypesOf(ops, filling.all);
  const shown = enumerated(types.slice(0, MOST_NAMES - 1).map(strong));
  const rest = types.length - (MOST_NAMES - 1);
  return say`${shown}${rest > 0 ? ` and ${rest} more` : ''}: ${name} (in ${filling.all.length} places)`;
}

/** A function's name, which leads to its definition. */
function nameOf(ops: OpsIndex, { function: name, all: [first] }: Filling): Part {
  const found = first ? ops.resolver.functions.find(name, first.table?.unit ?? first.file) : null;
  return found ? named(name, found.file, found.at) : code(name);
}
