/** What `opscope explain UFFDIO_COPY` says: which function serves the ioctl, and which hooks it reaches, by memory type. */
import { addTo } from '../../base/add-to.ts';
import type { ReachedIoctl } from '../../model/graph-answers.ts';
import { Reach } from '../../resolve/graph/reach.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { reachedIoctl, targetCondition } from '../graph/ioctl-reach.ts';
import { code, enumerated, type Part, type Prose, say, strong } from '../prose.ts';
import type { Explanation } from './hover.ts';

/** The ioctls of a name that lead to the ops structs, or to what stands in their place; empty where there is none. */
export function explainIoctl(resolver: Resolver, ops: readonly string[], symbol: string): readonly Explanation[] {
  // Nobody follows the ioctls of the tree for a word that is no macro.
  if (!/^[A-Z]\w*$/.test(symbol)) return [];
  const question = Reach.of(resolver, ops);
  return question.entries.flatMap((entry) =>
    entry.ioctls
      .filter(({ name }) => name === symbol)
      .map((ioctl) => explanationOf(reachedIoctl(question, entry, ioctl), ops)),
  );
}

function explanationOf(ioctl: ReachedIoctl, ops: readonly string[]): Explanation {
  const { name, entry, file, line, handler, handlerFile, handlerLine } = ioctl;
  const reached = [...typePoints(ioctl), ...directPoints(ioctl)];
  const nothing = say`reaches no hook of ${enumerated(ops.map(code))}`;
  const served = say`served by ${code(`${handler}()`)} (${at(handlerFile, handlerLine)})`;
  return {
    title: `${name}, an ioctl`,
    code: '',
    doc: '',
    points: [
      say`handled in ${code(`${entry}()`)} (${at(file, line)})`,
      ...(handler === entry ? [] : [served]),
      ...(reached.length > 0 ? reached : [nothing]),
    ],
  };
}

/** A point for each memory type: its hooks that can be run, and under which conditions. */
function typePoints({ hooks }: ReachedIoctl): Prose[] {
  const byType = new Map<string, Prose[]>();
  for (const { field, targets, conditions } of hooks) {
    const own = targets.flatMap(targetCondition);
    const way = conditions.filter((each) => !own.includes(each));
    for (const target of targets) {
      const when = [...way, ...(target.conditions.length > 0 ? [target.conditions.join(', or ')] : [])];
      const said = say`${code(field)} is ${code(`${target.function}()`)} (${at(target.file, target.line)})${ifText(when)}`;
      const known = byType.get(target.memoryType) ?? [];
      byType.set(target.memoryType, known);
      addTo(known, [said]);
    }
  }
  return [...byType].flatMap(([type, said]) => said.map((each) => say`${strong(type)}: ${each}`));
}

/** What the ioctl calls of a memory type without a hook. */
function directPoints({ backends }: ReachedIoctl): Prose[] {
  return backends.map(({ memoryType, function: name, file, line, conditions }) => {
    return say`${strong(memoryType)}: ${code(`${name}()`)}, called directly (${at(file, line)})${ifText(conditions)}`;
  });
}

function ifText(conditions: readonly string[]): Prose {
  return conditions.length === 0 ? [] : say`, if ${enumerated(conditions.map(code))}`;
}

function at(file: string, line: number): Part {
  return { k: 'place', file, line };
}
