/** Which hooks and backends each ioctl can run: the table that `opscope reach` prints, and lenses and trees show. */
import { addTo } from '../../base/add-to.ts';
import { SCHEMA, type TreeInfo } from '../../model/answers.ts';
import { type Costs, losing } from '../../model/gaps.ts';
import type {
  FunctionPlace,
  ReachAnswer,
  ReachedBackend,
  ReachedHook,
  ReachedIoctl,
  ReachedLater,
} from '../../model/graph-answers.ts';
import { costsOf, type Ioctl } from '../../resolve/graph/ioctls.ts';
import { type Entry, Reach } from '../../resolve/graph/reach.ts';
import type { Body } from '../../resolve/ops/bodies.ts';
import type { OpsIndex, Resolver } from '../../resolve/ops/ops.ts';
import { asksWhat } from '../../resolve/run/conditions.ts';
import type { CallEvent, Summary } from '../../resolve/run/summary.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import { bodyPlace } from '../places.ts';
import { faultEntries } from './fault-entries.ts';

/** Every ioctl that leads to the hooks of the given ops structs, with what it reaches; `countsLater` adds what runs later, apart. */
export function reach(resolver: Resolver, ops: readonly string[], tree: TreeInfo, countsLater = false): ReachAnswer {
  const question = countsLater ? Reach.withLater(resolver, ops) : Reach.of(resolver, ops);
  const entries = question.entries.map(({ body }) => bodyPlace(body));
  const { gaps } = resolver.snapshot;
  return {
    schema: SCHEMA,
    tree,
    ops: ops.join(','),
    entry: entries[0] ?? null,
    entries,
    ioctls: question.entries.flatMap((entry) =>
      entry.ioctls.flatMap((ioctl) =>
        losing(
          gaps,
          () => costsOf(ioctl),
          () => [reachedIoctl(question, entry, ioctl)],
          [],
        ),
      ),
    ),
    faults:
      question.entries.length > 0
        ? losing(
            gaps,
            () => FAULTS,
            () => faultEntries(resolver, ops),
            [],
          )
        : [],
    note: note(question, ops, tree),
  };
}

const FAULTS: Costs = { what: 'who hands page faults over', file: null, line: null };

function note(question: Reach, ops: readonly string[], tree: TreeInfo): string | null {
  const missing = ops.filter((name) => !question.ops.some((each) => each.name === name));
  if (question.entries.length === 0) return `No ioctl of this tree leads to a hook of ${ops.join(', ')}.`;
  if (missing.length === 0) return null;
  return `This tree (Linux ${tree.version}) has no struct ${missing.join(', ')}: backends are what its ioctls call directly.`;
}

/** What one ioctl reaches. */
export function reachedIoctl(question: Reach, entry: Entry, ioctl: Ioctl): ReachedIoctl {
  const found = new Found(question);
  const summary = question.run(entry, ioctl);
  if (summary) found.follow(summary, []);
  const handler = ioctl.handler && question.bodies.visible(ioctl.handler.name, ioctl.body.file)[0];
  const place = bodyPlace(handler ?? ioctl.body);
  return {
    name: ioctl.name,
    handler: place.function,
    handlerFile: place.file,
    handlerLine: place.line,
    entry: entry.body.name,
    file: ioctl.body.file.path,
    ...ioctl.body.file.point(ioctl.at),
    hooks: found.hooks(),
    backends: found.backends(),
    ...(question.late ? { later: laterIn(question, found.bodies()) } : {}),
  };
}

/** What is reached by functions that run later: those that the given ones queue, and what those queue in turn. */
function laterIn(question: Reach, starts: readonly Body[]): readonly ReachedLater[] {
  const found = new Map<string, ReachedLater>();
  for (let level = starts; level.length > 0; ) {
    const next: Body[] = [];
    for (const call of level.flatMap(({ id }) => question.late?.get(id) ?? [])) {
      if (!call.to || found.has(call.to.id)) continue;
      const own = new Found(question);
      const summary = question.runFunction(call.to);
      if (summary) own.follow(summary, []);
      addTo(next, own.bodies());
      const queuedIn = bodyPlace(call.from);
      found.set(call.to.id, {
        ...bodyPlace(call.to),
        queuedIn,
        queuedBy: call.by,
        hooks: own.hooks(),
        backends: own.backends(),
      });
    }
    level = next;
  }
  return [...found.values()].filter(({ hooks, backends }) => hooks.length + backends.length > 0);
}

interface Target extends FunctionPlace {
  readonly memoryType: string;
  readonly conditions: readonly string[];
}

interface HookFound {
  readonly ops: OpsIndex;
  readonly field: string;
  readonly targets: Map<string, Target>;
  conditions: readonly string[] | null;
}

/** Collects what summaries reach. */
class Found {
  readonly #question: Reach;
  /** The conditions on every way to a summary so far. */
  readonly #seen = new Map<Summary, readonly string[]>();
  readonly #hooks = new Map<string, HookFound>();
  readonly #backends = new Map<string, ReachedBackend>();

  constructor(question: Reach) {
    this.#question = question;
  }

  /** Goes through a summary and those it calls; `way` has the conditions so far. Again, where this way has fewer of them. */
  follow(summary: Summary, way: readonly string[]): void {
    const before = this.#seen.get(summary);
    const path = before ? before.filter((each) => way.includes(each)) : way;
    if (path.length === before?.length) return;
    this.#seen.set(summary, path);
    for (const event of summary.calls) {
      const conditions = [...new Set([...path, ...event.conditions.filter(asksWhat)])];
      if (event.hook) this.#hook(summary.body, event, event.hook, conditions);
      else if (event.kind === 'call') this.#backend(summary.body, event, conditions);
      if (event.target) this.follow(event.target, conditions);
    }
  }

  #hook(from: Body, event: CallEvent, hook: NonNullable<CallEvent['hook']>, path: readonly string[]): void {
    const { ops, field, choice } = hook;
    const key = `${ops.name}.${field}`;
    const found = this.#hooks.get(key) ?? { ops, field, targets: new Map<string, Target>(), conditions: null };
    this.#hooks.set(key, found);
    found.conditions = found.conditions ? found.conditions.filter((each) => path.includes(each)) : path;
    const type = choice ? memoryType(choice.table, ops.name) : '';
    const place = this.#place(event, choice?.table.unit ?? from.file, from);
    const id = `${type} ${place.function}`;
    const when = choice?.conditions.filter(asksWhat).join(' && ') ?? '';
    const before = found.targets.get(id);
    found.targets.set(id, {
      ...place,
      memoryType: type,
      conditions: [...new Set([...(before?.conditions ?? []), ...(when === '' ? [] : [when])])],
    });
  }

  #place(event: CallEvent, file: Body['file'], from: Body): FunctionPlace {
    if (event.target) return bodyPlace(event.target.body);
    const [body] = this.#question.bodies.anywhere(event.name, file);
    return body ? bodyPlace(body) : { function: event.name, file: from.file.path, ...from.file.point(event.at) };
  }

  #backend(from: Body, event: CallEvent, conditions: readonly string[]): void {
    const backend = this.#question.backends.find(event.name, from.file);
    if (!backend) return;
    const before = this.#backends.get(event.name);
    const kept = before ? before.conditions.filter((each) => conditions.includes(each)) : conditions;
    this.#backends.set(event.name, { ...bodyPlace(backend.body), memoryType: backend.memoryType, conditions: kept });
  }

  /** The functions that were gone through. */
  bodies(): readonly Body[] {
    return [...new Set([...this.#seen.keys()].map(({ body }) => body))];
  }

  hooks(): readonly ReachedHook[] {
    const order = new Map<string, number>();
    for (const ops of this.#question.ops)
      for (const name of ops.hookNames()) order.set(`${ops.name}.${name}`, order.size);
    return [...this.#hooks]
      .sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
      .map(([, { ops, field, targets, conditions }]) => {
        const all = [...targets.values()].sort((a, b) => compare(a.memoryType, b.memoryType));
        return {
          ops: ops.name,
          field,
          memoryTypes: [...new Set(all.map((each) => each.memoryType))],
          conditions: [...(conditions ?? []), ...all.flatMap(targetCondition)],
          targets: all,
        };
      });
  }

  backends(): readonly ReachedBackend[] {
    return [...this.#backends.values()].sort((a, b) => compare(a.function, b.function));
  }
}

/** When the table of a memory type is the one taken, as a condition of its hook. */
export function targetCondition(target: Pick<Target, 'memoryType' | 'conditions'>): readonly string[] {
  return target.conditions.length === 0 ? [] : [`${target.memoryType}: ${target.conditions.join(', or ')}`];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
