/** Call graphs as data: from an ioctl, a hook or a function, and to a function. */
import { SCHEMA, type TreeInfo } from '../../model/answers.ts';
import { losing } from '../../model/gaps.ts';
import type { FunctionPlace, GraphAnswer } from '../../model/graph-answers.ts';
import { dispatchesOf } from '../../resolve/graph/any-ops.ts';
import { Follower } from '../../resolve/graph/follow.ts';
import { costsOf, type Ioctl } from '../../resolve/graph/ioctls.ts';
import { Neighbours } from '../../resolve/graph/neighbours.ts';
import { queuedBy, queuersOf } from '../../resolve/graph/queuers.ts';
import { type Entry, Reach } from '../../resolve/graph/reach.ts';
import type { Body } from '../../resolve/ops/bodies.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { functionsNamed } from '../cursor/named.ts';
import { bodyPlace } from '../places.ts';
import { Drawing, type Only } from './drawing.ts';
import { hop as drawHop } from './hop-edges.ts';
import { queuer } from './later-edges.ts';

/** What a graph is about. A function is named, or, where several have the name, `FILE:NAME`. */
export type GraphQuestion =
  | { readonly k: 'ioctl'; readonly name: string }
  | { readonly k: 'hook'; readonly name: string }
  | { readonly k: 'from'; readonly name: string }
  | { readonly k: 'to'; readonly name: string };

/** How far a graph goes when nobody says. */
const DEFAULT_DEPTH: Readonly<Record<GraphQuestion['k'], number>> = { ioctl: 24, hook: 24, from: 3, to: 4 };

/**
 * A struct with more tables than this is called from everywhere: to find the ioctls that come to one of its hooks would mean
 * to follow most of the kernel.
 */
const MANY_TABLES = 24;

/** Where memory types fill in what a page fault does: the callers' side of a graph goes through these too. */
const FAULT_OPS = 'vm_operations_struct';

/** Answers a question about calls; null when the tree has nothing of the name. */
export function graph(
  resolver: Resolver,
  ops: readonly string[],
  question: GraphQuestion,
  depth: number | null,
  tree: TreeInfo,
): GraphAnswer | null {
  const drawn = new Drawing(Reach.of(resolver, structsOf(resolver, ops, question)));
  const steps = depth ?? DEFAULT_DEPTH[question.k];
  const found = ((): boolean => {
    switch (question.k) {
      case 'ioctl':
        return drawIoctl(drawn, question.name, steps, depth !== null);
      case 'hook':
        return drawHook(drawn, question.name, steps) || drawCallersOf(drawn, resolver, ops, question.name);
      case 'from':
        return drawFrom(drawn, resolver, ops, question.name, steps);
      case 'to':
        return drawTo(drawn, resolver, ops, question.name, steps);
    }
  })();
  return found ? { schema: SCHEMA, tree, ...drawn.graph() } : null;
}

/** The graph of nothing. */
export function noGraph(tree: TreeInfo): GraphAnswer {
  return { schema: SCHEMA, tree, nodes: [], edges: [], note: null };
}

/**
 * The ops structs whose ioctls a question needs: none for functions, for hooks those that are not vast. An ioctl is asked for by its
 * name: were a struct left out, there would be none of that name.
 */
function structsOf(resolver: Resolver, ops: readonly string[], { k, name }: GraphQuestion): readonly string[] {
  if (k === 'ioctl') return ops;
  if (k === 'from' || k === 'to') return [];
  const [struct] = name.includes('.') ? name.split('.') : [];
  return (struct === undefined ? ops : [struct]).filter((each) => resolver.ops(each).tables().length <= MANY_TABLES);
}

/** The functions that a question about a function can mean, where its name is that of several in different files. */
export function namesakes(resolver: Resolver, question: GraphQuestion): readonly FunctionPlace[] {
  if (question.k !== 'from' && question.k !== 'to') return [];
  const meant = likeliest(functionsNamed(resolver, question.name));
  return new Set(meant.map(({ file }) => file)).size > 1 ? meant.map(bodyPlace) : [];
}

/** How to name a function of a file in a question: with the file only where the name alone means another, or several. */
export function nameToAsk(resolver: Resolver, name: string, file: string): string {
  const meant = likeliest(functionsNamed(resolver, name));
  return meant.every((each) => each.file.path === file) ? name : `${file}:${name}`;
}

function drawIoctls(drawn: Drawing, wanted: (name: string) => boolean, depth: number, only: Only | null): boolean {
  let found = false;
  const { gaps } = drawn.reach.resolver.snapshot;
  for (const entry of drawn.reach.entries) {
    for (const ioctl of entry.ioctls) {
      if (!wanted(ioctl.name)) continue;
      found = true;
      if (drawn.full) return found;
      losing(
        gaps,
        () => costsOf(ioctl),
        () => drawOne(drawn, entry, ioctl, depth, only),
        undefined,
      );
    }
  }
  return found;
}

function drawOne(drawn: Drawing, entry: Entry, ioctl: Ioctl, depth: number, only: Only | null): void {
  const summary = drawn.reach.run(entry, ioctl);
  if (only && !(summary && drawn.leads(summary, only))) return;
  const { file } = ioctl.body;
  const id = `ioctl:${ioctl.name}`;
  const place = { file: file.path, ...file.point(ioctl.at) };
  drawn.node({ id, function: ioctl.name, ...place, kind: 'ioctl', memoryType: null, more: false });
  if (summary) drawn.calls(id, summary, depth, 'case', only);
}

/** One ioctl: what leads to hooks and backends; all its calls where nothing does, or where a depth is asked for. */
function drawIoctl(drawn: Drawing, name: string, depth: number, whole: boolean): boolean {
  const named = (each: string): boolean => each === name;
  const found = drawIoctls(drawn, named, depth, whole ? null : (event, from) => drawn.isWork(event, from));
  return found && drawn.isEmpty ? drawIoctls(drawn, named, depth, null) : found;
}

function drawHook(drawn: Drawing, name: string, depth: number): boolean {
  const [ops, field] = name.includes('.') ? name.split('.') : [null, name];
  const owners = drawn.reach.ops.filter((each) => ops === null || each.name === ops);
  if (!owners.some((each) => each.hookNames().includes(field ?? ''))) return false;
  const only: Only = ({ hook }) => hook?.field === field && (ops === null || hook?.ops.name === ops);
  drawIoctls(drawn, () => true, depth, only);
  for (const site of drawn.reach.sites.all) {
    if (drawn.full) break;
    if (!site.fields.includes(field ?? '') || !owners.includes(site.ops)) continue;
    const body = drawn.reach.bodies.at(site.call.file, site.call.at);
    // A site that no ioctl leads to is shown with the function around it.
    const summary =
      body && !drawn.has(`${site.call.file.path}:${site.call.at}:`) ? drawn.reach.runFunction(body) : null;
    if (summary) drawn.calls(drawn.function(summary, only), summary, 1, null, only);
  }
  return true;
}

/** A hook of a struct with many tables: the functions that call it, and what it can be. */
function drawCallersOf(drawn: Drawing, resolver: Resolver, ops: readonly string[], name: string): boolean {
  const [field = '', struct] = name.split('.').reverse();
  const owners = (struct === undefined ? ops : [struct]).map((each) => resolver.ops(each));
  const owner = owners.find((each) => each.hookNames().includes(field));
  if (!owner) return false;
  const only: Only = ({ hook }) => hook?.field === field;
  const callers = dispatchesOf(owner, field).flatMap(({ file, at }) => drawn.reach.bodies.at(file, at) ?? []);
  const follower = new Follower(resolver, [owner.name]);
  for (const body of new Set(callers)) {
    // Each has all tables of the struct behind it: what has no room any more is not followed either.
    if (drawn.full) break;
    const { summary } = follower.follow(body, 1);
    if (summary) drawn.calls(drawn.function(summary, only), summary, 1, null, only);
  }
  drawn.remark(
    `${owner.name} has ${owner.tables().length} tables: the functions that call ${field} are shown, not what leads to them.`,
  );
  return true;
}

function drawFrom(drawn: Drawing, resolver: Resolver, ops: readonly string[], name: string, depth: number): boolean {
  const starts = likeliest(functionsNamed(resolver, name));
  const follower = new Follower(resolver, ops);
  for (const start of starts) {
    const { summary, more } = follower.follow(start, depth);
    drawn.unfinished(more);
    drawn.follows((body) => queuedBy(resolver, body));
    if (summary) drawn.calls(drawn.function(summary, null), summary, depth, null, null);
    else drawn.body(start, null);
  }
  return starts.length > 0;
}

function drawTo(drawn: Drawing, resolver: Resolver, ops: readonly string[], name: string, depth: number): boolean {
  const neighbours = Neighbours.of(resolver, [...new Set([...ops, FAULT_OPS])]);
  const ends = likeliest(functionsNamed(resolver, name));
  let level: readonly Body[] = ends;
  const seen = new Set(ends.map((each) => each.id));
  for (const end of ends) drawn.body(end, neighbours);
  for (let step = 0; step < depth && level.length > 0; step++) {
    const next: Body[] = [];
    for (const body of level) {
      for (const hop of drawn.full ? [] : neighbours.incoming(body)) {
        drawHop(drawn, hop, neighbours);
        if (!seen.has(hop.from.id)) next.push(hop.from);
        seen.add(hop.from.id);
      }
      for (const call of drawn.full ? [] : queuersOf(resolver, body)) {
        queuer(drawn, call, body, neighbours);
        if (!seen.has(call.from.id)) next.push(call.from);
        seen.add(call.from.id);
      }
    }
    level = next;
  }
  return ends.length > 0;
}

/** Of several functions of a name, those that are no stubs of a header; the one that other files can call before all. */
function likeliest(bodies: readonly Body[]): readonly Body[] {
  const real = bodies.filter(({ file }) => file.path.endsWith('.c'));
  const shared = real.filter(({ fn }) => !fn.static);
  return [shared, real, bodies].find((each) => each.length > 0) ?? [];
}
