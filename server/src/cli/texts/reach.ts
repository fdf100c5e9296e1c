/** What each ioctl can run, as text. */
import { addTo } from '../../base/add-to.ts';
import { targetCondition } from '../../features/graph/ioctl-reach.ts';
import type { FaultEntry, ReachAnswer, ReachedHook, ReachedIoctl } from '../../model/graph-answers.ts';
import { Shown, shown } from '../shown.ts';
import { type Cell, columns, type Paint, PLAIN } from '../style.ts';

/** How the table is shown: plain, and as wide as it is, if nothing else is said. */
interface Form {
  readonly paint?: Paint;
  readonly width?: number;
}

/** The table as text: where it is wider than it may be, each ioctl stands above what it reaches. */
export function reachText(answer: ReachAnswer, { paint = PLAIN, width = Number.POSITIVE_INFINITY }: Form = {}): Shown {
  const lines: Shown[] = [];
  for (const entry of answer.entries) {
    lines.push(shown`${paint.bold(`${entry.function}()`)}  ${paint.dim(`${entry.file}:${entry.line}`)}`);
    const ioctls = answer.ioctls.filter((each) => each.entry === entry.function);
    const table = columns(ioctls.flatMap((each) => ioctlRows(each, paint)));
    const fits = table.every((line) => line.width + 2 <= width);
    for (const line of fits ? table : ioctls.flatMap((each) => blockLines(each, paint))) lines.push(shown`  ${line}`);
  }
  for (const entry of answer.faults) addTo(lines, faultLines(entry, paint));
  if (answer.note) lines.push(shown`${answer.note}`);
  return lines.length > 0 ? Shown.lines(lines) : shown`\n`;
}

/** Who hands page faults over, a line each. */
function faultLines(entry: FaultEntry, paint: Paint): readonly Shown[] {
  const rows = entry.callers.map(({ memoryType, function: name, file, calls }) => [
    { text: memoryType ?? 'any memory', ...(memoryType === null ? {} : { paint: paint.good }) },
    { text: `${name}()`, paint: paint.name },
    { text: `${file}:${calls.map(({ line }) => line).join(', ')}`, paint: paint.dim },
  ]);
  const head = shown`${paint.bold(`${entry.function}()`)}  ${paint.dim(`${entry.file}:${entry.line}`)}  page faults`;
  return [head, ...columns(rows).map((line) => shown`  ${line}`)];
}

function blockLines(ioctl: ReachedIoctl, paint: Paint): readonly Shown[] {
  return [paint.bold(ioctl.name), ...columns(cells(ioctl, paint)).map((line) => shown`  ${line}`)];
}

function ioctlRows(ioctl: ReachedIoctl, paint: Paint): Cell[][] {
  return cells(ioctl, paint).map((row, i) => [{ text: i === 0 ? ioctl.name : '', paint: paint.bold }, ...row]);
}

function cells(ioctl: ReachedIoctl, paint: Paint): Cell[][] {
  const reached = reachedRows(ioctl, paint);
  for (const later of ioctl.later ?? []) {
    const when = `runs later: ${later.function}(), queued by ${later.queuedBy}() in ${later.queuedIn.function}()`;
    for (const row of reachedRows(later, paint)) {
      const [name, types, about] = row;
      const said = [when, about?.text ?? ''].filter(Boolean).join(', ');
      reached.push([...(name ? [name] : []), ...(types ? [types] : []), { text: said, paint: paint.dim }]);
    }
  }
  if (reached.length === 0) reached.push([{ text: '-', paint: paint.dim }]);
  return reached;
}

function reachedRows(ioctl: Pick<ReachedIoctl, 'hooks' | 'backends'>, paint: Paint): Cell[][] {
  const onTheWay = (hook: ReachedHook): readonly string[] => {
    const own = hook.targets.flatMap(targetCondition);
    return hook.conditions.filter((each) => !own.includes(each));
  };
  return [
    ...ioctl.hooks.map((hook) => [
      { text: hook.field, paint: paint.name },
      { text: hook.memoryTypes.join(', '), paint: paint.good },
      { text: onTheWay(hook).join(', '), paint: paint.dim },
    ]),
    ...ioctl.backends.map((backend) => [
      { text: `${backend.function}()`, paint: paint.name },
      { text: backend.memoryType, paint: paint.good },
      { text: ['direct call', ...backend.conditions].join(', '), paint: paint.dim },
    ]),
  ];
}
