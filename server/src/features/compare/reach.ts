/** Reach: what each ioctl runs for each memory type, and on which conditions. Does it still behave the same? */
import type { CompareReach, CompareTarget, CompareWay } from '../../model/compare-answers.ts';
import type { ReachedIoctl } from '../../model/graph-answers.ts';
import { type Facts, order } from './facts.ts';
import { type Group, sorted } from './rows.ts';

export const reachRows: Group = {
  name: 'reach',
  *rows(facts) {
    const all = [...ways(facts).values()].flatMap(({ targets }) => targets);
    const hooks = all.filter(({ via }) => via !== DIRECT);
    if (facts.hasStruct)
      yield {
        id: 'reach.hooks',
        claim: 'functions that ioctls run through hooks, for each memory type',
        items: sorted(hooks),
      };
    yield {
      id: 'reach.direct',
      claim: "memory types' functions that ioctls call by name",
      items: sorted(all.filter(({ via }) => via === DIRECT)),
    };
  },
};

const DIRECT = 'direct call';

interface Way {
  readonly ioctl: string;
  readonly memoryType: string;
  readonly targets: CompareTarget[];
}

/** What one side's ioctls run, by ioctl and memory type. */
function ways(facts: Facts): ReadonlyMap<string, Way> {
  const found = new Map<string, Way>();
  for (const ioctl of facts.reached.ioctls) {
    for (const { memoryType, target } of targetsOf(ioctl)) {
      if (!facts.isAbout(memoryType)) continue;
      const key = `${ioctl.name} ${memoryType}`;
      const way = found.get(key) ?? { ioctl: ioctl.name, memoryType, targets: [] };
      found.set(key, way);
      way.targets.push(target);
    }
  }
  return found;
}

function targetsOf({ name, hooks, backends }: ReachedIoctl): readonly { memoryType: string; target: CompareTarget }[] {
  const dispatched = hooks.flatMap((hook) => {
    // What is told of single memory types stands with their own functions.
    const own = new Set(hook.targets.map(({ memoryType }) => `${memoryType}: `));
    const shared = hook.conditions.filter((each) => ![...own].some((type) => each.startsWith(type)));
    return hook.targets.map(({ memoryType, function: fn, file, line, conditions }) => ({
      memoryType,
      target: target(`${name}, ${memoryType}`, hook.field, { function: fn, file, line }, [...shared, ...conditions]),
    }));
  });
  const direct = backends.map(({ memoryType, function: fn, file, line, conditions }) => ({
    memoryType,
    target: target(`${name}, ${memoryType}`, DIRECT, { function: fn, file, line }, conditions),
  }));
  return [...dispatched, ...direct];
}

function target(
  who: string,
  via: string,
  { function: fn, file, line }: { readonly function: string; readonly file: string; readonly line: number },
  conditions: readonly string[],
): CompareTarget {
  const message = `${who}: ${via} ${fn}()`;
  return { via, function: fn, conditions: conditions.map(squeezed), message, file, line };
}

/** A condition without layout. */
function squeezed(condition: string): string {
  return condition.replace(/\s+/g, ' ').trim();
}

/** Every ioctl and memory type on the sides, in order; `from` is what is held against the others. */
export function compareReach(sides: readonly Facts[], base: Facts | null): readonly CompareReach[] {
  const all = [...sides, ...(base ? [base] : [])];
  const bySide = new Map(all.map((facts) => [facts.name, ways(facts)]));
  const keys = new Map([...bySide.values()].flatMap((each) => [...each].map(([key, way]) => [key, way] as const)));
  return [...keys]
    .sort(([a], [b]) => order(a, b))
    .map(([key, { ioctl, memoryType }]) => {
      const cells = all.map(({ name }) => ({ name, way: bySide.get(name)?.get(key) ?? null }));
      const ways = [...(base ? cells.slice(-1) : []), ...cells.slice(0, sides.length)].map(({ way }) => way);
      const [first = null, ...others] = ways;
      const unique = (all: readonly string[]): readonly string[] => [...new Set(all)].sort(order);
      return {
        ioctl,
        memoryType,
        in: Object.fromEntries(cells.map(({ name, way }) => [name, way && cell(way)])),
        change: changeOf(cells),
        lost: unique(others.flatMap((other) => without(first, other))),
        gained: unique(others.flatMap((other) => without(other, first))),
      };
    });
}

/** The functions of one side that the other has not; of those that both have, the conditions. */
function without(way: Way | null, other: Way | null): readonly string[] {
  const there = new Map((other?.targets ?? []).map((each) => [each.function, each]));
  return (way?.targets ?? []).flatMap((each) => {
    const same = there.get(each.function);
    if (!same) return [`${each.function}()`];
    const fresh = each.conditions.filter((condition) => !same.conditions.includes(condition));
    return fresh.map((condition) => `${each.function}() if ${condition}`);
  });
}

function cell({ targets }: Way): CompareWay {
  const ordered = [...targets].sort((a, b) => order(a.via, b.via) || order(a.function, b.function));
  const unique = (all: readonly string[]): readonly string[] => [...new Set(all)];
  return {
    via: unique(ordered.map(({ via }) => via)).join(', '),
    function: unique(ordered.map((each) => each.function)).join(', '),
    conditions: unique(ordered.flatMap(({ conditions }) => conditions)),
    targets: ordered,
  };
}

function changeOf(cells: readonly { readonly name: string; readonly way: Way | null }[]): string {
  const there = cells.filter(({ way }) => way !== null);
  if (there.length < cells.length) return `only in ${there.map(({ name }) => name).join(', ')}`;
  const keys = new Set(
    cells.map(({ way }) =>
      way?.targets
        .flatMap((each) => [each.via, each.function, ...each.conditions])
        .sort(order)
        .join('\n'),
    ),
  );
  return keys.size === 1 ? 'same' : 'changed';
}
