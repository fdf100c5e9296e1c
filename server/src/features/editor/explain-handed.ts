/** What `opscope explain` says of functions that are handed over: to whom, which hooks they fill, and who calls them. */
import type { Steps } from '../../base/steps.ts';
import type { SourceFile } from '../../index/file.ts';
import { queuedBy, queuersOf } from '../../resolve/graph/queuers.ts';
import { type Body, ownFile } from '../../resolve/ops/bodies.ts';
import { type Handing, handedFunctionsIn, handingSteps, handingsOf } from '../../resolve/ops/handings.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { functionsNamed } from '../cursor/named.ts';
import { code, enumerated, type Prose, place, say } from '../prose.ts';
import type { Explanation } from './hover.ts';

/** The functions of a name that are handed over, or that call what they are handed; empty where there are none. */
export function explainHanded(resolver: Resolver, symbol: string): readonly Explanation[] {
  const shared = new Map<SourceFile | string, readonly Prose[]>();
  return functionsNamed(resolver, symbol).flatMap((body) => {
    // Namesakes in one file, as in the branches of an `#if`, are handed over in the same places.
    const where = ownFile(body) ?? body.file.path;
    const handed = shared.get(where) ?? [...handingPoints(handingsOf(resolver, body)), ...queuerPoints(resolver, body)];
    shared.set(where, handed);
    return explained(body, [...handed, ...calledPoints(resolver, body), ...queuedPoints(resolver, body)]);
  });
}

/** What a hover says of a function that is handed over: what becomes of it; null where nothing does. */
export function* explainHandedFunction(resolver: Resolver, body: Body): Steps<Explanation | null> {
  const handed = handingPoints(yield* handingSteps(resolver, body));
  yield;
  const points = [...handed, ...queuerPoints(resolver, body)];
  const shown = points.slice(0, MOST);
  if (points.length > MOST) shown.push(say`and ${points.length - MOST} more`);
  return explained(body, shown)[0] ?? null;
}

const MOST = 20;

function explained({ file, fn, name }: Body, points: readonly Prose[]): readonly Explanation[] {
  if (points.length === 0) return [];
  const region = file.regionAt(fn.nameAt);
  const head = region ? file.text.slice(region.start, region.brace).replace(/\s+/g, ' ').trim() : name;
  return [{ title: name, code: `${head};`, doc: '', points }];
}

function handingPoints(handings: readonly Handing[]): Prose[] {
  return handings.flatMap(({ to, file, at, inFunction, hooks, calls }) => {
    const by = to === null ? say`kept` : say`handed to ${code(`${to}()`)}`;
    const where = say`${by} in ${code(`${inFunction}()`)} (${place(file, at)})`;
    return [
      ...hooks.map(({ struct, field }) => say`${where}: fills ${code(`${struct.title}.${field}`)}`),
      ...calls.map((call) => {
        const from = code(`${call.inFunction}()`);
        return say`${where}: called by ${code(call.name)} in ${from} (${place(call.file, call.at)})`;
      }),
    ];
  });
}

/** `calls fn (mm/memory.c:3100): a_pte, b_pte`. */
function calledPoints(resolver: Resolver, body: Body): Prose[] {
  const byCall = new Map<string, { readonly said: Prose; readonly names: Set<string> }>();
  for (const { call, name } of handedFunctionsIn(resolver, body)) {
    const key = `${call.at}`;
    const known = byCall.get(key) ?? {
      said: say`calls ${code(call.name)} (${place(call.file, call.at)})`,
      names: new Set(),
    };
    byCall.set(key, known);
    known.names.add(name);
  }
  return [...byCall.values()].map(({ said, names }) => say`${said}: ${enumerated([...names].sort().map(code))}`);
}

/** `runs later, queued by mod_timer() in f() (mm/a.c:3)`. */
function queuerPoints(resolver: Resolver, body: Body): Prose[] {
  return queuersOf(resolver, body).map(({ from, at, by }) => {
    return say`runs later, queued by ${code(`${by}()`)} in ${code(`${from.name}()`)} (${place(from.file, at)})`;
  });
}

/** `g runs later, queued by mod_timer() (mm/a.c:3)`. */
function queuedPoints(resolver: Resolver, body: Body): Prose[] {
  return queuedBy(resolver, body).map(({ from, at, by, name }) => {
    return say`${code(name)} runs later, queued by ${code(`${by}()`)} (${place(from.file, at)})`;
  });
}
