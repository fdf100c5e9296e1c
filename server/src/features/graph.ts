/** Call graphs as data: from an ioctl, a hook or a function, and to a function. */
import { SCHEMA, type TreeInfo } from '../model/answers.ts';
import type { GraphAnswer, GraphEdge, GraphNode } from '../model/graph-answers.ts';
import type { Body } from '../resolve/graph/bodies.ts';
import { follow } from '../resolve/graph/follow.ts';
import { type Hop, Neighbours } from '../resolve/graph/neighbours.ts';
import { Reach } from '../resolve/graph/reach.ts';
import type { CallEvent, Summary } from '../resolve/graph/summary.ts';
import type { Resolver } from '../resolve/ops.ts';
import { functionsNamed } from './hierarchy.ts';
import { memoryType } from './names.ts';

/** What a graph is about. */
export type GraphQuestion =
  | { readonly k: 'ioctl'; readonly name: string }
  | { readonly k: 'hook'; readonly name: string }
  | { readonly k: 'from'; readonly name: string }
  | { readonly k: 'to'; readonly name: string };

/** How far a graph goes when nobody says. */
export const DEFAULT_DEPTH: Readonly<Record<GraphQuestion['k'], number>> = { ioctl: 24, hook: 24, from: 3, to: 4 };

/** How many nodes a graph has at most; a node of kind `more` stands for the rest. */
const MAX_NODES = 400;

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
  const drawn = new Drawing(Reach.of(resolver, question.k === 'from' || question.k === 'to' ? [] : ops));
  const steps = depth ?? DEFAULT_DEPTH[question.k];
  const found = ((): boolean => {
    switch (question.k) {
      case 'ioctl':
        return drawIoctl(drawn, question.name, steps, depth !== null);
      case 'hook':
        return drawHook(drawn, question.name, steps);
      case 'from':
        return drawFrom(drawn, resolver, ops, question.name, steps);
      case 'to':
        return drawTo(drawn, resolver, ops, question.name, steps);
    }
  })();
  return found ? { schema: SCHEMA, tree, ...drawn.graph() } : null;
}

function drawIoctls(drawn: Drawing, wanted: (name: string) => boolean, depth: number, only: Only | null): boolean {
  let found = false;
  for (const entry of drawn.reach.entries) {
    for (const ioctl of entry.ioctls) {
      if (!wanted(ioctl.name)) continue;
      found = true;
      const summary = drawn.reach.run(entry, ioctl);
      if (only && !(summary && drawn.leads(summary, only))) continue;
      const { file } = ioctl.body;
      const id = `ioctl:${ioctl.name}`;
      const { line } = file.point(ioctl.at);
      drawn.node({ id, function: ioctl.name, file: file.path, line, kind: 'ioctl', memoryType: null });
      if (summary) drawn.calls(id, summary, depth, 'case', only);
    }
  }
  return found;
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
    if (!site.fields.includes(field ?? '') || !owners.includes(site.ops)) continue;
    const body = drawn.reach.bodies.at(site.call.file, site.call.at);
    // A site that no ioctl leads to is shown with the function around it.
    const summary =
      body && !drawn.has(`${site.call.file.path}:${site.call.at}:`) ? drawn.reach.runFunction(body) : null;
    if (summary) drawn.calls(drawn.function(summary, only), summary, 1, null, only);
  }
  return true;
}

function drawFrom(drawn: Drawing, resolver: Resolver, ops: readonly string[], name: string, depth: number): boolean {
  const starts = likeliest(functionsNamed(resolver, name));
  for (const start of starts) {
    const { summary, more } = follow(resolver, ops, start, depth);
    drawn.unfinished(more);
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
        drawn.hop(hop, neighbours);
        if (!seen.has(hop.from.id)) next.push(hop.from);
        seen.add(hop.from.id);
      }
    }
    level = next;
  }
  return ends.length > 0;
}

/** Of several functions of a name, those that are no stubs of a header. */
function likeliest(bodies: readonly Body[]): readonly Body[] {
  const real = bodies.filter(({ file }) => file.path.endsWith('.c'));
  return real.length > 0 ? real : bodies;
}

/** The calls that a graph is about; it shows what leads to them. */
type Only = (event: CallEvent, from: Body) => boolean;

/** A graph under way. */
class Drawing {
  readonly reach: Reach;
  readonly #leads = new Map<Summary, boolean>();
  readonly #signatures = new Map<Summary, string>();
  readonly #contexts = new Map<string, string[]>();
  readonly #nodes = new Map<string, GraphNode>();
  readonly #edges = new Map<string, GraphEdge>();
  readonly #drawn = new Map<string, number>();
  #unfinished: ReadonlySet<string> = new Set();

  constructor(reach: Reach) {
    this.reach = reach;
  }

  get full(): boolean {
    return this.#nodes.size >= MAX_NODES;
  }

  unfinished(bodies: ReadonlySet<string>): void {
    this.#unfinished = new Set([...this.#unfinished, ...bodies]);
  }

  graph(): Pick<GraphAnswer, 'nodes' | 'edges' | 'note'> {
    const note = this.full
      ? `Only the first ${MAX_NODES} functions are shown; ask for less depth or start further on.`
      : null;
    return { nodes: [...this.#nodes.values()], edges: [...this.#edges.values()], note };
  }

  get isEmpty(): boolean {
    return this.#nodes.size === 0;
  }

  /** Whether a node whose id starts so is drawn. */
  has(prefix: string): boolean {
    return [...this.#nodes.keys()].some((id) => id.startsWith(prefix));
  }

  /** Whether a call is the work of a memory type: through a hook, or of a backend. */
  isWork(event: CallEvent, from: Body): boolean {
    return event.hook !== null || (event.kind === 'call' && this.reach.backends.find(event.name, from.file) !== null);
  }

  /** Whether a function comes to one of the calls that a graph is about. */
  leads(summary: Summary, only: Only): boolean {
    const known = this.#leads.get(summary);
    if (known !== undefined) return known;
    const found = summary.calls.some(
      (event) => only(event, summary.body) || (event.target !== null && this.leads(event.target, only)),
    );
    this.#leads.set(summary, found);
    return found;
  }

  #shown(summary: Summary, only: Only | null): readonly CallEvent[] {
    if (!only) return summary.calls;
    return summary.calls.filter(
      (event) => only(event, summary.body) || (event.target !== null && this.leads(event.target, only)),
    );
  }

  /** What a function does in a context, as text: contexts in which it does the same are one node. */
  #signature(summary: Summary, only: Only | null): string {
    const known = this.#signatures.get(summary);
    if (known !== undefined) return known;
    const parts = this.#shown(summary, only).map((event) => {
      const table = event.hook?.choice ? `${event.hook.choice.table.file.path}:${event.hook.choice.table.at}` : '';
      return `${event.at} ${event.name} ${table} ${event.target ? this.#idOf(event.target, only) : ''}`;
    });
    const signature = parts.join(';');
    this.#signatures.set(summary, signature);
    return signature;
  }

  /** The id of a function's node: another one for each way in which it goes on. */
  #idOf(summary: Summary, only: Only | null): string {
    const { id } = summary.body;
    const signature = this.#signature(summary, only);
    const known = this.#contexts.get(id) ?? [];
    this.#contexts.set(id, known);
    if (!known.includes(signature)) known.push(signature);
    const index = known.indexOf(signature);
    return index === 0 ? id : `${id}#${index + 1}`;
  }

  /** Draws the node of a function in a context; answers its id. */
  function(summary: Summary, only: Only | null): string {
    const { file, fn, name } = summary.body;
    const id = this.#idOf(summary, only);
    const { line } = file.point(fn.nameAt);
    this.node({ id, function: name, file: file.path, line, kind: 'function', memoryType: null });
    return id;
  }

  /** Adds a node; answers whether there was room for it. */
  node(node: GraphNode): boolean {
    const known = this.#nodes.get(node.id);
    if (known) {
      if (known.memoryType === null && node.memoryType !== null) this.#nodes.set(node.id, node);
      return true;
    }
    if (this.full) return false;
    this.#nodes.set(node.id, node);
    return true;
  }

  /** Adds the node of a function; answers its id. */
  body(body: Body, fills: Neighbours | null): string {
    const { file, fn, id, name } = body;
    const fill = fills?.fills(body)[0];
    const type = fill ? memoryType(fill.table, fill.ops.name) : (fills?.memoryTypeOf(body) ?? null);
    const line = file.point(fn.nameAt).line;
    this.node({ id, function: name, file: file.path, line, kind: fill ? 'hook' : 'function', memoryType: type });
    return id;
  }

  #edge(edge: GraphEdge): void {
    const key = `${edge.from}>${edge.to}@${edge.line}`;
    const known = this.#edges.get(key);
    // A call that one context makes unconditionally is unconditional.
    if (!known || (known.condition !== null && edge.condition === null)) this.#edges.set(key, edge);
  }

  /** Draws what a function calls, to a depth. `from` is the node that the calls start at. */
  calls(from: string, summary: Summary, depth: number, kind: 'case' | null, only: Only | null): void {
    if ((this.#drawn.get(from) ?? 0) >= depth) return;
    this.#drawn.set(from, depth);
    for (const event of this.#shown(summary, only)) this.#call(from, summary.body, event, depth, kind, only);
  }

  #call(from: string, caller: Body, event: CallEvent, depth: number, kind: 'case' | null, only: Only | null): void {
    const { file } = caller;
    const { line } = file.point(event.at);
    const condition = event.conditions.length > 0 ? event.conditions.join(' && ') : null;
    const place = { file: file.path, line };
    let source = from;
    if (event.hook) {
      source = `${file.path}:${event.at}:${event.hook.field} ${from}`;
      const name = `${event.hook.ops.name}.${event.hook.field}`;
      if (!this.node({ id: source, function: name, ...place, kind: 'dispatch', memoryType: null })) return;
      this.#edge({ from, to: source, kind: kind ?? 'call', ...place, condition });
    }
    const to = this.#target(caller, event, only);
    if (!this.node(to)) {
      this.#more(source, place);
      return;
    }
    const choice = event.hook?.choice?.conditions ?? [];
    this.#edge({
      from: source,
      to: to.id,
      kind: event.hook ? 'dispatch' : (kind ?? (event.kind === 'pointer' ? 'pointer' : 'call')),
      ...place,
      condition: event.hook ? (choice.length > 0 ? choice.join(' && ') : null) : condition,
    });
    if (this.#unfinished.has(to.id) && !only) this.#more(to.id, { file: to.file, line: to.line });
    if (event.target && depth > 1) this.calls(to.id, event.target, depth - 1, null, only);
    else if (event.target && this.#shown(event.target, only).length > 0)
      this.#more(to.id, { file: to.file, line: to.line });
  }

  /** A node that says that there is more behind another one. */
  #more(from: string, place: { readonly file: string; readonly line: number }): void {
    const id = `more:${from}`;
    this.#nodes.set(id, { id, function: '...', ...place, kind: 'more', memoryType: null });
    this.#edge({ from, to: id, kind: 'call', ...place, condition: null });
  }

  #target(caller: Body, event: CallEvent, only: Only | null): GraphNode {
    const choice = event.hook?.choice;
    const backend = event.hook ? null : this.reach.backends.find(event.name, caller.file);
    const body =
      event.target?.body ??
      backend?.body ??
      this.reach.bodies.anywhere(event.name, choice ? choice.table.file : caller.file)[0] ??
      null;
    const type = choice && event.hook ? memoryType(choice.table, event.hook.ops.name) : (backend?.memoryType ?? null);
    const file = body?.file ?? caller.file;
    const at = body?.fn.nameAt ?? event.at;
    return {
      // A function that fills the hook of several memory types is a node of each.
      id: `${event.target ? this.#idOf(event.target, only) : (body?.id ?? `name:${event.name}`)}${event.hook ? ` ${type}` : ''}`,
      function: event.name,
      file: file.path,
      line: file.point(at).line,
      kind: event.hook ? 'hook' : 'function',
      memoryType: type,
    };
  }

  /** Draws one step of the callers' side. */
  hop(hop: Hop, fills: Neighbours): void {
    const { line } = hop.from.file.point(hop.at);
    const place = { file: hop.from.file.path, line };
    const condition = hop.from.file.condition(hop.at);
    const to = hop.to ? this.body(hop.to, fills) : `name:${hop.name}`;
    const from = this.body(hop.from, fills);
    if (!this.#nodes.has(from)) {
      this.#more(to, place);
      return;
    }
    if (!hop.hook) {
      this.#edge({ from, to, kind: 'call', ...place, condition });
      return;
    }
    const id = `${place.file}:${hop.at}:${hop.hook.field}`;
    const name = `${hop.hook.ops.name}.${hop.hook.field}`;
    this.node({ id, function: name, ...place, kind: 'dispatch', memoryType: null });
    this.#edge({ from, to: id, kind: 'call', ...place, condition });
    this.#edge({ from: id, to, kind: 'dispatch', ...place, condition: null });
  }
}
